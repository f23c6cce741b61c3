/* SPDX-License-Identifier: GPL-3.0-or-later */
/* demand.deflection: calls that move into messaging. */
#ifndef STF_SCENARIO_DEFLECTION_H
#define STF_SCENARIO_DEFLECTION_H

#include "scenario/scenario_curve.h"
#include "scenario/scenario_days.h"
#include "scenario/scenario_grid.h"

struct stf_scenario_deflections {
  struct stf_demand_deflection *items; /* in the arena; also build->demand's */
  struct stf_scenario_curve *curves;   /* of each; in the arena, their rows owned */
  size_t n;
};

/* Reads the list (of `demand`, NULL is fine) and the curves that it names. The classes are
 * there. Cleared by stf_scenario_deflection_clear. */
void stf_scenario_deflection_read(struct stf_scenario_build *build,
                                  const struct stf_node *demand,
                                  struct stf_scenario_deflections *out);
void stf_scenario_deflection_clear(struct stf_scenario_deflections *deflections,
                                   const struct stf_allocator *allocator);

/* Marks the starts [s] of the curves' steps in a day. */
void stf_scenario_deflection_mark(const struct stf_scenario_deflections *deflections,
                                  bool *used);

/* Rates of the calls on the grid; holidays and special days of the class hold for them. */
void stf_scenario_deflection_compile(struct stf_scenario_build *build,
                                     const struct stf_scenario_deflections *deflections,
                                     const struct stf_scenario_days *days,
                                     const struct stf_scenario_grid *grid);

#endif
