/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `unlogged` of a team: time that its people lose to channels no log knows. */
#ifndef STF_SCENARIO_UNLOGGED_H
#define STF_SCENARIO_UNLOGGED_H

#include "scenario/scenario_build.h"

/* Reads `unlogged` of a team; times of the file are of that zone. NULL: there is none, or
 * something is wrong (told). */
const struct stf_people_unlogged *stf_scenario_unlogged_read(struct stf_scenario_build *build,
                                                             const struct stf_node *team,
                                                             const struct stf_zone *zone);

#endif
