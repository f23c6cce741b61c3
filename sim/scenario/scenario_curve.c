/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_curve.h"

#include "scenario/scenario_csv.h"

#include <stdlib.h>

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

static int by_place(const void *left, const void *right) {
  const struct stf_scenario_curve_row *a = left;
  const struct stf_scenario_curve_row *b = right;
  if (a->class_index != b->class_index) {
    return a->class_index < b->class_index ? -1 : 1;
  }
  if (a->day != b->day) {
    return a->day < b->day ? -1 : 1;
  }
  return a->start_s != b->start_s ? (a->start_s < b->start_s ? -1 : 1)
                                  : (a->line > b->line) - (a->line < b->line);
}

static bool same_day(const struct stf_scenario_curve_row *a,
                     const struct stf_scenario_curve_row *b) {
  return a->class_index == b->class_index && a->day == b->day;
}

static bool read_row(const struct stf_scenario_csv *table, bool dated,
                     struct stf_scenario_curve_row *out) {
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

void stf_scenario_curve_add(struct stf_scenario_build *build, struct stf_scenario_curve *curve,
                            const struct stf_scenario_curve_row *row) {
  struct stf_scenario_curve_row *rows = stf_mem_grown(
      build->allocator, curve->rows, &curve->capacity, curve->n + 1, sizeof *rows);
  if (rows == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return;
  }
  curve->rows = rows;
  rows[curve->n++] = *row;
}

void stf_scenario_curve_sort(struct stf_scenario_curve *curve) {
  if (curve->n > 0) {
    qsort(curve->rows, curve->n, sizeof *curve->rows, by_place);
  }
}

static void read_rows(struct stf_scenario_csv *table, struct stf_scenario_curve *curve) {
  while (table->build->status == STF_OK && stf_scenario_csv_next(table)) {
    struct stf_scenario_curve_row row = {0};
    if (read_row(table, curve->dated, &row)) {
      stf_scenario_curve_add(table->build, curve, &row);
    }
  }
}

/* One of weekday and date, and a class unless there is only one or it may be common. */
static bool columns_fit(const struct stf_scenario_csv *table,
                        struct stf_scenario_curve_want want) {
  struct stf_where where = stf_csv_where(table->csv, 0);
  struct stf_diags *diags = table->build->diags;
  bool dated = stf_scenario_csv_has(table, DATE);
  if (stf_scenario_csv_has(table, WEEKDAY) == dated) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "a curve has either a column 'weekday' or a column 'date'");
    return false;
  }
  if (want.weekdays_only && dated) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "a profile tells the weekdays apart: it has a column 'weekday', not 'date'");
    return false;
  }
  if (!stf_scenario_csv_has(table, CLASS) && !want.may_be_common &&
      table->build->scenario->desk.classes_n > 1) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "column 'class' is missing: the scenario has more than one class; add it, or "
                 "'share: 70 %%' to each class");
    return false;
  }
  return true;
}

/* Tells the first of n steps that are longer than the step before them: a row may be missing.
 */
static void warn_longer(const struct stf_scenario_build *build, const char *path,
                        const struct stf_scenario_curve_row *row, size_t n) {
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
                          struct stf_scenario_curve *curve) {
  const struct stf_scenario_curve_row *longer = NULL;
  size_t longer_n = 0;
  for (size_t i = 0; i < curve->n; i++) {
    struct stf_scenario_curve_row *row = &curve->rows[i];
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

void stf_scenario_curve_read(struct stf_scenario_build *build, const struct stf_node *node,
                             struct stf_scenario_curve_want want,
                             struct stf_scenario_curve *out) {
  struct stf_scenario_csv table;
  *out = (struct stf_scenario_curve){0};
  if (!stf_scenario_csv_open(&table, build, node, COLUMNS, COLUMNS_N, 2)) {
    return;
  }
  if (columns_fit(&table, want)) {
    out->dated = stf_scenario_csv_has(&table, DATE);
    out->common = !stf_scenario_csv_has(&table, CLASS);
    read_rows(&table, out);
    stf_scenario_curve_sort(out);
    measure_steps(build, stf_csv_where(table.csv, 0).path, out);
  }
  stf_scenario_csv_close(&table);
}

void stf_scenario_curve_clear(struct stf_scenario_curve *curve,
                              const struct stf_allocator *allocator) {
  stf_mem_release(allocator, curve->rows);
  *curve = (struct stf_scenario_curve){0};
}

/* Number of rows that stand before a place or at it. */
static size_t rows_up_to(const struct stf_scenario_curve *curve,
                         const struct stf_scenario_curve_row *wanted) {
  size_t low = 0;
  size_t high = curve->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (by_place(&curve->rows[middle], wanted) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const struct stf_scenario_curve_row *
stf_scenario_curve_day(const struct stf_scenario_curve *curve, uint32_t class_index,
                       int64_t day, size_t *n) {
  struct stf_scenario_curve_row wanted = {
      .day = day, .class_index = curve->common ? 0 : class_index, .start_s = -1};
  size_t first = rows_up_to(curve, &wanted);
  wanted.start_s = DAY_S;
  *n = rows_up_to(curve, &wanted) - first;
  return curve->n > 0 ? curve->rows + first : NULL;
}

double stf_scenario_curve_rate(const struct stf_scenario_curve *curve, uint32_t class_index,
                               int64_t day, int32_t clock_s) {
  struct stf_scenario_curve_row wanted = {.day = day,
                                          .class_index = curve->common ? 0 : class_index,
                                          .start_s = clock_s,
                                          .line = INT32_MAX};
  size_t n = rows_up_to(curve, &wanted);
  if (n == 0 || !same_day(&curve->rows[n - 1], &wanted)) {
    return 0;
  }
  return curve->rows[n - 1].arrivals / curve->rows[n - 1].length_s;
}

double stf_scenario_curve_size(const struct stf_scenario_curve *curve, uint32_t class_index,
                               int64_t day) {
  size_t n = 0;
  double size = 0;
  const struct stf_scenario_curve_row *rows =
      stf_scenario_curve_day(curve, class_index, day, &n);
  for (size_t i = 0; i < n; i++) {
    size += rows[i].arrivals;
  }
  return size;
}

bool stf_scenario_curve_has_class(const struct stf_scenario_curve *curve,
                                  uint32_t class_index) {
  for (size_t i = 0; i < curve->n; i++) {
    if (curve->common || curve->rows[i].class_index == class_index) {
      return true;
    }
  }
  return false;
}

bool stf_scenario_curve_has_day(const struct stf_scenario_curve *curve, int64_t day) {
  uint32_t classes_n = curve->n > 0 ? curve->rows[curve->n - 1].class_index + 1 : 0;
  size_t n = 0;
  for (uint32_t c = 0; c < classes_n && n == 0; c++) {
    (void)stf_scenario_curve_day(curve, c, day, &n);
  }
  return n > 0;
}
