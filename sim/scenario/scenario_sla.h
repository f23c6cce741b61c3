/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SLA policies, and which classes fall under which. */
#ifndef STF_SCENARIO_SLA_H
#define STF_SCENARIO_SLA_H

#include "scenario/scenario_build.h"

/* Reads `sla` and the classes' key of that name into the scenario's terms; classes and
 * calendars have been read. */
void stf_scenario_sla_read(struct stf_scenario_build *build, const struct stf_node *root);

#endif
