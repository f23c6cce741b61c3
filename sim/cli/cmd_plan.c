/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/plan_cover.h"
#include "cli/plan_frontier.h"
#include "cli/plan_job.h"
#include "cli/plan_need.h"
#include "cli/plan_whole.h"
#include "cli/run_moved.h"
#include "cli/talk.h"

#include <stdio.h>
#include <string.h>

static const struct stf_option OPTIONS[] = {
    {.name = "requirement",
     .kind = STF_OPTION_FLAG,
     .help = "people needed in each interval, without shifts"},
    {.name = "target",
     .kind = STF_OPTION_TEXT,
     .value = "TARGET",
     .help = "such as '95 % in 10 min', instead of the scenario's first responses"},
    {.name = "policy",
     .kind = STF_OPTION_TEXT,
     .value = "NAME",
     .help = "only this SLA policy; else every one at once"},
    {.name = "each",
     .kind = STF_OPTION_CHOICE,
     .value = "day|week|month|period",
     .help = "what the target must hold for, each by itself",
     .fallback = "day"},
    {.name = "probability",
     .kind = STF_OPTION_TEXT,
     .value = "SHARE",
     .help = "with which it must hold",
     .fallback = "90 %"},
    {.name = "on-average",
     .kind = STF_OPTION_FLAG,
     .help = "over all such days together instead, bad ones against good ones"},
    {.name = "team",
     .kind = STF_OPTION_TEXT,
     .value = "NAME",
     .help = "plan this team; the others keep their people (repeatable; else all)",
     .repeats = true},
    {.name = "step",
     .kind = STF_OPTION_DURATION,
     .value = "DURATION",
     .help = "length of an interval, divides an hour; else the scenario's",
     .least = 60,
     .most = 3600},
    {.name = "least",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "people at least in every interval in which a team is open",
     .fallback = "1",
     .least = 0,
     .most = 100000},
    STF_RUN_MOVED_OPTIONS,
    {.name = "volume",
     .kind = STF_OPTION_TEXT,
     .value = "FACTOR",
     .help = "all arrivals times this: 1.3, 1.2..1.4 or 1.3,cv=0.1"},
    {.name = "parameters",
     .kind = STF_OPTION_CHOICE,
     .value = "drawn|fixed",
     .help = "of a fitted desk: drawn anew in each replication, or as they stand"},
    {.name = "replications",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "of each simulation of the search",
     .fallback = "100",
     .least = 10,
     .most = 1000000},
    {.name = "proof",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "replications of the proof",
     .fallback = "1000",
     .least = 10,
     .most = 10000000},
    {.name = "attempts",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "proofs at most; they share one error of 5 %",
     .fallback = "3",
     .least = 1,
     .most = STF_REQUIRE_ATTEMPTS_MAX},
    {.name = "no-formulas",
     .kind = STF_OPTION_FLAG,
     .help = "do not set Erlang C and A beside it"},
    {.name = "seed",
     .kind = STF_OPTION_TEXT,
     .value = "N",
     .help = "seed of the search; proofs take those behind it"},
    {.name = "threads",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "changes speed, never results; else all processors",
     .least = 1,
     .most = 1024,
     .aside = true},
    {.name = "layout",
     .kind = STF_OPTION_CHOICE,
     .value = "matrix|long",
     .help = "of FILE: dates by times of day, or a line for each interval",
     .fallback = "matrix",
     .aside = true},
    {.name = "vary",
     .kind = STF_OPTION_TEXT,
     .value = "KEY=VALUES",
     .help = "which value costs least together with its people or roster; as in sweep",
     .repeats = true},
    {.name = "shares",
     .kind = STF_OPTION_TEXT,
     .value = "LIST",
     .help = "what each share costs, such as '80 %,90 %,95 %'"},
    {.name = "check",
     .kind = STF_OPTION_FLAG,
     .help = "exit code 1 if it is not proven",
     .aside = true},
    {.name = "cover",
     .kind = STF_OPTION_TEXT,
     .value = "NEED.csv",
     .help =
         "agents wanted: date,start,agents[,team], or one column for each date or time of day"},
    {.name = "rules",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "rules of working time, shifts, contracts and prices (YAML)"},
    {.name = "existing",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "roster that there is, one column for each date or a row for each shift: what is "
             "empty is planned, the rest stands"},
    {.name = "at-most",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "shifts of the existing roster may change, in at most N cells, those filled anew "
             "counted; else they stand",
     .most = 1000000},
    {.name = "freeze",
     .kind = STF_OPTION_TEXT,
     .value = "WHAT",
     .help = "cells that stay as they are, empty ones too: a date, FROM..TO, or an agent "
             "(repeatable)",
     .repeats = true},
    {.name = "legend",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "codes of the existing roster: code,start,end,breaks,absent"},
    {.name = "hard",
     .kind = STF_OPTION_FLAG,
     .help = "nobody may be missing at any price; if that cannot be, why: intervals, agents, "
             "dates and rules"},
    {.letter = 'o',
     .name = "output",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "the requirement, or the roster in long form as 'run' takes it",
     .aside = true},
    {.name = "wide",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "the roster with one column for each date",
     .aside = true},
    {.name = "cover-table",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "agents wanted and planned, step by step",
     .aside = true},
    {.name = "rosters",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "rosters at most that are made and simulated before each proof",
     .fallback = "40",
     .least = 1,
     .most = 1000},
    {.name = "rounds",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "moves tried after the last one that made the roster cheaper",
     .fallback = "300",
     .most = 1000000},
    {.name = "nodes",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "most nodes of branch and bound",
     .fallback = "200",
     .most = 1000000},
    {.name = "solver",
     .kind = STF_OPTION_CHOICE,
     .value = "glpk|cbc",
     .help = "what solves the integer program; cbc is run as a program",
     .fallback = "glpk"},
    {.name = "solver-time",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "most time for cbc",
     .fallback = "60s",
     .least = 1,
     .most = 86400},
    {.name = "write-lp",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "the integer program in CPLEX LP form",
     .aside = true},
    {.name = "write-mps",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "the integer program in free MPS form",
     .aside = true},
    {.name = "force",
     .kind = STF_OPTION_FLAG,
     .help = "overwrite existing files",
     .aside = true},
};

/* What is planned. */
enum {
  NEED,     /* people in each interval */
  FRONTIER, /* people for values of knobs, and for shares */
  WHOLE,    /* people and shifts */
  COVER,    /* shifts for a table of people */
  MODES
};

static const char *const MODE_NAMES[MODES] = {"SCENARIO --requirement", "--vary and --shares",
                                              "SCENARIO --rules", "--cover"};

enum {
  SIMULATED = 1 << NEED | 1 << FRONTIER | 1 << WHOLE,
  SHIFTS = 1 << WHOLE | 1 << COVER
};

/* Options that are not for every mode. */
static const struct {
  const char *option;
  unsigned modes; /* bits */
} USES[] = {
    {"requirement", 1 << NEED | 1 << FRONTIER},
    {"target", SIMULATED},
    {"policy", SIMULATED},
    {"each", SIMULATED},
    {"probability", SIMULATED},
    {"on-average", SIMULATED},
    {"team", SIMULATED},
    {"step", SIMULATED},
    {"least", SIMULATED},
    {"period", SIMULATED},
    {"roster", SIMULATED},
    {"staffing", SIMULATED},
    {"holidays", SIMULATED},
    {"holiday-demand", SIMULATED},
    {"holiday-staff", SIMULATED},
    {"volume", SIMULATED},
    {"parameters", SIMULATED},
    {"replications", SIMULATED},
    {"proof", SIMULATED},
    {"attempts", SIMULATED},
    {"seed", SIMULATED},
    {"check", SIMULATED},
    {"no-formulas", 1 << NEED},
    {"layout", 1 << NEED},
    {"cover", 1 << COVER},
    {"rules", SHIFTS | 1 << FRONTIER},
    {"existing", SHIFTS | 1 << FRONTIER},
    {"at-most", SHIFTS | 1 << FRONTIER},
    {"freeze", SHIFTS | 1 << FRONTIER},
    {"hard", 1 << COVER},
    {"wide", SHIFTS},
    {"cover-table", SHIFTS},
    {"rosters", 1 << WHOLE | 1 << FRONTIER},
    {"rounds", SHIFTS | 1 << FRONTIER},
    {"nodes", SHIFTS | 1 << FRONTIER},
    {"solver", SHIFTS | 1 << FRONTIER},
    {"solver-time", SHIFTS | 1 << FRONTIER},
    {"write-lp", 1 << COVER},
    {"write-mps", 1 << COVER},
};

/* MODES: the options do not say which. */
static int mode_of(const struct stf_arguments *arguments) {
  bool scenario = stf_options_operands_n(arguments) == 1;
  bool rules = stf_options_given(arguments, "rules");
  bool cover = stf_options_given(arguments, "cover");
  if (!scenario) {
    return cover && rules ? COVER : MODES;
  }
  if (!cover &&
      (stf_options_given(arguments, "vary") || stf_options_given(arguments, "shares"))) {
    return FRONTIER;
  }
  if (stf_options_given(arguments, "requirement")) {
    return NEED;
  }
  return rules && !cover ? WHOLE : MODES;
}

/* The first option that would do nothing; NULL: none. */
static const char *idle_option(const struct stf_arguments *arguments, int mode,
                               unsigned *modes) {
  for (size_t i = 0; i < STF_COUNT_OF(USES); i++) {
    *modes = USES[i].modes;
    if ((*modes & 1U << mode) == 0 && stf_options_given(arguments, USES[i].option)) {
      return USES[i].option;
    }
  }
  return NULL;
}

static int refuse_option(const struct stf_console *console, const struct stf_command *command,
                         const char *option, unsigned modes, int mode) {
  char names[128] = "";
  for (int m = 0; m < MODES; m++) {
    size_t n = strlen(names);
    if ((modes & 1U << m) != 0) {
      (void)snprintf(names + n, sizeof names - n, "%s%s", n > 0 ? ", " : "", MODE_NAMES[m]);
    }
  }
  return stf_talk_usage(console, command, "--%s is of %s: not with %s", option, names,
                        MODE_NAMES[mode]);
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  static int (*const RUNS[MODES])(const struct stf_console *, const struct stf_command *,
                                  const struct stf_arguments *) = {
      stf_plan_need_run, stf_plan_frontier_run, stf_plan_whole_run, stf_plan_cover_run};
  bool several = stf_options_given(arguments, "vary") || stf_options_given(arguments, "shares");
  int mode = mode_of(arguments);
  if (several && mode != FRONTIER) {
    return stf_talk_usage(console, command,
                          "--vary and --shares go with SCENARIO --requirement or SCENARIO "
                          "--rules FILE");
  }
  if (mode == FRONTIER && stf_options_given(arguments, "requirement") &&
      stf_options_given(arguments, "rules")) {
    return stf_talk_usage(console, command,
                          "--requirement plans people alone, --rules rosters: one of them");
  }
  if (mode == MODES) {
    return stf_talk_usage(console, command,
                          "say what is to be planned: people and shifts, SCENARIO --rules FILE "
                          "(scenarios/rules/italy.yaml is one to begin with); people alone, "
                          "SCENARIO --requirement; or shifts alone, --cover NEED.csv --rules "
                          "FILE");
  }
  unsigned modes = 0;
  const char *idle = idle_option(arguments, mode, &modes);
  return idle != NULL ? refuse_option(console, command, idle, modes, mode)
                      : RUNS[mode](console, command, arguments);
}

const struct stf_command STF_COMMAND_PLAN = {
    .name = "plan",
    .summary = "people and shifts with which the promises hold, at little cost",
    .usage = "staffetta plan SCENARIO --rules FILE [OPTIONS], plan SCENARIO --requirement "
             "[OPTIONS], or plan --cover NEED.csv --rules FILE [OPTIONS]",
    .example =
        "staffetta plan scenarios/christmas-week.yaml --team front --target '85 % in 10 "
        "min' --each period --rules scenarios/rules/italy.yaml --existing "
        "scenarios/data/christmas-people.csv --legend scenarios/data/christmas-codes.csv "
        "-o roster.csv",
    .group = "plan",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_most = 1,
    .details =
        "SCENARIO --rules: the roster with which the promises hold, simulated and proven "
        "on other customers.\n"
        "SCENARIO --requirement: people in each interval, without shifts. --cover: shifts "
        "for a table of people,\n"
        "without simulation; there too few and too many have prices, so that any table "
        "has a plan.\n"
        "Rules always hold. Fixed shifts that are against them are told, with agent, date "
        "and rule, and end\n"
        "with exit code 1.",
    .run = run,
};
