/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/need.h"

#include "roster/problem.h"
#include "scenario/scenario_csv.h"

#include <stdlib.h>
#include <string.h>

enum {
  DAY_S = 86400,
  FINEST_S = 300,
  AGENTS_MAX = 100000
};

enum {
  START,
  DATE,
  AGENTS,
  TEAM,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"start", "date", "agents", "team"};
enum {
  MATRIX_DATE = 0,
  WIDE_TEAM = 1, /* in both forms with figures in columns */
  WIDE_COLUMNS_N
};
static const char *const WIDE_COLUMNS[WIDE_COLUMNS_N] = {"start", "team"};
static const char *const MATRIX_COLUMNS[WIDE_COLUMNS_N] = {"date", "team"};
static const char ONLY_TEAM[] = "agents";

struct reader {
  struct stf_reading *reading;
  struct stf_scenario_csv table;
  struct stf_need *need;
};

enum stf_status stf_need_add(struct stf_need *need, const struct stf_need_cell *cell) {
  struct stf_need_cell *cells = stf_mem_grown(need->allocator, need->cells, &need->capacity,
                                              need->cells_n + 1, sizeof *cells);
  if (cells == NULL) {
    return STF_ERR_MEMORY;
  }
  need->cells = cells;
  cells[need->cells_n++] = *cell;
  return STF_OK;
}

static void add_cell(struct reader *r, struct stf_need_cell cell, size_t place) {
  struct stf_where where = stf_csv_where(r->table.csv, place);
  cell.line = where.line;
  cell.column = where.column;
  if (stf_need_add(r->need, &cell) != STF_OK) {
    stf_scenario_build_fail(&r->reading->build, STF_ERR_MEMORY);
  }
}

static bool read_start(const struct stf_scenario_csv *table, int32_t *out_s) {
  if (!stf_scenario_csv_clock(table, START, out_s)) {
    return false;
  }
  if (*out_s >= DAY_S || *out_s % FINEST_S != 0) {
    stf_scenario_csv_error(table, START,
                           "an interval starts before 24:00, on a multiple of 5 minutes");
    return false;
  }
  return true;
}

/* Team of the row; false: told. */
static bool read_team(struct reader *r, size_t column, uint32_t *out) {
  const char *name = ONLY_TEAM;
  if (stf_scenario_csv_has(&r->table, column) &&
      !stf_scenario_csv_text(&r->table, column, &name)) {
    return false;
  }
  *out = stf_dict_add(r->need->teams, name, strlen(name));
  if (*out == STF_DICT_NONE) {
    stf_scenario_build_fail(&r->reading->build, STF_ERR_MEMORY);
    return false;
  }
  if (*out >= STF_PROBLEM_TEAMS_MAX) {
    stf_scenario_csv_error(&r->table, column, "more than %d teams", STF_PROBLEM_TEAMS_MAX);
    return false;
  }
  return true;
}

static void read_long_row(struct reader *r) {
  struct stf_need_cell cell = {0};
  struct stf_civil date;
  bool good = read_start(&r->table, &cell.start_s);
  good = read_team(r, TEAM, &cell.team) && good;
  good = stf_scenario_csv_number(&r->table, AGENTS, &cell.agents) && good;
  if (good && cell.agents > AGENTS_MAX) {
    stf_scenario_csv_error(&r->table, AGENTS, "'agents' must be at most %d", AGENTS_MAX);
    good = false;
  }
  if (stf_scenario_csv_date(&r->table, DATE, &date) && good) {
    cell.day = stf_zone_day_number(&date);
    add_cell(r, cell, (size_t)r->table.places[START]);
  }
}

/* Agents wanted as a figure under a date or time; empty: nobody. False: told. */
static bool read_figure(struct reader *r, size_t place, double *out) {
  const struct stf_csv_field *field = &r->table.row.fields[place];
  *out = 0;
  if (field->n > 0 && (!stf_dialect_number(&r->table.dialect, field->text, out) || *out < 0 ||
                       *out > AGENTS_MAX)) {
    stf_scenario_csv_error_at(&r->table, place,
                              "agents wanted must be a number from 0 to %d, not '%.60s'",
                              AGENTS_MAX, field->text);
    return false;
  }
  return true;
}

/* A row that ends early may have lost figures. */
static bool is_whole_row(struct reader *r) {
  const struct stf_csv_row *row = &r->table.row;
  if (row->given_n < row->fields_n) {
    stf_scenario_csv_error_at(&r->table, 0,
                              "the row has %zu cells where the header has %zu: an interval in "
                              "which nobody is wanted is an empty cell",
                              row->given_n, row->fields_n);
  }
  return row->given_n == row->fields_n;
}

static void read_wide_row(struct reader *r) {
  struct stf_need_cell cell = {0};
  if (!is_whole_row(r) || !read_start(&r->table, &cell.start_s) ||
      !read_team(r, WIDE_TEAM, &cell.team)) {
    return;
  }
  for (size_t i = 0; i < r->table.row.fields_n; i++) {
    struct stf_civil date;
    if (stf_scenario_csv_head_date(&r->table, i, &date) && read_figure(r, i, &cell.agents)) {
      cell.day = stf_zone_day_number(&date);
      add_cell(r, cell, i);
    }
  }
}

/* ---- dates in rows, times in columns ---- */

static bool is_matrix(const struct stf_scenario_csv *table) {
  int32_t clock_s = 0;
  bool any = false;
  for (size_t i = 0; i < stf_csv_columns_n(table->csv) && !any; i++) {
    any = stf_scenario_csv_head_clock(table, i, &clock_s);
  }
  return any;
}

/* Times at the heads lie on the grid, each once. */
static void check_heads(struct reader *r) {
  size_t n = stf_csv_columns_n(r->table.csv);
  bool seen[DAY_S / FINEST_S] = {false};
  for (size_t i = 0; i < n; i++) {
    int32_t start_s = 0;
    if (!stf_scenario_csv_head_clock(&r->table, i, &start_s)) {
      continue;
    }
    if (start_s >= DAY_S || start_s % FINEST_S != 0) {
      stf_scenario_csv_error_at(
          &r->table, i,
          "column '%.60s': an interval starts before 24:00, on a multiple "
          "of 5 minutes",
          stf_csv_column(r->table.csv, i));
    } else if (seen[start_s / FINEST_S]) {
      stf_scenario_csv_error_at(&r->table, i, "a second column for the time %.60s",
                                stf_csv_column(r->table.csv, i));
    } else {
      seen[start_s / FINEST_S] = true;
    }
  }
}

static void read_matrix_row(struct reader *r) {
  struct stf_need_cell cell = {0};
  struct stf_civil date;
  if (!is_whole_row(r) || !stf_scenario_csv_date(&r->table, MATRIX_DATE, &date) ||
      !read_team(r, WIDE_TEAM, &cell.team)) {
    return;
  }
  cell.day = stf_zone_day_number(&date);
  for (size_t i = 0; i < r->table.row.fields_n; i++) {
    if (stf_scenario_csv_head_clock(&r->table, i, &cell.start_s) &&
        read_figure(r, i, &cell.agents)) {
      add_cell(r, cell, i);
    }
  }
}

/* ---- the whole ---- */

static int by_place(const void *left, const void *right) {
  const struct stf_need_cell *a = left;
  const struct stf_need_cell *b = right;
  if (a->team != b->team) {
    return a->team < b->team ? -1 : 1;
  }
  if (a->day != b->day) {
    return a->day < b->day ? -1 : 1;
  }
  if (a->start_s != b->start_s) {
    return a->start_s < b->start_s ? -1 : 1;
  }
  return (a->line > b->line) - (a->line < b->line);
}

/* whole_rows: a row is one date, and is told once. */
static void find_twice(const struct stf_need *need, const char *path, bool whole_rows,
                       struct stf_diags *diags) {
  int told_line = 0;
  for (size_t i = 1; i < need->cells_n; i++) {
    const struct stf_need_cell *before = &need->cells[i - 1];
    const struct stf_need_cell *cell = &need->cells[i];
    if (before->team == cell->team && before->day == cell->day &&
        before->start_s == cell->start_s &&
        (!whole_rows || (cell->line != told_line && cell->line != before->line))) {
      told_line = cell->line;
      struct stf_where where = {.path = path, .line = cell->line, .column = cell->column};
      stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                   "this %s of team '%s' stands already on line %d",
                   whole_rows ? "date" : "interval", stf_dict_text(need->teams, cell->team),
                   before->line);
    }
  }
}

/* The longest interval that all starts are multiples of. */
static int32_t interval_of(const struct stf_need *need) {
  static const int32_t LENGTHS_S[] = {3600, 1800, 1200, 900, 600};
  for (size_t k = 0; k < STF_COUNT_OF(LENGTHS_S); k++) {
    bool fits = true;
    for (size_t i = 0; i < need->cells_n && fits; i++) {
      fits = need->cells[i].start_s % LENGTHS_S[k] == 0;
    }
    if (fits) {
      return LENGTHS_S[k];
    }
  }
  return 300;
}

void stf_need_settle(struct stf_need *need) {
  qsort(need->cells, need->cells_n, sizeof *need->cells, by_place);
  need->interval_s = interval_of(need);
  need->first_day = need->cells_n > 0 ? need->cells[0].day : 0;
  need->last_day = need->first_day;
  for (size_t i = 0; i < need->cells_n; i++) {
    int64_t day = need->cells[i].day;
    need->first_day = day < need->first_day ? day : need->first_day;
    need->last_day = day > need->last_day ? day : need->last_day;
  }
}

static void settle(struct reader *r, const char *path, bool whole_rows) {
  struct stf_need *need = r->need;
  struct stf_diags *diags = r->reading->build.diags;
  struct stf_where where = {.path = path};
  if (need->cells_n == 0) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where, "the table wants nobody at any time");
    return;
  }
  stf_need_settle(need);
  find_twice(need, path, whole_rows, diags);
  if (need->last_day - need->first_day >= STF_PROBLEM_DAYS_MAX / 2) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "the table goes over more than %d days: plan shorter periods",
                 STF_PROBLEM_DAYS_MAX / 2);
  }
}

enum form {
  FORM_LONG,
  FORM_WIDE,  /* dates in columns */
  FORM_MATRIX /* times in columns */
};

static void read_row(struct reader *r, enum form form) {
  switch (form) {
  case FORM_LONG:
    read_long_row(r);
    break;
  case FORM_WIDE:
    read_wide_row(r);
    break;
  case FORM_MATRIX:
    read_matrix_row(r);
    break;
  }
}

static enum stf_status read_file(struct reader *r, const char *path, struct stf_error *error) {
  const struct stf_node *node = stf_reading_named(r->reading, path);
  if (node == NULL || !stf_scenario_csv_load(&r->table, &r->reading->build, node)) {
    return stf_reading_unopened(r->reading, &r->table.error, error);
  }
  enum form form = stf_scenario_csv_is_wide(&r->table) ? FORM_WIDE
                   : is_matrix(&r->table)              ? FORM_MATRIX
                                                       : FORM_LONG;
  const char *const *columns = form == FORM_LONG   ? COLUMNS
                               : form == FORM_WIDE ? WIDE_COLUMNS
                                                   : MATRIX_COLUMNS;
  r->table.has_figures = form != FORM_LONG;
  if (!stf_scenario_csv_columns(&r->table, columns,
                                form == FORM_LONG ? COLUMNS_N : WIDE_COLUMNS_N,
                                form == FORM_LONG ? TEAM : 1)) {
    return stf_reading_end(r->reading, error);
  }
  r->need->has_teams = stf_scenario_csv_has(&r->table, form == FORM_LONG ? TEAM : WIDE_TEAM);
  if (form == FORM_MATRIX) {
    check_heads(r);
  }
  while (stf_scenario_csv_next(&r->table)) {
    read_row(r, form);
  }
  r->need->hash = r->table.text.hash;
  stf_scenario_csv_close(&r->table);
  settle(r, path, form == FORM_MATRIX);
  return stf_reading_end(r->reading, error);
}

enum stf_status stf_need_begin(const struct stf_allocator *allocator, struct stf_need *out) {
  *out = (struct stf_need){.allocator = allocator, .teams = stf_dict_new(allocator)};
  return out->teams != NULL ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_need_read(const char *path, const struct stf_allocator *allocator,
                              struct stf_diags *diags, struct stf_need *out,
                              struct stf_error *error) {
  struct stf_reading reading;
  struct reader reader = {.reading = &reading, .need = out};
  enum stf_status status = stf_need_begin(allocator, out);
  enum stf_status begun = stf_reading_init(&reading, allocator, diags);
  status = status == STF_OK ? begun : status;
  if (status == STF_OK) {
    status = read_file(&reader, path, error);
  }
  stf_reading_clear(&reading);
  return status;
}

void stf_need_clear(struct stf_need *need) {
  stf_dict_free(need->teams);
  stf_mem_release(need->allocator, need->cells);
  *need = (struct stf_need){0};
}
