/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/dispatch.h"
#include "cli/interrupt.h"
#include "stats/gsl_quiet.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_set(const char *variable, const char *to) {
  const char *value = getenv(variable); /* NOLINT(concurrency-mt-unsafe): one thread as yet */
  return value != NULL && (to != NULL ? strcmp(value, to) == 0 : *value != '\0');
}

int main(int argc, char **argv) {
  stf_interrupt_ignore_pipe();
  stf_gsl_quiet_install();
  bool terminal = isatty(STDERR_FILENO) == 1;
  const struct stf_console console = {
      .out = stdout,
      .err = stderr,
      .err_is_terminal = terminal,
      .err_in_color = terminal && !is_set("NO_COLOR", NULL) && !is_set("TERM", "dumb"),
  };
  return stf_dispatch_run(&console, argc, (const char *const *)argv);
}
