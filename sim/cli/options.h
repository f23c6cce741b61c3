/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command line: one table of options for each command. Parsing, --help, "did you mean" and the
 * man page check come from it. */
#ifndef STF_OPTIONS_H
#define STF_OPTIONS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum stf_option_kind {
  STF_OPTION_FLAG,
  STF_OPTION_TEXT,
  STF_OPTION_INTEGER,
  STF_OPTION_NUMBER,
  STF_OPTION_DURATION, /* "20 s" -> seconds */
  STF_OPTION_RATE      /* "95/min" -> 1/s */
};

struct stf_option {
  char letter;      /* short form, or 0 */
  const char *name; /* long form without dashes */
  enum stf_option_kind kind;
  const char *value;    /* name of the value in the help: "N", "FILE"; NULL for flags */
  const char *help;     /* one line */
  const char *fallback; /* default as the user would write it, shown in the help; NULL: none */
  double least; /* smallest legal value of integers, numbers, durations and rates (largest:
                   none) */
  bool repeats; /* may be given several times */
};

/* Where a command's words go. Tests give their own streams. */
struct stf_console {
  FILE *out; /* results */
  FILE *err; /* talk */
  bool err_is_terminal;
  bool quiet;
};

struct stf_arguments; /* parsed options and operands */

struct stf_command {
  const char *name;
  const char *summary; /* one line: what it does */
  const char *usage;   /* "staffetta erlang b|c|a [OPTIONS]" */
  const char *example; /* one that works */
  const char *group;   /* heading in --help */
  const struct stf_option *options;
  size_t options_n;
  size_t operands_least;
  size_t operands_most; /* SIZE_MAX: any */
  const char *details;  /* longer text for --help, or NULL */
  /* Runs the command and returns the exit code (cli/exit.h). */
  int (*run)(const struct stf_console *console, const struct stf_command *command,
             const struct stf_arguments *arguments);
};

bool stf_options_given(const struct stf_arguments *arguments, const char *name);

/* Value of an option, or its fallback; NULL if neither. With several values: the last. */
const char *stf_options_text(const struct stf_arguments *arguments, const char *name);

/* i-th value of a repeated option, or NULL. */
const char *stf_options_text_at(const struct stf_arguments *arguments, const char *name,
                                size_t i);

/* Value (or fallback) already checked by the parser. Asserted: the option exists, is of that
 * kind and has a value. */
int64_t stf_options_integer(const struct stf_arguments *arguments, const char *name);
double stf_options_number(const struct stf_arguments *arguments,
                          const char *name); /* number, duration [s], rate [1/s] */

size_t stf_options_operands_n(const struct stf_arguments *arguments);
const char *stf_options_operand(const struct stf_arguments *arguments, size_t i);

/* The options as given, for the provenance line: "run --seed 2 desk.yaml" (no paths' folders).
 * Owned by the arguments. */
const char *stf_options_line(const struct stf_arguments *arguments);

#endif
