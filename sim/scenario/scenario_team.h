/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One team as it is described, all but who is there when. */
#ifndef STF_SCENARIO_TEAM_H
#define STF_SCENARIO_TEAM_H

#include "scenario/scenario_build.h"

/* Reads team t of the list. Needs the classes and build->team_per_h. A team that could not be
 * read stays in its place, so that ids are the places in the list; the scenario is refused
 * anyway. */
void stf_scenario_team_read(struct stf_scenario_build *build, const struct stf_node *node,
                            uint32_t t);

#endif
