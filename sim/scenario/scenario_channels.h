/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Channels of a team (models/desk/channels.h): `channels` of teams. */
#ifndef STF_SCENARIO_CHANNELS_H
#define STF_SCENARIO_CHANNELS_H

#include "scenario/scenario_build.h"

/* Reads them into teams[].channels, which stay NULL without them. Classes, teams, dispatch and
 * escalations have been read. */
void stf_scenario_channels_read(struct stf_scenario_build *build, const struct stf_node *root);

#endif
