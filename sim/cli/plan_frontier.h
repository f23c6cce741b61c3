/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `plan SCENARIO --requirement --vary KEY=VALUES --shares LIST`: knobs together with heads, and
 * what each share costs. For every combination the people are found with which the promise
 * holds (a draft: plan/require.h), and the cost of the desk with them; the cheapest one of each
 * share is then searched to the end and proven. */
#ifndef STF_PLAN_FRONTIER_H
#define STF_PLAN_FRONTIER_H

#include "cli/options.h"

int stf_plan_frontier_run(const struct stf_console *console, const struct stf_command *command,
                          const struct stf_arguments *arguments);

#endif
