/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_SCENARIO_SHARE_H
#define STF_SCENARIO_SHARE_H

#include "scenario/scenario_build.h"

/* classes[].share by class id, in the arena: of an arrival of demand that does not tell classes
 * apart the part that is the class's. Where no class has a share: 1 for a class alone, NAN for
 * each of several. *given: the file has shares. NULL without memory. Classes with arrivals of
 * their own take no part (0). Told: shares that do not add to 100 %, a class without one beside
 * others that have one, one beside 'arrivals'. */
const double *stf_scenario_share_read(struct stf_scenario_build *build,
                                      const struct stf_node *root, bool *given);

/* Tells that shares stand in the file and nothing is split by them. */
void stf_scenario_share_refuse(const struct stf_node *root);

#endif
