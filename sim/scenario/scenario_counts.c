/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_counts.h"

#include "base/quantity.h"
#include "base/search.h"
#include "scenario/scenario_csv.h"
#include "scenario/scenario_grid.h"

#include <stdlib.h>
#include <string.h>

enum {
  AGENTS_MAX = 100000,
  DAY_S = 86400
};

enum {
  START,
  AGENTS,
  WEEKDAY,
  DATE,
  TEAM,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"start", "agents", "weekday", "date", "team"};
static const char *const WIDE_COLUMNS[1] = {"start"};

enum {
  MATRIX_DATE,
  MATRIX_TEAM,
  MATRIX_COLUMNS_N
};
static const char *const MATRIX_COLUMNS[MATRIX_COLUMNS_N] = {"date", "team"};

enum form {
  INSTANTS, /* each count holds until the next */
  WEEKDAYS, /* each day by itself */
  DATES
};

/* From `at` on so many agents are there. */
struct count {
  int64_t at; /* instant [us]; by day: (weekday or day number) * 86400 + second of the day */
  int32_t agents_n;
  int line;
};

struct counts {
  const struct stf_allocator *allocator;
  struct count *items;
  size_t n;
  size_t capacity;
  enum form form;
};

static bool add_count(struct counts *counts, struct count count) {
  struct count *items = stf_mem_grown(counts->allocator, counts->items, &counts->capacity,
                                      counts->n + 1, sizeof *items);
  if (items == NULL) {
    return false;
  }
  counts->items = items;
  items[counts->n++] = count;
  return true;
}

/* ---- steps of a team's count over the run ---- */

static bool is_holiday(const struct stf_scenario_staff_team *team, int64_t day) {
  size_t low =
      stf_search_below(team->holidays, team->holidays_n, sizeof *team->holidays, 0, day);
  return low < team->holidays_n && team->holidays[low] == day;
}

static void put_changes(struct stf_scenario_staff *staff, uint32_t team,
                        const struct counts *steps) {
  int32_t before_n = 0;
  for (size_t i = 0; i < steps->n; i++) {
    stf_scenario_staff_add_change(
        staff, (struct stf_staff_change){.at_us = steps->items[i].at,
                                         .team = team,
                                         .agent = STF_NOBODY,
                                         .delta = steps->items[i].agents_n - before_n});
    before_n = steps->items[i].agents_n;
  }
}

/* The steps with nobody on holidays: cut at midnights. */
static bool close_days(const struct stf_scenario_staff_team *team, const struct counts *steps,
                       const struct stf_scenario_grid *days, struct counts *out) {
  size_t step = 0;
  size_t day = 0;
  int32_t agents_n = 0;
  while (step < steps->n || day + 1 < days->n) {
    int64_t step_us = step < steps->n ? steps->items[step].at : INT64_MAX;
    int64_t day_us = day + 1 < days->n ? days->edges_us[day + 1] : INT64_MAX;
    day += day_us <= step_us;
    if (step < steps->n && step_us <= day_us) {
      agents_n = steps->items[step++].agents_n;
    }
    bool closed = is_holiday(team, days->steps[day].day);
    if (!add_count(out, (struct count){.at = step_us < day_us ? step_us : day_us,
                                       .agents_n = closed ? 0 : agents_n})) {
      return false;
    }
  }
  return true;
}

static void put_steps(struct stf_scenario_staff *staff, uint32_t t, const struct stf_node *node,
                      const struct counts *steps) {
  struct stf_scenario_build *build = staff->build;
  const struct stf_scenario_staff_team *team = &staff->teams[t];
  if (team->holidays_n == 0 || team->holidays_like >= 0) {
    put_changes(staff, t, steps);
    return;
  }
  struct stf_scenario_grid days;
  struct counts open = {.allocator = build->allocator};
  if (!stf_scenario_grid_make_in(build, stf_scenario_staff_zone(staff, t), node, NULL, 0,
                                 &days)) {
    return;
  }
  if (close_days(team, steps, &days, &open)) {
    put_changes(staff, t, &open);
  } else {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
  }
  stf_mem_release(build->allocator, open.items);
}

void stf_scenario_counts_constant(struct stf_scenario_staff *staff, uint32_t team,
                                  const struct stf_node *node, int32_t agents_n) {
  struct count count = {.at = staff->build->start_us, .agents_n = agents_n};
  put_steps(staff, team, node, &(struct counts){.items = &count, .n = 1});
}

/* ---- reading ---- */

static int by_at(const void *left, const void *right) {
  const struct count *a = left;
  const struct count *b = right;
  return (a->at > b->at) - (a->at < b->at);
}

static bool read_start(const struct stf_scenario_csv *table, int32_t *out_s) {
  if (!stf_scenario_csv_clock(table, START, out_s)) {
    return false;
  }
  if (*out_s >= DAY_S) {
    stf_scenario_csv_error(table, START, "a step must start before 24:00");
    return false;
  }
  return true;
}

static bool read_day(const struct stf_scenario_csv *table, enum form form, int64_t *out) {
  int weekday = 0;
  struct stf_civil civil;
  if (form == WEEKDAYS) {
    bool good = stf_scenario_csv_weekday(table, WEEKDAY, &weekday);
    *out = weekday;
    return good;
  }
  if (!stf_scenario_csv_date(table, DATE, &civil)) {
    return false;
  }
  *out = stf_zone_day_number(&civil);
  return true;
}

static bool is_count(double agents_n) {
  return agents_n >= 0 && agents_n <= AGENTS_MAX && agents_n == (double)(int32_t)agents_n;
}

static bool read_count(const struct stf_scenario_csv *table, enum form form,
                       struct count *out) {
  double agents_n = 0;
  bool good = stf_scenario_csv_number(table, AGENTS, &agents_n);
  if (good && !is_count(agents_n)) {
    stf_scenario_csv_error(table, AGENTS, "'agents' must be a whole number up to %d",
                           AGENTS_MAX);
    good = false;
  }
  out->agents_n = good ? (int32_t)agents_n : 0;
  out->line = table->row.line;
  if (form == INSTANTS) {
    return stf_scenario_csv_instant(table, START, &out->at) && good;
  }
  int64_t day = 0;
  int32_t start_s = 0;
  good = read_day(table, form, &day) && good;
  good = read_start(table, &start_s) && good;
  out->at = day * DAY_S + start_s;
  return good;
}

static void read_long(const struct stf_scenario_staff *staff, struct stf_scenario_csv *table,
                      uint32_t team, struct counts *counts) {
  if (!stf_scenario_csv_columns(table, COLUMNS, COLUMNS_N, 2)) {
    return;
  }
  bool weekly = stf_scenario_csv_has(table, WEEKDAY);
  bool dated = stf_scenario_csv_has(table, DATE);
  if (weekly && dated) {
    stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, stf_csv_where(table->csv, 0),
                 "counts have either a column 'weekday' or a column 'date'");
  }
  counts->form = weekly ? WEEKDAYS : dated ? DATES : INSTANTS;
  bool common =
      stf_scenario_staff_is_common(staff, team, table->node, stf_scenario_csv_has(table, TEAM));
  while (!(weekly && dated) && !common && stf_scenario_csv_next(table)) {
    struct count count = {0};
    if (stf_scenario_csv_is_team(table, TEAM, team) &&
        read_count(table, counts->form, &count) && !add_count(counts, count)) {
      stf_scenario_build_fail(table->build, STF_ERR_MEMORY);
      break;
    }
  }
  stf_scenario_csv_close(table);
}

/* One figure of a wide file; an empty cell is 0. */
static int32_t figure_of(const struct stf_scenario_csv *table, size_t i) {
  const struct stf_csv_field *field = &table->row.fields[i];
  double agents_n = 0;
  if (field->n > 0 &&
      (!stf_dialect_number(&table->dialect, field->text, &agents_n) || !is_count(agents_n))) {
    stf_scenario_csv_error_at(table, i, "a count must be a whole number up to %d, not '%.60s'",
                              AGENTS_MAX, field->text);
    return 0;
  }
  return (int32_t)agents_n;
}

/* Counts of one row of a wide file. */
static bool read_counts(const struct stf_scenario_csv *table, int32_t start_s,
                        struct counts *counts) {
  for (size_t i = 0; i < table->row.fields_n; i++) {
    struct stf_civil civil;
    if (!stf_scenario_csv_head_date(table, i, &civil)) {
      continue;
    }
    struct count count = {.at = stf_zone_day_number(&civil) * DAY_S + start_s,
                          .agents_n = figure_of(table, i),
                          .line = table->row.line};
    if (!add_count(counts, count)) {
      return false;
    }
  }
  return true;
}

static void read_wide(struct stf_scenario_csv *table, struct counts *counts) {
  if (!stf_scenario_csv_columns(table, WIDE_COLUMNS, STF_COUNT_OF(WIDE_COLUMNS), 1)) {
    return;
  }
  counts->form = DATES;
  while (stf_scenario_csv_next(table)) {
    int32_t start_s = 0;
    if (read_start(table, &start_s) && !read_counts(table, start_s, counts)) {
      stf_scenario_build_fail(table->build, STF_ERR_MEMORY);
      break;
    }
  }
  stf_scenario_csv_close(table);
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

static void read_matrix(const struct stf_scenario_staff *staff, struct stf_scenario_csv *table,
                        uint32_t team, struct counts *counts) {
  table->has_figures = true;
  if (!stf_scenario_csv_columns(table, MATRIX_COLUMNS, MATRIX_COLUMNS_N, 1)) {
    return;
  }
  counts->form = DATES;
  bool common = stf_scenario_staff_is_common(staff, team, table->node,
                                             stf_scenario_csv_has(table, MATRIX_TEAM));
  while (!common && stf_scenario_csv_next(table)) {
    struct stf_civil date;
    if (!stf_scenario_csv_is_team(table, MATRIX_TEAM, team) ||
        !stf_scenario_csv_date(table, MATRIX_DATE, &date)) {
      continue;
    }
    for (size_t i = 0; i < table->row.fields_n; i++) {
      int32_t start_s = 0;
      if (stf_scenario_csv_head_clock(table, i, &start_s) && start_s < DAY_S &&
          !add_count(counts, (struct count){.at = stf_zone_day_number(&date) * DAY_S + start_s,
                                            .agents_n = figure_of(table, i),
                                            .line = table->row.line})) {
        stf_scenario_build_fail(table->build, STF_ERR_MEMORY);
      }
    }
  }
  stf_scenario_csv_close(table);
}

static void sort_counts(struct stf_scenario_build *build, const char *path,
                        struct counts *counts) {
  if (counts->n == 0) {
    return;
  }
  qsort(counts->items, counts->n, sizeof *counts->items, by_at);
  int told_line = 0; /* a line of a wide file has many counts */
  for (size_t i = 1; i < counts->n; i++) {
    int line = counts->items[i].line;
    if (counts->items[i].at == counts->items[i - 1].at && line != told_line) {
      struct stf_where where = {.path = path, .line = line};
      told_line = line;
      stf_diag_add(build->diags, STF_SEVERITY_ERROR, where,
                   "a second count for the same start (the other stands on line %d)",
                   counts->items[i - 1].line);
    }
  }
}

/* ---- compiling ---- */

/* Count in force at a step of the local clock: that of the last start of its day, 0 before the
 * first. */
static int32_t count_at(const struct stf_scenario_staff_team *team, const struct counts *counts,
                        const struct stf_scenario_grid_step *step) {
  bool other = team->holidays_like >= 0 && is_holiday(team, step->day);
  int64_t weekday = other ? team->holidays_like : step->weekday;
  int64_t midnight = (counts->form == WEEKDAYS ? weekday : step->day) * DAY_S;
  size_t low = stf_search_up_to(counts->items, counts->n, sizeof *counts->items,
                                offsetof(struct count, at), midnight + step->clock_s);
  return low > 0 && counts->items[low - 1].at >= midnight ? counts->items[low - 1].agents_n : 0;
}

/* Starts of day, once each, ascending: what follows looks at few of them. */
static size_t marks_of(const struct counts *counts, int32_t *marks_s) {
  size_t n = 0;
  for (size_t i = 0; i < counts->n; i++) {
    int32_t mark_s = (int32_t)(counts->items[i].at % DAY_S);
    bool known = false;
    for (size_t k = 0; k < n && !known; k++) {
      known = marks_s[k] == mark_s;
    }
    if (!known) {
      marks_s[n++] = mark_s;
    }
  }
  return n;
}

static bool steps_by_day(struct stf_scenario_staff *staff, uint32_t team,
                         const struct stf_node *file, const struct counts *counts,
                         struct counts *steps) {
  struct stf_scenario_build *build = staff->build;
  int32_t *marks_s = stf_mem_zeroed(build->allocator, counts->n, sizeof *marks_s);
  if (marks_s == NULL) {
    return false;
  }
  struct stf_scenario_grid grid = {.n = 0};
  bool made = stf_scenario_grid_make_in(build, stf_scenario_staff_zone(staff, team), file,
                                        marks_s, marks_of(counts, marks_s), &grid);
  stf_mem_release(build->allocator, marks_s);
  for (size_t i = 0; made && i < grid.n; i++) {
    if (!add_count(steps, (struct count){.at = grid.edges_us[i],
                                         .agents_n = count_at(&staff->teams[team], counts,
                                                              &grid.steps[i])})) {
      return false;
    }
  }
  return true;
}

static bool steps_by_instant(const struct stf_scenario_build *build,
                             const struct counts *counts, struct counts *steps) {
  int64_t to_us = build->scenario->desk.to_us;
  for (size_t i = 0; i < counts->n && counts->items[i].at < to_us; i++) {
    struct count count = counts->items[i];
    if (i + 1 < counts->n && counts->items[i + 1].at <= build->start_us) {
      continue;
    }
    count.at = count.at > build->start_us ? count.at : build->start_us;
    if (!add_count(steps, count)) {
      return false;
    }
  }
  return true;
}

/* Whether a count of the file says something about the run. */
static bool meets_run(const struct stf_scenario_staff *staff, uint32_t team,
                      const struct counts *counts) {
  const struct stf_scenario_build *build = staff->build;
  const struct stf_zone *zone = stf_scenario_staff_zone(staff, team);
  int64_t to_us = build->scenario->desk.to_us;
  if (counts->form == WEEKDAYS) {
    return true;
  }
  if (counts->form == INSTANTS) {
    return counts->items[0].at < to_us;
  }
  int64_t first_day = stf_zone_day_at(zone, build->start_us);
  int64_t last_day = stf_zone_day_at(zone, to_us - 1);
  for (size_t i = 0; i < counts->n; i++) {
    if (counts->items[i].at >= first_day * DAY_S &&
        counts->items[i].at < (last_day + 1) * DAY_S) {
      return true;
    }
  }
  return false;
}

static void compile(struct stf_scenario_staff *staff, uint32_t team,
                    const struct stf_node *file, const struct counts *counts) {
  struct stf_scenario_build *build = staff->build;
  struct counts steps = {.allocator = build->allocator};
  if (counts->n == 0) {
    stf_node_error(file, "the file has no counts for team '%s'", build->team_names[team]);
    return;
  }
  if (!meets_run(staff, team, counts)) {
    stf_node_error(file, "no count of team '%s' lies in the period", build->team_names[team]);
    return;
  }
  if (staff->teams[team].holidays_like >= 0 && counts->form != WEEKDAYS) {
    stf_node_error(file, "staff as on a weekday needs counts by weekday: these have dates");
    return;
  }
  bool made = counts->form == INSTANTS ? steps_by_instant(build, counts, &steps)
                                       : steps_by_day(staff, team, file, counts, &steps);
  if (made) {
    put_steps(staff, team, file, &steps);
  } else {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
  }
  stf_mem_release(build->allocator, steps.items);
}

void stf_scenario_counts_read(struct stf_scenario_staff *staff, uint32_t team,
                              const struct stf_node *file) {
  struct stf_scenario_csv table;
  struct stf_scenario_build *build = staff->build;
  struct counts counts = {.allocator = build->allocator};
  size_t errors_n = build->diags->errors_n;
  if (file == NULL || !stf_scenario_csv_load(&table, build, file)) {
    return;
  }
  table.zone = stf_scenario_staff_zone(staff, team);
  const char *path = stf_csv_where(table.csv, 0).path;
  if (stf_scenario_csv_is_wide(&table)) {
    (void)stf_scenario_staff_is_common(staff, team, file, false);
    read_wide(&table, &counts);
  } else if (is_matrix(&table)) {
    read_matrix(staff, &table, team, &counts);
  } else {
    read_long(staff, &table, team, &counts);
  }
  sort_counts(build, path, &counts);
  if (build->status == STF_OK && build->diags->errors_n == errors_n) {
    compile(staff, team, file, &counts);
  }
  stf_mem_release(build->allocator, counts.items);
}
