/* SPDX-License-Identifier: GPL-3.0-or-later */
/* classes[].supported and teams[].supported. Internal to this folder. */
#ifndef STF_SCENARIO_SUPPORT_H
#define STF_SCENARIO_SUPPORT_H

#include "scenario/node.h"
#include "scenario/scenario_build.h"

/* Reads the class's support, if it has one; the desk's interval must be known. */
void stf_scenario_support_read(struct stf_scenario_build *build,
                               const struct stf_node *class_node, struct stf_class *class);

/* The same of the team. */
void stf_scenario_support_read_team(const struct stf_node *team_node, struct stf_team *team);

#endif
