/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sla[].escalate -> the classes' escalations (models/desk/escalation.h). */
#ifndef STF_SCENARIO_ESCALATION_H
#define STF_SCENARIO_ESCALATION_H

#include "scenario/scenario_build.h"

/* Of all classes; classes, teams and policies have been read. Mistakes are told to the file's
 * diagnostics. */
void stf_scenario_escalation_read(struct stf_scenario_build *build,
                                  const struct stf_node *root);

#endif
