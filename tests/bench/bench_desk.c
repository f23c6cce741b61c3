/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench_desk.h"

#include "kpi/kpi_catalogue.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef STF_BENCH_FOLDER
#error "the build says where the bench's scenarios are"
#endif

/* ---- reading ---- */

static bool is_asked(const struct stf_kpi_descriptor *descriptor) {
  static const char *const ASKED[][2] = {{"arrivals", "opened"},   {"arrivals", "offered"},
                                         {"arrivals", "answered"}, {"abandonment", "explicit"},
                                         {"wait", "answered"},     {"wait", "all"},
                                         {"service_level", "sl3"}};
  bool found = false;
  for (size_t i = 0; i < sizeof ASKED / sizeof *ASKED; i++) {
    found = found || (strcmp(descriptor->kpi, ASKED[i][0]) == 0 &&
                      strcmp(descriptor->definition, ASKED[i][1]) == 0);
  }
  return found;
}

static struct stf_kpi_plan plan_of(const struct stf_scenario *scenario,
                                   enum stf_bench_rows rows) {
  const struct stf_desk *desk = &scenario->desk;
  struct stf_kpi_plan plan = {.zone = scenario->zone,
                              .names = &scenario->names,
                              .from_us = desk->from_us,
                              .to_us = desk->to_us,
                              .interval_us = desk->interval_us,
                              .groups = STF_KPI_BY_INTERVAL,
                              .within_n = scenario->within_n,
                              .short_abandon_us = 5000000,
                              .has_queue = true,
                              .overlaps = stf_desk_overlaps(desk),
                              .quantiles = STF_KPI_QUANTILES_NONE};
  for (size_t i = 0; i < scenario->within_n; i++) {
    plan.within_us[i] = (int64_t)(scenario->within_s[i] * 1e6 + 0.5);
  }
  for (size_t d = 0; rows == STF_BENCH_ROWS_ASKED && d < STF_KPI_CATALOGUE_N; d++) {
    if (is_asked(&STF_KPI_CATALOGUE[d])) {
      stf_kpi_choice_add(&plan.definitions, d);
    }
  }
  plan.chosen_only = rows == STF_BENCH_ROWS_ASKED;
  if (rows == STF_BENCH_ROWS_ALL) {
    plan.groups =
        STF_KPI_BY_INTERVAL | STF_KPI_BY_DAY | STF_KPI_BY_TIME_OF_DAY | STF_KPI_BY_CLASS;
    plan.quantiles = STF_KPI_QUANTILES_HISTOGRAM;
    plan.interval_quantiles = true;
  }
  return plan;
}

/* First row of the totals whose name begins so; of service levels the first threshold. */
static size_t find_row(const struct stf_kpi_layout *layout, const char *kpi,
                       const char *definition, const char *statistic) {
  struct stf_row row;
  for (size_t i = 0; i < stf_kpi_layout_rows_n(layout); i++) {
    stf_kpi_layout_describe(layout, i, &row);
    if (strcmp(row.kpi, kpi) == 0 && strcmp(row.statistic, statistic) == 0 &&
        strncmp(row.definition, definition, strlen(definition)) == 0) {
      return i;
    }
  }
  (void)fprintf(stderr, "no row %s %s %s\n", kpi, definition, statistic);
  abort();
}

/* The layout of a scenario that has been read, or has not. */
static bool prepare(enum stf_status status, const struct stf_error *error,
                    enum stf_bench_rows rows, struct stf_bench_desk *out) {
  if (status == STF_OK) {
    struct stf_kpi_plan plan = plan_of(out->scenario, rows);
    status = stf_kpi_layout_new(&plan, NULL, &out->layout);
  }
  if (status != STF_OK) {
    (void)fprintf(stderr, "a scenario cannot be read: %s\n", error->message);
    stf_bench_desk_close(out);
    return false;
  }
  out->opened_row = find_row(out->layout, "arrivals", "opened", "count");
  out->answered_row = find_row(out->layout, "arrivals", "answered", "count");
  out->abandoned_row = find_row(out->layout, "abandonment", "explicit", "share");
  out->wait_row = find_row(out->layout, "wait", "all", "mean");
  out->in_time_row = find_row(out->layout, "service_level", "sl3", "share");
  return true;
}

bool stf_bench_desk_open(const char *name, enum stf_bench_rows rows,
                         struct stf_bench_desk *out) {
  char path[4096];
  (void)snprintf(path, sizeof path, "%s/%s", STF_BENCH_FOLDER, name);
  *out = (struct stf_bench_desk){0};
  struct stf_error error = {0};
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  enum stf_status status = stf_scenario_read(path, NULL, &diags, &out->scenario, &error);
  stf_diag_clear(&diags);
  return prepare(status, &error, rows, out);
}

bool stf_bench_desk_parse(const char *text, size_t n, enum stf_bench_rows rows,
                          struct stf_bench_desk *out) {
  const struct stf_scenario_text in_memory = {STF_BENCH_FOLDER "/growth.yaml", text, n};
  *out = (struct stf_bench_desk){0};
  struct stf_error error = {0};
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  enum stf_status status = stf_scenario_parse(&in_memory, NULL, &diags, &out->scenario, &error);
  stf_diag_clear(&diags);
  return prepare(status, &error, rows, out);
}

void stf_bench_desk_close(struct stf_bench_desk *desk) {
  stf_kpi_layout_free(desk->layout);
  stf_scenario_free(desk->scenario);
  *desk = (struct stf_bench_desk){0};
}

/* ---- running ---- */

double stf_bench_desk_run(const struct stf_bench_desk *desk,
                          const struct stf_replicate_options *options,
                          struct stf_bench_sums *sums) {
  struct stf_replicate_values values;
  enum stf_status status =
      stf_replicate_run(&desk->scenario->desk, desk->layout, options, NULL, &values);
  if (status != STF_OK) {
    (void)fprintf(stderr, "a run failed\n");
    exit(EXIT_FAILURE);
  }
  for (uint32_t r = 0; sums != NULL && r < options->replications_n; r++) {
    const double *num = values.num + r;
    size_t stride = options->replications_n;
    sums[r] = (struct stf_bench_sums){.contacts_n = num[desk->opened_row * stride],
                                      .abandoned_n = num[desk->abandoned_row * stride],
                                      .in_time_n = num[desk->in_time_row * stride],
                                      .wait_s = num[desk->wait_row * stride],
                                      .answered_n = num[desk->answered_row * stride]};
  }
  double contacts_n = (double)values.account.arrived_n;
  stf_replicate_clear(&values, NULL);
  return contacts_n;
}

/* ---- the same for the bare loops ---- */

/* Agents on shift after all changes until that instant. */
static int agents_at(const struct stf_desk *desk, int64_t at_us) {
  int agents_n = 0;
  for (size_t i = 0; i < desk->changes_n && desk->changes[i].at_us <= at_us; i++) {
    agents_n += desk->changes[i].delta;
  }
  return agents_n;
}

struct stf_bench_pool stf_bench_desk_pool(const struct stf_bench_desk *desk) {
  const struct stf_desk *from = &desk->scenario->desk;
  const struct stf_class *class = &from->classes[0];
  struct stf_bench_pool pool = {.warmup_s = (double)from->warmup_us * 1e-6,
                                .service_s = class->service.a,
                                .patience_s = class->patience.kind == STF_LAW_NEVER
                                                  ? (double)INFINITY
                                                  : class->patience.a,
                                .within_s = desk->scenario->within_s[0]};
  int64_t start_us = from->from_us - from->warmup_us;
  for (size_t i = 0; i < from->rates_n; i++) {
    /* Steps that change nothing are one for the loops. */
    int agents_n = agents_at(from, from->rate_edges_us[i]);
    bool is_same = pool.steps_n > 1 &&
                   pool.rates_per_s[pool.steps_n - 1] == class->rates_per_s[i] &&
                   pool.agents_n[pool.steps_n - 1] == agents_n;
    if (!is_same && pool.steps_n < STF_BENCH_LOOPS_STEPS_MAX) {
      pool.starts_s[pool.steps_n] = (double)(from->rate_edges_us[i] - start_us) * 1e-6;
      pool.rates_per_s[pool.steps_n] = class->rates_per_s[i];
      pool.agents_n[pool.steps_n++] = agents_n;
    }
  }
  pool.starts_s[pool.steps_n] = (double)(from->to_us - start_us) * 1e-6;
  return pool;
}
