/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `plan SCENARIO --rules FILE`: from the promise to the roster. The requirement is drafted,
 * legal shifts and hires cover it, the roster is simulated as it is, what it lacks is wanted
 * more, until the promise holds with it; then it is put to the proof (plan/loop.h). */
#ifndef STF_PLAN_WHOLE_H
#define STF_PLAN_WHOLE_H

#include "cli/options.h"

int stf_plan_whole_run(const struct stf_console *console, const struct stf_command *command,
                       const struct stf_arguments *arguments);

#endif
