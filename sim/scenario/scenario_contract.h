/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract of an SLA policy: sla[].contract. */
#ifndef STF_SCENARIO_CONTRACT_H
#define STF_SCENARIO_CONTRACT_H

#include "scenario/scenario_build.h"

/* Reads it into policy->contract; the policy's promises and population are known. node: the
 * policy; root: the file. No contract, or mistakes (told): NULL. */
void stf_scenario_contract_read(struct stf_scenario_build *build, const struct stf_node *root,
                                const struct stf_node *node, struct stf_sla_policy *policy);

#endif
