/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_draws.h"

#include "scenario/scenario_csv.h"

#include <math.h>

enum {
  DRAW,
  CLASS,
  PARAMETER,
  VALUE,
  COLUMNS_N
};
enum {
  DAY_VARIANCE = 10,
  PARAMETERS_N = 11,
  DRAWS_MOST = 100000
};

static const char *const COLUMNS[COLUMNS_N] = {"draw", "class", "parameter", "value"};
static const char *const PARAMETERS[PARAMETERS_N] = {
    "mon", "tue",     "wed",      "thu",         "fri",         "sat",
    "sun", "service", "patience", "containment", "day_variance"};

struct row {
  uint32_t draw; /* from 0 */
  uint32_t class_index;
  uint32_t parameter;
  double value;
};

struct rows {
  struct row *items;
  size_t n;
  size_t capacity;
  uint32_t draws_n;
};

static bool read_row(const struct stf_scenario_csv *table, struct row *out) {
  double number = 0;
  bool good = stf_scenario_csv_number(table, DRAW, &number);
  if (good && !(number >= 1 && number <= DRAWS_MOST && number == floor(number))) {
    stf_scenario_csv_error(table, DRAW, "'draw' is a whole number from 1 to %d", DRAWS_MOST);
    good = false;
  }
  out->draw = good ? (uint32_t)number - 1 : 0;
  good = stf_scenario_csv_choice(table, PARAMETER, "parameter", PARAMETERS, PARAMETERS_N,
                                 &out->parameter) &&
         good;
  if (good && out->parameter != DAY_VARIANCE) {
    good = stf_scenario_csv_choice(table, CLASS, "class", table->build->class_names,
                                   table->build->scenario->desk.classes_n, &out->class_index);
  }
  good = stf_scenario_csv_number(table, VALUE, &out->value) && good;
  if (good && out->parameter != DAY_VARIANCE && !(out->value > 0)) {
    stf_scenario_csv_error(table, VALUE, "a factor must be above 0");
    good = false;
  }
  return good;
}

static void add_row(struct stf_scenario_build *build, struct rows *rows,
                    const struct row *row) {
  struct row *items =
      stf_mem_grown(build->allocator, rows->items, &rows->capacity, rows->n + 1, sizeof *items);
  if (items == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return;
  }
  rows->items = items;
  items[rows->n++] = *row;
  rows->draws_n = row->draw + 1 > rows->draws_n ? row->draw + 1 : rows->draws_n;
}

static void put_factor(struct stf_parameters_class *of, uint32_t parameter, double value) {
  double *const places[] = {&of->service, &of->patience, &of->containment};
  if (parameter < 7) {
    of->arrivals[parameter] = value;
  } else {
    *places[parameter - 7] = value;
  }
}

/* What a draw does not name is 1. */
static void make_draws(struct stf_scenario_build *build, const struct rows *rows) {
  uint32_t classes_n = build->scenario->desk.classes_n;
  size_t n = (size_t)rows->draws_n * classes_n;
  struct stf_parameters *draws = stf_scenario_build_alloc(build, 1, sizeof *draws);
  struct stf_parameters_class *classes = stf_scenario_build_alloc(build, n, sizeof *classes);
  double *variances = stf_scenario_build_alloc(build, rows->draws_n, sizeof *variances);
  if (draws == NULL || classes == NULL || variances == NULL) {
    return;
  }
  for (size_t i = 0; i < n; i++) {
    classes[i] = (struct stf_parameters_class){
        .arrivals = {1, 1, 1, 1, 1, 1, 1}, .service = 1, .patience = 1, .containment = 1};
  }
  for (uint32_t d = 0; d < rows->draws_n; d++) {
    variances[d] = 1;
  }
  for (size_t i = 0; i < rows->n; i++) {
    const struct row *row = &rows->items[i];
    if (row->parameter == DAY_VARIANCE) {
      variances[row->draw] = row->value;
    } else {
      put_factor(&classes[row->draw * classes_n + row->class_index], row->parameter,
                 row->value);
    }
  }
  *draws = (struct stf_parameters){
      .n = rows->draws_n, .classes = classes, .day_variances = variances};
  build->scenario->desk.draws = draws;
}

void stf_scenario_draws_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *node = stf_node_get(root, "draws");
  struct stf_scenario_csv table;
  struct rows rows = {0};
  if (build->class_names == NULL ||
      !stf_scenario_csv_open(&table, build, node, COLUMNS, COLUMNS_N, COLUMNS_N)) {
    return;
  }
  while (build->status == STF_OK && stf_scenario_csv_next(&table)) {
    struct row row = {0};
    if (read_row(&table, &row)) {
      add_row(build, &rows, &row);
    }
  }
  stf_scenario_csv_close(&table);
  if (rows.n > 0) {
    make_draws(build, &rows);
  } else if (stf_scenario_build_clean(build)) {
    stf_node_error(node, "the file has no draw");
  }
  stf_mem_release(build->allocator, rows.items);
}
