/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/log_zone.h"
#include "cli/put.h"
#include "cli/talk.h"
#include "logs/eventlog.h"
#include "logs/import.h"
#include "report/output.h"
#include "report/provenance.h"

#include <stdint.h>

enum {
  REASONS_SHOWN = 10
};

/* What the command works on; cleared at its end, however far it came. */
struct job {
  const struct stf_console *console;
  const struct stf_arguments *arguments;
  struct stf_diags diags;
  struct stf_error error;
  struct stf_arena *arena;
  const char **paths;
  size_t paths_n;
  struct stf_map map;
  struct stf_zone *utc; /* where the map names no zone */
  struct stf_import import;
};

static const struct stf_zone *zone_of(const struct job *job) {
  return job->map.zone != NULL ? job->map.zone : job->utc;
}

static enum stf_status prepare(struct job *job) {
  stf_diag_init(&job->diags, NULL);
  job->arena = stf_arena_new(NULL);
  job->paths_n = stf_options_operands_n(job->arguments);
  job->paths =
      job->arena != NULL ? stf_arena_alloc(job->arena, job->paths_n, sizeof *job->paths) : NULL;
  if (job->paths == NULL || stf_zone_open("UTC", &job->utc) != STF_OK) {
    return stf_status_fail(&job->error, STF_ERR_MEMORY, 0, "no memory");
  }
  for (size_t i = 0; i < job->paths_n; i++) {
    job->paths[i] = stf_options_operand(job->arguments, i);
  }
  return STF_OK;
}

static enum stf_status read_all(struct job *job) {
  enum stf_status status = stf_map_read(stf_options_text(job->arguments, "map"),
                                        stf_options_text(job->arguments, "timezone"), &job->map,
                                        &job->diags, &job->error);
  if (status != STF_OK) {
    return status;
  }
  struct stf_import_in in = {.map = &job->map,
                             .paths = job->paths,
                             .paths_n = job->paths_n,
                             .strict = stf_options_given(job->arguments, "strict")};
  return stf_import_read(&in, &job->import, &job->diags, &job->error);
}

/* --- What is told --- */

/* Reasons, the most frequent first. */
static size_t order_reasons(const struct stf_import *import,
                            const struct stf_import_reason *out[REASONS_SHOWN]) {
  size_t n = 0;
  for (size_t i = 0; i < import->reasons_n; i++) {
    const struct stf_import_reason *reason = &import->reasons[i];
    size_t place = n < REASONS_SHOWN ? n++ : REASONS_SHOWN;
    while (place > 0 && out[place - 1]->rows_n < reason->rows_n) {
      if (place < REASONS_SHOWN) {
        out[place] = out[place - 1];
      }
      place--;
    }
    if (place < REASONS_SHOWN) {
      out[place] = reason;
    }
  }
  return n;
}

static void put_instant(FILE *file, const struct job *job, const char *name, int64_t at_us) {
  char text[STF_ZONE_TEXT] = "";
  if (at_us != STF_NEVER) {
    (void)stf_zone_format(zone_of(job), at_us, text);
  }
  (void)fprintf(file, "%-28s %s\n", name, text);
}

static void put_count(FILE *file, const char *name, int64_t n) {
  (void)fprintf(file, "%-28s %10lld\n", name, (long long)n);
}

/* The report of --dry-run, on standard output. */
static void report(const struct job *job) {
  FILE *file = job->console->out;
  const struct stf_import_facts *facts = &job->import.facts;
  put_count(file, "rows", facts->rows_n);
  put_count(file, "  left out by the map", facts->filtered_n);
  put_count(file, "  cannot be read", facts->bad_n);
  put_count(file, "  stood in a row above", facts->repeated_n);
  put_count(file, "  tell no event", facts->silent_n);
  put_count(file, "  step back in time", facts->back_n);
  put_count(file, "contacts", facts->contacts_n);
  put_count(file, "  left out by drop_contact", facts->dropped_n);
  put_instant(file, job, "first event", facts->first_us);
  put_instant(file, job, "last event", facts->last_us);
  put_count(file, "events", (int64_t)job->import.events_n);
  for (size_t i = 0; i < STF_EVENT_KINDS_N; i++) {
    if (facts->events_n[i] > 0) {
      (void)fprintf(file, "  %-26s %10lld\n", STF_EVENT_KINDS[i].name,
                    (long long)facts->events_n[i]);
    }
  }
  const struct stf_import_reason *reasons[REASONS_SHOWN];
  size_t n = order_reasons(&job->import, reasons);
  (void)fputs(n > 0 ? "rows that cannot be read\n" : "", file);
  for (size_t i = 0; i < n; i++) {
    (void)fprintf(file, "  %10lld  %s (first: %s:%d)\n", (long long)reasons[i]->rows_n,
                  reasons[i]->text, stf_provenance_name(reasons[i]->path), reasons[i]->line);
  }
  if (job->import.reasons_n > n) {
    (void)fprintf(file, "  and %zu more reasons\n", job->import.reasons_n - n);
  }
}

/* Exports and spreadsheets stop at these counts without a word. */
static bool is_limit(int64_t rows_n) {
  static const int64_t LIMITS[] = {10000, 65536, 1048576};
  for (size_t i = 0; i < STF_COUNT_OF(LIMITS); i++) {
    if (rows_n == LIMITS[i] || rows_n + 1 == LIMITS[i]) { /* with or without the header */
      return true;
    }
  }
  return false;
}

static void tell_joins(const struct job *job) {
  for (size_t i = 0; i < job->import.joins_n; i++) {
    const struct stf_import_join *join = &job->import.joins[i];
    const char *name = job->map.joins[i].name;
    int64_t out_n = join->facts.bad_n + join->facts.repeated_n;
    if (out_n > 0) {
      stf_talk_warn(job->console,
                    "join '%s': %lld of %lld rows are left out: %lld cannot be read, %lld have "
                    "the key of a row above",
                    name, (long long)out_n, (long long)join->facts.rows_n,
                    (long long)join->facts.bad_n, (long long)join->facts.repeated_n);
    }
    if (join->unmatched_n > 0) {
      stf_talk_warn(job->console, "join '%s': %lld rows found none in it", name,
                    (long long)join->unmatched_n);
    }
  }
}

/* Damage that exports and spreadsheets do, where it shows. */
static void tell_damage(const struct job *job) {
  const struct stf_import_facts *facts = &job->import.facts;
  if (facts->repeated_n > 0) {
    stf_talk_warn(job->console,
                  "%lld rows stood in a row above (overlapping files?) and are left out",
                  (long long)facts->repeated_n);
  }
  if (facts->rounded_n > 0) {
    stf_talk_warn(
        job->console,
        "%lld rows have ids in scientific notation (3.93E+11): a spreadsheet has made "
        "many ids one; export again and open no spreadsheet in between",
        (long long)facts->rounded_n);
  }
  for (size_t i = 0; i < job->paths_n; i++) {
    if (is_limit(job->import.file_rows_n[i])) {
      stf_talk_warn(job->console,
                    "%s has %lld rows: a limit of exports; the rest may be missing",
                    job->paths[i], (long long)job->import.file_rows_n[i]);
    }
  }
  if (facts->only_closed) {
    stf_talk_warn(job->console,
                  "each of the %lld contacts is closed, after %.1f days on the average: those "
                  "that were open when this was exported seem to be missing, so the last days "
                  "are too thin",
                  (long long)facts->contacts_n, facts->mean_close_us / 86400e6);
  }
}

/* What was left out, on standard error: never silently. */
static void tell(const struct job *job) {
  const struct stf_import_facts *facts = &job->import.facts;
  if (facts->bad_n > 0) {
    stf_talk_warn(job->console,
                  "%lld of %lld rows cannot be read and are left out:", (long long)facts->bad_n,
                  (long long)facts->rows_n);
    const struct stf_import_reason *reasons[REASONS_SHOWN];
    size_t n = order_reasons(&job->import, reasons);
    for (size_t i = 0; i < n; i++) {
      stf_talk_warn(job->console, "%lld: %s (first: %s:%d)", (long long)reasons[i]->rows_n,
                    reasons[i]->text, reasons[i]->path, reasons[i]->line);
    }
  }
  tell_joins(job);
  tell_damage(job);
  stf_talk_note(job->console,
                "%lld row%s, %lld left out by the map, %lld cannot be read: %lld contact%s, "
                "%zu event%s",
                (long long)facts->rows_n, facts->rows_n == 1 ? "" : "s",
                (long long)facts->filtered_n, (long long)facts->bad_n,
                (long long)facts->contacts_n, facts->contacts_n == 1 ? "" : "s",
                job->import.events_n, job->import.events_n == 1 ? "" : "s");
}

/* --- The log --- */

static enum stf_status write_events(void *context, FILE *file) {
  struct job *job = context;
  struct stf_provenance_input *inputs =
      stf_arena_alloc(job->arena, 1 + job->paths_n + job->import.joins_n, sizeof *inputs);
  if (inputs == NULL) {
    return stf_status_fail(&job->error, STF_ERR_MEMORY, 0, "no memory");
  }
  inputs[0].path = stf_options_text(job->arguments, "map");
  inputs[0].hash = stf_dict_hash(job->map.file->bytes, job->map.file->bytes_n);
  for (size_t i = 0; i < job->paths_n; i++) {
    inputs[i + 1].path = job->paths[i];
    inputs[i + 1].hash = job->import.file_hashes[i];
  }
  size_t inputs_n = 1 + job->paths_n;
  for (size_t i = 0; i < job->import.joins_n; i++) {
    const struct stf_import_join *join = &job->import.joins[i];
    if (join->path != NULL) {
      inputs[inputs_n++] =
          (struct stf_provenance_input){.path = join->path, .hash = join->facts.content_hash};
    }
  }
  struct stf_provenance provenance = {
      .line = stf_options_line(job->arguments), .inputs = inputs, .inputs_n = inputs_n};
  size_t lines_n = 0;
  const char *const *lines = stf_provenance_lines(&provenance, job->arena, &lines_n);
  if (lines == NULL) {
    return stf_status_fail(&job->error, STF_ERR_MEMORY, 0, "no memory");
  }
  struct stf_eventlog_out out = {.file = file,
                                 .zone = zone_of(job),
                                 .names = &job->import.names,
                                 .contacts = job->import.contacts,
                                 .customers = job->import.customers};
  enum stf_status status = stf_eventlog_begin(&out, lines, lines_n, &job->error);
  return status == STF_OK
             ? stf_eventlog_write(&out, job->import.events, job->import.events_n, &job->error)
             : status;
}

static enum stf_status write_log(struct job *job) {
  const struct stf_put_writer writer = {.context = job, .write = write_events};
  return stf_put_results(job->console, job->arguments, "output", &writer, &job->error);
}

static enum stf_status work(struct job *job) {
  enum stf_status status = STF_OK;
  if (!stf_options_given(job->arguments, "dry-run")) {
    status = stf_output_check(stf_options_text(job->arguments, "output"),
                              stf_options_given(job->arguments, "force"), &job->error);
  }
  if (status == STF_OK) {
    status = prepare(job);
  }
  if (status == STF_OK) {
    status = read_all(job);
  }
  if (status != STF_OK) {
    return status;
  }
  if (stf_options_given(job->arguments, "dry-run")) {
    report(job);
    tell_joins(job);
    tell_damage(job);
    return STF_OK;
  }
  tell(job);
  if (job->import.events_n == 0) {
    return stf_status_fail(&job->error, STF_ERR_INPUT, 0,
                           "no row told an event, nothing is written; look with --dry-run");
  }
  return write_log(job);
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  if (!stf_options_given(arguments, "map")) {
    return stf_talk_usage(console, command, "--map FILE is missing: which column is what");
  }
  const char *zone_name = stf_options_text(arguments, "timezone");
  struct stf_zone *zone = NULL;
  struct stf_error error;
  if (zone_name != NULL && stf_log_zone_named(zone_name, &zone, &error) == STF_ERR_USAGE) {
    return stf_talk_usage(console, command, "%s", error.message);
  }
  stf_zone_free(zone);
  struct job job = {.console = console, .arguments = arguments};
  enum stf_status status = work(&job);
  int code = stf_talk_end(console, command, &job.diags, status, &job.error);
  stf_import_clear(&job.import);
  stf_map_clear(&job.map);
  stf_zone_free(job.utc);
  stf_arena_free(job.arena);
  stf_diag_clear(&job.diags);
  return code;
}

static const struct stf_option OPTIONS[] = {
    {.letter = 'm',
     .name = "map",
     .kind = STF_OPTION_TEXT,
     .value = "FILE",
     .help = "import map: which column is what (docs/log-formats.md)"},
    STF_OPTION_OUTPUT("where the event log goes; '-' is standard output"),
    {.name = "dry-run",
     .kind = STF_OPTION_FLAG,
     .help = "write no log, tell on standard output what would be in it"},
    {.name = "strict", .kind = STF_OPTION_FLAG, .help = "rows that cannot be read are errors"},
    {.name = "timezone",
     .kind = STF_OPTION_TEXT,
     .value = "ZONE",
     .help = "zone of times without offset, instead of the map's"},
    STF_OPTION_FORCE,
};

const struct stf_command STF_COMMAND_IMPORT = {
    .name = "import",
    .summary = "a helpdesk's export -> the canonical event log",
    .usage = "staffetta import FILE... --map MAP.yaml [OPTIONS]",
    .example = "staffetta import calls.csv.gz --map scenarios/maps/bank-calls.yaml -o log.csv",
    .group = "logs",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .details =
        "Files are CSV, plain or gzip; '-' is standard input. A map says how their rows become "
        "events\n(examples: scenarios/maps). Rows that cannot be read are left out and counted "
        "by reason. Ids in\nscientific notation, counts of rows at an export's limit, rows "
        "that stand twice and exports\nof closed contacts only are told as warnings.",
    .run = run,
};
