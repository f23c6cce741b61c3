/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of 'plan' that covers a requirement by shifts and hires. */
#ifndef STF_PLAN_COVER_H
#define STF_PLAN_COVER_H

#include "cli/options.h"

/* Runs 'plan --cover' and returns the exit code. */
int stf_plan_cover_run(const struct stf_console *console, const struct stf_command *command,
                       const struct stf_arguments *arguments);

#endif
