/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"

const struct stf_command *const STF_COMMANDS[] = {
    &STF_COMMAND_RUN,     &STF_COMMAND_CHECK, &STF_COMMAND_IMPORT,
    &STF_COMMAND_ACTUALS, &STF_COMMAND_FIT,   &STF_COMMAND_PLAN,
    &STF_COMMAND_ERLANG,  &STF_COMMAND_PLOT,  &STF_COMMAND_VERSION,
};
const size_t STF_COMMANDS_N = STF_COUNT_OF(STF_COMMANDS);
