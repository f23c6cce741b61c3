/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A roster under construction and as a result: agents who are there, agents who are hired, and
 * for each of them what she does on each day; how many cover each step, and what it costs.
 */
#ifndef STF_TEAM_ROSTER_H
#define STF_TEAM_ROSTER_H

#include "roster/schedule.h"

/* One way of hiring: under a contract, from a day, for some weeks. */
struct stf_team_roster_hire {
  uint32_t contract;
  int32_t first; /* day; may lie before day 0 */
  int32_t weeks;
  int64_t pay;  /* of all its weeks, also of those beyond the period */
  int64_t once; /* hiring itself */
};

/* An agent of the roster. */
struct stf_team_roster_agent {
  struct stf_problem_agent agent; /* days of the hired are owned by the roster */
  int32_t hire;                   /* index of her way of hiring, or -1: she was there */
  int32_t *choices;               /* by day (roster/schedule.h); owned by the roster */
};

struct stf_team_roster {
  const struct stf_problem *problem;
  const struct stf_variants *variants;
  const struct stf_allocator *allocator;
  struct stf_team_roster_hire *hires; /* all ways of hiring; owned */
  size_t hires_n;
  struct stf_team_roster_agent *agents; /* owned; those who were there first */
  size_t agents_n;
  size_t agents_capacity;
  int32_t *cover; /* by team, then step: agents there; owned */
};

/* What a plan costs, in parts; their sum is the plan's cost. */
struct stf_team_roster_cost {
  int64_t staff; /* paid hours of those who were there */
  int64_t hired; /* of the hired, all their weeks */
  int64_t once;  /* hiring */
  int64_t overtime;
  int64_t premium;       /* Sundays and holidays */
  int64_t missing;       /* steps with too few, at their price */
  int64_t idle;          /* with too many */
  int64_t missing_steps; /* agents times steps */
  int64_t idle_steps;
};
int64_t stf_team_roster_sum(const struct stf_team_roster_cost *cost);

/* Everybody who is there with the shifts that stand and nothing else; nobody is hired. */
STF_MUST_USE enum stf_status stf_team_roster_init(const struct stf_problem *problem,
                                                  const struct stf_variants *variants,
                                                  const struct stf_allocator *allocator,
                                                  struct stf_team_roster *out);
void stf_team_roster_clear(struct stf_team_roster *roster);

/* Days of somebody hired that way: out before and after, training as leave. `days` has days_n
 * elements. */
void stf_team_roster_days(const struct stf_problem *problem,
                          const struct stf_team_roster_hire *hire,
                          struct stf_problem_day *days);

/* Hires somebody, without shifts so far; the new agent is the last. */
STF_MUST_USE enum stf_status stf_team_roster_hire(struct stf_team_roster *roster, size_t hire);

/* Lets somebody hired go again: the last agent takes her place. */
void stf_team_roster_dismiss(struct stf_team_roster *roster, size_t agent);

/* What those who are hired cost, without premiums and overtime. */
int64_t stf_team_roster_hires_cost(const struct stf_team_roster *roster);

/* Whether one more may be hired that way. */
bool stf_team_roster_may_hire(const struct stf_team_roster *roster, size_t hire);

/* How many are hired under a contract. */
int32_t stf_team_roster_hired_n(const struct stf_team_roster *roster, uint32_t contract);

/* Adds (by = 1) or takes off (by = -1) the agent's shifts from the cover. */
void stf_team_roster_count(struct stf_team_roster *roster, size_t agent, int32_t by);

/* Gives the agent other choices and renews the cover. */
void stf_team_roster_put(struct stf_team_roster *roster, size_t agent, const int32_t *choices);

/* Cells of the agent in the plan's days that are otherwise than they stood (problem.h). */
int32_t stf_team_roster_changes(const struct stf_problem *problem,
                                const struct stf_problem_agent *agent, const int32_t *choices);

/* Of all who were there. */
int32_t stf_team_roster_changed_n(const struct stf_team_roster *roster);

/* What one more agent of the team is worth: running sums for roster/schedule.h. */
void stf_team_roster_worth(const struct stf_team_roster *roster, uint32_t team, int64_t *sums);

struct stf_team_roster_cost stf_team_roster_price(const struct stf_team_roster *roster);

#endif
