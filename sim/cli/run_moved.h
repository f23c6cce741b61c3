/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that put a described desk into another period (scenario/moved.h), common to the
 * commands that run scenarios. */
#ifndef STF_RUN_MOVED_H
#define STF_RUN_MOVED_H

#include "base/status.h"
#include "cli/options.h"
#include "scenario/moved.h"

/* To be put into a command's table. */
#define STF_RUN_MOVED_OPTIONS                                                                  \
  {.name = "period",                                                                           \
   .kind = STF_OPTION_TEXT,                                                                    \
   .value = "FROM..TO",                                                                        \
   .help = "days of the run instead of the scenario's, such as 2026-12-01..2026-12-31"},       \
      {.name = "roster",                                                                       \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "[TEAM=]FILE",                                                                 \
       .help = "who is there, instead of what the scenario says of the team, or of all teams", \
       .repeats = true},                                                                       \
      {.name = "staffing",                                                                     \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "[TEAM=]FILE",                                                                 \
       .help = "the same as counts, such as the plan's requirement",                           \
       .repeats = true},                                                                       \
      {.name = "holidays",                                                                     \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "FILE",                                                                        \
       .help = "customers' holidays (.ics, or CSV date[,name]) instead of the scenario's",     \
       .repeats = true},                                                                       \
      {.name = "holiday-demand",                                                               \
       .kind = STF_OPTION_TEXT,                                                                \
       .value = "EFFECT",                                                                      \
       .help = "what they do: closed, a weekday such as sun, a factor 0.4, or a range "        \
               "0.3..0.5 drawn from; the desk's fitted.holidays, else sun"},                   \
  {                                                                                            \
    .name = "holiday-staff", .kind = STF_OPTION_TEXT, .value = "closed|usual|DAY",             \
    .help = "who is there on them of teams staffed by numbers; of a fit's usual staff: as on " \
            "the demand's weekday"                                                             \
  }

/* Apart, since a plan has no actuals beside it. */
#define STF_RUN_MOVED_ACTUALS                                                                  \
  {                                                                                            \
    .name = "actuals", .kind = STF_OPTION_TEXT, .value = "FILE",                               \
    .help = "event log whose actuals stand beside, instead of the scenario's 'log'"            \
  }

/* Codes of the rosters; apart, since `plan` has it for its own. */
#define STF_RUN_MOVED_LEGEND                                                                   \
  {                                                                                            \
    .name = "legend", .kind = STF_OPTION_TEXT, .value = "FILE",                                \
    .help = "codes of the roster: code,start,end,breaks,absent"                                \
  }

/* Names of STF_RUN_MOVED_OPTIONS and the legend's, for commands that pass them on to `run`. */
#define STF_RUN_MOVED_NAMES                                                                    \
  "period", "roster", "staffing", "legend", "holidays", "holiday-demand", "holiday-staff"

/* What the options say, STF_RUN_MOVED_ACTUALS and _LEGEND among them; borrowed from the
 * arguments, whose command has them all. */
STF_MUST_USE enum stf_status stf_run_moved_take(const struct stf_arguments *arguments,
                                                struct stf_moved *out, struct stf_error *error);

#endif
