/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_SCENARIO_LEAVING_H
#define STF_SCENARIO_LEAVING_H

#include "scenario/scenario_build.h"

/* classes[].patience_until, silent and balk into class->leaving, which stays NULL without them.
 * The class's patience and first message must have been read. Told: what needs a patience that
 * ends or a first message and has none; steps that do not rise. */
void stf_scenario_leaving_read(struct stf_scenario_build *build, const struct stf_node *node,
                               struct stf_class *class);

/* Of a whole desk, read without mistakes: who leaves before a first message that a team in
 * turns does not know. */
void stf_scenario_leaving_check(const struct stf_scenario_build *build,
                                const struct stf_node *root);

#endif
