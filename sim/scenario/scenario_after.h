/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_SCENARIO_AFTER_H
#define STF_SCENARIO_AFTER_H

#include "scenario/scenario_build.h"

/* Reads `after` of a class into class->after, which stays NULL where the class has none. Called
 * when the rest of the class is read. */
void stf_scenario_after_read(struct stf_scenario_build *build, const struct stf_node *node,
                             struct stf_class *class);

/* Tells what `after.reopen` does not go together with. Called when the desk is whole, and clean
 * so far. */
void stf_scenario_after_check(const struct stf_scenario_build *build,
                              const struct stf_node *root);

#endif
