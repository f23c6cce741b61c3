/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_csv.h"

#include "scenario/scenario_sheet.h"
#include "scenario/scenario_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A file may be read for several teams: once is enough. */
static void tell_once(struct stf_diags *diags, enum stf_severity severity,
                      struct stf_where where, const char *text) {
  for (size_t i = 0; i < diags->items_n; i++) {
    const struct stf_diag *item = &diags->items[i];
    if (item->severity == severity && item->line == where.line &&
        item->column == where.column && strcmp(item->path, where.path) == 0 &&
        strcmp(item->message, text) == 0) {
      return;
    }
  }
  stf_diag_add(diags, severity, where, "%s", text);
}

/* ---- rows that are no data ---- */

static bool same_word(const char *a, const char *b) {
  return strcasecmp(a, b) == 0;
}

static bool is_total(const char *text) {
  static const char *const WORDS[] = {"total",  "totals", "totale", "totali",     "summe",
                                      "gesamt", "somme",  "sum",    "grand total"};
  size_t n = strlen(text);
  n -= n > 0 && text[n - 1] == ':';
  for (size_t i = 0; i < STF_COUNT_OF(WORDS); i++) {
    if (strlen(WORDS[i]) == n && strncasecmp(WORDS[i], text, n) == 0) {
      return true;
    }
  }
  return false;
}

static bool is_empty(const struct stf_csv_row *row) {
  for (size_t i = 0; i < row->fields_n; i++) {
    if (row->fields[i].n > 0) {
      return false;
    }
  }
  return true;
}

static bool is_header(const struct stf_csv *csv, const struct stf_csv_row *row) {
  for (size_t i = 0; i < row->fields_n; i++) {
    if (strcmp(row->fields[i].text, stf_csv_column(csv, i)) != 0) {
      return false;
    }
  }
  return true;
}

/* ---- what the whole file tells ---- */

struct scan {
  struct stf_dialect_evidence evidence;
  bool *filled; /* by column of the file: a cell of it is not empty */
  size_t totals_n;
  int total_line; /* the first */
  size_t headers_n;
  int header_line;
};

/* Times of day look like numbers (9.30), so their columns are no evidence for those. */
static bool holds_times(const char *name) {
  return strcmp(name, "start") == 0 || strcmp(name, "end") == 0;
}

static bool holds_figures(const struct stf_scenario_csv *table, size_t i) {
  int32_t clock_s = 0;
  return table->has_figures && (stf_dialect_is_date(stf_csv_column(table->csv, i)) ||
                                stf_scenario_csv_head_clock(table, i, &clock_s));
}

static void scan_cells(const struct stf_scenario_csv *table, const struct stf_csv *csv,
                       const struct stf_csv_row *row, struct scan *scan) {
  for (size_t i = 0; i < row->fields_n; i++) {
    scan->filled[i] = scan->filled[i] || row->fields[i].n > 0;
    if (holds_figures(table, i)) {
      stf_dialect_see_number(&scan->evidence, row->fields[i].text, stf_csv_where(csv, i));
    }
  }
  for (size_t k = 0; k < table->names_n; k++) {
    int place = table->places[k];
    const char *text = place < 0 ? "" : row->fields[place].text;
    if (text[0] < '0' || text[0] > '9') {
      continue;
    }
    struct stf_where where = stf_csv_where(csv, (size_t)place);
    stf_dialect_see_date(&scan->evidence, text, where);
    if (!holds_times(table->names[k])) {
      stf_dialect_see_number(&scan->evidence, text, where);
    }
  }
}

static void scan_row(const struct stf_scenario_csv *table, const struct stf_csv *csv,
                     const struct stf_csv_row *row, struct scan *scan) {
  if (is_empty(row)) {
    return;
  }
  if (is_total(row->fields[0].text)) {
    scan->total_line = scan->totals_n++ == 0 ? row->line : scan->total_line;
  } else if (is_header(csv, row)) {
    scan->header_line = scan->headers_n++ == 0 ? row->line : scan->header_line;
  } else {
    scan_cells(table, csv, row, scan);
  }
}

static enum stf_status open_csv(struct stf_scenario_csv *table, const char *path,
                                struct stf_csv **out) {
  const struct stf_csv_options options = {
      .text = table->text.bytes, .text_n = table->text.n, .ragged = true};
  return stf_csv_open(path, &options, table->build->allocator, table->build->diags, out,
                      &table->error);
}

static enum stf_status scan_file(struct stf_scenario_csv *table, struct scan *scan) {
  struct stf_csv *csv = NULL;
  for (size_t i = 0; i < stf_csv_columns_n(table->csv); i++) {
    stf_dialect_see_date(&scan->evidence, stf_csv_column(table->csv, i),
                         stf_csv_where(table->csv, i));
  }
  enum stf_status status = open_csv(table, stf_csv_where(table->csv, 0).path, &csv);
  struct stf_csv_row row;
  enum stf_csv_got got = status == STF_OK ? STF_CSV_ROW : STF_CSV_END;
  while (got == STF_CSV_ROW || got == STF_CSV_BAD) {
    got = stf_csv_next(csv, &row);
    if (got == STF_CSV_ROW) {
      scan_row(table, csv, &row, scan);
    } else if (got == STF_CSV_FAILED) {
      status = stf_csv_status(csv);
    }
  }
  stf_csv_free(csv);
  return status;
}

/* ---- what is told about it ---- */

struct words {
  char text[256];
  size_t n;
};

STF_PRINTF(2, 3)
static void add_words(struct words *words, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int n = vsnprintf(words->text + words->n, sizeof words->text - words->n, format, args);
  va_end(args);
  words->n += n > 0 ? (size_t)n : 0;
  words->n = words->n < sizeof words->text ? words->n : sizeof words->text - 1;
}

static void add_reading(struct words *words, const char *reading) {
  add_words(words, "%s%s", words->n == 0 ? "read as " : ", ", reading);
}

static void add_dropped(struct words *words, size_t n, const char *what, int line) {
  if (n > 0) {
    add_words(words, "%s%zu %s%s left out (%sline %d)", words->n == 0 ? "" : "; ", n, what,
              n == 1 ? "" : "s", n == 1 ? "" : "first on ", line);
  }
}

static void tell_inferred(const struct stf_scenario_csv *table, const struct scan *scan) {
  struct words words = {.n = 0};
  char delimiter = stf_csv_delimiter(table->csv);
  const struct stf_dialect_evidence *evidence = &scan->evidence;
  if (delimiter != ',') {
    char name[8];
    (void)snprintf(name, sizeof name, "'%c'", delimiter);
    add_reading(&words, delimiter == '\t' ? "tabs" : name);
  }
  bool ordered = evidence->slashes.text[0] != '\0' || evidence->day_first.text[0] != '\0' ||
                 evidence->month_first.text[0] != '\0';
  if (ordered) {
    bool by_period = evidence->either.text[0] != '\0' && evidence->day_first.text[0] == '\0' &&
                     evidence->month_first.text[0] == '\0';
    add_reading(&words, table->dialect.month_first ? "mm/dd/yyyy" : "dd/mm/yyyy");
    add_words(&words, "%s", by_period ? " (by the period)" : "");
  }
  if (evidence->points.text[0] != '\0') {
    add_reading(&words, "dd.mm.yyyy");
  }
  if (table->dialect.decimal_comma) {
    add_reading(&words, "decimal comma");
  }
  if (table->text.encoding != STF_DECODE_UTF8) {
    add_reading(&words, STF_DECODE_NAMES[table->text.encoding]);
  }
  add_dropped(&words, scan->totals_n, "total row", scan->total_line);
  add_dropped(&words, scan->headers_n, "repeated header", scan->header_line);
  if (words.n > 0) {
    struct stf_where where = {.path = stf_csv_where(table->csv, 0).path};
    tell_once(table->build->diags, STF_SEVERITY_NOTE, where, words.text);
  }
}

/* Columns of planners' sheets that say nothing to us. */
static bool is_idle_column(const char *name) {
  static const char *const NAMES[] = {
      "contract", "hours",     "hours/week", "hours_per_week", "h/week", "fte",  "role",
      "notes",    "contratto", "ore",        "ore/settimana",  "ruolo",  "note", "vertrag",
      "stunden",  "rolle",     "notizen"};
  for (size_t i = 0; i < STF_COUNT_OF(NAMES); i++) {
    if (same_word(name, NAMES[i])) {
      return true;
    }
  }
  return is_total(name);
}

static void tell_unknown(const struct stf_scenario_csv *table, size_t i, bool wide) {
  const char *column = stf_csv_column(table->csv, i);
  char hint[STF_NODE_HINT];
  const char *near = stf_node_hint(column, table->names, table->names_n, hint);
  struct stf_where where = stf_csv_where(table->csv, i);
  if (!wide) {
    stf_diag_add(table->build->diags, STF_SEVERITY_WARNING, where,
                 "column '%.60s' is not used%s", column, near);
  } else if (stf_scenario_sheet_is_day(column)) {
    char why[STF_SCENARIO_SHEET_HINT];
    (void)stf_scenario_sheet_hint(column, why);
    stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, where, "a column is headed by %s",
                 why);
  } else if (!is_idle_column(column) && !stf_dialect_is_date(column)) {
    stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, where,
                 "column '%.60s' is no date such as 2026-12-21, and none of contract, hours, "
                 "hours/week, fte, role, notes and total, which are not used%s",
                 column, near);
  }
}

static void tell_columns(const struct stf_scenario_csv *table, size_t required_n,
                         const struct scan *scan) {
  char hint[STF_NODE_HINT];
  for (size_t i = 0; i < required_n; i++) {
    if (table->places[i] < 0) {
      stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, stf_csv_where(table->csv, 0),
                   "column '%s' is missing%s", table->names[i],
                   stf_node_hint("", table->names, table->names_n, hint));
    }
  }
  bool wide = stf_scenario_csv_is_wide(table);
  for (size_t i = 0; i < stf_csv_columns_n(table->csv); i++) {
    bool known = (stf_csv_column(table->csv, i)[0] == '\0' && !scan->filled[i]) ||
                 holds_figures(table, i);
    for (size_t k = 0; k < table->names_n && !known; k++) {
      known = table->places[k] == (int)i;
    }
    if (!known) {
      tell_unknown(table, i, wide);
    }
  }
}

/* ---- opening ---- */

/* What is wrong in the file is in the diagnostics; the rest is kept as the reading's failure.
 */
static void fail(const struct stf_scenario_csv *table, enum stf_status status) {
  struct stf_scenario_build *build = table->build;
  if (status != STF_ERR_INPUT) {
    stf_scenario_build_unread(build, table->node, status, table->error.message);
  }
}

bool stf_scenario_csv_load(struct stf_scenario_csv *table, struct stf_scenario_build *build,
                           const struct stf_node *node) {
  const char *name = NULL;
  *table = (struct stf_scenario_csv){.build = build, .zone = build->scenario->zone};
  if (!stf_node_text(node, &name)) {
    return false;
  }
  table->node = node;
  const char *path = stf_scenario_build_path(build, node);
  if (path == NULL) {
    return false;
  }
  enum stf_status status =
      stf_decode_file(path, build->allocator, build->diags, &table->text, &table->error);
  if (status == STF_OK) {
    /* The line with which some programs tell Excel the delimiter becomes a remark. */
    char *bytes = table->text.bytes;
    if (table->text.n > 5 && strncasecmp(bytes, "sep=", 4) == 0) {
      bytes[0] = '#';
    }
    status = open_csv(table, path, &table->csv);
  }
  if (status != STF_OK) {
    fail(table, status);
    stf_decode_clear(&table->text, build->allocator);
    return false;
  }
  return true;
}

bool stf_scenario_csv_is_wide(const struct stf_scenario_csv *table) {
  for (size_t i = 0; i < stf_csv_columns_n(table->csv); i++) {
    const char *name = stf_csv_column(table->csv, i);
    if (stf_dialect_is_date(name) || stf_scenario_sheet_is_day(name)) {
      return true;
    }
  }
  return false;
}

static void place_columns(struct stf_scenario_csv *table) {
  for (size_t k = 0; k < table->names_n; k++) {
    table->places[k] = -1;
    for (size_t i = stf_csv_columns_n(table->csv); i > 0; i--) {
      if (stf_scenario_words_same(stf_csv_column(table->csv, i - 1), table->names[k])) {
        table->places[k] = (int)i - 1;
      }
    }
  }
}

bool stf_scenario_csv_columns(struct stf_scenario_csv *table, const char *const *names,
                              size_t n, size_t required_n) {
  struct stf_scenario_build *build = table->build;
  size_t errors_n = build->diags->errors_n;
  table->names = names;
  table->names_n = n;
  place_columns(table);
  struct scan scan = {.filled = stf_mem_zeroed(build->allocator, stf_csv_columns_n(table->csv),
                                               sizeof *scan.filled)};
  enum stf_status status = scan.filled != NULL ? scan_file(table, &scan) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    tell_columns(table, required_n, &scan);
    const struct stf_desk *desk = &build->scenario->desk;
    if (stf_dialect_decide(&scan.evidence, stf_csv_where(table->csv, 0).path,
                           stf_zone_day_at(table->zone, desk->from_us),
                           stf_zone_day_at(table->zone, desk->to_us - 1), build->diags,
                           &table->dialect)) {
      tell_inferred(table, &scan);
    }
  } else {
    fail(table, status);
  }
  stf_mem_release(build->allocator, scan.filled);
  if (status != STF_OK || build->diags->errors_n != errors_n) {
    stf_scenario_csv_close(table);
    return false;
  }
  return true;
}

bool stf_scenario_csv_open(struct stf_scenario_csv *table, struct stf_scenario_build *build,
                           const struct stf_node *node, const char *const *names, size_t n,
                           size_t required_n) {
  return stf_scenario_csv_load(table, build, node) &&
         stf_scenario_csv_columns(table, names, n, required_n);
}

void stf_scenario_csv_close(struct stf_scenario_csv *table) {
  if (table->csv != NULL) {
    stf_scenario_build_hash(table->build, table->text.hash);
    stf_csv_free(table->csv);
    stf_decode_clear(&table->text, table->build->allocator);
    table->csv = NULL;
  }
}

bool stf_scenario_csv_head_date(const struct stf_scenario_csv *table, size_t i,
                                struct stf_civil *out) {
  return stf_dialect_date(&table->dialect, stf_csv_column(table->csv, i), out);
}

bool stf_scenario_csv_head_clock(const struct stf_scenario_csv *table, size_t i,
                                 int32_t *out_s) {
  const char *name = stf_csv_column(table->csv, i);
  return strpbrk(name, ":.") != NULL && stf_dialect_clock(name, strlen(name), out_s);
}

/* ---- rows ---- */

bool stf_scenario_csv_next(struct stf_scenario_csv *table) {
  for (;;) {
    switch (stf_csv_next(table->csv, &table->row)) {
    case STF_CSV_ROW:
      if (is_empty(&table->row) || is_total(table->row.fields[0].text) ||
          is_header(table->csv, &table->row)) {
        break;
      }
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

static void tell(const struct stf_scenario_csv *table, size_t place, const char *text) {
  tell_once(table->build->diags, STF_SEVERITY_ERROR, stf_csv_where(table->csv, place), text);
}

enum {
  MESSAGE_MAX = 1024
};

void stf_scenario_csv_error(const struct stf_scenario_csv *table, size_t column,
                            const char *format, ...) {
  char text[MESSAGE_MAX];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  int place = table->places[column];
  tell(table, place < 0 ? 0 : (size_t)place, text);
}

void stf_scenario_csv_error_at(const struct stf_scenario_csv *table, size_t place,
                               const char *format, ...) {
  char text[MESSAGE_MAX];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(text, sizeof text, format, args);
  va_end(args);
  tell(table, place, text);
}

static const char *cell(const struct stf_scenario_csv *table, size_t column) {
  int place = table->places[column];
  return place < 0 ? "" : table->row.fields[place].text;
}

static bool misread(const struct stf_scenario_csv *table, size_t column, const char *right) {
  const char *text = cell(table, column);
  if (text[0] == '\0') {
    stf_scenario_csv_error(table, column, "'%s' is empty: it must be %s", table->names[column],
                           right);
  } else {
    stf_scenario_csv_error(table, column, "'%s' must be %s, not '%.60s'", table->names[column],
                           right, text);
  }
  return false;
}

static bool misread_time(const struct stf_scenario_csv *table, size_t column,
                         const char *right) {
  const char *text = cell(table, column);
  char hint[STF_SCENARIO_SHEET_HINT];
  if (!stf_scenario_sheet_hint(text, hint)) {
    return misread(table, column, right);
  }
  stf_scenario_csv_error(table, column, "'%s' must be %s, not %s", table->names[column], right,
                         hint);
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
  if (!stf_dialect_number(&table->dialect, cell(table, column), &value) || value < 0) {
    return misread(table, column, "a number of 0 or more");
  }
  *out = value;
  return true;
}

bool stf_scenario_csv_clock(const struct stf_scenario_csv *table, size_t column,
                            int32_t *out_s) {
  const char *text = cell(table, column);
  return stf_dialect_clock(text, strlen(text), out_s) ||
         misread_time(table, column, "a time of day such as 09:30");
}

bool stf_scenario_csv_date(const struct stf_scenario_csv *table, size_t column,
                           struct stf_civil *out) {
  return stf_dialect_date(&table->dialect, cell(table, column), out) ||
         misread_time(table, column, "a date such as 2026-12-21");
}

bool stf_scenario_csv_instant(const struct stf_scenario_csv *table, size_t column,
                              int64_t *out_us) {
  const char *text = cell(table, column);
  struct stf_civil civil;
  if (stf_dialect_datetime(&table->dialect, text, &civil)) {
    *out_us = stf_zone_to_utc(table->zone, &civil);
    return true;
  }
  return stf_zone_parse_local(table->zone, text, out_us) ||
         stf_zone_parse_instant(text, strlen(text), out_us) ||
         misread_time(table, column, "a local date and time such as 2026-12-21 09:30");
}

bool stf_scenario_csv_weekday(const struct stf_scenario_csv *table, size_t column, int *out) {
  const char *text = NULL;
  if (!stf_scenario_csv_text(table, column, &text)) {
    return false;
  }
  *out = stf_scenario_words_weekday(text);
  if (*out >= 0) {
    return true;
  }
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

bool stf_scenario_csv_is_team(const struct stf_scenario_csv *table, size_t column,
                              uint32_t team) {
  const struct stf_scenario_build *build = table->build;
  uint32_t named = team;
  return !stf_scenario_csv_has(table, column) ||
         (stf_scenario_csv_choice(table, column, "team", build->team_names,
                                  build->scenario->desk.teams_n, &named) &&
          named == team);
}
