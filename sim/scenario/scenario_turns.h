/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads classes[].turns and classes[].window. */
#ifndef STF_SCENARIO_TURNS_H
#define STF_SCENARIO_TURNS_H

#include "scenario/scenario_build.h"

/* node: the class's mapping. */
void stf_scenario_turns_read(struct stf_scenario_build *build, const struct stf_node *node,
                             struct stf_class *class);

#endif
