/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manual pages in roff (man macros), made from the tables of commands and options: `staffetta
 * help --man [COMMAND]`. docs/man/update writes them into the tree. No dates: the version says
 * what a page is about.
 */
#ifndef STF_MAN_H
#define STF_MAN_H

#include "cli/options.h"

/* staffetta(1): all commands. */
void stf_man_overview(const struct stf_console *console,
                      const struct stf_command *const *commands, size_t n);

/* staffetta-COMMAND(1). commands: all, for SEE ALSO. */
void stf_man_command(const struct stf_console *console, const struct stf_command *command,
                     const struct stf_command *const *commands, size_t n);

#endif
