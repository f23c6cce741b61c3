/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes: names, priorities, channels and laws. */
#ifndef STF_SCENARIO_CLASS_H
#define STF_SCENARIO_CLASS_H

#include "scenario/scenario_build.h"

/* Reads `classes` into the desk, all but their arrivals (scenario_demand.h). */
void stf_scenario_class_read(struct stf_scenario_build *build, const struct stf_node *root);

#endif
