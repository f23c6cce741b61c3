/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/plan_job.h"
#include "cli/plan_table.h"
#include "cli/plan_text.h"
#include "cli/put.h"
#include "cli/talk.h"
#include "report/output.h"

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
     .help = "length of an interval; else the scenario's",
     .least = 60,
     .most = 86400},
    {.name = "least",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "people at least in every interval in which a team is open",
     .fallback = "1",
     .least = 0,
     .most = 100000},
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
     .fallback = "200",
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
    {.letter = 'o',
     .name = "output",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "the requirement as CSV; '-' is standard output",
     .aside = true},
    {.name = "force",
     .kind = STF_OPTION_FLAG,
     .help = "overwrite FILE if it exists",
     .aside = true},
    {.name = "check",
     .kind = STF_OPTION_FLAG,
     .help = "exit code 1 if it is not proven",
     .aside = true},
};

static enum stf_status write_table(void *context, FILE *file) {
  const struct stf_plan_job *job = context;
  return strcmp(stf_options_text(job->arguments, "layout"), "long") == 0
             ? stf_plan_table_long(file, job)
             : stf_plan_table_matrix(file, job);
}

/* The words go to standard output, unless the table does. */
static enum stf_status put_results(struct stf_plan_job *job) {
  const char *path = stf_options_text(job->arguments, "output");
  bool table = path != NULL && job->found.end != STF_REQUIRE_OUT_OF_REACH;
  bool table_is_out = table && strcmp(path, "-") == 0;
  stf_plan_text_write(table_is_out ? job->console->err : job->console->out, job);
  const struct stf_put_writer writer = {.context = job, .write = write_table};
  return table ? stf_put_results(job->console, job->arguments, "output", &writer, &job->error)
               : STF_OK;
}

static int exit_code(const struct stf_plan_job *job, int code) {
  if (code != STF_EXIT_DONE) {
    return code;
  }
  if (job->interrupted) {
    stf_talk_warn(job->console, "stopped: the best found so far, not proven");
    return STF_EXIT_INTERRUPTED;
  }
  bool proven = job->found.end == STF_REQUIRE_PROVEN;
  bool reached = job->found.end != STF_REQUIRE_OUT_OF_REACH;
  return !reached || (!proven && stf_options_given(job->arguments, "check")) ? STF_EXIT_NO
                                                                             : STF_EXIT_DONE;
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  struct stf_plan_job job = {.console = console, .arguments = arguments};
  if (!stf_options_given(arguments, "requirement")) {
    return stf_talk_usage(console, command, "say what is to be planned: --requirement");
  }
  enum stf_status status = stf_output_check(stf_options_text(arguments, "output"),
                                            stf_options_given(arguments, "force"), &job.error);
  status = status == STF_OK ? stf_plan_job_do(&job) : status;
  status = status == STF_OK ? put_results(&job) : status;
  int code = stf_talk_end(console, command, &job.run.diags, status, &job.error);
  code = exit_code(&job, code);
  stf_plan_job_clear(&job);
  return code;
}

const struct stf_command STF_COMMAND_PLAN = {
    .name = "plan",
    .summary = "the people that a desk needs to keep its promises",
    .usage = "staffetta plan SCENARIO --requirement [OPTIONS]",
    .example = "staffetta plan scenarios/sla-95-in-10.yaml --requirement -o need.csv",
    .group = "simulate",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = 1,
    .details =
        "Finds the least people in each interval and team with which the promises are "
        "kept with the\nwanted probability, by simulation, and proves it on customers "
        "that the search has not seen.\nA team may be staffed when the scenario has "
        "somebody of it there. What Erlang C and A would\nask for stands beside it, with "
        "what that would deliver.",
    .run = run,
};
