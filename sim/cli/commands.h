/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subcommands, one file each (cmd_<name>.c), gathered in commands.c. */
#ifndef STF_COMMANDS_H
#define STF_COMMANDS_H

#include "cli/options.h"

extern const struct stf_command STF_COMMAND_INIT;
extern const struct stf_command STF_COMMAND_RUN;
extern const struct stf_command STF_COMMAND_COMPARE;
extern const struct stf_command STF_COMMAND_SWEEP;
extern const struct stf_command STF_COMMAND_ACTUALS;
extern const struct stf_command STF_COMMAND_CHECK;
extern const struct stf_command STF_COMMAND_IMPORT;
extern const struct stf_command STF_COMMAND_FIT;
extern const struct stf_command STF_COMMAND_PLAN;
extern const struct stf_command STF_COMMAND_PLOT;
extern const struct stf_command STF_COMMAND_ERLANG;
extern const struct stf_command STF_COMMAND_VERSION;

/* All of them, in the order of --help. */
extern const struct stf_command *const STF_COMMANDS[];
extern const size_t STF_COMMANDS_N;

#endif
