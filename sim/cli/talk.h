/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Talk to the user, on standard error: errors, warnings, notes. Control characters from the
 * user's files are shown as '?', so that a file cannot steer the terminal. Colour only where
 * console->err_in_color says so.
 */
#ifndef STF_TALK_H
#define STF_TALK_H

#include "base/diag.h"
#include "cli/options.h"

/* Prints "staffetta: error: message" and returns the exit code that goes with error->status. */
int stf_talk_fail(const struct stf_console *console, const struct stf_error *error);

/* A mistake on the command line: prints it and "try 'staffetta NAME --help'" (without command:
 * "try 'staffetta help'"), and returns STF_EXIT_USAGE. */
int stf_talk_usage(const struct stf_console *console, const struct stf_command *command,
                   const char *format, ...) STF_PRINTF(3, 4);

/* Prints findings as "path:line:column: error: message", errors and warnings always, notes
 * unless quiet, then how many were not kept. Returns STF_EXIT_INPUT if there are errors, else
 * STF_EXIT_DONE. */
int stf_talk_diags(const struct stf_console *console, const struct stf_diags *diags);

/* The end of a command that had `status`: tells the findings and what failed, and returns the
 * exit code. A status without words in *error gets some. */
int stf_talk_end(const struct stf_console *console, const struct stf_command *command,
                 const struct stf_diags *diags, enum stf_status status,
                 const struct stf_error *error);

/* "staffetta: warning: ...". */
void stf_talk_warn(const struct stf_console *console, const char *format, ...) STF_PRINTF(2, 3);

/* "staffetta: note: ...", unless quiet. */
void stf_talk_note(const struct stf_console *console, const char *format, ...) STF_PRINTF(2, 3);

#endif
