/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/erlang_rows.h"

#include "theory/erlang_b.h"
#include "theory/erlang_c.h"

#include <math.h>
#include <stdio.h>

struct quantile {
  const char *name;
  double p;
};

static const struct quantile QUANTILES[] = {
    {"p50", 0.5}, {"p75", 0.75}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99},
};

const char *stf_erlang_rows_definition(enum stf_staffing_model model) {
  switch (model) {
  case STF_STAFFING_B:
    return "erlang_b";
  case STF_STAFFING_C:
    return "erlang_c";
  case STF_STAFFING_A:
    break;
  }
  return "erlang_a";
}

/* Rows to be added; the first failure stays in `status` and ends the adding. */
struct rows {
  struct stf_table *table;
  const char *definition;
  enum stf_status status;
};

static void add(struct rows *rows, const char *kpi, const char *definition,
                const char *statistic, const char *unit, double value) {
  if (rows->status != STF_OK) {
    return;
  }
  struct stf_row row = STF_ROW_EMPTY;
  row.scenario = "erlang";
  row.kpi = kpi;
  row.definition = definition;
  row.statistic = statistic;
  row.unit = unit;
  if (isfinite(value)) {
    row.predicted = value;
  }
  rows->status = stf_row_table_add(rows->table, &row);
}

static void add_share(struct rows *rows, const char *kpi, double value) {
  add(rows, kpi, rows->definition, "share", "share", value);
}

/* "sl3" and 20 s -> "sl3_within_20s". */
static void add_level(struct rows *rows, const char *name, double within_s, double value) {
  char text[64];
  int n = snprintf(text, sizeof text, "%s_within_%.15gs", name, within_s);
  STF_ASSERT(n > 0 && (size_t)n < sizeof text);
  const char *definition = stf_arena_text(rows->table->arena, text, (size_t)n);
  if (definition == NULL) {
    rows->status = STF_ERR_MEMORY;
    return;
  }
  add(rows, "service_level", definition, "share", "share", value);
}

/* Of all offered: served and abandoned within the limit, served at all. */
static void add_levels(struct rows *rows, double within_s, double served, double left,
                       double served_ever) {
  add_level(rows, "sl3", within_s, served);
  add_level(rows, "sl4", within_s, served / (1 - left));
  add_level(rows, "sl1", within_s, served + left);
  add_level(rows, "sl2", within_s, served / served_ever);
}

static void add_b(struct rows *rows, const struct stf_load *load) {
  double offered_erlangs = load->arrivals_per_s * load->handle_s;
  double blocked = stf_erlang_b_block_share(load->agents_n, offered_erlangs);
  add_share(rows, "p_block", blocked);
  add_share(rows, "utilization", offered_erlangs * (1 - blocked) / (double)load->agents_n);
}

static void add_c(struct rows *rows, const struct stf_load *load, const double *within_s,
                  size_t within_n) {
  const struct stf_erlang_c c = stf_erlang_c_measures(load);
  add_share(rows, "p_wait", c.wait_share);
  add(rows, "wait", "all", "mean", "s", c.mean_wait_s);
  add(rows, "wait", "all", "sd", "s", c.sd_wait_s);
  for (size_t i = 0; i < STF_COUNT_OF(QUANTILES); i++) {
    add(rows, "wait", "all", QUANTILES[i].name, "s",
        stf_erlang_c_quantile_s(load, QUANTILES[i].p));
  }
  add(rows, "queue_length", rows->definition, "mean", "contacts", c.mean_queue_n);
  for (size_t i = 0; i < within_n; i++) {
    add_levels(rows, within_s[i], stf_erlang_c_within_share(load, within_s[i]), 0, 1);
  }
  add_share(rows, "utilization", c.occupancy_share);
}

static void add_a(struct rows *rows, const struct stf_erlang_a *station, const double *within_s,
                  size_t within_n) {
  const struct stf_erlang_a_measures a = stf_erlang_a_measures(station);
  add_share(rows, "p_wait", a.wait_share);
  add(rows, "wait", "all", "mean", "s", a.mean_wait_s);
  for (size_t i = 0; i < STF_COUNT_OF(QUANTILES); i++) {
    add(rows, "wait", "all", QUANTILES[i].name, "s",
        stf_erlang_a_quantile_s(station, QUANTILES[i].p));
  }
  add(rows, "wait", "answered", "mean", "s", a.mean_wait_served_s);
  for (size_t i = 0; i < STF_COUNT_OF(QUANTILES); i++) {
    add(rows, "wait", "answered", QUANTILES[i].name, "s",
        stf_erlang_a_served_quantile_s(station, QUANTILES[i].p));
  }
  add(rows, "wait", "abandoned", "mean", "s", a.mean_wait_abandoned_s);
  add(rows, "queue_length", rows->definition, "mean", "contacts", a.mean_queue_n);
  for (size_t i = 0; i < within_n; i++) {
    double served = stf_erlang_a_served_within_share(station, within_s[i]);
    double left = stf_erlang_a_abandoned_within_share(station, within_s[i]);
    add_levels(rows, within_s[i], served, left, 1 - a.abandon_share);
  }
  add_share(rows, "abandonment", a.abandon_share);
  add_share(rows, "utilization", a.occupancy_share);
}

enum stf_status stf_erlang_rows_add(struct stf_table *table,
                                    const struct stf_staffing *staffing, int64_t agents_n,
                                    const double *within_s, size_t within_n) {
  const struct stf_load load = {staffing->arrivals_per_s, staffing->handle_s, agents_n};
  struct rows rows = {table, stf_erlang_rows_definition(staffing->model), STF_OK};
  if (staffing->model == STF_STAFFING_B) {
    add_b(&rows, &load);
  } else if (staffing->model == STF_STAFFING_C) {
    add_c(&rows, &load, within_s, within_n);
  } else {
    struct stf_erlang_a *station = NULL;
    rows.status = stf_erlang_a_new(&load, &staffing->patience, table->allocator, &station);
    if (rows.status == STF_OK) {
      add_a(&rows, station, within_s, within_n);
      stf_erlang_a_free(station);
    }
  }
  return rows.status;
}

enum stf_status stf_erlang_rows_add_required(struct stf_table *table,
                                             enum stf_staffing_model model, int64_t agents_n) {
  struct rows rows = {table, stf_erlang_rows_definition(model), STF_OK};
  add(&rows, "agents_required", rows.definition, "count", "agents", (double)agents_n);
  return rows.status;
}
