/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario of a few lines, its desk and what a requirement is asked of it. */
#ifndef STF_PLAN_DESK_H
#define STF_PLAN_DESK_H

#include "plan/require.h"
#include "support/desk_folder.h"

enum {
  STF_PLAN_DESK_TEAMS = 4
};

/* A desk of one team on two mornings, of which the first has more customers than the second. */
extern const char STF_PLAN_DESK_TEXT[];
extern const char STF_PLAN_DESK_CURVE[];
extern const char STF_PLAN_DESK_STAFFING[];

/* Points into itself: not to be copied. */
struct stf_plan_desk {
  struct stf_desk_folder folder;
  struct stf_scenario *scenario;
  bool planned[STF_PLAN_DESK_TEAMS];
  double cost_per_h[STF_PLAN_DESK_TEAMS]; /* as the scenario says */
  struct stf_arena *arena;
};

/* Rates and people by time, as curve.csv and staffing.csv of its folder; NULL: no such file.
 * All teams are planned. */
void stf_plan_desk_make(struct stf_plan_desk *desk, const char *text, const char *curve,
                        const char *staffing);
void stf_plan_desk_free(struct stf_plan_desk *desk);

/* Each day by itself with a probability of 90 %; 50 replications of seed 1, one thread. */
struct stf_judge_in stf_plan_desk_judge(const struct stf_plan_desk *desk);

/* The same, steps of an hour, 200 replications for each of up to 3 proofs, nobody at least,
 * prices where all teams have one. */
struct stf_require_in stf_plan_desk_require(const struct stf_plan_desk *desk);

/* Its grid, with so many people wherever it is open; belongs to the desk. */
struct stf_grid stf_plan_desk_grid(const struct stf_plan_desk *desk, int64_t step_us,
                                   int32_t agents_n);

/* Stops a search once it has been asked so often whether it shall stop: context and stop of
 * struct stf_judge_in. */
struct stf_plan_desk_fuse {
  uint32_t left;
};
bool stf_plan_desk_burnt(void *context);

#define STF_PLAN_DESK_HOUR_US (INT64_C(3600) * 1000000)

#endif
