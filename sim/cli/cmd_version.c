/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/exit.h"

#include <stdio.h>

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  (void)command;
  (void)arguments;
  /* A failed write is seen when standard output is flushed. */
  (void)fputs(
      "staffetta " STF_VERSION "\n"
      "Licence: GNU General Public License, version 3 or later (GPL-3.0-or-later),\n"
      "<https://www.gnu.org/licenses/gpl-3.0.html>. This is free software: you may change and\n"
      "redistribute it. There is NO WARRANTY, to the extent permitted by law.\n"
      "Linked with the GNU Scientific Library (GPL 3 or later), libcsv (LGPL 2.1 or later),\n"
      "ICU, libyaml and zlib; contains Random123. Figures are drawn by gnuplot, which runs as\n"
      "a program of its own.\n",
      console->out);
  return STF_EXIT_DONE;
}

const struct stf_command STF_COMMAND_VERSION = {
    .name = "version",
    .summary = "version, licence and the libraries inside",
    .usage = "staffetta version",
    .example = "staffetta version",
    .group = "about",
    .run = run,
};
