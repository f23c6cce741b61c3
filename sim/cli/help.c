/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

/* Failed writes are seen once, when standard output is flushed at the end. */

static void put_group(FILE *out, const char *group, const struct stf_command *const *commands,
                      size_t n) {
  (void)fprintf(out, "\n%s:\n", group);
  for (size_t i = 0; i < n; i++) {
    if (strcmp(commands[i]->group, group) == 0) {
      (void)fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    }
  }
}

static bool is_first_of_group(const struct stf_command *const *commands, size_t i) {
  for (size_t j = 0; j < i; j++) {
    if (strcmp(commands[j]->group, commands[i]->group) == 0) {
      return false;
    }
  }
  return true;
}

void stf_help_overview(const struct stf_console *console,
                       const struct stf_command *const *commands, size_t n) {
  FILE *out = console->out;
  (void)fputs("staffetta: batch simulator and capacity planner for messaging helpdesks\n\n"
              "usage: staffetta COMMAND [OPTIONS] [FILE...]\n",
              out);
  for (size_t i = 0; i < n; i++) {
    if (is_first_of_group(commands, i)) {
      put_group(out, commands[i]->group, commands, n);
    }
  }
  (void)fputs(
      "\n'staffetta help COMMAND' shows a command's options, 'staffetta help scenario' the "
      "keys of a\n"
      "scenario file, 'staffetta help kpis' what the KPIs mean.\n"
      "Results go to standard output, talk to standard error; '-' is standard input or "
      "output.\n"
      "Exit codes: 0 done, 2 usage, 3 bad input file,\n"
      "4 environment (file, memory, program), 5 internal check failed, 130 "
      "interrupted.\n",
      out);
}

enum {
  OPTION_WIDTH = 64, /* bytes of "-o, --output FILE" at most */
  WIDEST_COLUMN = 28 /* wider ones get their help on the next line */
};

static size_t write_head(const struct stf_option *option, char out[OPTION_WIDTH]) {
  char letter[5] = "    ";
  if (option->letter != 0) {
    (void)snprintf(letter, sizeof letter, "-%c, ", option->letter);
  }
  const char *value = option->value != NULL ? option->value : "";
  (void)snprintf(out, OPTION_WIDTH, "%s--%s%s%s", letter, option->name, *value ? " " : "",
                 value);
  return strlen(out);
}

static const struct stf_option *option_at(const struct stf_command *command, size_t i) {
  return i < command->options_n ? &command->options[i]
                                : stf_options_common(i - command->options_n);
}

static size_t column_width(const struct stf_command *command) {
  size_t widest = 0;
  char head[OPTION_WIDTH];
  const struct stf_option *option = NULL;
  for (size_t i = 0; (option = option_at(command, i)) != NULL; i++) {
    size_t width = write_head(option, head);
    widest = width > widest && width <= WIDEST_COLUMN ? width : widest;
  }
  return widest;
}

static void put_option(FILE *out, const struct stf_option *option, size_t column) {
  char head[OPTION_WIDTH];
  if (write_head(option, head) > column) {
    (void)fprintf(out, "  %s\n  %*s  %s", head, (int)column, "", option->help);
  } else {
    (void)fprintf(out, "  %-*s  %s", (int)column, head, option->help);
  }
  if (option->repeats) {
    (void)fputs(" (may be repeated)", out);
  }
  if (option->fallback != NULL) {
    (void)fprintf(out, " [%s]", option->fallback);
  }
  (void)fputc('\n', out);
}

void stf_help_command(const struct stf_console *console, const struct stf_command *command) {
  FILE *out = console->out;
  (void)fprintf(out, "staffetta %s: %s\n\nusage:   %s\nexample: %s\n", command->name,
                command->summary, command->usage, command->example);
  (void)fputs("\noptions:\n", out);
  size_t column = column_width(command);
  const struct stf_option *option = NULL;
  for (size_t i = 0; (option = option_at(command, i)) != NULL; i++) {
    put_option(out, option, column);
  }
  if (command->details != NULL) {
    (void)fprintf(out, "\n%s\n", command->details);
  }
}
