/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast people are and when they are away: `proficiency`, `learning` and `unavailable` of a
 * team. */
#ifndef STF_SCENARIO_SKILL_H
#define STF_SCENARIO_SKILL_H

#include "scenario/scenario_build.h"

/* Reads them into teams[t].people, which stays NULL without them. The desk's agents must be
 * known: a file of agents names those of the team. `unlogged` (scenario_unlogged.h) goes into
 * them; NULL: none. */
void stf_scenario_skill_read(struct stf_scenario_build *build, const struct stf_node *team,
                             uint32_t t, const struct stf_people_unlogged *unlogged);

#endif
