/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_unlogged.h"

#include "base/quantity.h"
#include "base/search.h"
#include "scenario/scenario_csv.h"
#include "scenario/scenario_grid.h"
#include "scenario/scenario_keys.h"
#include "scenario/scenario_law.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHARE_MOST 0.9

enum {
  DAY_S = 86400
};

enum {
  START,
  SHARE,
  WEEKDAY,
  DATE,
  COLUMNS_N
};
static const char *const COLUMNS[COLUMNS_N] = {"start", "share", "weekday", "date"};

enum form {
  EVERY_DAY,
  WEEKDAYS,
  DATES
};

/* From `at` on, to the next of its day, so much is lost. */
struct share {
  int64_t at; /* (0, weekday or civil day number) * DAY_S + second of the day */
  double share;
  int line;
};

struct curve {
  struct share *items; /* owned, ascending */
  size_t n;
  size_t capacity;
  enum form form;
};

/* ---- the file ---- */

static bool read_share(const struct stf_scenario_csv *table, double *out) {
  const char *text = NULL;
  if (!stf_scenario_csv_text(table, SHARE, &text)) {
    return false;
  }
  if (strchr(text, '%') == NULL ? !stf_scenario_csv_number(table, SHARE, out)
                                : !stf_quantity_share(text, out)) {
    return false;
  }
  if (!(*out >= 0 && *out <= SHARE_MOST)) {
    stf_scenario_csv_error(table, SHARE,
                           "a share of agents' time is a number from 0 to 0.9 (90 %%), not "
                           "'%.60s'",
                           text);
    return false;
  }
  return true;
}

static bool read_day(const struct stf_scenario_csv *table, enum form form, int64_t *out) {
  int weekday = 0;
  struct stf_civil civil;
  bool good = true;
  *out = 0;
  if (form == WEEKDAYS) {
    good = stf_scenario_csv_weekday(table, WEEKDAY, &weekday);
    *out = weekday;
  } else if (form == DATES) {
    good = stf_scenario_csv_date(table, DATE, &civil);
    *out = good ? stf_zone_day_number(&civil) : 0;
  }
  return good;
}

static bool read_row(const struct stf_scenario_csv *table, enum form form, struct share *out) {
  int32_t start_s = 0;
  int64_t day = 0;
  bool good = stf_scenario_csv_clock(table, START, &start_s);
  if (good && start_s >= DAY_S) {
    stf_scenario_csv_error(table, START, "a step must start before 24:00");
    good = false;
  }
  good = read_day(table, form, &day) && good;
  good = read_share(table, &out->share) && good;
  out->at = day * DAY_S + start_s;
  out->line = table->row.line;
  return good;
}

static int by_at(const void *left, const void *right) {
  const struct share *a = left;
  const struct share *b = right;
  return a->at != b->at ? (a->at < b->at ? -1 : 1) : (a->line > b->line) - (a->line < b->line);
}

static void sort(struct stf_scenario_build *build, const char *path, struct curve *curve) {
  if (curve->n > 0) {
    qsort(curve->items, curve->n, sizeof *curve->items, by_at);
  }
  for (size_t i = 1; i < curve->n; i++) {
    if (curve->items[i].at == curve->items[i - 1].at) {
      stf_diag_add(build->diags, STF_SEVERITY_ERROR,
                   (struct stf_where){.path = path, .line = curve->items[i].line},
                   "a second share for the same start (the other stands on line %d)",
                   curve->items[i - 1].line);
    }
  }
}

/* Clears up what is wrong with the columns; the table is open. */
static bool find_form(const struct stf_scenario_csv *table, enum form *out) {
  bool weekly = stf_scenario_csv_has(table, WEEKDAY);
  bool dated = stf_scenario_csv_has(table, DATE);
  if (weekly && dated) {
    stf_diag_add(table->build->diags, STF_SEVERITY_ERROR, stf_csv_where(table->csv, 0),
                 "a curve has either a column 'weekday' or a column 'date'");
    return false;
  }
  *out = weekly ? WEEKDAYS : dated ? DATES : EVERY_DAY;
  return true;
}

static void read_curve(struct stf_scenario_build *build, const struct stf_node *file,
                       const struct stf_zone *zone, struct curve *out) {
  struct stf_scenario_csv table;
  *out = (struct curve){0};
  if (!stf_scenario_csv_open(&table, build, file, COLUMNS, COLUMNS_N, 2)) {
    return;
  }
  table.zone = zone;
  bool fits = find_form(&table, &out->form);
  while (fits && build->status == STF_OK && stf_scenario_csv_next(&table)) {
    struct share row = {0};
    if (!read_row(&table, out->form, &row)) {
      continue;
    }
    struct share *items =
        stf_mem_grown(build->allocator, out->items, &out->capacity, out->n + 1, sizeof *items);
    if (items == NULL) {
      stf_scenario_build_fail(build, STF_ERR_MEMORY);
      break;
    }
    out->items = items;
    items[out->n++] = row;
  }
  sort(build, stf_csv_where(table.csv, 0).path, out);
  stf_scenario_csv_close(&table);
}

/* ---- the run ---- */

/* Share in force at a step of the local clock: that of the last start of its day, 0 before the
 * first. */
static double share_at(const struct curve *curve, const struct stf_scenario_grid_step *step) {
  int64_t day = curve->form == EVERY_DAY ? 0 : curve->form == DATES ? step->day : step->weekday;
  size_t low = stf_search_up_to(curve->items, curve->n, sizeof *curve->items,
                                offsetof(struct share, at), day * DAY_S + step->clock_s);
  return low > 0 && curve->items[low - 1].at >= day * DAY_S ? curve->items[low - 1].share : 0;
}

static bool make_grid(struct stf_scenario_build *build, const struct stf_node *file,
                      const struct stf_zone *zone, const struct curve *curve,
                      struct stf_scenario_grid *out) {
  int32_t *marks_s = stf_mem_zeroed(build->allocator, curve->n, sizeof *marks_s);
  size_t n = 0;
  if (marks_s == NULL) {
    stf_scenario_build_fail(build, STF_ERR_MEMORY);
    return false;
  }
  for (size_t i = 0; i < curve->n; i++) {
    int32_t mark_s = (int32_t)(curve->items[i].at % DAY_S);
    bool known = false;
    for (size_t k = 0; k < n && !known; k++) {
      known = marks_s[k] == mark_s;
    }
    if (!known) {
      marks_s[n++] = mark_s;
    }
  }
  bool made = stf_scenario_grid_make_in(build, zone, file, marks_s, n, out);
  stf_mem_release(build->allocator, marks_s);
  return made;
}

static void compile(struct stf_scenario_build *build, const struct curve *curve,
                    const struct stf_scenario_grid *grid, struct stf_people_unlogged *out) {
  double *hazard = stf_scenario_build_alloc(build, grid->n + 1, sizeof *hazard);
  if (hazard == NULL) {
    return;
  }
  for (size_t i = 0; i < grid->n; i++) {
    double length_s = (double)(grid->edges_us[i + 1] - grid->edges_us[i]) * 1e-6;
    double share = share_at(curve, &grid->steps[i]);
    hazard[i + 1] = hazard[i] + length_s * stf_people_unlogged_per_s(share, &out->lasts);
  }
  out->hazard = hazard;
  out->edges_us = grid->edges_us;
  out->n = grid->n;
}

const struct stf_people_unlogged *stf_scenario_unlogged_read(struct stf_scenario_build *build,
                                                             const struct stf_node *team,
                                                             const struct stf_zone *zone) {
  const struct stf_node *node = stf_node_get(team, "unlogged");
  if (node == NULL || !stf_keys_check(node, &STF_SCENARIO_KEYS_UNLOGGED)) {
    return NULL;
  }
  struct stf_people_unlogged *out = stf_scenario_build_alloc(build, 1, sizeof *out);
  if (out == NULL) {
    return NULL;
  }
  const struct stf_node *file = stf_node_get(node, "curve");
  const struct stf_node *law = stf_node_get(node, "lasts");
  struct stf_scenario_grid grid;
  struct curve curve;
  size_t errors_n = build->diags->errors_n;
  stf_scenario_law_read(build, law, &out->lasts);
  bool read = law != NULL && build->diags->errors_n == errors_n;
  if (read && !(stf_law_mean_s(&out->lasts) >= 1 && stf_law_mean_s(&out->lasts) < HUGE_VAL)) {
    stf_node_error(law, "'lasts' must be a time of 1 s or more, or a law of that mean");
  }
  read_curve(build, file, zone, &curve);
  if (curve.n == 0 && build->diags->errors_n == errors_n) {
    stf_node_error(file, "the curve has no row");
  }
  if (build->diags->errors_n == errors_n && build->status == STF_OK &&
      make_grid(build, file, zone, &curve, &grid)) {
    compile(build, &curve, &grid, out);
  }
  stf_mem_release(build->allocator, curve.items);
  return out->hazard != NULL ? out : NULL;
}
