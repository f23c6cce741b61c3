/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command line: one table of options for each command. Parsing, --help, "did you mean" and the
 * man page check come from it. */
#ifndef STF_OPTIONS_H
#define STF_OPTIONS_H

#include "base/mem.h"

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
  STF_OPTION_RATE,     /* "95/min" -> 1/s */
  STF_OPTION_CHOICE    /* one of the words of `value`: "text|csv|json" */
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
  double most;  /* largest legal value of the same; 0: none */
  bool repeats; /* may be given several times */
  bool aside;   /* changes no result (output file, threads): not in the provenance line */
};

/* That of every command that runs replications. */
#define STF_OPTION_THREADS                                                                     \
  {                                                                                            \
    .letter = 't', .name = "threads", .kind = STF_OPTION_INTEGER, .value = "N",                \
    .help = "changes speed, never results; as many as there are cores", .least = 1,            \
    .most = 1024, .aside = true                                                                \
  }

/* Those of commands that run scenarios; what the help says is the command's own. */
#define STF_OPTION_REPLICATIONS(least_n, words)                                                \
  {                                                                                            \
    .letter = 'n', .name = "replications", .kind = STF_OPTION_INTEGER, .value = "N",           \
    .help = (words), .least = (least_n), .most = 10000000                                      \
  }
#define STF_OPTION_PRECISION(form, words)                                                      \
  { .name = "precision", .kind = STF_OPTION_TEXT, .value = (form), .help = (words) }
#define STF_OPTION_AT_MOST(words)                                                              \
  {                                                                                            \
    .name = "replications-at-most", .kind = STF_OPTION_INTEGER, .value = "N", .help = (words), \
    .fallback = "2000", .least = 50, .most = 10000000                                          \
  }
#define STF_OPTION_SEED(words)                                                                 \
  { .name = "seed", .kind = STF_OPTION_TEXT, .value = "N|random", .help = (words) }

/* Where what a command makes goes, and whether over what is there. */
#define STF_OPTION_OUTPUT(words)                                                               \
  {                                                                                            \
    .letter = 'o', .name = "output", .kind = STF_OPTION_TEXT, .value = "FILE",                 \
    .help = (words), .fallback = "-", .aside = true                                            \
  }
#define STF_OPTION_FORCE                                                                       \
  {                                                                                            \
    .name = "force", .kind = STF_OPTION_FLAG, .help = "overwrite FILE if it exists",           \
    .aside = true                                                                              \
  }

/* The options of every command that writes results, to be put into its table. */
#define STF_OPTIONS_OUTPUT                                                                     \
  {.name = "format",                                                                           \
   .kind = STF_OPTION_CHOICE,                                                                  \
   .value = "text|csv|json",                                                                   \
   .help = "form of the results",                                                              \
   .fallback = "text",                                                                         \
   .aside = true},                                                                             \
      STF_OPTION_OUTPUT("where the results go; '-' is standard output"), STF_OPTION_FORCE

/* Where a command's words go. Tests give their own streams. */
struct stf_console {
  FILE *out; /* results */
  FILE *err; /* talk */
  bool err_is_terminal;
  bool err_in_color;
  bool quiet; /* no notes, no progress; errors and warnings stay */
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

/* Parses the words that follow the command's name. Options: --name VALUE, --name=VALUE,
 * -n VALUE, -nVALUE, flags also together (-ab); "--" ends them, "-" is an operand. Every
 * command also knows -h/--help and -q/--quiet. Values are checked against the table; an option
 * that does not repeat may stand once. Texts are borrowed from argv. On the first mistake
 * returns STF_ERR_USAGE with what is wrong and, for slips, what was likely meant; after --help
 * nothing more is checked. The caller owns *out. */
STF_MUST_USE enum stf_status stf_options_parse(const struct stf_command *command, int argc,
                                               const char *const *argv,
                                               const struct stf_allocator *allocator,
                                               struct stf_error *error,
                                               struct stf_arguments **out);
void stf_options_free(struct stf_arguments *arguments);

/* i-th of the options that every command has, or NULL past the last: for the help. */
const struct stf_option *stf_options_common(size_t i);

/* Whether the option stands on the command line. */
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

/* The command and what was given to it, in that order, for the provenance line: "run --seed 2
 * desk.yaml". Long names, values quoted where a shell wants it, files without their folders,
 * options marked `aside` left out. Owned by the arguments. */
const char *stf_options_line(const struct stf_arguments *arguments);

#endif
