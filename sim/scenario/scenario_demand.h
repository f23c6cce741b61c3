/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Demand: the arrival curve, constant rates, volume and busyness, compiled to rates on a grid
 * of steps. */
#ifndef STF_SCENARIO_DEMAND_H
#define STF_SCENARIO_DEMAND_H

#include "scenario/scenario_build.h"

/* Reads `demand` and `classes[].arrivals` into the desk. Needs the classes. */
void stf_scenario_demand_read(struct stf_scenario_build *build, const struct stf_node *root);

#endif
