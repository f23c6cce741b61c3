/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest cover of a requirement by legal shifts of whom there is and whom one may hire.
 *
 * First the integer program (roster/program.h): its relaxation bounds the cost of any legal
 * roster from below and says how many to hire. Then rosters of named people, all of them legal,
 * made better move by move (roster/search.h) until they cost no more than the bound or moves no
 * longer help. The roster is held against every rule at the end (roster/legal.h).
 */
#ifndef STF_COVER_H
#define STF_COVER_H

#include "roster/solver.h"

struct stf_cover_options {
  uint32_t rounds_n;   /* roster/search.h */
  uint32_t nodes_most; /* of branch and bound */
  const char *cbc; /* program that solves in whole numbers in the place of GLPK; NULL: GLPK */
  int32_t cbc_limit_s;         /* most time it may take */
  bool (*stop)(void *context); /* NULL: never */
  void *context;
};

struct stf_cover {
  struct stf_variants variants;
  struct stf_team_roster roster; /* the hired have names */
  struct stf_program program;    /* of the roster before anything was planned */
  struct stf_team_roster_cost cost;
  double bound;    /* no legal roster costs less, in the currency; -INFINITY: none found */
  bool is_stopped; /* the user stopped it: the roster is the best so far */
  char **names;    /* of the hired; owned */
  size_t names_n;
};

/* Makes variants, roster and program of the problem, which must live as long as *out. The
 * caller clears *out, also after failure. STF_ERR_INPUT: too many shifts; told in *error. */
STF_MUST_USE enum stf_status stf_cover_begin(const struct stf_problem *problem,
                                             const struct stf_allocator *allocator,
                                             struct stf_cover *out, struct stf_error *error);

/* Plans. The same input gives the same roster anywhere. STF_ERR_TOOL: cbc is missing or failed;
 * STF_ERR_INTERNAL: a rule does not hold. */
STF_MUST_USE enum stf_status stf_cover_plan(struct stf_cover *cover,
                                            const struct stf_cover_options *options,
                                            struct stf_error *error);
void stf_cover_clear(struct stf_cover *cover);

#endif
