/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest cover of a requirement by legal shifts of whom there is and whom one may hire.
 *
 * First the integer program (roster/program.h): its relaxation bounds the cost of any legal
 * roster from below and says how many to hire. Then rosters of named people, all of them legal,
 * made better move by move (roster/search.h) until they cost no more than the bound or moves no
 * longer help. The roster is held against every rule at the end (roster/legal.h).
 *
 * Who plans once calls begin, plan, clear. Who simulates what was planned and wants more here
 * and there goes on: want, price, plan again, as often as needed. Rules do not depend on the
 * requirement, so the roster that stands stays legal, and the next plan starts from it: what
 * it has to do is what the change brings with it.
 *
 *   stf_need_read or stf_need_begin/add/settle     the requirement (roster/need.h)
 *   stf_rule_file_read, stf_existing_read          rules and people
 *   stf_problem_make                               the three together (roster/problem_make.h)
 *   stf_cover_begin, stf_cover_plan                roster, cost, bound
 *   stf_cover_want, stf_cover_price, stf_cover_plan  ... again
 *   stf_roster_write_long                          what `run` takes (roster/roster_write.h)
 */
#ifndef STF_COVER_H
#define STF_COVER_H

#include "roster/ceiling.h"
#include "roster/solver.h"

struct stf_cover_options {
  uint32_t rounds_n;   /* roster/search.h */
  uint32_t nodes_most; /* of branch and bound */
  const char *cbc; /* program that solves in whole numbers in the place of GLPK; NULL: GLPK */
  int32_t cbc_limit_s;         /* most time it may take */
  bool (*stop)(void *context); /* NULL: never */
  void *context;
};

enum stf_cover_state {
  STF_COVER_PLANNED,   /* a roster; of a hard requirement one that meets it */
  STF_COVER_SHORT,     /* hard, and not met: whether any roster could is not known */
  STF_COVER_IMPOSSIBLE /* hard, and proved that no roster meets it; the roster is one that
                          leaves little open */
};

struct stf_cover {
  enum stf_cover_state state;
  struct stf_problem problem; /* need and short_prices are this one's own */
  struct stf_variants variants;
  struct stf_team_roster roster; /* the hired have names */
  struct stf_ceiling ceiling;
  struct stf_program program; /* of the roster before anything was planned */
  struct stf_team_roster_cost cost;
  double bound;    /* no legal roster costs less, in the currency; -INFINITY: none found */
  bool is_stopped; /* the user stopped it: the roster is the best so far */
  bool is_changed; /* the requirement is another than the program's */
  int32_t *need;
  int64_t *prices;
  char **names; /* of the hired; owned */
  size_t names_n;
};

/* Makes variants, roster and program of the problem, which is copied; what it points to must
 * live as long as *out, and *out must stay where it is. The caller clears it, also after
 * failure. STF_ERR_USAGE: too many shifts; told in *error. */
STF_MUST_USE enum stf_status stf_cover_begin(const struct stf_problem *problem,
                                             const struct stf_allocator *allocator,
                                             struct stf_cover *out, struct stf_error *error);

/* A stretch of one day of the plan. */
struct stf_cover_span {
  uint32_t team; /* index as in the requirement */
  int64_t day;   /* civil day number */
  int32_t from_s;
  int32_t to_s; /* of the day's clock, to 86400; rounded outwards to the problem's steps */
};

/* From now on so many agents rostered are wanted in the span (shrinkage is up to the caller).
 * False: the span does not lie in the days of the plan. */
bool stf_cover_want(struct stf_cover *cover, const struct stf_cover_span *span, int32_t agents);

/* From now on an hour with one too few costs so much in the span. Without effect where the
 * requirement is hard. False: as above. */
bool stf_cover_price(struct stf_cover *cover, const struct stf_cover_span *span, double per_h);

/* From now on hiring costs so much at most in all, in the currency: pay of all weeks and the
 * cost of hiring; >= 0, INFINITY: no limit. Those who are hired already go where they cost
 * more. */
void stf_cover_limit_hires(struct stf_cover *cover, double most);

/* What those who are hired cost, the same way. */
double stf_cover_hires_cost(const struct stf_cover *cover);

/* What the cheapest way of hiring somebody costs, and the dearest; INFINITY and 0: there is
 * none.
 */
double stf_cover_hire_least(const struct stf_cover *cover);
double stf_cover_hire_dearest(const struct stf_cover *cover);

/* The least number of agents at work in the span; -1: not in the plan. */
int32_t stf_cover_there(const struct stf_cover *cover, const struct stf_cover_span *span);

/* How many could be at work at once in the span, whatever the roster, with so much spent on
 * hiring at most (roster/ceiling.h): never fewer than any plan has there; -1: not in the plan.
 */
int32_t stf_cover_most(const struct stf_cover *cover, const struct stf_cover_span *span,
                       double hires_most);

/* Plans, from the roster that stands: the first time nobody has more than her fixed shifts. The
 * same calls give the same roster anywhere. STF_ERR_TOOL: cbc is missing or failed;
 * STF_ERR_INTERNAL: a rule does not hold. */
STF_MUST_USE enum stf_status stf_cover_plan(struct stf_cover *cover,
                                            const struct stf_cover_options *options,
                                            struct stf_error *error);
void stf_cover_clear(struct stf_cover *cover);

#endif
