/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/harm.h"
#include "cli/kpi_options.h"
#include "cli/log_hands.h"
#include "cli/log_zone.h"
#include "cli/put.h"
#include "cli/run_contract.h"
#include "cli/run_period.h"
#include "cli/talk.h"
#include "contact/presence.h"
#include "logs/eventlog.h"
#include "report/number.h"
#include "report/output.h"
#include "report/table_csv.h"
#include "report/table_json.h"
#include "report/table_text.h"
#include "scenario/scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct stf_option OPTIONS[] = {
    {.name = "from",
     .kind = STF_OPTION_TEXT,
     .value = "TIME",
     .help = "first day, or local time; the log's first day"},
    {.name = "to",
     .kind = STF_OPTION_TEXT,
     .value = "TIME",
     .help = "last day, or local time before which it ends; the log's last day"},
    {.name = "timezone",
     .kind = STF_OPTION_TEXT,
     .value = "ZONE",
     .help = "of days and of times of day, such as Europe/Rome; the log's own, else UTC"},
    {.name = "by",
     .kind = STF_OPTION_TEXT,
     .value = "LIST",
     .help = "groups beside the totals: " STF_KPI_OPTIONS_GROUPS},
    {.name = "interval",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "length of intervals",
     .fallback = "30min",
     .least = 1},
    {.name = "within",
     .kind = STF_OPTION_TEXT,
     .value = "LIST",
     .help = "service-level limits; with a queue 20s,60s, else 10min,1h,24h"},
    {.name = "short-abandon",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "who leaves within it does not count against sl5",
     .fallback = "5s",
     .least = 0},
    {.name = "definitions",
     .kind = STF_OPTION_TEXT,
     .value = "LIST|all",
     .help = "variants of KPIs beside the default ones, such as sl4,frt.any; or all",
     .fallback = "default"},
    {.name = "idle-close",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "close contacts silent for so long; without it they stay open",
     .least = 1},
    {.name = "scenario",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "take SLA policies, costs, time zone and service-level limits from this scenario"},
    {.name = "presence-gap",
     .kind = STF_OPTION_DURATION,
     .value = "D",
     .help = "longest idle gap of a present agent, in a log without presence",
     .fallback = "300s",
     .least = 0},
    STF_OPTIONS_OUTPUT,
};

/* Everything between the options and the output. */
struct job {
  const struct stf_arguments *arguments;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_zone *zone;
  struct stf_scenario *scenario; /* whose terms the log is held to; NULL: none */
  struct stf_names own_names;
  struct stf_names *names; /* the scenario's, or own */
  struct stf_log log;
  const char *path; /* of the first file */
  struct stf_presence_spans inferred;
  struct stf_run_forecast forecast;
  struct stf_kpi_plan plan;
  struct stf_log_hands hands;
  char presence_rule[40];
  struct stf_kpi_layout *layout;
  struct stf_kpi_tally *tally;
  struct stf_kpi_balance balance;
  struct stf_table table;
};

static int64_t duration_us(const struct job *job, const char *option) {
  return stf_quantity_us(stf_options_number(job->arguments, option));
}

/* What does not need the log. */
static enum stf_status read_options(struct job *job) {
  struct stf_kpi_plan *plan = &job->plan;
  const char *groups = stf_options_text(job->arguments, "by");
  const char *within = stf_options_text(job->arguments, "within");
  plan->short_abandon_us = duration_us(job, "short-abandon");
  enum stf_status status = stf_kpi_options_definitions(
      stf_options_text(job->arguments, "definitions"), plan, &job->error);
  if (status == STF_OK && groups != NULL) {
    status = stf_kpi_options_groups(groups, plan, &job->error);
  }
  if (status == STF_OK && within != NULL) {
    status = stf_kpi_options_within(within, plan, &job->error);
  }
  if (status == STF_OK) {
    status = stf_kpi_options_interval(stf_options_number(job->arguments, "interval"), plan,
                                      &job->error);
  }
  return status;
}

static enum stf_status read_log(struct job *job) {
  size_t n = stf_options_operands_n(job->arguments);
  const char **paths = stf_mem_zeroed(NULL, n, sizeof *paths);
  if (paths == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    paths[i] = stf_options_operand(job->arguments, i);
  }
  job->path = paths[0];
  bool closes_idle = stf_options_given(job->arguments, "idle-close");
  const struct stf_eventlog_in in = {
      .paths = paths,
      .paths_n = n,
      .idle_close_us = closes_idle ? duration_us(job, "idle-close") : 0,
  };
  enum stf_status status = STF_OK;
  if (job->scenario != NULL) {
    job->names = &job->scenario->names;
  } else {
    job->names = &job->own_names;
    status = stf_names_init(job->names, NULL);
  }
  if (status == STF_OK) {
    status = stf_eventlog_load(&in, job->names, &job->log, &job->diags, &job->error);
  }
  stf_mem_release(NULL, paths);
  if (status == STF_OK && job->log.facts.first_us == STF_NEVER) {
    stf_diag_add(&job->diags, STF_SEVERITY_ERROR, (struct stf_where){.path = job->path},
                 "the log has no events");
    status = STF_ERR_INPUT;
  }
  return status;
}

static enum stf_status infer_presence(struct job *job) {
  const struct stf_eventlog_facts *facts = &job->log.facts;
  if (facts->has_presence || !facts->has_work) {
    return STF_OK;
  }
  struct stf_work *works = NULL;
  size_t works_n = 0;
  enum stf_status status = stf_eventlog_works(&job->log, &works, &works_n);
  if (status == STF_OK) {
    status = stf_presence_infer(works, works_n, duration_us(job, "presence-gap"),
                                facts->last_us, NULL, &job->inferred);
  }
  stf_mem_release(job->log.allocator, works);
  job->plan.presence_inferred = true;
  (void)snprintf(job->presence_rule, sizeof job->presence_rule, "spans_%gs",
                 stf_options_number(job->arguments, "presence-gap"));
  job->plan.presence_rule = job->presence_rule;
  return status;
}

/* What a scenario says of the figures; the options come first. */
static enum stf_status read_scenario(struct job *job) {
  const char *path = stf_options_text(job->arguments, "scenario");
  if (path == NULL) {
    return STF_OK;
  }
  enum stf_status status =
      stf_scenario_read(path, NULL, &job->diags, &job->scenario, &job->error);
  if (status != STF_OK) {
    return status;
  }
  struct stf_kpi_plan *plan = &job->plan;
  plan->terms = job->scenario->terms;
  plan->forecast = stf_run_contract_forecast;
  job->forecast = (struct stf_run_forecast){job->scenario, &job->scenario->desk};
  plan->forecast_context = &job->forecast;
  plan->costs = job->scenario->costs;
  for (size_t i = 0;
       i < job->scenario->within_n && !stf_options_given(job->arguments, "within"); i++) {
    plan->within_us[plan->within_n++] = stf_quantity_us(job->scenario->within_s[i]);
  }
  return STF_OK;
}

/* The zone of --timezone, else of the scenario, else of the log. */
static enum stf_status open_zone(struct job *job) {
  const char *name = stf_options_text(job->arguments, "timezone");
  if (name == NULL && job->scenario != NULL) {
    name = job->scenario->desk.zone_name;
  }
  return stf_log_zone_open(name, &job->log.facts, &job->zone, &job->error);
}

static enum stf_status complete_plan(struct job *job) {
  struct stf_kpi_plan *plan = &job->plan;
  const struct stf_eventlog_facts *facts = &job->log.facts;
  enum stf_status status = open_zone(job);
  if (status != STF_OK) {
    return status;
  }
  struct stf_run_period period = stf_run_period_of(job->zone, facts->first_us, facts->last_us);
  status = stf_run_period_read(job->arguments, job->zone, &period, &job->error);
  plan->zone = job->zone;
  plan->names = job->names;
  plan->from_us = period.from_us;
  plan->to_us = period.to_us;
  plan->horizon_us = facts->last_us;
  plan->has_queue = facts->has_queue;
  plan->interval_quantiles = true;
  plan->quantiles = STF_KPI_QUANTILES_EXACT;
  if (status == STF_OK && plan->within_n == 0) {
    status =
        stf_kpi_options_within(plan->has_queue ? "20s,60s" : "10min,1h,24h", plan, &job->error);
  }
  return status;
}

static enum stf_status join_hands(struct job *job) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < job->log.contacts_n && status == STF_OK; i++) {
    status = stf_log_hands_add(&job->hands, &job->log.contacts[i]);
  }
  job->plan.overlaps = stf_log_hands_join(&job->hands, job->plan.to_us);
  return status;
}

static enum stf_status tally_log(struct job *job) {
  enum stf_status status = stf_kpi_layout_new(&job->plan, NULL, &job->layout);
  status = status == STF_OK ? stf_kpi_tally_new(job->layout, &job->tally) : status;
  if (status == STF_OK) {
    status = stf_kpi_tally_contacts(job->tally, job->log.contacts, job->log.contacts_n);
  }
  if (status == STF_ERR_INPUT) {
    return stf_status_fail(&job->error, status, 0,
                           "the contacts' times add up to more than 292,000 years: are the "
                           "dates of the log right?");
  }
  if (status == STF_OK && job->plan.presence_inferred) {
    status = stf_kpi_tally_presence(job->tally, job->inferred.items, job->inferred.items_n);
  } else if (status == STF_OK) {
    status = stf_kpi_tally_presence(job->tally, job->log.presence, job->log.presence_n);
  }
  if (status == STF_OK && job->plan.overlaps) {
    status = stf_log_hands_tally(&job->hands, job->tally);
  }
  return status;
}

/* The log's name in the rows: its file name up to the first point. */
static const char *log_name(struct job *job) {
  const char *name = stf_provenance_name(job->path);
  return stf_arena_text(job->table.arena, name, strcspn(name, "."));
}

static enum stf_status fill_table(struct job *job) {
  size_t n = stf_kpi_layout_rows_n(job->layout);
  struct stf_kpi_value *values = stf_mem_zeroed(NULL, n, sizeof *values);
  enum stf_status status = stf_row_table_init(&job->table, NULL);
  const char *name = status == STF_OK ? log_name(job) : NULL;
  if (values == NULL || name == NULL) {
    stf_mem_release(NULL, values);
    return STF_ERR_MEMORY;
  }
  stf_kpi_tally_values(job->tally, values);
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(job->layout, i, &row);
    row.scenario = name;
    row.n_actual = values[i].n;
    row.actual = values[i].value;
    if (!isnan(row.actual) || !stf_kpi_layout_is_optional(job->layout, i)) {
      status = stf_row_table_add(&job->table, &row);
    }
  }
  stf_mem_release(NULL, values);
  job->balance = stf_kpi_tally_balance(job->tally);
  return status;
}

static enum stf_status compute(struct job *job) {
  enum stf_status status = read_options(job);
  status = status == STF_OK ? read_scenario(job) : status;
  status = status == STF_OK ? read_log(job) : status;
  status = status == STF_OK ? infer_presence(job) : status;
  status = status == STF_OK ? complete_plan(job) : status;
  status = status == STF_OK ? join_hands(job) : status;
  status = status == STF_OK ? tally_log(job) : status;
  return status == STF_OK ? fill_table(job) : status;
}

static void clear(struct job *job) {
  stf_row_table_clear(&job->table);
  stf_kpi_tally_free(job->tally);
  stf_kpi_layout_free(job->layout);
  stf_presence_clear(&job->inferred, NULL);
  stf_log_hands_clear(&job->hands);
  stf_eventlog_clear(&job->log);
  stf_names_clear(&job->own_names);
  stf_scenario_free(job->scenario);
  stf_zone_free(job->zone);
  stf_diag_clear(&job->diags);
}

/* "1999-01-01", or with the time where that is not midnight. */
static void write_end(FILE *file, const struct job *job, int64_t at_us) {
  struct stf_civil civil;
  stf_zone_to_civil(job->zone, at_us, &civil, NULL);
  (void)fprintf(file, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
  if (civil.hour != 0 || civil.minute != 0 || civil.second != 0) {
    (void)fprintf(file, " %02d:%02d:%02d", civil.hour, civil.minute, civil.second);
  }
}

static void write_period(FILE *file, const struct job *job) {
  int64_t from_us = job->plan.from_us;
  int64_t to_us = job->plan.to_us;
  bool is_midnight = stf_zone_day_start(job->zone, to_us) == to_us;
  int64_t last_us = is_midnight ? stf_zone_day_start(job->zone, to_us - 1) : to_us;
  write_end(file, job, from_us);
  if (last_us != from_us) {
    (void)fputs(" to ", file);
    write_end(file, job, last_us);
  }
  (void)fprintf(file, ", %s\n", stf_zone_name(job->zone));
}

static void write_count(FILE *file, const char *before, int64_t n) {
  char text[STF_NUMBER_TEXT];
  (void)stf_number_grouped((double)n, 0, text);
  (void)fprintf(file, "%s%s", before, text);
}

/* What the figures rest on, and what they leave out. */
static void write_facts(FILE *file, const struct job *job) {
  const struct stf_assemble_facts *facts = &job->log.facts.contacts;
  int64_t outside_n = (int64_t)job->log.contacts_n - job->balance.opened_n;
  if (job->plan.presence_inferred) {
    (void)fprintf(file,
                  "presence by rule: an agent is there while her idle gaps are at most %g s; "
                  "utilization is biased up\n",
                  stf_options_number(job->arguments, "presence-gap"));
  }
  if (!job->plan.has_queue) {
    (void)fputs("no queue in the log: service level by first response, all contacts count as "
                "offered\n",
                file);
  }
  if (outside_n > 0) {
    write_count(file, "left out: contacts opened outside the period: ", outside_n);
    (void)fputc('\n', file);
  }
  if (facts->idle_closed_n > 0) {
    write_count(file, "closed by the idle rule: ", facts->idle_closed_n);
    (void)fputc('\n', file);
  }
}

static bool is_balanced(const struct stf_kpi_balance *balance) {
  return balance->opened_n ==
         balance->contained_n + balance->closed_n + balance->abandoned_n + balance->open_n;
}

/* Groups that were asked for and of which the log has none. */
static void write_empty_groups(FILE *file, const struct job *job) {
  static const struct {
    unsigned flag;
    const char *name;
  } GROUPS[] = {
      {STF_KPI_BY_CLASS, "class"},       {STF_KPI_BY_CHANNEL, "channel"},
      {STF_KPI_BY_PRIORITY, "priority"}, {STF_KPI_BY_CLASS_PRIORITY, "class x priority"},
      {STF_KPI_BY_TEAM, "team"},         {STF_KPI_BY_AGENT, "agent"}};
  for (size_t g = 0; g < STF_COUNT_OF(GROUPS); g++) {
    size_t i = 0;
    while (i < job->table.rows_n && strcmp(job->table.rows[i].group, GROUPS[g].name) != 0) {
      i++;
    }
    if ((job->plan.groups & GROUPS[g].flag) != 0 && i == job->table.rows_n) {
      (void)fprintf(file, "\nby %s: the log names none\n", GROUPS[g].name);
    }
  }
}

static enum stf_status write_text(FILE *file, const struct job *job,
                                  const struct stf_provenance *provenance) {
  (void)fprintf(file, "%s  ", stf_provenance_name(job->path));
  write_period(file, job);
  (void)fprintf(file, "staffetta %s, %s\n", STF_VERSION, provenance->line);
  write_facts(file, job);
  (void)fputc('\n', file);
  enum stf_status status = stf_table_text_write(file, &job->table, job->zone);
  const struct stf_kpi_balance *balance = &job->balance;
  write_empty_groups(file, job);
  stf_harm_write(file, &job->table, false);
  write_count(file, "\nChecked: opened ", balance->opened_n);
  write_count(file, " = contained ", balance->contained_n);
  write_count(file, " + closed ", balance->closed_n);
  write_count(file, " + abandoned ", balance->abandoned_n);
  write_count(file, " + open ", balance->open_n);
  (void)fputc('\n', file);
  return status;
}

static enum stf_status write_results(void *context, FILE *file) {
  const struct job *job = context;
  const char *format = stf_options_text(job->arguments, "format");
  struct stf_provenance_input inputs[2] = {{job->path, job->log.facts.content_hash}};
  struct stf_provenance provenance = {
      .line = stf_options_line(job->arguments), .inputs = inputs, .inputs_n = 1};
  if (job->scenario != NULL) {
    inputs[provenance.inputs_n++] =
        (struct stf_provenance_input){job->scenario->path, job->scenario->content_hash};
  }
  if (strcmp(format, "csv") == 0) {
    return stf_table_csv_write(file, &job->table, &provenance, job->zone);
  }
  if (strcmp(format, "json") == 0) {
    return stf_table_json_write(file, &job->table, &provenance, job->zone);
  }
  return write_text(file, job, &provenance);
}

static enum stf_status put_results(const struct stf_console *console, struct job *job) {
  const struct stf_put_writer writer = {.context = job, .write = write_results};
  return stf_put_results(console, job->arguments, "output", &writer, &job->error);
}

/* Tells what there is to tell and returns the exit code. */
static int conclude(const struct stf_console *console, const struct stf_command *command,
                    struct job *job, enum stf_status status) {
  if (status == STF_OK && !is_balanced(&job->balance)) {
    status = stf_status_fail(&job->error, STF_ERR_INTERNAL, 0,
                             "contacts are not conserved: do not use these results");
  }
  int code = stf_talk_end(console, command, &job->diags, status, &job->error);
  if (status == STF_OK && job->log.facts.contacts.late_n > 0) {
    stf_talk_note(console, "%lld events of contacts that had long been closed were left out",
                  (long long)job->log.facts.contacts.late_n);
  }
  return code;
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  struct job job = {.arguments = arguments};
  stf_diag_init(&job.diags, NULL);
  enum stf_status status = stf_output_check(stf_options_text(arguments, "output"),
                                            stf_options_given(arguments, "force"), &job.error);
  if (status == STF_OK) {
    status = compute(&job);
  }
  if (status == STF_OK) {
    status = put_results(console, &job);
  }
  int code = conclude(console, command, &job, status);
  clear(&job);
  return code;
}

const struct stf_command STF_COMMAND_ACTUALS = {
    .name = "actuals",
    .summary = "the KPIs of an event log",
    .usage = "staffetta actuals LOG... [OPTIONS]",
    .example = "staffetta actuals --by class,day --within 20s,60s calls.csv",
    .group = "logs",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .details = "Reads canonical event logs (several: in the order given; '-' is standard "
               "input), as 'staffetta import'\nwrites them. Quantiles are exact. An interval "
               "or group without contacts has no mean: the field stays empty.",
    .run = run,
};
