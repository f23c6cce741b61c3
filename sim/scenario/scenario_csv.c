/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_csv.h"

#include "base/quantity.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void find_columns(struct stf_scenario_csv *table, size_t n, size_t required_n) {
  char hint[STF_NODE_HINT];
  for (size_t i = 0; i < n; i++) {
    table->places[i] = stf_csv_find(table->csv, table->names[i]);
    if (i < required_n && table->places[i] < 0) {
      stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, stf_csv_where(table->csv, 0),
                   "column '%s' is missing%s", table->names[i],
                   stf_node_hint("", table->names, n, hint));
    }
  }
  for (size_t i = 0; i < stf_csv_columns_n(table->csv); i++) {
    const char *column = stf_csv_column(table->csv, i);
    bool known = false;
    for (size_t k = 0; k < n && !known; k++) {
      known = table->places[k] == (int)i;
    }
    if (!known) {
      stf_diag_add(table->build->diags, STF_SEVERITY_WARNING, stf_csv_where(table->csv, i),
                   "column '%.60s' is not used%s", column,
                   stf_node_hint(column, table->names, n, hint));
    }
  }
}

/* What is wrong in the file is in the diagnostics; the rest is kept as the reading's failure.
 */
static void fail(const struct stf_scenario_csv *table, enum stf_status status) {
  struct stf_scenario_build *build = table->build;
  if (status != STF_ERR_INPUT && build->status == STF_OK) {
    build->status = stf_status_fail(build->error, status, 0, "%s:%d:%d: %s", build->path,
                                    table->node_line, table->node_column, table->error.message);
  }
}

bool stf_scenario_csv_open(struct stf_scenario_csv *table, struct stf_scenario_build *build,
                           const struct stf_node *node, const char *const *names, size_t n,
                           size_t required_n) {
  const char *name = NULL;
  *table = (struct stf_scenario_csv){.build = build, .names = names};
  if (!stf_node_text(node, &name)) {
    return false;
  }
  table->node_line = node->line;
  table->node_column = node->column;
  const char *path = stf_scenario_build_path(build, name);
  if (path == NULL) {
    return false;
  }
  static const struct stf_csv_options OPTIONS = {0};
  enum stf_status status =
      stf_csv_open(path, &OPTIONS, build->allocator, build->diags, &table->csv, &table->error);
  if (status != STF_OK) {
    fail(table, status);
    return false;
  }
  size_t errors_n = build->diags->errors_n;
  find_columns(table, n, required_n);
  if (build->diags->errors_n != errors_n) {
    stf_scenario_csv_close(table);
    return false;
  }
  return true;
}

void stf_scenario_csv_close(struct stf_scenario_csv *table) {
  if (table->csv != NULL) {
    stf_scenario_build_hash(table->build, stf_csv_hash(table->csv));
    stf_csv_free(table->csv);
    table->csv = NULL;
  }
}

bool stf_scenario_csv_next(struct stf_scenario_csv *table) {
  for (;;) {
    switch (stf_csv_next(table->csv, &table->row)) {
    case STF_CSV_ROW:
      return true;
    case STF_CSV_BAD: {
      const struct stf_csv_problem *problem = stf_csv_problem(table->csv);
      struct stf_where where = stf_csv_where(table->csv, 0);
      where.line = problem->line;
      where.column = problem->column;
      stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, where, "%s", problem->message);
      break;
    }
    case STF_CSV_END:
      return false;
    case STF_CSV_FAILED:
      fail(table, stf_csv_status(table->csv));
      return false;
    }
  }
}

bool stf_scenario_csv_has(const struct stf_scenario_csv *table, size_t column) {
  return table->places[column] >= 0;
}

void stf_scenario_csv_error(const struct stf_scenario_csv *table, size_t column,
                            const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  int place = table->places[column];
  stf_diag_add(table->build->diags, STF_SEVERITY_ERROR,
               stf_csv_where(table->csv, place < 0 ? 0 : (size_t)place), "%s", text);
}

static const char *cell(const struct stf_scenario_csv *table, size_t column) {
  int place = table->places[column];
  return place < 0 ? "" : table->row.fields[place].text;
}

static bool misread(const struct stf_scenario_csv *table, size_t column, const char *right) {
  stf_scenario_csv_error(table, column, "'%s' must be %s, not '%.60s'", table->names[column],
                         right, cell(table, column));
  return false;
}

bool stf_scenario_csv_text(const struct stf_scenario_csv *table, size_t column,
                           const char **out) {
  *out = cell(table, column);
  if ((*out)[0] == '\0') {
    stf_scenario_csv_error(table, column, "'%s' is empty", table->names[column]);
  }
  return (*out)[0] != '\0';
}

bool stf_scenario_csv_number(const struct stf_scenario_csv *table, size_t column, double *out) {
  double value = 0;
  if (!stf_quantity_number(cell(table, column), &value) || value < 0) {
    return misread(table, column, "a number of 0 or more");
  }
  *out = value;
  return true;
}

bool stf_scenario_csv_clock(const struct stf_scenario_csv *table, size_t column,
                            int32_t *out_s) {
  return stf_zone_parse_clock(cell(table, column), out_s) ||
         misread(table, column, "a time of day such as 09:30");
}

bool stf_scenario_csv_date(const struct stf_scenario_csv *table, size_t column,
                           struct stf_civil *out) {
  return stf_zone_parse_date(cell(table, column), out) ||
         misread(table, column, "a date such as 2026-12-21");
}

bool stf_scenario_csv_instant(const struct stf_scenario_csv *table, size_t column,
                              int64_t *out_us) {
  const char *text = cell(table, column);
  return stf_zone_parse_local(table->build->scenario->zone, text, out_us) ||
         stf_zone_parse_instant(text, strlen(text), out_us) ||
         misread(table, column, "a local date and time such as 2026-12-21 09:30");
}

bool stf_scenario_csv_weekday(const struct stf_scenario_csv *table, size_t column, int *out) {
  uint32_t day = 0;
  if (!stf_scenario_csv_choice(table, column, "weekday", STF_ZONE_WEEKDAYS, 7, &day)) {
    return false;
  }
  *out = (int)day;
  return true;
}

bool stf_scenario_csv_choice(const struct stf_scenario_csv *table, size_t column,
                             const char *what, const char *const *names, size_t n,
                             uint32_t *out) {
  const char *text = NULL;
  if (!stf_scenario_csv_text(table, column, &text)) {
    return false;
  }
  for (size_t i = 0; i < n; i++) {
    if (strcmp(names[i], text) == 0) {
      *out = (uint32_t)i;
      return true;
    }
  }
  char hint[STF_NODE_HINT];
  stf_scenario_csv_error(table, column, "unknown %s '%.60s'%s", what, text,
                         stf_node_hint(text, names, n, hint));
  return false;
}
