/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draws: the uncertainty of the parameters, as `fit` writes it. Internal to this folder. */
#ifndef STF_SCENARIO_DRAWS_H
#define STF_SCENARIO_DRAWS_H

#include "scenario/node.h"
#include "scenario/scenario_build.h"

/* Reads the file of the key `draws` into the desk, if there is one; classes are known. */
void stf_scenario_draws_read(struct stf_scenario_build *build, const struct stf_node *root);

#endif
