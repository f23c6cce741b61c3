/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_draws.h"

#include "scenario/scenario_csv.h"

#include <math.h>
#include <string.h>

enum {
  DRAW,
  CLASS,
  PARAMETER,
  VALUE,
  REQUIRED_N,
  TEAM = REQUIRED_N, /* of speeds by load */
  COLUMNS_N
};
enum {
  OF_CLASSES = 11,
  DAY_VARIANCE = OF_CLASSES,
  PAUSE,
  PARAMETERS_N,
  SPEED = PARAMETERS_N, /* speed_2, speed_3, ... */
  DRAWS_MOST = 100000
};

static const char *const COLUMNS[COLUMNS_N] = {"draw", "class", "parameter", "value", "team"};
static const char *const PARAMETERS[PARAMETERS_N] = {
    "mon",     "tue",      "wed",         "thu",           "fri",          "sat",  "sun",
    "service", "patience", "containment", "first_message", "day_variance", "pause"};

struct row {
  uint32_t draw; /* from 0 */
  uint32_t of;   /* class, or team */
  uint32_t parameter;
  uint32_t load; /* of a speed: >= 2 */
  double value;
};

struct rows {
  struct row *items;
  size_t n;
  size_t capacity;
  uint32_t draws_n;
};

/* True for "speed_3" of a team that can have so many; what is wrong with one is told. */
static bool read_load(const struct stf_scenario_csv *table, const char *text, struct row *out) {
  const struct stf_scenario_build *build = table->build;
  uint32_t load = 0;
  for (const char *p = text; *p >= '0' && *p <= '9' && load < STF_CONTACT_CAP_MAX; p++) {
    load = 10 * load + (uint32_t)(*p - '0');
  }
  if (!stf_scenario_csv_choice(table, TEAM, "team", build->team_names,
                               build->scenario->desk.teams_n, &out->of)) {
    return false;
  }
  uint32_t cap = build->scenario->desk.teams[out->of].cap;
  if (cap < 2) {
    stf_scenario_csv_error(table, PARAMETER,
                           "team '%s' takes one contact at a time: it has no speeds by load",
                           build->team_names[out->of]);
    return false;
  }
  if (load < 2 || load > cap) {
    stf_scenario_csv_error(table, PARAMETER,
                           "team '%s' takes %u contacts at once: speed_2 to speed_%u are "
                           "its speeds",
                           build->team_names[out->of], cap, cap);
    return false;
  }
  out->parameter = SPEED;
  out->load = load;
  return true;
}

/* The parameter and of what it is. */
static bool read_parameter(const struct stf_scenario_csv *table, struct row *out) {
  static const char BY_LOAD[] = "speed_";
  const struct stf_scenario_build *build = table->build;
  const char *text = NULL;
  if (!stf_scenario_csv_text(table, PARAMETER, &text)) {
    return false;
  }
  if (strncmp(text, BY_LOAD, sizeof BY_LOAD - 1) == 0) {
    return read_load(table, text + sizeof BY_LOAD - 1, out);
  }
  return stf_scenario_csv_choice(table, PARAMETER, "parameter", PARAMETERS, PARAMETERS_N,
                                 &out->parameter) &&
         (out->parameter >= OF_CLASSES ||
          stf_scenario_csv_choice(table, CLASS, "class", build->class_names,
                                  build->scenario->desk.classes_n, &out->of));
}

static bool read_row(const struct stf_scenario_csv *table, struct row *out) {
  double number = 0;
  bool good = stf_scenario_csv_number(table, DRAW, &number);
  if (good && !(number >= 1 && number <= DRAWS_MOST && number == floor(number))) {
    stf_scenario_csv_error(table, DRAW, "'draw' is a whole number from 1 to %d", DRAWS_MOST);
    good = false;
  }
  out->draw = good ? (uint32_t)number - 1 : 0;
  good = read_parameter(table, out) && good;
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
  double *const places[] = {&of->service, &of->patience, &of->containment, &of->first_message};
  if (parameter < 7) {
    of->arrivals[parameter] = value;
  } else {
    *places[parameter - 7] = value;
  }
}

/* Teams on which every factor is 1; their speeds get room of their own. */
static struct stf_parameters_team *make_teams(struct stf_scenario_build *build, uint32_t n,
                                              double **speeds) {
  const struct stf_desk *desk = &build->scenario->desk;
  size_t most = (size_t)n * desk->teams_n;
  struct stf_parameters_team *teams = stf_scenario_build_alloc(build, most + 1, sizeof *teams);
  for (size_t i = 0; teams != NULL && i < most; i++) {
    uint32_t cap = desk->teams[i % desk->teams_n].cap;
    speeds[i] = cap > 1 ? stf_scenario_build_alloc(build, cap, sizeof **speeds) : NULL;
    if (cap > 1 && speeds[i] == NULL) {
      return NULL;
    }
    for (uint32_t j = 0; j < cap && speeds[i] != NULL; j++) {
      speeds[i][j] = 1;
    }
    teams[i] = (struct stf_parameters_team){.pause = 1, .speeds = speeds[i]};
  }
  return teams;
}

/* The draws in the making. */
struct making {
  uint32_t classes_n;
  uint32_t teams_n;
  struct stf_parameters_class *classes;
  struct stf_parameters_team *teams;
  double **speeds; /* by draw and team */
  double *variances;
};

static void put_row(const struct making *making, const struct row *row) {
  size_t first = (size_t)row->draw * making->teams_n;
  if (row->parameter == DAY_VARIANCE) {
    making->variances[row->draw] = row->value;
  } else if (row->parameter == SPEED) {
    making->speeds[first + row->of][row->load - 1] = row->value;
  } else if (row->parameter < OF_CLASSES) {
    put_factor(&making->classes[row->draw * making->classes_n + row->of], row->parameter,
               row->value);
  }
  for (uint32_t t = 0; row->parameter == PAUSE && t < making->teams_n; t++) {
    making->teams[first + t].pause = row->value;
  }
}

/* What a draw does not name is 1. */
static void make_draws(struct stf_scenario_build *build, const struct rows *rows) {
  const struct stf_desk *desk = &build->scenario->desk;
  size_t n = (size_t)rows->draws_n * desk->classes_n;
  size_t teams_n = (size_t)rows->draws_n * desk->teams_n;
  struct stf_parameters *draws = stf_scenario_build_alloc(build, 1, sizeof *draws);
  struct making making = {.classes_n = desk->classes_n, .teams_n = desk->teams_n};
  making.classes = stf_scenario_build_alloc(build, n, sizeof *making.classes);
  making.variances = stf_scenario_build_alloc(build, rows->draws_n, sizeof *making.variances);
  making.speeds = stf_scenario_build_alloc(build, teams_n + 1, sizeof(double *));
  if (draws == NULL || making.classes == NULL || making.variances == NULL ||
      making.speeds == NULL) {
    return;
  }
  making.teams = make_teams(build, rows->draws_n, making.speeds);
  for (size_t i = 0; i < n; i++) {
    making.classes[i] = (struct stf_parameters_class){.arrivals = {1, 1, 1, 1, 1, 1, 1},
                                                      .service = 1,
                                                      .patience = 1,
                                                      .containment = 1,
                                                      .first_message = 1};
  }
  for (uint32_t d = 0; d < rows->draws_n; d++) {
    making.variances[d] = 1;
  }
  for (size_t i = 0; making.teams != NULL && i < rows->n; i++) {
    put_row(&making, &rows->items[i]);
  }
  *draws = (struct stf_parameters){.n = rows->draws_n,
                                   .classes = making.classes,
                                   .teams = making.teams,
                                   .day_variances = making.variances};
  build->scenario->desk.draws = draws;
}

void stf_scenario_draws_read(struct stf_scenario_build *build, const struct stf_node *root) {
  const struct stf_node *node = stf_node_get(root, "draws");
  struct stf_scenario_csv table;
  struct rows rows = {0};
  if (build->class_names == NULL || build->team_names == NULL ||
      build->scenario->desk.teams == NULL ||
      !stf_scenario_csv_open(&table, build, node, COLUMNS, COLUMNS_N, REQUIRED_N)) {
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
