/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/talk.h"

#include "cli/exit.h"

#include <stdarg.h>
#include <stdio.h>

/* Nowhere to report a failure to write to standard error: ignored throughout. */

struct look {
  const char *word;
  const char *color; /* SGR */
};

static const struct look LOOKS[] = {
    [STF_SEVERITY_ERROR] = {"error", "\033[1;31m"},
    [STF_SEVERITY_WARNING] = {"warning", "\033[1;33m"},
    [STF_SEVERITY_NOTE] = {"note", "\033[1;36m"},
};

static void put_safely(FILE *err, const char *text) {
  for (const char *p = text; *p != '\0'; p++) {
    unsigned char c = (unsigned char)*p;
    (void)fputc((c < 0x20 && c != '\t') || c == 0x7f ? '?' : c, err);
  }
}

static void put_severity(const struct stf_console *console, enum stf_severity severity) {
  const struct look *look = &LOOKS[severity];
  if (console->err_in_color) {
    (void)fprintf(console->err, "%s%s:\033[0m ", look->color, look->word);
  } else {
    (void)fprintf(console->err, "%s: ", look->word);
  }
}

static void put_line(const struct stf_console *console, enum stf_severity severity,
                     const char *message) {
  (void)fputs("staffetta: ", console->err);
  put_severity(console, severity);
  put_safely(console->err, message);
  (void)fputc('\n', console->err);
}

int stf_talk_fail(const struct stf_console *console, const struct stf_error *error) {
  put_line(console, STF_SEVERITY_ERROR, error->message);
  return stf_exit_of(error->status);
}

enum {
  LONGEST_LINE = 1024
};

int stf_talk_usage(const struct stf_console *console, const struct stf_command *command,
                   const char *format, ...) {
  char text[LONGEST_LINE];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  put_line(console, STF_SEVERITY_ERROR, text);
  if (command != NULL) {
    (void)fprintf(console->err, "try 'staffetta %s --help'\n", command->name);
  } else {
    (void)fputs("try 'staffetta help'\n", console->err);
  }
  return STF_EXIT_USAGE;
}

static void put_diag(const struct stf_console *console, const struct stf_diag *diag) {
  put_safely(console->err, diag->path);
  if (diag->line > 0) {
    (void)fprintf(console->err, ":%d", diag->line);
  }
  if (diag->line > 0 && diag->column > 0) {
    (void)fprintf(console->err, ":%d", diag->column);
  }
  (void)fputs(": ", console->err);
  put_severity(console, diag->severity);
  put_safely(console->err, diag->message);
  (void)fputc('\n', console->err);
}

static void put_rest(const struct stf_console *console, size_t errors_n, size_t warnings_n) {
  const char *errors = errors_n == 1 ? "error" : "errors";
  const char *warnings = warnings_n == 1 ? "warning" : "warnings";
  if (errors_n > 0 && warnings_n > 0) {
    (void)fprintf(console->err, "not shown: %zu more %s, %zu more %s\n", errors_n, errors,
                  warnings_n, warnings);
  } else if (errors_n > 0) {
    (void)fprintf(console->err, "not shown: %zu more %s\n", errors_n, errors);
  } else if (warnings_n > 0) {
    (void)fprintf(console->err, "not shown: %zu more %s\n", warnings_n, warnings);
  }
}

int stf_talk_diags(const struct stf_console *console, const struct stf_diags *diags) {
  size_t shown_n[STF_COUNT_OF(LOOKS)] = {0};
  for (size_t i = 0; i < diags->items_n; i++) {
    const struct stf_diag *diag = &diags->items[i];
    shown_n[diag->severity]++;
    if (diag->severity != STF_SEVERITY_NOTE || !console->quiet) {
      put_diag(console, diag);
    }
  }
  put_rest(console, diags->errors_n - shown_n[STF_SEVERITY_ERROR],
           diags->warnings_n - shown_n[STF_SEVERITY_WARNING]);
  return diags->errors_n > 0 ? STF_EXIT_INPUT : STF_EXIT_DONE;
}

void stf_talk_warn(const struct stf_console *console, const char *format, ...) {
  char text[LONGEST_LINE];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  put_line(console, STF_SEVERITY_WARNING, text);
}

void stf_talk_note(const struct stf_console *console, const char *format, ...) {
  if (console->quiet) {
    return;
  }
  char text[LONGEST_LINE];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  put_line(console, STF_SEVERITY_NOTE, text);
}

int stf_talk_end(const struct stf_console *console, const struct stf_command *command,
                 const struct stf_diags *diags, enum stf_status status,
                 const struct stf_error *error) {
  int told = stf_talk_diags(console, diags);
  if (status == STF_OK || (status == STF_ERR_INPUT && told != STF_EXIT_DONE)) {
    return told;
  }
  if (status == STF_ERR_USAGE) {
    return stf_talk_usage(console, command, "%s", error->message);
  }
  struct stf_error said = *error;
  said.status = status;
  if (said.message[0] == '\0') {
    (void)stf_status_fail(&said, status, 0, "%s",
                          status == STF_ERR_MEMORY ? "no memory" : stf_status_name(status));
  }
  return stf_talk_fail(console, &said);
}
