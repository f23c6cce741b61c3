/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which contact a team takes next (models/desk/dispatch.h): weight and aging of classes; next,
 * overflow and reserved of teams. */
#ifndef STF_SCENARIO_DISPATCH_H
#define STF_SCENARIO_DISPATCH_H

#include "scenario/scenario_build.h"

/* Rules of all teams and classes, which have been read; so have the SLA policies. Mistakes are
 * told to the file's diagnostics. */
void stf_scenario_dispatch_read(struct stf_scenario_build *build, const struct stf_node *root);

#endif
