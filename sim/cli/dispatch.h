/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the words of the command line to a command and back to an exit code. */
#ifndef STF_CLI_DISPATCH_H
#define STF_CLI_DISPATCH_H

#include "cli/options.h"

/* Runs what argv (with the program's name first) asks for and returns the exit code. Flushes
 * console->out at the end: results that could not be written are exit 4, whatever the command
 * said. */
int stf_dispatch_run(const struct stf_console *console, int argc, const char *const *argv);

#endif
