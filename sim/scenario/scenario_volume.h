/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_SCENARIO_VOLUME_H
#define STF_SCENARIO_VOLUME_H

#include "scenario/scenario_build.h"

/* Reads demand.volume into the desk: a number, {mean, cv} or {low, likely, high}. NULL: 1. */
void stf_scenario_volume_read(struct stf_scenario_build *build, const struct stf_node *demand);

#endif
