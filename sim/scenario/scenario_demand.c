/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_demand.h"

#include "scenario/scenario_csv.h"
#include "scenario/scenario_grid.h"
#include "scenario/scenario_keys.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  DAY_S = 86400
};

enum {
  START,
  ARRIVALS,
  WEEKDAY,
  DATE,
  CLASS,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"start", "arrivals", "weekday", "date", "class"};

/* One step of one day of one class. */
struct row {
  int64_t day; /* weekday, or civil day number in dated curves */
  uint32_t class_index;
  int32_t start_s;
  int32_t length_s; /* to the next start of that day, or midnight */
  int line;
  double arrivals;
};

struct curve {
  struct row *rows; /* by class, day, start */
  size_t n;
  size_t capacity;
  bool dated;
};

static int by_place(const void *left, const void *right) {
  const struct row *a = left;
  const struct row *b = right;
  if (a->class_index != b->class_index) {
    return a->class_index < b->class_index ? -1 : 1;
  }
  if (a->day != b->day) {
    return a->day < b->day ? -1 : 1;
  }
  return a->start_s != b->start_s ? (a->start_s < b->start_s ? -1 : 1)
                                  : (a->line > b->line) - (a->line < b->line);
}

static bool same_day(const struct row *a, const struct row *b) {
  return a->class_index == b->class_index && a->day == b->day;
}

static bool read_row(const struct stf_scenario_csv *table, bool dated, struct row *out) {
  const struct stf_scenario_build *build = table->build;
  bool good = stf_scenario_csv_clock(table, START, &out->start_s);
  if (good && out->start_s >= DAY_S) {
    stf_scenario_csv_error(table, START, "a step must start before 24:00");
    good = false;
  }
  good = stf_scenario_csv_number(table, ARRIVALS, &out->arrivals) && good;
  if (dated) {
    struct stf_civil civil;
    good = stf_scenario_csv_date(table, DATE, &civil) && good;
    out->day = good ? stf_zone_day_number(&civil) : 0;
  } else {
    int weekday = 0;
    good = stf_scenario_csv_weekday(table, WEEKDAY, &weekday) && good;
    out->day = weekday;
  }
  if (stf_scenario_csv_has(table, CLASS)) {
    good = stf_scenario_csv_choice(table, CLASS, "class", build->class_names,
                                   build->scenario->desk.classes_n, &out->class_index) &&
           good;
  }
  out->line = table->row.line;
  return good;
}

static void read_rows(struct stf_scenario_csv *table, struct curve *curve) {
  while (stf_scenario_csv_next(table)) {
    struct row row = {0};
    if (!read_row(table, curve->dated, &row)) {
      continue;
    }
    struct row *rows = stf_mem_grown(table->build->allocator, curve->rows, &curve->capacity,
                                     curve->n + 1, sizeof *rows);
    if (rows == NULL) {
      stf_scenario_build_fail(table->build, STF_ERR_MEMORY);
      return;
    }
    curve->rows = rows;
    rows[curve->n++] = row;
  }
}

/* One of weekday and date, and a class unless there is only one. */
static bool columns_fit(const struct stf_scenario_csv *table) {
  struct stf_where where = stf_csv_where(table->csv, 0);
  if (stf_scenario_csv_has(table, WEEKDAY) == stf_scenario_csv_has(table, DATE)) {
    stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, where,
                 "a curve has either a column 'weekday' or a column 'date'");
    return false;
  }
  if (!stf_scenario_csv_has(table, CLASS) && table->build->scenario->desk.classes_n > 1) {
    stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, where,
                 "column 'class' is missing: the scenario has more than one class");
    return false;
  }
  return true;
}

/* Tells the first of n steps that are longer than the step before them: a row may be missing.
 */
static void warn_longer(const struct stf_scenario_build *build, const char *path,
                        const struct row *row, size_t n) {
  struct stf_where where = {.path = path, .line = row->line};
  stf_diag_add(build->diags, STF_SEVERITY_WARNING, where,
               "this step of '%s' lasts %g min, the one before it %g min%s (%zu such step%s)",
               build->class_names[row->class_index], row->length_s / 60.0,
               row[-1].length_s / 60.0,
               row->start_s + row->length_s == DAY_S
                   ? ", to midnight: end the day with a row of 0 arrivals"
                   : ": is a row missing?",
               n, n == 1 ? "" : "s");
}

/* Lengths of the steps; two rows for the same step are a mistake. */
static void measure_steps(struct stf_scenario_build *build, const char *path,
                          struct curve *curve) {
  const struct row *longer = NULL;
  size_t longer_n = 0;
  for (size_t i = 0; i < curve->n; i++) {
    struct row *row = &curve->rows[i];
    bool last = i + 1 == curve->n || !same_day(row, &row[1]);
    row->length_s = (last ? DAY_S : row[1].start_s) - row->start_s;
    if (row->length_s == 0) {
      struct stf_where where = {.path = path, .line = row[1].line};
      stf_diag_add(build->diags, STF_SEVERITY_ERROR, where,
                   "a second row for the same step of '%s' (the first stands on line %d)",
                   build->class_names[row->class_index], row->line);
    }
    bool first = i == 0 || !same_day(row, &row[-1]);
    if (!first && row[-1].length_s > 0 && row->length_s > row[-1].length_s &&
        row->arrivals > 0) {
      longer = longer_n++ == 0 ? row : longer;
    }
  }
  if (longer != NULL) {
    warn_longer(build, path, longer, longer_n);
  }
}

static void read_curve(struct stf_scenario_build *build, const struct stf_node *node,
                       struct curve *curve) {
  struct stf_scenario_csv table;
  if (!stf_scenario_csv_open(&table, build, node, COLUMNS, COLUMNS_N, 2)) {
    return;
  }
  if (columns_fit(&table)) {
    curve->dated = stf_scenario_csv_has(&table, DATE);
    read_rows(&table, curve);
    if (curve->n > 0) {
      qsort(curve->rows, curve->n, sizeof *curve->rows, by_place);
      measure_steps(build, stf_csv_where(table.csv, 0).path, curve);
    }
  }
  stf_scenario_csv_close(&table);
}

/* Start times of the curve, ascending, once each; NULL without memory. The caller releases. */
static int32_t *marks_of(struct stf_scenario_build *build, const struct curve *curve,
                         size_t *marks_n) {
  static const size_t MARKS_MAX = DAY_S;
  bool *used = stf_mem_zeroed(build->allocator, MARKS_MAX, sizeof *used);
  int32_t *marks_s = stf_mem_zeroed(build->allocator, curve->n, sizeof *marks_s);
  size_t n = 0;
  if (used == NULL || marks_s == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    stf_mem_release(build->allocator, marks_s);
    marks_s = NULL;
  } else {
    for (size_t i = 0; i < curve->n; i++) {
      used[curve->rows[i].start_s] = true;
    }
    for (int32_t s = 0; s < DAY_S; s++) {
      if (used[s]) {
        marks_s[n++] = s;
      }
    }
  }
  stf_mem_release(build->allocator, used);
  *marks_n = n;
  return marks_s;
}

/* Rate [1/s] of a class at a step of the grid: that of the last row at or before it. */
static double rate_at(const struct curve *curve, uint32_t class_index,
                      const struct stf_scenario_grid_step *step) {
  struct row wanted = {.day = curve->dated ? step->day : step->weekday,
                       .class_index = class_index,
                       .start_s = step->clock_s,
                       .line = INT32_MAX};
  size_t low = 0;
  size_t high = curve->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (by_place(&curve->rows[middle], &wanted) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0 || !same_day(&curve->rows[low - 1], &wanted)) {
    return 0;
  }
  return curve->rows[low - 1].arrivals / curve->rows[low - 1].length_s;
}

static bool in_curve(const struct curve *curve, uint32_t class_index) {
  for (size_t i = 0; i < curve->n; i++) {
    if (curve->rows[i].class_index == class_index) {
      return true;
    }
  }
  return false;
}

/* Fills the desk's grid and each class's rates. rates_per_s: constant ones by class, NAN: from
 * the curve. */
static void compile_rates(struct stf_scenario_build *build, const struct stf_node *node,
                          const struct curve *curve, const double *constant_per_s) {
  struct stf_desk *desk = &build->scenario->desk;
  struct stf_scenario_grid grid;
  size_t marks_n = 0;
  int32_t *marks_s = marks_of(build, curve, &marks_n);
  bool made = marks_s != NULL && stf_scenario_grid_make(build, node, marks_s, marks_n, &grid);
  stf_mem_release(build->allocator, marks_s);
  int64_t *days = made ? stf_scenario_build_alloc(build, grid.n, sizeof *days) : NULL;
  if (days == NULL) {
    return;
  }
  for (size_t i = 0; i < grid.n; i++) {
    days[i] = grid.steps[i].day;
  }
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    double *rates_per_s = stf_scenario_build_alloc(build, grid.n, sizeof *rates_per_s);
    if (rates_per_s == NULL) {
      return;
    }
    for (size_t i = 0; i < grid.n; i++) {
      rates_per_s[i] =
          isnan(constant_per_s[c]) ? rate_at(curve, c, &grid.steps[i]) : constant_per_s[c];
    }
    build->classes[c].rates_per_s = rates_per_s;
  }
  desk->rate_edges_us = grid.edges_us;
  desk->rate_days = days;
  desk->rates_n = grid.n;
}

/* Every class needs exactly one source of arrivals. */
static void check_sources(struct stf_scenario_build *build, const struct stf_node *root,
                          const struct curve *curve, const double *constant_per_s) {
  const struct stf_node *node = stf_node_get(root, "classes");
  node = node != NULL ? node->first : NULL;
  bool replayed = build->scenario->replay_path != NULL;
  for (uint32_t c = 0; c < build->scenario->desk.classes_n && node != NULL;
       c++, node = node->next) {
    const struct stf_node *arrivals = stf_node_get(node, "arrivals");
    bool curved = in_curve(curve, c);
    if (arrivals != NULL && replayed) {
      stf_node_error(arrivals,
                     "'%s' has arrivals of its own, but the demand is a replay: keep "
                     "one of them",
                     build->class_names[c]);
    } else if (arrivals != NULL && curved) {
      stf_node_error(arrivals, "'%s' has arrivals here and rows in the curve: keep one of them",
                     build->class_names[c]);
    } else if (isnan(constant_per_s[c]) && arrivals == NULL && !replayed && !curved) {
      stf_node_error(node,
                     "nobody of class '%s' ever comes: add rows to demand.curve, or "
                     "'arrivals: 95/min' here",
                     build->class_names[c]);
    }
  }
}

static double *constant_rates(struct stf_scenario_build *build, const struct stf_node *root) {
  uint32_t n = build->scenario->desk.classes_n;
  double *rates_per_s = stf_scenario_build_alloc(build, n, sizeof *rates_per_s);
  const struct stf_node *node = stf_node_get(root, "classes");
  node = node != NULL ? node->first : NULL;
  for (uint32_t c = 0; rates_per_s != NULL && c < n && node != NULL; c++, node = node->next) {
    rates_per_s[c] = stf_keys_number(node, &STF_SCENARIO_KEYS_CLASS, "arrivals");
  }
  return rates_per_s;
}

static void check_total(struct stf_scenario_build *build, const struct stf_node *node) {
  const struct stf_desk *desk = &build->scenario->desk;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    for (size_t i = 0; i < desk->rates_n; i++) {
      if (build->classes[c].rates_per_s[i] > 0) {
        return;
      }
    }
  }
  stf_node_error(node,
                 "nobody comes in the whole period: the curve has no arrivals on its days");
}

static void read_switches(struct stf_scenario_build *build, const struct stf_node *demand) {
  struct stf_desk *desk = &build->scenario->desk;
  desk->volume = stf_keys_number(demand, &STF_SCENARIO_KEYS_DEMAND, "volume");
  const struct stf_node *busyness = stf_node_get(demand, "busyness");
  if (stf_keys_check(busyness, &STF_SCENARIO_KEYS_BUSYNESS)) {
    double shape = stf_keys_number(busyness, &STF_SCENARIO_KEYS_BUSYNESS, "day_shape");
    desk->day_shape = isnan(shape) ? 0 : shape;
  }
  const struct stf_node *replay = stf_node_get(demand, "replay");
  const char *path = NULL;
  if (stf_node_text(replay, &path)) {
    build->scenario->replay_path = stf_scenario_build_path(build, path);
  }
  const struct stf_node *curve = stf_node_get(demand, "curve");
  if (replay != NULL && curve != NULL) {
    stf_node_error(replay, "the demand has both 'curve' and 'replay': keep one of them");
  }
}

void stf_scenario_demand_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *demand = stf_node_get(root, "demand");
  if (stf_keys_check(demand, &STF_SCENARIO_KEYS_DEMAND) || demand == NULL) {
    read_switches(build, demand);
  }
  struct curve curve = {0};
  const struct stf_node *file = stf_node_get(demand, "curve");
  size_t errors_n = build->diags->errors_n;
  read_curve(build, file, &curve);
  double *constant_per_s = constant_rates(build, root);
  if (constant_per_s != NULL && build->status == STF_OK) {
    if (build->diags->errors_n == errors_n) {
      check_sources(build, root, &curve, constant_per_s);
    }
    if (build->scenario->replay_path == NULL && stf_scenario_build_clean(build)) {
      compile_rates(build, root, &curve, constant_per_s);
      check_total(build, file != NULL ? file : root);
    }
  }
  stf_mem_release(build->allocator, curve.rows);
}
