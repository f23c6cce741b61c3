/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command's results on their way to the file that an option names. */
#ifndef STF_PUT_H
#define STF_PUT_H

#include "cli/options.h"

/* Writes results into an open file. Any status but STF_OK ends the command; a write that the
 * file refuses need not be told, it is found at the end. */
struct stf_put_writer {
  void *context;
  enum stf_status (*write)(void *context, FILE *file);
};

/* Results to the file that the option names (absent or "-": standard output); one that exists
 * only with --force. Whole or not at all: see report/output.h, also for how it fails. */
STF_MUST_USE enum stf_status stf_put_results(const struct stf_console *console,
                                             const struct stf_arguments *arguments,
                                             const char *option,
                                             const struct stf_put_writer *writer,
                                             struct stf_error *error);

#endif
