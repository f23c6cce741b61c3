/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/table_read.h"

#include "base/quantity.h"
#include "input/csv.h"
#include "report/table_columns.h"
#include "time/zone.h"

#include <stdio.h>
#include <string.h>

struct reader {
  struct stf_csv *csv;
  struct stf_table *table;
  struct stf_diags *diags;
  size_t *column_of; /* owned: of each field of the file, its place in STF_TABLE_COLUMNS */
  bool is_bad;
};

/* Keeps what follows `head` in a provenance line; false if it begins otherwise. */
static bool keep_behind(const char *text, size_t n, const char *head, char *out, size_t out_n) {
  size_t head_n = strlen(head);
  if (n < head_n || memcmp(text, head, head_n) != 0) {
    return false;
  }
  (void)snprintf(out, out_n, "%.*s", (int)(n - head_n), text + head_n);
  return true;
}

static void take_comment(void *context, const char *text, size_t n) {
  struct stf_table_read_facts *facts = context;
  char rest[sizeof facts->line];
  while (n > 0 && *text == ' ') {
    text++;
    n--;
  }
  if (keep_behind(text, n, "timezone: ", facts->timezone, sizeof facts->timezone)) {
    return;
  }
  if (keep_behind(text, n, "staffetta ", rest, sizeof rest)) {
    (void)snprintf(facts->line, sizeof facts->line, "staffetta %.480s", rest);
  } else if (keep_behind(text, n, "command: ", rest, sizeof rest)) {
    size_t at = strlen(facts->line);
    (void)snprintf(facts->line + at, sizeof facts->line - at, "%s%s", at > 0 ? ", " : "", rest);
  }
}

/* Place of a column in STF_TABLE_COLUMNS, or STF_TABLE_COLUMNS_N. */
static size_t place_of(const char *name) {
  size_t i = 0;
  while (i < STF_TABLE_COLUMNS_N && strcmp(STF_TABLE_COLUMNS[i].name, name) != 0) {
    i++;
  }
  return i;
}

static void refuse_column(struct reader *reader, size_t field, const char *name) {
  const char *names[STF_TABLE_COLUMNS_N];
  for (size_t i = 0; i < STF_TABLE_COLUMNS_N; i++) {
    names[i] = STF_TABLE_COLUMNS[i].name;
  }
  const char *nearest = stf_quantity_nearest(name, names, STF_TABLE_COLUMNS_N);
  stf_diag_add(reader->diags, STF_SEVERITY_ERROR, stf_csv_where(reader->csv, field),
               "a results table has no column '%s'%s%s%s", name,
               nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
               nearest != NULL ? "'?" : "");
  reader->is_bad = true;
}

static const char *const NEEDED[] = {"kpi", "definition", "statistic"};

/* Without any of these columns the file is something else altogether: one message says so. */
static bool is_something_else(struct reader *reader) {
  for (size_t i = 0; i < STF_COUNT_OF(NEEDED); i++) {
    if (stf_csv_find(reader->csv, NEEDED[i]) >= 0) {
      return false;
    }
  }
  stf_diag_add(reader->diags, STF_SEVERITY_ERROR, stf_csv_where(reader->csv, 0),
               "this is no results table: its header has no 'kpi', 'definition', 'statistic'; "
               "'staffetta run' and 'actuals' write one with --format csv");
  reader->is_bad = true;
  return true;
}

static enum stf_status read_header(struct reader *reader) {
  if (is_something_else(reader)) {
    return STF_ERR_INPUT;
  }
  size_t columns_n = stf_csv_columns_n(reader->csv);
  reader->column_of = stf_mem_zeroed(NULL, columns_n, sizeof *reader->column_of);
  if (reader->column_of == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < columns_n; i++) {
    const char *name = stf_csv_column(reader->csv, i);
    reader->column_of[i] = place_of(name);
    if (reader->column_of[i] == STF_TABLE_COLUMNS_N) {
      refuse_column(reader, i, name);
    } else if (stf_csv_find(reader->csv, name) != (int)i) {
      stf_diag_add(reader->diags, STF_SEVERITY_ERROR, stf_csv_where(reader->csv, i),
                   "column '%s' stands twice", name);
      reader->is_bad = true;
    }
  }
  for (size_t i = 0; i < STF_COUNT_OF(NEEDED); i++) {
    if (stf_csv_find(reader->csv, NEEDED[i]) < 0) {
      stf_diag_add(reader->diags, STF_SEVERITY_ERROR, stf_csv_where(reader->csv, 0),
                   "no column '%s': is this a results table (--format csv)?", NEEDED[i]);
      reader->is_bad = true;
    }
  }
  return reader->is_bad ? STF_ERR_INPUT : STF_OK;
}

/* The text in the table's memory; the one of the row above, if it is the same. */
static const char *kept(const struct reader *reader, const struct stf_table_column *column,
                        const struct stf_csv_field *field) {
  const struct stf_table *table = reader->table;
  if (table->rows_n > 0) {
    const char *above = stf_table_columns_text(&table->rows[table->rows_n - 1], column);
    if (strcmp(above, field->text) == 0) {
      return above;
    }
  }
  return stf_arena_text(table->arena, field->text, field->n);
}

static bool parse_verdict(const char *text, enum stf_inside *out) {
  for (int i = 0; i < STF_TABLE_COLUMNS_VERDICTS_N; i++) {
    if (strcmp(STF_TABLE_COLUMNS_VERDICTS[i], text) == 0) {
      *out = (enum stf_inside)i;
      return true;
    }
  }
  return false;
}

/* Reads a field that is not empty into the row; NULL, or what it should have been. */
static const char *parse_field(const struct stf_table_column *column,
                               const struct stf_csv_field *field, struct stf_row *row) {
  char *place = (char *)row + column->offset;
  int64_t integer = 0;
  double number = 0;
  switch (column->kind) {
  case STF_TABLE_COLUMNS_NUMBER:
    if (!stf_quantity_number(field->text, &number)) {
      return "a number";
    }
    memcpy(place, &number, sizeof number);
    return NULL;
  case STF_TABLE_COLUMNS_COUNT:
    if (!stf_quantity_integer(field->text, &integer) || integer < 0) {
      return "a whole number from 0 on";
    }
    memcpy(place, &integer, sizeof integer);
    return NULL;
  case STF_TABLE_COLUMNS_INSTANT:
    if (!stf_zone_parse_instant(field->text, field->n, &integer)) {
      return "a time such as 2026-12-21T09:30:00+01:00";
    }
    memcpy(place, &integer, sizeof integer);
    return NULL;
  case STF_TABLE_COLUMNS_VERDICT:
    return parse_verdict(field->text, &row->inside80) ? NULL
                                                      : "'below', 'inside', 'above' or 'given'";
  case STF_TABLE_COLUMNS_TEXT:
    break;
  }
  return NULL;
}

static enum stf_status read_row(struct reader *reader, const struct stf_csv_row *fields) {
  struct stf_row row = STF_ROW_EMPTY;
  for (size_t i = 0; i < fields->fields_n; i++) {
    const struct stf_table_column *column = &STF_TABLE_COLUMNS[reader->column_of[i]];
    const struct stf_csv_field *field = &fields->fields[i];
    if (field->n == 0) {
      continue;
    }
    if (column->kind == STF_TABLE_COLUMNS_TEXT) {
      const char *text = kept(reader, column, field);
      if (text == NULL) {
        return STF_ERR_MEMORY;
      }
      memcpy((char *)&row + column->offset, &text, sizeof text);
      continue;
    }
    const char *wanted = parse_field(column, field, &row);
    if (wanted != NULL) {
      stf_diag_add(reader->diags, STF_SEVERITY_ERROR, stf_csv_where(reader->csv, i),
                   "column '%s' wants %s, not '%s'", column->name, wanted, field->text);
      reader->is_bad = true;
    }
  }
  return stf_row_table_add(reader->table, &row);
}

static void tell_problem(struct reader *reader, const char *path) {
  const struct stf_csv_problem *problem = stf_csv_problem(reader->csv);
  stf_diag_add(reader->diags, STF_SEVERITY_ERROR,
               (struct stf_where){path, problem->line, problem->column}, "%s",
               problem->message);
  reader->is_bad = true;
}

static enum stf_status read_rows(struct reader *reader, const char *path) {
  struct stf_csv_row fields;
  enum stf_status status = STF_OK;
  while (status == STF_OK) {
    switch (stf_csv_next(reader->csv, &fields)) {
    case STF_CSV_ROW:
      status = read_row(reader, &fields);
      break;
    case STF_CSV_BAD:
      tell_problem(reader, path);
      break;
    case STF_CSV_END:
      return reader->is_bad ? STF_ERR_INPUT : STF_OK;
    case STF_CSV_FAILED:
      return stf_csv_status(reader->csv);
    }
  }
  return status;
}

enum stf_status stf_table_read_file(const char *path, struct stf_table *table,
                                    struct stf_table_read_facts *facts, struct stf_diags *diags,
                                    struct stf_error *error) {
  memset(facts, 0, sizeof *facts);
  struct reader reader = {.table = table, .diags = diags};
  const struct stf_csv_options options = {
      .delimiter = ',', .comment = take_comment, .context = facts};
  enum stf_status status = stf_row_table_init(table, NULL);
  if (status == STF_OK) {
    status = stf_csv_open(path, &options, NULL, diags, &reader.csv, error);
  }
  status = status == STF_OK ? read_header(&reader) : status;
  status = status == STF_OK ? read_rows(&reader, path) : status;
  stf_csv_free(reader.csv);
  stf_mem_release(NULL, reader.column_of);
  if (status == STF_ERR_MEMORY) {
    return stf_status_fail(error, status, 0, "no memory to read '%s'", path);
  }
  return status;
}
