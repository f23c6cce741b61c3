/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of 'plan' that finds how many people a desk needs. */
#ifndef STF_PLAN_NEED_H
#define STF_PLAN_NEED_H

#include "cli/options.h"

/* Runs 'plan SCENARIO --requirement' and returns the exit code. */
int stf_plan_need_run(const struct stf_console *console, const struct stf_command *command,
                      const struct stf_arguments *arguments);

#endif
