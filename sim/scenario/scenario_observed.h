/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_SCENARIO_OBSERVED_H
#define STF_SCENARIO_OBSERVED_H

#include "scenario/scenario_build.h"

/* demand.observed_containment, into build->demand->observed: by class what the bot contained in
 * front of a log that begins after it. Classes must have been read. */
void stf_scenario_observed_read(struct stf_scenario_build *build,
                                const struct stf_node *demand);

#endif
