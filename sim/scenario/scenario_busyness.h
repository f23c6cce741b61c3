/* SPDX-License-Identifier: GPL-3.0-or-later */
/* demand.busyness: factors of seasons, weeks, days and intervals. */
#ifndef STF_SCENARIO_BUSYNESS_H
#define STF_SCENARIO_BUSYNESS_H

#include "scenario/scenario_build.h"
#include "scenario/scenario_grid.h"

/* Reads the mapping (of `demand`, NULL is fine) into the desk. */
void stf_scenario_busyness_read(struct stf_scenario_build *build,
                                const struct stf_node *demand);

/* Length [s] of the intervals that have a factor of their own, at whose starts a grid of rates
 * must be cut; 0: none has. */
int32_t stf_scenario_busyness_step_s(const struct stf_scenario_build *build);

/* Numbers the intervals of the grid's steps, where they have factors. */
void stf_scenario_busyness_number(struct stf_scenario_build *build,
                                  const struct stf_scenario_grid *grid);

#endif
