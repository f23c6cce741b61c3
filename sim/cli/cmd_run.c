/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/kpi_options.h"
#include "cli/put.h"
#include "cli/run_events.h"
#include "cli/run_job.h"
#include "cli/run_moved.h"
#include "cli/run_record.h"
#include "cli/run_replications.h"
#include "cli/run_support.h"
#include "cli/run_text.h"
#include "cli/run_trace.h"
#include "cli/talk.h"
#include "report/output.h"
#include "report/table_csv.h"
#include "report/table_group.h"
#include "report/table_json.h"

#include <stdint.h>
#include <string.h>

static const struct stf_option OPTIONS[] = {
    STF_OPTION_REPLICATIONS(1, "independent runs; the scenario's, else 200"),
    STF_OPTION_PRECISION(
        "[KPI=]HALFWIDTH",
        "replications until the 95 % interval is no wider than +- HALFWIDTH: 1%, "
        "sl3=1%, wait.answered.p90=5s; without KPI the first target"),
    STF_OPTION_AT_MOST("with --precision"),
    STF_OPTION_SEED("of the random numbers; the scenario's, else 1"),
    STF_OPTION_THREADS,
    {.letter = 'l',
     .name = "log",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "event log to replay and to compare with; several are read in that order",
     .repeats = true},
    {.name = "given",
     .kind = STF_OPTION_TEXT,
     .value = "LIST",
     .help = "parts taken from the log: arrivals, bot, presence, service, patience; with --log "
             "arrivals,presence"},
    {.name = "evidence",
     .kind = STF_OPTION_TEXT,
     .value = "LOG|all",
     .help = "see the run as this log would show it; all: as it is; beside a log: as that one"},
    {.name = "ignore-class",
     .kind = STF_OPTION_TEXT,
     .value = "NAME",
     .help = "leave the log's contacts of this class out",
     .repeats = true},
    {.name = "without",
     .kind = STF_OPTION_CHOICE,
     .value = "pause",
     .help = "leave out a part of the desk"},
    {.name = "repeats",
     .kind = STF_OPTION_CHOICE,
     .value = "logged|simulated",
     .help = "whose customers come back in a replay: the log's, or the desk's in their place"},
    {.name = "from",
     .kind = STF_OPTION_TEXT,
     .value = "DATE",
     .help = "first day of the log to replay"},
    {.name = "to",
     .kind = STF_OPTION_TEXT,
     .value = "DATE",
     .help = "last day of the log to replay"},
    {.name = "start",
     .kind = STF_OPTION_CHOICE,
     .value = "log|empty",
     .help = "state at the start: the log's contacts waiting or in hand, or nobody; with a "
             "log: log"},
    {.name = "end",
     .kind = STF_OPTION_CHOICE,
     .value = "horizon|until_empty",
     .help = "how the run ends; with a log: horizon, else the scenario's"},
    STF_RUN_MOVED_OPTIONS,
    STF_RUN_MOVED_ACTUALS,
    STF_RUN_MOVED_LEGEND,
    {.name = "volume",
     .kind = STF_OPTION_TEXT,
     .value = "X|LOW..HIGH",
     .help = "factor on the arrivals, or drawn in each replication: 1.2..1.4 and "
             "1.2..1.25..1.4 triangular, 1.3,cv=0.1 gamma; the scenario's, else 1"},
    {.name = "parameters",
     .kind = STF_OPTION_CHOICE,
     .value = "drawn|fixed",
     .help = "drawn anew in each replication from the scenario's draws, or taken as certain; "
             "drawn where there are draws and no log is replayed on its own days"},
    {.name = "presence-gap",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "longest idle gap of an agent's presence in a log that has none",
     .fallback = "300s",
     .least = 0},
    {.name = "within",
     .kind = STF_OPTION_TEXT,
     .value = "LIST",
     .help = "service-level limits, such as 20s,60s; the scenario's"},
    {.name = "interval",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "length of intervals; the scenario's",
     .least = 1},
    {.name = "by",
     .kind = STF_OPTION_TEXT,
     .value = "LIST",
     .help = "groups in the table: " STF_KPI_OPTIONS_GROUPS,
     .fallback = "interval,day,time_of_day,class"},
    {.name = "definitions",
     .kind = STF_OPTION_TEXT,
     .value = "LIST|all",
     .help = "variants of KPIs beside the default ones, such as sl4,frt.any; or all",
     .fallback = "default"},
    {.name = "exact-quantiles",
     .kind = STF_OPTION_FLAG,
     .help = "keep every value; else histograms, within 0.5 %"},
    {.name = "score-days",
     .kind = STF_OPTION_TEXT,
     .value = "DAYS",
     .help = "weekdays of the agreement block",
     .fallback = "mon-sun"},
    {.name = "score-hours",
     .kind = STF_OPTION_TEXT,
     .value = "HOURS",
     .help = "its hours",
     .fallback = "00:00-24:00"},
    {.name = "score-least",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "contacts that an interval of it needs",
     .fallback = "5",
     .least = 1},
    {.name = "events",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "write one replication's event log",
     .aside = true},
    {.name = "events-of",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "which replication --events and --trace are of, from 1",
     .fallback = "1",
     .least = 1,
     .most = 10000000},
    {.name = "trace",
     .kind = STF_OPTION_TEXT,
     .value = "CONTACT",
     .help = "tell the life of one contact in words, by its id in --events; no results"},
    {.name = "per-replication",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "write every row of the results for each replication, as CSV",
     .aside = true},
    {.name = "record",
     .kind = STF_OPTION_FLAG,
     .help = "keep what this replay of a log missed by, in track-record.csv beside the "
             "scenario: compare gives no winner below it",
     .aside = true},
    STF_OPTIONS_OUTPUT,
};

static enum stf_status write_results(void *context, FILE *file) {
  struct stf_run_job *job = context;
  const char *format = stf_options_text(job->arguments, "format");
  struct stf_provenance_input inputs[2];
  struct stf_provenance provenance = stf_run_job_provenance(job, inputs);
  if (strcmp(format, "csv") == 0) {
    return stf_table_csv_write(file, &job->table, &provenance, job->scenario->zone);
  }
  if (strcmp(format, "json") == 0) {
    return stf_table_json_write(file, &job->table, &provenance, job->scenario->zone);
  }
  stf_run_text_write(file, job);
  if (!stf_options_given(job->arguments, "by")) {
    return STF_OK;
  }
  (void)fputs("\nPredicted (--format csv has bands and actuals, too):\n", file);
  return stf_table_group_write(file, &job->table, job->scenario->zone, true);
}

/* Tables have no place for it: told aside. */
static void tell_support(const struct stf_run_job *job) {
  if (strcmp(stf_options_text(job->arguments, "format"), "text") != 0 && !job->console->quiet) {
    stf_run_support_write(job->console->err, job);
  }
}

static enum stf_status put_results(struct stf_run_job *job) {
  const struct stf_put_writer writer = {.context = job, .write = write_results};
  return stf_put_results(job->console, job->arguments, "output", &writer, &job->error);
}

/* The exit code, after everything has been told. */
static int conclude(struct stf_run_job *job, enum stf_status status) {
  if (status == STF_OK && !stf_run_text_balanced(job)) {
    status = stf_status_fail(&job->error, STF_ERR_INTERNAL, 0,
                             "contacts are not conserved: do not use these results");
  }
  int code = stf_talk_end(job->console, &STF_COMMAND_RUN, &job->diags, status, &job->error);
  if (status == STF_OK && job->interrupted) {
    stf_talk_warn(job->console, "stopped: the results are those of %u replications done, of %u",
                  job->values.done_n, job->replications_n);
    return STF_EXIT_INTERRUPTED;
  }
  return code;
}

/* What needs results does not go with --trace, which has none. */
static enum stf_status check_trace(const struct stf_arguments *arguments,
                                   struct stf_error *error) {
  static const char *const NEED_RESULTS[] = {"per-replication", "by", "definitions"};
  if (!stf_options_given(arguments, "trace")) {
    return STF_OK;
  }
  for (size_t i = 0; i < STF_COUNT_OF(NEED_RESULTS); i++) {
    if (stf_options_given(arguments, NEED_RESULTS[i])) {
      return stf_status_fail(error, STF_ERR_USAGE, 0,
                             "--trace tells one contact and makes no results: --%s does not go "
                             "with it",
                             NEED_RESULTS[i]);
    }
  }
  return strcmp(stf_options_text(arguments, "format"), "text") == 0
             ? STF_OK
             : stf_status_fail(error, STF_ERR_USAGE, 0,
                               "--trace is told in words: --format %s "
                               "does not go with it",
                               stf_options_text(arguments, "format"));
}

static enum stf_status trace(struct stf_run_job *job) {
  enum stf_status status = stf_run_job_prepare(job);
  return status == STF_OK ? stf_run_trace_write(job) : status;
}

static enum stf_status make_results(struct stf_run_job *job) {
  enum stf_status status = stf_run_job_do(job);
  if (status == STF_OK) {
    status = put_results(job);
    tell_support(job);
  }
  return status == STF_OK && stf_options_given(job->arguments, "per-replication")
             ? stf_run_replications_write(job)
             : status;
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  (void)command;
  struct stf_run_job job = {.console = console, .arguments = arguments};
  bool force = stf_options_given(arguments, "force");
  static const char *const FILES[] = {"output", "events", "per-replication"};
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < STF_COUNT_OF(FILES) && status == STF_OK; i++) {
    status = stf_output_check(stf_options_text(arguments, FILES[i]), force, &job.error);
  }
  if (status == STF_OK) {
    status = check_trace(arguments, &job.error);
  }
  status = status == STF_OK ? stf_run_record_check(arguments, &job.error) : status;
  if (status == STF_OK) {
    status = stf_options_given(arguments, "trace") ? trace(&job) : make_results(&job);
  }
  status = status == STF_OK ? stf_run_record_write(&job) : status;
  if (status == STF_OK && stf_options_given(arguments, "events")) {
    status = stf_run_events_write(&job);
  }
  int code = conclude(&job, status);
  stf_run_job_clear(&job);
  return code;
}

const struct stf_command STF_COMMAND_RUN = {
    .name = "run",
    .summary = "simulate a scenario; beside a log, predicted against actual",
    .usage = "staffetta run SCENARIO [OPTIONS]",
    .example = "staffetta run scenarios/erlang-a.yaml",
    .group = "simulate",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = 1,
    .details =
        "With --log the log's own contacts and agents are replayed through the desk; "
        "--given says how much of the log is\n"
        "taken, and the rest is drawn from the desk's laws. Bands say where one real period "
        "should fall: 8 of 10 do if\n"
        "the model is true; below, inside, above: where the actual lies beside its "
        "band. What is given has no verdict.\n"
        "In text the groups are shown, with predictions only, where --by names them; csv and "
        "json always have them.",
    .run = run,
};
