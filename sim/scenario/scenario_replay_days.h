/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_SCENARIO_REPLAY_DAYS_H
#define STF_SCENARIO_REPLAY_DAYS_H

#include "scenario/scenario_build.h"

/* Reads demand.replay_days into the scenario: {from: DATE} gives every day of the run (the days
 * of a warm-up get those before DATE), a list the days that it names. Told: a day twice, a day
 * out of the run, days of the period without a source, a map without a replay. */
void stf_scenario_replay_days_read(struct stf_scenario_build *build,
                                   const struct stf_node *demand);

#endif
