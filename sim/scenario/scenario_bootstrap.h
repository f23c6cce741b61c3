/* SPDX-License-Identifier: GPL-3.0-or-later */
/* demand.bootstrap: whole logged days drawn anew, and the holidays that tell kinds of day. */
#ifndef STF_SCENARIO_BOOTSTRAP_H
#define STF_SCENARIO_BOOTSTRAP_H

#include "scenario/scenario_build.h"

/* Fills the scenario's bootstrap and its replay_path; what is wrong is told. With days by kind
 * demand.holidays are read here: dates alone, from 1970 to the day behind the run. */
void stf_scenario_bootstrap_read(struct stf_scenario_build *build,
                                 const struct stf_node *demand);

#endif
