/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/need.h"

#include "roster/problem.h"
#include "scenario/scenario_csv.h"

#include <stdlib.h>
#include <string.h>

enum {
  DAY_S = 86400,
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
  WIDE_TEAM = 1,
  WIDE_COLUMNS_N
};
static const char *const WIDE_COLUMNS[WIDE_COLUMNS_N] = {"start", "team"};
static const char ONLY_TEAM[] = "agents";

struct reader {
  struct stf_reading *reading;
  struct stf_scenario_csv table;
  struct stf_need *need;
};

static void add_cell(struct reader *r, struct stf_need_cell cell, size_t place) {
  struct stf_need *need = r->need;
  struct stf_need_cell *cells = stf_mem_grown(need->allocator, need->cells, &need->capacity,
                                              need->cells_n + 1, sizeof *cells);
  if (cells == NULL) {
    stf_scenario_build_fail(&r->reading->build, STF_ERR_MEMORY);
    return;
  }
  struct stf_where where = stf_csv_where(r->table.csv, place);
  cell.line = where.line;
  cell.column = where.column;
  need->cells = cells;
  cells[need->cells_n++] = cell;
}

static bool read_start(const struct stf_scenario_csv *table, int32_t *out_s) {
  static const int32_t FINEST_S = 300;
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

static void read_wide_row(struct reader *r) {
  struct stf_need_cell cell = {0};
  if (!read_start(&r->table, &cell.start_s) || !read_team(r, WIDE_TEAM, &cell.team)) {
    return;
  }
  for (size_t i = 0; i < r->table.row.fields_n; i++) {
    struct stf_civil date;
    const struct stf_csv_field *field = &r->table.row.fields[i];
    if (!stf_scenario_csv_head_date(&r->table, i, &date)) {
      continue;
    }
    cell.agents = 0;
    if (field->n > 0 && (!stf_dialect_number(&r->table.dialect, field->text, &cell.agents) ||
                         cell.agents < 0 || cell.agents > AGENTS_MAX)) {
      stf_scenario_csv_error_at(&r->table, i,
                                "agents wanted must be a number from 0 to %d, not '%.60s'",
                                AGENTS_MAX, field->text);
      continue;
    }
    cell.day = stf_zone_day_number(&date);
    add_cell(r, cell, i);
  }
}

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

static void find_twice(const struct stf_need *need, const char *path, struct stf_diags *diags) {
  for (size_t i = 1; i < need->cells_n; i++) {
    const struct stf_need_cell *before = &need->cells[i - 1];
    const struct stf_need_cell *cell = &need->cells[i];
    if (before->team == cell->team && before->day == cell->day &&
        before->start_s == cell->start_s) {
      struct stf_where where = {.path = path, .line = cell->line, .column = cell->column};
      stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                   "this interval of team '%s' stands already on line %d",
                   stf_dict_text(need->teams, cell->team), before->line);
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

static void settle(struct reader *r, const char *path) {
  struct stf_need *need = r->need;
  struct stf_diags *diags = r->reading->build.diags;
  struct stf_where where = {.path = path};
  if (need->cells_n == 0) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where, "the table wants nobody at any time");
    return;
  }
  qsort(need->cells, need->cells_n, sizeof *need->cells, by_place);
  find_twice(need, path, diags);
  need->interval_s = interval_of(need);
  need->first_day = need->cells[0].day;
  need->last_day = need->cells[0].day;
  for (size_t i = 0; i < need->cells_n; i++) {
    int64_t day = need->cells[i].day;
    need->first_day = day < need->first_day ? day : need->first_day;
    need->last_day = day > need->last_day ? day : need->last_day;
  }
  if (need->last_day - need->first_day >= STF_PROBLEM_DAYS_MAX / 2) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "the table goes over more than %d days: plan shorter periods",
                 STF_PROBLEM_DAYS_MAX / 2);
  }
}

static enum stf_status read_file(struct reader *r, const char *path, struct stf_error *error) {
  const struct stf_node *node = stf_reading_named(r->reading, path);
  if (node == NULL || !stf_scenario_csv_load(&r->table, &r->reading->build, node)) {
    return stf_reading_unopened(r->reading, &r->table.error, error);
  }
  bool is_wide = stf_scenario_csv_is_wide(&r->table);
  size_t required_n = is_wide ? 1 : TEAM;
  if (!stf_scenario_csv_columns(&r->table, is_wide ? WIDE_COLUMNS : COLUMNS,
                                is_wide ? WIDE_COLUMNS_N : COLUMNS_N, required_n)) {
    return stf_reading_end(r->reading, error);
  }
  r->need->has_teams = stf_scenario_csv_has(&r->table, is_wide ? WIDE_TEAM : TEAM);
  while (stf_scenario_csv_next(&r->table)) {
    if (is_wide) {
      read_wide_row(r);
    } else {
      read_long_row(r);
    }
  }
  r->need->hash = r->table.text.hash;
  stf_scenario_csv_close(&r->table);
  settle(r, path);
  return stf_reading_end(r->reading, error);
}

enum stf_status stf_need_read(const char *path, const struct stf_allocator *allocator,
                              struct stf_diags *diags, struct stf_need *out,
                              struct stf_error *error) {
  *out = (struct stf_need){.allocator = allocator, .teams = stf_dict_new(allocator)};
  struct stf_reading reading;
  struct reader reader = {.reading = &reading, .need = out};
  enum stf_status status = stf_reading_init(&reading, allocator, diags);
  if (status == STF_OK) {
    status = out->teams != NULL ? read_file(&reader, path, error) : STF_ERR_MEMORY;
  }
  stf_reading_clear(&reading);
  return status;
}

void stf_need_clear(struct stf_need *need) {
  stf_dict_free(need->teams);
  stf_mem_release(need->allocator, need->cells);
  *need = (struct stf_need){0};
}
