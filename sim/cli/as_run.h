/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios read by other commands (compare, sweep) as `run` would read them: the options that
 * mean the same there are passed on.
 */
#ifndef STF_AS_RUN_H
#define STF_AS_RUN_H

#include "base/arena.h"
#include "base/diag.h"
#include "cli/options.h"
#include "cli/run_moved.h"

/* Those options, to be put into a command's table. */
#define STF_OPTIONS_AS_RUN                                                                     \
  {.letter = 'l',                                                                              \
   .name = "log",                                                                              \
   .kind = STF_OPTION_TEXT,                                                                    \
   .value = "FILE",                                                                            \
   .help = "event log that all scenarios replay, as in run",                                   \
   .repeats = true},                                                                           \
      {.name = "given",                                                                        \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "LIST",                                                                        \
       .help = "parts taken from the log, as in run"},                                         \
      {.name = "evidence",                                                                     \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "LOG|all",                                                                     \
       .help = "see the runs as this log would show them; all: as they are; as in run"},       \
      {.name = "ignore-class",                                                                 \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "NAME",                                                                        \
       .help = "leave the log's contacts of this class out",                                   \
       .repeats = true},                                                                       \
      {.name = "repeats",                                                                      \
       .kind = STF_OPTION_CHOICE,                                                              \
       .value = "logged|simulated",                                                            \
       .help = "whose customers come back in a replay, as in run"},                            \
      {.name = "from",                                                                         \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "DATE",                                                                        \
       .help = "first day of the log to replay"},                                              \
      {.name = "to",                                                                           \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "DATE",                                                                        \
       .help = "last day of the log to replay"},                                               \
      {.name = "start",                                                                        \
       .kind = STF_OPTION_CHOICE,                                                              \
       .value = "log|empty",                                                                   \
       .help = "state at the start, as in run"},                                               \
      {.name = "end",                                                                          \
       .kind = STF_OPTION_CHOICE,                                                              \
       .value = "horizon|until_empty",                                                         \
       .help = "how the runs end, as in run"},                                                 \
      STF_RUN_MOVED_OPTIONS, STF_RUN_MOVED_ACTUALS, STF_RUN_MOVED_LEGEND,                      \
      {.name = "volume",                                                                       \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "X|LOW..HIGH",                                                                 \
       .help = "factor on the arrivals of all scenarios, as in run"},                          \
      {.name = "parameters",                                                                   \
       .kind = STF_OPTION_CHOICE,                                                              \
       .value = "drawn|fixed",                                                                 \
       .help = "of all scenarios, as in run"},                                                 \
      {.name = "presence-gap",                                                                 \
       .kind = STF_OPTION_DURATION,                                                            \
       .value = "D",                                                                           \
       .help = "longest idle gap of an agent's presence in a log that has none",               \
       .least = 0},                                                                            \
      {.name = "within",                                                                       \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "LIST",                                                                        \
       .help = "service-level limits, such as 20s,60s; each scenario's"},                      \
  {                                                                                            \
    .name = "definitions", .kind = STF_OPTION_TEXT, .value = "LIST|all",                       \
    .help = "variants of KPIs beside the default ones, in csv and json"                        \
  }

struct stf_as_run_in {
  const struct stf_arguments *arguments; /* of the command; it has --threads and --seed */
  const char *path;                      /* of the scenario */
  const uint64_t *seed;                  /* NULL: that of the options, else of the scenario */
  uint32_t replications_n;               /* 0: those of the scenario */
  const char *const *also; /* more options to pass on, ended by NULL; NULL: none */
  struct stf_arena *arena; /* of the words, which the result borrows */
};

/* The arguments of that run; the caller owns *out. */
STF_MUST_USE enum stf_status stf_as_run_parse(const struct stf_as_run_in *in,
                                              struct stf_error *error,
                                              struct stf_arguments **out);

/* What was found in a scenario goes to the command's findings: the same finding in several is
 * told once, and with errors_only only what stops it. */
void stf_as_run_take(struct stf_diags *diags, const struct stf_diags *found, bool errors_only);

#endif
