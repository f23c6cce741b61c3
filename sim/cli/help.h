/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help texts, made from the tables of commands and options; results, so on console->out. */
#ifndef STF_HELP_H
#define STF_HELP_H

#include "cli/options.h"

/* All commands, by group in the order in which the groups first occur. */
void stf_help_overview(const struct stf_console *console,
                       const struct stf_command *const *commands, size_t n);

/* One command: what it does, usage, example, options with their defaults. */
void stf_help_command(const struct stf_console *console, const struct stf_command *command);

#endif
