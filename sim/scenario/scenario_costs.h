/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk costs. */
#ifndef STF_SCENARIO_COSTS_H
#define STF_SCENARIO_COSTS_H

#include "scenario/scenario_build.h"

/* Reads `costs` into the scenario's costs; calendars and teams, with their cost_per_h, have
 * been read. */
void stf_scenario_costs_read(struct stf_scenario_build *build, const struct stf_node *root);

#endif
