/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/as_run.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/put.h"
#include "cli/sweep_effects_write.h"
#include "cli/sweep_job.h"
#include "cli/sweep_journal.h"
#include "cli/sweep_plot.h"
#include "cli/sweep_table.h"
#include "cli/sweep_text.h"
#include "cli/talk.h"
#include "report/output.h"

#include <string.h>

static const struct stf_option OPTIONS[] = {
    {.letter = 'v',
     .name = "vary",
     .kind = STF_OPTION_TEXT,
     .value = "KEY[=VALUES]",
     .help = "a key and its values: a,b,c or from:to:step or from..to",
     .repeats = true},
    {.name = "design",
     .kind = STF_OPTION_CHOICE,
     .value = "grid|lhs",
     .help = "every combination, or --points spread over the ranges (Latin hypercube)",
     .fallback = "grid"},
    {.name = "points",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "with --design lhs",
     .least = 2,
     .most = STF_AXIS_MOST},
    {.letter = 's',
     .name = "sensitivity",
     .kind = STF_OPTION_CHOICE,
     .value = "elasticity|morris",
     .help = "what each key does: slopes at the scenario as it is (KEY alone, or KEY=LOW..HIGH "
             "around a middle), or effects over ranges"},
    {.name = "step",
     .kind = STF_OPTION_TEXT,
     .value = "SHARE",
     .help = "with elasticity: how far a key alone moves down and up, of its value",
     .fallback = "5%"},
    {.name = "trajectories",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "with morris: each moves every key once",
     .fallback = "10",
     .least = 2,
     .most = STF_AXIS_MOST},
    {.letter = 'p',
     .name = "primary",
     .kind = STF_OPTION_TEXT,
     .value = "KPI",
     .help = "the figure that comes first, such as sl3, wait.answered.p90 or cost; the first "
             "target, else the service level"},
    STF_OPTION_REPLICATIONS(2, "independent runs of each point; the scenario's, else 200"),
    STF_OPTION_PRECISION(
        "[KPI=]HALFWIDTH",
        "at each point replications until the 95 % interval of the figure is no wider "
        "than +- HALFWIDTH, as in run"),
    STF_OPTION_AT_MOST("with --precision"),
    STF_OPTION_SEED("of the random numbers of all points; the scenario's, else 1"),
    STF_OPTION_THREADS,
    {.letter = 'j',
     .name = "journal",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "keeps every replication, so that a sweep that was stopped goes on when it is "
             "started again; with --output beside it, until all is done",
     .aside = true},
    {.name = "plot",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "draw the primary figure over one key, a line for each value of a second: an .svg "
             "or .png, its data and gnuplot script beside it",
     .aside = true},
    STF_OPTIONS_AS_RUN,
    STF_OPTIONS_OUTPUT,
};

/* ---- results ---- */

static enum stf_status write_table(struct stf_sweep_job *job, FILE *file, bool is_json) {
  struct stf_sweep_table table;
  const struct stf_sweep_taker taker = {.context = &table, .take = stf_sweep_table_take};
  enum stf_status status = stf_sweep_table_begin(&table, job, file, is_json);
  status = status == STF_OK ? stf_sweep_job_run(job, &taker) : status;
  if (status == STF_OK || job->interrupted) {
    stf_sweep_table_end(&table);
  }
  return status;
}

static enum stf_status write_text(struct stf_sweep_job *job, FILE *file) {
  struct stf_sweep_text text;
  const struct stf_sweep_taker taker = {.context = &text, .take = stf_sweep_text_take};
  enum stf_status status = stf_sweep_text_begin(&text, job);
  status = status == STF_OK ? stf_sweep_job_run(job, &taker) : status;
  if (status != STF_OK && !job->interrupted) {
    return status;
  }
  enum stf_status written = job->done_n > 0 ? stf_sweep_text_write(file, &text) : STF_OK;
  return status == STF_OK ? written : status;
}

/* Sensitivities are of all points: stopped before, there is nothing to tell. */
static enum stf_status write_effects(struct stf_sweep_job *job, FILE *file,
                                     const char *format) {
  struct stf_sweep_effects effects = {.job = job};
  const struct stf_sweep_taker taker = {.context = &effects, .take = stf_sweep_effects_take};
  enum stf_status status = stf_sweep_job_run(job, &taker);
  status = status == STF_OK ? stf_sweep_effects_finish(&effects) : status;
  if (status != STF_OK) {
    return status;
  }
  return strcmp(format, "text") == 0
             ? stf_sweep_effects_write_text(&effects, file)
             : stf_sweep_effects_write_table(&effects, file, strcmp(format, "json") == 0);
}

static enum stf_status write_results(void *context, FILE *file) {
  struct stf_sweep_job *job = context;
  const char *format = stf_options_text(job->arguments, "format");
  if (job->kind != STF_SWEEP_TABLE) {
    return write_effects(job, file, format);
  }
  return strcmp(format, "text") == 0 ? write_text(job, file)
                                     : write_table(job, file, strcmp(format, "json") == 0);
}

/* ---- the end ---- */

static void tell_stopped(const struct stf_sweep_job *job) {
  bool to_file = strcmp(stf_options_text(job->arguments, "output"), "-") != 0;
  stf_talk_warn(job->console, "stopped after %zu of %zu points%s", job->done_n,
                job->design.points_n,
                job->journal != NULL ? ": the same command goes on from there"
                : to_file            ? ""
                                     : "; with --journal FILE it could go on from there");
}

static int conclude(struct stf_sweep_job *job, enum stf_status status) {
  if (job->interrupted) {
    (void)stf_talk_diags(job->console, &job->diags);
    tell_stopped(job);
    return STF_EXIT_INTERRUPTED;
  }
  int code = stf_talk_end(job->console, &STF_COMMAND_SWEEP, &job->diags, status, &job->error);
  if (job->is_written) {
    stf_sweep_journal_finish(job);
  } else if (job->journal != NULL && job->done_n < job->design.points_n) {
    stf_talk_note(job->console,
                  "what is done stands in '%s': the same command goes on from "
                  "there",
                  job->journal_path);
  }
  return code;
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  (void)command;
  struct stf_sweep_job job = {.console = console, .arguments = arguments};
  enum stf_status status = stf_output_check(stf_options_text(arguments, "output"),
                                            stf_options_given(arguments, "force"), &job.error);
  if (status == STF_OK) {
    status = stf_sweep_job_make(&job);
  }
  if (status == STF_OK) {
    const struct stf_put_writer writer = {.context = &job, .write = write_results};
    struct stf_error error = {0};
    status = stf_put_results(console, arguments, "output", &writer, &error);
    job.is_written = status == STF_OK;
    status = job.is_written ? stf_sweep_plot_write(&job, &error) : status;
    /* A failure of the sweep itself (its journal) has its own words. */
    job.error = job.error.message[0] == '\0' ? error : job.error;
  }
  int code = conclude(&job, status);
  stf_sweep_job_clear(&job);
  return code;
}

const struct stf_command STF_COMMAND_SWEEP = {
    .name = "sweep",
    .summary = "a scenario over values of its keys: one table",
    .usage = "staffetta sweep SCENARIO --vary KEY=VALUES [--vary ...] [OPTIONS]",
    .example = "staffetta sweep scenarios/erlang-a.yaml --vary teams.everybody.agents=2..4",
    .group = "plan",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = 1,
    .details =
        "All points meet the same customers: the same arrivals, work and patience in each "
        "replication, so that what differs\n"
        "between two points is what the keys do. VALUES are as in the scenario: 4,6,8 or "
        "0.4:0.8:0.1 (0.4, 0.5, ... 0.8,\n"
        "exactly), 40:80:10 %, 60s:180s:30s; 2..8 is every whole number. A key is a path as in "
        "compare --with: demand.volume,\n"
        "teams.night.agents; bot.containment alone is that of every class that has it.\n"
        "--sensitivity elasticity tells the slope of every figure by each key, morris which "
        "keys matter over their ranges.\n"
        "Every replication that is done goes to the journal. Stopped by whatever, the same "
        "command started again goes on\n"
        "from there, and its result is the same to the last byte.",
    .run = run,
};
