/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "cli/commands.h"
#include "cli/erlang_rows.h"
#include "cli/erlang_text.h"
#include "cli/exit.h"
#include "cli/put.h"
#include "cli/talk.h"
#include "cli/target.h"
#include "report/table_csv.h"
#include "report/table_json.h"
#include "theory/erlang_c.h"
#include "time/zone.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  WITHIN_MOST = 16
};

/* The question, as read from the command line. */
struct question {
  struct stf_staffing staffing;
  double patience_s;
  double within_s[WITHIN_MOST];
  size_t within_n;
  bool has_target;
  struct stf_staffing_target target;
  int64_t agents_n; /* 0: as many as the target needs */
};

static enum stf_status read_model(const char *name, struct stf_error *error,
                                  enum stf_staffing_model *out) {
  static const char NAMES[] = "bca";
  const char *at = name[0] != '\0' && name[1] == '\0' ? strchr(NAMES, name[0]) : NULL;
  if (at == NULL) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "unknown model '%s': b, c or a", name);
  }
  *out = (enum stf_staffing_model)(at - NAMES);
  return STF_OK;
}

/* Adds the durations of a comma list. */
static enum stf_status read_limits(const char *list, struct stf_error *error,
                                   struct question *question) {
  while (list != NULL) {
    const char *comma = strchr(list, ',');
    size_t n = comma != NULL ? (size_t)(comma - list) : strlen(list);
    char text[64] = "";
    memcpy(text, list, n < sizeof text ? n : sizeof text - 1);
    double limit_s = 0;
    if (!stf_quantity_duration(text, &limit_s) || limit_s < 0) {
      return stf_status_fail(error, STF_ERR_USAGE, 0,
                             "--within: '%s' is not a duration such as '20 s'", text);
    }
    if (question->within_n == WITHIN_MOST) {
      return stf_status_fail(error, STF_ERR_USAGE, 0, "--within: at most %d limits",
                             WITHIN_MOST);
    }
    question->within_s[question->within_n++] = limit_s;
    list = comma != NULL ? comma + 1 : NULL;
  }
  return STF_OK;
}

static enum stf_status read_within(const struct stf_arguments *arguments,
                                   struct stf_error *error, struct question *question) {
  if (question->staffing.model == STF_STAFFING_B) {
    return stf_options_given(arguments, "within")
               ? stf_status_fail(error, STF_ERR_USAGE, 0,
                                 "--within: in Erlang B nobody waits; use c or a")
               : STF_OK;
  }
  if (!stf_options_given(arguments, "within")) {
    return read_limits(stf_options_text(arguments, "within"), error, question);
  }
  const char *list = NULL;
  enum stf_status status = STF_OK;
  for (size_t i = 0;
       status == STF_OK && (list = stf_options_text_at(arguments, "within", i)) != NULL; i++) {
    status = read_limits(list, error, question);
  }
  return status;
}

static enum stf_status read_load(const struct stf_arguments *arguments, struct stf_error *error,
                                 struct question *question) {
  static const char *const NEEDED[] = {"arrivals", "handle"};
  for (size_t i = 0; i < STF_COUNT_OF(NEEDED); i++) {
    if (!stf_options_given(arguments, NEEDED[i])) {
      return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s is missing", NEEDED[i]);
    }
    if (stf_options_number(arguments, NEEDED[i]) <= 0) {
      return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s must be above 0", NEEDED[i]);
    }
  }
  question->staffing.arrivals_per_s = stf_options_number(arguments, "arrivals");
  question->staffing.handle_s = stf_options_number(arguments, "handle");
  return STF_OK;
}

static enum stf_status read_patience(const struct stf_arguments *arguments,
                                     struct stf_error *error, struct question *question) {
  bool given = stf_options_given(arguments, "patience");
  if (question->staffing.model != STF_STAFFING_A) {
    return given ? stf_status_fail(error, STF_ERR_USAGE, 0,
                                   "--patience: only Erlang A has customers who leave; use a")
                 : STF_OK;
  }
  if (!given) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--patience is missing: the mean time that customers would wait");
  }
  question->patience_s = stf_options_number(arguments, "patience");
  if (question->patience_s <= 0) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--patience must be above 0");
  }
  question->staffing.patience = stf_erlang_a_exponential(&question->patience_s);
  return STF_OK;
}

static enum stf_status read_agents(const struct stf_arguments *arguments,
                                   struct stf_error *error, struct question *question) {
  const char *target = stf_options_text(arguments, "target");
  if (target != NULL) {
    double within_s = question->within_n > 0 ? question->within_s[0] : 0;
    question->has_target = true;
    enum stf_status status =
        stf_target_parse(target, question->staffing.model, within_s, error, &question->target);
    if (status != STF_OK) {
      return status;
    }
  }
  if (stf_options_given(arguments, "agents")) {
    question->agents_n = stf_options_integer(arguments, "agents");
  } else if (target == NULL) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--agents or --target is missing");
  }
  if (question->agents_n > STF_STAFFING_AGENTS_MOST) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--agents: at most %d",
                           STF_STAFFING_AGENTS_MOST);
  }
  return STF_OK;
}

/* *out must not move afterwards: the patience refers to its mean. */
static enum stf_status read_question(const struct stf_arguments *arguments,
                                     struct stf_error *error, struct question *out) {
  *out = (struct question){.has_target = false};
  enum stf_status status =
      read_model(stf_options_operand(arguments, 0), error, &out->staffing.model);
  if (status == STF_OK) {
    status = read_load(arguments, error, out);
  }
  if (status == STF_OK) {
    status = read_patience(arguments, error, out);
  }
  if (status == STF_OK) {
    status = read_within(arguments, error, out);
  }
  return status == STF_OK ? read_agents(arguments, error, out) : status;
}

static void note_unstable(const struct stf_console *console, const struct question *question) {
  const struct stf_load load = {question->staffing.arrivals_per_s, question->staffing.handle_s,
                                question->agents_n};
  if (question->staffing.model == STF_STAFFING_C && !stf_erlang_c_is_stable(&load)) {
    stf_talk_warn(console,
                  "%.6g Erlangs on %lld agents: the queue grows without end, everybody waits, "
                  "and waits have no mean (left empty); at least %lld agents keep up",
                  load.arrivals_per_s * load.handle_s, (long long)load.agents_n,
                  (long long)(load.arrivals_per_s * load.handle_s) + 1);
  }
}

static enum stf_status answer(const struct stf_console *console, struct question *question,
                              struct stf_error *error, struct stf_table *table) {
  int64_t required_n = 0;
  enum stf_status status = STF_OK;
  if (question->has_target) {
    status =
        stf_staffing_least_agents(&question->staffing, &question->target, NULL, &required_n);
    if (status == STF_OK && required_n == 0) {
      return stf_status_fail(error, STF_ERR_USAGE, 0,
                             "--target: not even %d agents reach it, and more are not tried",
                             STF_STAFFING_AGENTS_MOST);
    }
  }
  question->agents_n = question->agents_n > 0 ? question->agents_n : required_n;
  if (status == STF_OK) {
    note_unstable(console, question);
    status = stf_erlang_rows_add(table, &question->staffing, question->agents_n,
                                 question->within_s, question->within_n);
  }
  if (status == STF_OK && question->has_target) {
    status = stf_erlang_rows_add_required(table, question->staffing.model, required_n);
  }
  if (status != STF_OK) {
    return stf_status_fail(error, status, 0, "no result: %s",
                           status == STF_ERR_MEMORY ? "no memory"
                                                    : "the integrals did not settle");
  }
  return STF_OK;
}

struct results {
  const struct stf_arguments *arguments;
  const struct stf_table *table;
};

static enum stf_status write_results(void *context, FILE *file) {
  const struct stf_table *table = ((const struct results *)context)->table;
  const struct stf_arguments *arguments = ((const struct results *)context)->arguments;
  const char *format = stf_options_text(arguments, "format");
  const struct stf_provenance provenance = {.line = stf_options_line(arguments)};
  if (strcmp(format, "text") == 0) {
    stf_erlang_text_write(file, table, provenance.line);
    return STF_OK; /* a failed write shows when the output is committed */
  }
  struct stf_zone *zone = NULL; /* the writers want one, though no row has an instant */
  enum stf_status status = stf_zone_open("UTC", &zone);
  if (status != STF_OK) {
    return status;
  }
  status = strcmp(format, "csv") == 0 ? stf_table_csv_write(file, table, &provenance, zone)
                                      : stf_table_json_write(file, table, &provenance, zone);
  stf_zone_free(zone);
  return status;
}

static enum stf_status write_table(const struct stf_console *console,
                                   const struct stf_arguments *arguments,
                                   const struct stf_table *table, struct stf_error *error) {
  struct results results = {.arguments = arguments, .table = table};
  const struct stf_put_writer writer = {.context = &results, .write = write_results};
  return stf_put_results(console, arguments, "output", &writer, error);
}

static int run(const struct stf_console *console, const struct stf_command *command,
               const struct stf_arguments *arguments) {
  struct stf_error error = {.status = STF_OK};
  struct question question;
  enum stf_status status = read_question(arguments, &error, &question);
  if (status != STF_OK) {
    return stf_talk_usage(console, command, "%s", error.message);
  }
  struct stf_table table;
  status = stf_row_table_init(&table, NULL);
  if (status != STF_OK) {
    (void)stf_status_fail(&error, status, 0, "no memory");
    return stf_talk_fail(console, &error);
  }
  status = answer(console, &question, &error, &table);
  if (status == STF_OK) {
    status = write_table(console, arguments, &table, &error);
  }
  stf_row_table_clear(&table);
  return status == STF_OK ? STF_EXIT_DONE : stf_talk_fail(console, &error);
}

static const struct stf_option OPTIONS[] = {
    {.name = "arrivals",
     .kind = STF_OPTION_RATE,
     .value = "RATE",
     .help = "contacts that arrive, such as 95/min or 20/h"},
    {.name = "handle",
     .kind = STF_OPTION_DURATION,
     .value = "DURATION",
     .help = "mean handling time, such as '6.5 min'"},
    {.name = "agents",
     .kind = STF_OPTION_INTEGER,
     .value = "N",
     .help = "agents; without it as many as --target needs",
     .least = 1},
    {.name = "patience",
     .kind = STF_OPTION_DURATION,
     .value = "DURATION",
     .help = "mean patience (Erlang A)"},
    {.name = "within",
     .kind = STF_OPTION_TEXT,
     .value = "DURATION,...",
     .help = "limits of the service levels",
     .fallback = "20s",
     .repeats = true},
    {.name = "target",
     .kind = STF_OPTION_TEXT,
     .value = "KPI>=X|KPI<=X",
     .help = "find the least number of agents that meets it"},
    STF_OPTIONS_OUTPUT,
};

const struct stf_command STF_COMMAND_ERLANG = {
    .name = "erlang",
    .summary = "closed forms: Erlang B (lost), C (waiting), A (waiting and leaving)",
    .usage = "staffetta erlang b|c|a --arrivals RATE --handle DURATION [OPTIONS]",
    .example = "staffetta erlang a --arrivals 48/min --handle 1min --agents 50 --patience 2min",
    .group = "quick answers",
    .options = OPTIONS,
    .options_n = STF_COUNT_OF(OPTIONS),
    .operands_least = 1,
    .operands_most = 1,
    .details =
        "One contact at a time for each agent, Poisson arrivals, exponential handling "
        "and patience,\nsteady state. Targets: service_level>=, p_wait<=, wait<= (mean), "
        "abandonment<= (a),\np_block<= (b); a service level is meant at the first "
        "--within. Service levels, of N offered,\nS answered in time, A answered, b "
        "abandoned in time: sl3 = S/N, sl4 = S/(N-b),\nsl1 = (S+b)/N, sl2 = S/A.",
    .run = run,
};
