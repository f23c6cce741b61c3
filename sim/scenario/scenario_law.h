/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws as users write them: "5 min" (a constant), never, {lognormal: {mean: 5 min, cv: 1.2}}
 * from STF_LAW_FORMS, or {empirical: {file: service.csv}}. */
#ifndef STF_SCENARIO_LAW_H
#define STF_SCENARIO_LAW_H

#include "scenario/scenario_build.h"

/* Reads the law at the node into *out. NULL node: *out stays. Mistakes are told; *out is then
 * untouched. */
void stf_scenario_law_read(struct stf_scenario_build *build, const struct stf_node *node,
                           struct stf_law *out);

#endif
