/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams and their staff: constant counts, counts by interval, rosters of named agents, compiled
 * to staff changes. */
#ifndef STF_SCENARIO_PEOPLE_H
#define STF_SCENARIO_PEOPLE_H

#include "scenario/scenario_build.h"

/* Reads `teams` into the desk. Needs the classes. */
void stf_scenario_people_read(struct stf_scenario_build *build, const struct stf_node *root);

/* Once all that teams take is known: tells where contacts that a team hands back would be taken
 * in turns and not, or might leave in an agent's hands. */
void stf_scenario_people_check(const struct stf_scenario_build *build,
                               const struct stf_node *root);

#endif
