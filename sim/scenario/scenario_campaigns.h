/* SPDX-License-Identifier: GPL-3.0-or-later */
/* demand.campaigns: messages sent to customers, some of whom reply. */
#ifndef STF_SCENARIO_CAMPAIGNS_H
#define STF_SCENARIO_CAMPAIGNS_H

#include "scenario/scenario_build.h"

/* Reads the list (of `demand`, NULL is fine) into build->demand. The classes are there. */
void stf_scenario_campaigns_read(struct stf_scenario_build *build,
                                 const struct stf_node *demand);

#endif
