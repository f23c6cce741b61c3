/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best legal schedule of one agent while everybody else's stands.
 *
 * One agent adds one or nobody to each step, so what a step of hers is worth is a number, and
 * her best schedule is the longest path through days whose states are what the rules remember:
 * days and time worked this week, days in a row, the end of the last shift while it still
 * binds. It is exact (dynamic programming; Irnich & Desaulniers 2005 on shortest paths with
 * resources).
 */
#ifndef STF_SCHEDULE_H
#define STF_SCHEDULE_H

#include "roster/variants.h"

enum {
  STF_SCHEDULE_NONE = -1, /* no shift on the day */
  STF_SCHEDULE_FIXED = -2 /* the one that stands */
};

struct stf_schedule_maker; /* tables and room; used by one thread at a time */

/* Problem and variants are borrowed until the maker is freed. NULL without memory. */
struct stf_schedule_maker *stf_schedule_new(const struct stf_problem *problem,
                                            const struct stf_variants *variants,
                                            const struct stf_allocator *allocator);
void stf_schedule_free(struct stf_schedule_maker *maker);

/* What an agent's presence is worth. */
struct stf_schedule_gain {
  /* By step of her team, running sums: sums[t] is what being there in all steps before t is
   * worth, t from 0 to stf_schedule_sums. */
  const int64_t *sums;
  /* NULL, or by day and variant: what the shift itself is worth beside the sums;
   * STF_SCHEDULE_NEVER: it may not be taken. */
  const int64_t *shifts;
  /* What each cell costs that is otherwise than it stands (stf_team_roster_changes). */
  int64_t change_price;
};

#define STF_SCHEDULE_NEVER INT64_MIN

/* Length of the sums: the horizon, and two days for shifts over its end. */
size_t stf_schedule_sums(const struct stf_problem *problem);

/* Fills choices (by day: a variant, NONE or FIXED) and *value: gains less premiums and
 * overtime. STF_ERR_INPUT: the agent's fixed shifts are against the rules. */
STF_MUST_USE enum stf_status stf_schedule_best(struct stf_schedule_maker *maker,
                                               const struct stf_problem_agent *agent,
                                               const struct stf_schedule_gain *gain,
                                               int32_t *choices, int64_t *value);

/* The shift that a choice stands for; NULL: none. */
const struct stf_problem_shift *stf_schedule_shift(const struct stf_variants *variants,
                                                   const struct stf_problem_agent *agent,
                                                   int32_t day, int32_t choice);

#endif
