/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/check_days.h"
#include "cli/check_log.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/log_zone.h"
#include "cli/run_demand.h"
#include "cli/talk.h"
#include "fit/analogue.h"
#include "input/source.h"
#include "scenario/scenario.h"

#include <stdio.h>
#include <string.h>

enum kind {
  KIND_SCENARIO,
  KIND_LOG
};

static bool ends_with(const char *text, const char *end) {
  size_t text_n = strlen(text);
  size_t end_n = strlen(end);
  return text_n >= end_n && strcmp(text + text_n - end_n, end) == 0;
}

/* The first line that is neither empty nor a comment; *n is its length. */
static const char *first_line(const char *bytes, size_t bytes_n, size_t *n) {
  size_t at = bytes_n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (at < bytes_n) {
    const char *end = memchr(bytes + at, '\n', bytes_n - at);
    *n = end != NULL ? (size_t)(end - bytes) - at : bytes_n - at;
    if (*n > 0 && bytes[at] != '#' && bytes[at] != '\r') {
      return bytes + at;
    }
    at += *n + 1;
  }
  *n = 0;
  return bytes + bytes_n;
}

/* A scenario's first line has a key and a colon before any delimiter of a CSV header. */
static enum kind kind_of_line(const char *line, size_t n, const char *path) {
  for (size_t i = 0; i < n; i++) {
    if (line[i] == ':') {
      return KIND_SCENARIO;
    }
    if (strchr(",;|\t", line[i]) != NULL) {
      return KIND_LOG;
    }
  }
  return ends_with(path, ".yaml") || ends_with(path, ".yml") ? KIND_SCENARIO : KIND_LOG;
}

/* Decides by content; what standard input brings is taken for a log. */
static enum stf_status find_kind(const char *path, struct stf_diags *diags, enum kind *out,
                                 struct stf_error *error) {
  *out = KIND_LOG;
  if (strcmp(path, "-") == 0) {
    return STF_OK;
  }
  struct stf_source *source = NULL;
  enum stf_status status = stf_source_open(path, NULL, diags, &source, error);
  if (status != STF_OK) {
    return status;
  }
  const char *bytes = NULL;
  size_t bytes_n = 0;
  status = stf_source_block(source, &bytes, &bytes_n, error);
  if (status == STF_OK) {
    size_t n = 0;
    const char *line = first_line(bytes, bytes_n, &n);
    *out = kind_of_line(line, n, path);
  }
  stf_source_free(source);
  return status;
}

static const char *plural(size_t n, const char *one, const char *many) {
  return n == 1 ? one : many;
}

static void put_scenario(FILE *out, const char *path, const struct stf_scenario *scenario) {
  const struct stf_desk *desk = &scenario->desk;
  int64_t most_n = 0;
  int64_t on_n = 0;
  for (size_t i = 0; i < desk->changes_n; i++) {
    on_n += desk->changes[i].delta;
    most_n = on_n > most_n ? on_n : most_n;
  }
  char from[STF_ZONE_TEXT];
  char to[STF_ZONE_TEXT];
  (void)stf_zone_format(scenario->zone, desk->from_us, from);
  (void)stf_zone_format(scenario->zone, desk->to_us, to);
  (void)fprintf(out, "%s: fine (%u %s, %u %s, up to %lld %s at once, %u CSV %s; %s to %s)\n",
                path, desk->classes_n, plural(desk->classes_n, "class", "classes"),
                desk->teams_n, plural(desk->teams_n, "team", "teams"), (long long)most_n,
                plural((size_t)most_n, "agent", "agents"), scenario->files_n,
                plural(scenario->files_n, "file", "files"), from, to);
  stf_run_demand_put(out, desk, scenario->zone);
}

/* Days that are like one of the scenario's log. */
static enum stf_status fill_analogues(struct stf_scenario *scenario, struct stf_diags *diags,
                                      struct stf_error *error) {
  if (scenario->analogues_n == 0) {
    return STF_OK;
  }
  struct stf_log log;
  struct stf_eventlog_in in = {.paths = &scenario->log_path, .paths_n = 1};
  enum stf_status status = stf_eventlog_load(&in, &scenario->names, &log, diags, error);
  if (status == STF_OK) {
    status = stf_analogue_fill(scenario, &log, scenario->log_path, NULL, diags);
    stf_eventlog_clear(&log);
  }
  return status;
}

/* The log that the scenario names there: can it be read? */
static enum stf_status check_named(const char *path, struct stf_where where,
                                   struct stf_diags *diags, struct stf_error *error) {
  if (path == NULL) {
    return STF_OK;
  }
  struct stf_source *source = NULL;
  struct stf_error why = {.status = STF_OK};
  const char *bytes = NULL;
  size_t bytes_n = 0;
  enum stf_status status = stf_source_open(path, NULL, diags, &source, &why);
  status = status == STF_OK ? stf_source_block(source, &bytes, &bytes_n, &why) : status;
  stf_source_free(source);
  return status == STF_OK ? status
                          : stf_status_fail(error, status, 0, "%s:%d:%d: %s", where.path,
                                            where.line, where.column, why.message);
}

static enum stf_status check_scenario(const struct stf_console *console, const char *path,
                                      struct stf_diags *diags, struct stf_error *error) {
  struct stf_scenario *scenario = NULL;
  enum stf_status status = stf_scenario_read(path, NULL, diags, &scenario, error);
  if (status == STF_OK) {
    status = check_named(scenario->log_path, scenario->log_where, diags, error);
  }
  if (status == STF_OK) {
    status = check_named(scenario->replay_path, scenario->replay_where, diags, error);
  }
  if (status == STF_OK) {
    status = fill_analogues(scenario, diags, error);
  }
  if (status == STF_OK) {
    status = scenario->replay_path == NULL
                 ? stf_scenario_warn_load(scenario, &scenario->desk, diags)
                 : stf_check_days_warn(scenario, diags, error);
  }
  if (status == STF_OK) {
    put_scenario(console->out, path, scenario);
  }
  stf_scenario_free(scenario);
  return status;
}

static int check_file(const struct stf_console *console, const char *path,
                      const char *zone_name) {
  struct stf_diags diags;
  struct stf_error error = {.status = STF_OK};
  enum kind kind = KIND_LOG;
  stf_diag_init(&diags, NULL);
  enum stf_status status = find_kind(path, &diags, &kind, &error);
  if (status == STF_OK) {
    status = kind == KIND_SCENARIO
                 ? check_scenario(console, path, &diags, &error)
                 : stf_check_log_read(console, path, zone_name, &diags, &error);
  }
  int code = stf_talk_diags(console, &diags);
  stf_diag_clear(&diags);
  return status == STF_OK || status == STF_ERR_INPUT ? code : stf_talk_fail(console, &error);
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  const char *name = stf_options_text(arguments, "timezone");
  struct stf_zone *zone = NULL;
  struct stf_error error;
  enum stf_status status = name != NULL ? stf_log_zone_named(name, &zone, &error) : STF_OK;
  stf_zone_free(zone);
  if (status == STF_ERR_USAGE) {
    return stf_talk_usage(console, command, "%s", error.message);
  }
  if (status != STF_OK) {
    return stf_talk_fail(console, &error);
  }
  int worst = STF_EXIT_DONE;
  for (size_t i = 0; i < stf_options_operands_n(arguments); i++) {
    int code = check_file(console, stf_options_operand(arguments, i), name);
    worst = code > worst ? code : worst;
  }
  return worst;
}

static const struct stf_option OPTIONS[] = {
    {.name = "timezone",
     .kind = STF_OPTION_TEXT,
     .value = "ZONE",
     .help = "in which a log's times are shown; the log's own, else UTC"},
};

const struct stf_command STF_COMMAND_CHECK = {
    .name = "check",
    .summary = "read scenarios and logs and tell every problem with its line",
    .usage = "staffetta check FILE...",
    .example = "staffetta check scenarios/two-teams.yaml",
    .group = "logs",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .details =
        "A file is taken for a scenario or an event log by its content. A scenario is read "
        "with the\nCSV files that it names; 'staffetta help scenario' lists its keys. For a "
        "log, what can and\nwhat cannot be measured from it is listed. '-' is a log on "
        "standard input. Exit code 3 if\nany file is wrong.",
    .run = run,
};
