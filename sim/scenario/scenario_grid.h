/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of local time over the run: between two marks of the clock nothing that depends on the
 * time of day changes. Right on days with a change of clocks: what stands at 02:30 does not
 * happen on the day that skips it and happens twice on the day that repeats it.
 */
#ifndef STF_SCENARIO_GRID_H
#define STF_SCENARIO_GRID_H

#include "scenario/scenario_build.h"

enum {
  STF_SCENARIO_GRID_STEPS_MAX = 4000000
};

/* Local time at the start of a step. */
struct stf_scenario_grid_step {
  int64_t day;     /* civil day number */
  int32_t clock_s; /* of the local day */
  int32_t weekday; /* 0 = Monday */
};

struct stf_scenario_grid {
  int64_t *edges_us;                    /* n + 1, ascending; the scenario's arena */
  struct stf_scenario_grid_step *steps; /* n */
  size_t n;
};

/* Steps of the run, from build->start_us to the period's end, cut at every mark (seconds of the
 * local day) and midnight. False: too many steps (told at `node`), or no memory. */
bool stf_scenario_grid_make(struct stf_scenario_build *build, const struct stf_node *node,
                            const int32_t *marks_s, size_t marks_n,
                            struct stf_scenario_grid *out);

/* The same in the local time of another zone. */
bool stf_scenario_grid_make_in(struct stf_scenario_build *build, const struct stf_zone *zone,
                               const struct stf_node *node, const int32_t *marks_s,
                               size_t marks_n, struct stf_scenario_grid *out);

#endif
