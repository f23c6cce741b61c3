/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/plan_cover.h"
#include "cli/talk.h"

static const struct stf_option OPTIONS[] = {
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
     .help = "roster that there is, one column for each date: empty cells are planned, the "
             "others stand"},
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
     .help = "the roster in long form, as 'run' takes it",
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

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  if (stf_options_text(arguments, "cover") == NULL ||
      stf_options_text(arguments, "rules") == NULL) {
    return stf_talk_usage(console, command,
                          "plan wants a requirement and rules: --cover NEED.csv --rules FILE");
  }
  return stf_plan_cover_run(console, command, arguments);
}

const struct stf_command STF_COMMAND_PLAN = {
    .name = "plan",
    .summary = "the cheapest legal shifts and hires that cover a requirement",
    .usage = "staffetta plan --cover NEED.csv --rules FILE [OPTIONS]",
    .example = "staffetta plan --cover scenarios/data/plan-need.csv --rules "
               "scenarios/rules/italy.yaml -o roster.csv",
    .group = "plan",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .details = "Too few and too many agents have prices, so that any requirement has a plan; "
               "the rules always hold. Fixed\n"
               "shifts that are against the rules are told, with agent, date and rule, and end "
               "with exit code 1.",
    .run = run,
};
