/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulator against exact tables: each measure within 3.5 standard errors (false alarm 5e-4
 * a measure), 95 % half-width at most 2 % of the value or 0.005 for a probability. Seeds are
 * fixed. Times of the tables are minutes. Heavy rows run with STF_SLOW.
 */
#include "support/near.h"
#include "support/pool.h"
#include "support/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFSET(name) offsetof(struct stf_pool_sums, name)

/* A stationary case is run as this many replications; the first part of each is warm-up. */
#define WARMUP_SHARE 0.1

enum {
  RUNS = 40
};

static struct stf_law law(enum stf_law_kind kind, double a, double b, double c) {
  const double parameters[STF_LAW_PARAMETERS_MAX] = {a, b, c};
  struct stf_law out;
  const char *why = "";
  double given[STF_LAW_PARAMETERS_MAX];
  for (size_t i = 0; i < STF_LAW_PARAMETERS_MAX; i++) {
    given[i] = i < 3 ? parameters[i] : (double)NAN;
  }
  if (!stf_law_make(kind, given, &out, &why)) {
    fail_msg("%s", why);
  }
  return out;
}

static struct stf_pool stationary(double rate_per_min, int agents_n, double customers_n) {
  double length_s = customers_n / rate_per_min * 60 / RUNS;
  return (struct stf_pool){.rates_per_s = {rate_per_min / 60},
                           .rates_n = 1,
                           .counts = {agents_n},
                           .counts_n = 1,
                           .length_s = length_s};
}

struct run {
  struct stf_pool_sums sums[RUNS];
};

static void simulate(const struct stf_pool *pool, const double *x_s, struct run *out) {
  const double edges_s[] = {WARMUP_SHARE * pool->length_s, pool->length_s};
  const struct stf_pool_stretches whole = {edges_s, 1, x_s};
  stf_pool_run(pool, &whole, 1, RUNS, out->sums);
}

/* A measure per arrival; waits are in minutes in the tables, the rest are probabilities. */
static void check(const struct run *run, const char *id, const char *what, size_t num,
                  double exact) {
  bool is_wait = num == OFFSET(wait_s);
  struct stf_estimate estimate = stf_pool_ratio(run->sums, RUNS, 1, num, OFFSET(arrived));
  estimate.mean /= is_wait ? 60 : 1;
  estimate.se /= is_wait ? 60 : 1;
  char name[64];
  (void)snprintf(name, sizeof name, "%s %s", id, what);
  stf_estimate_check_closely(name, estimate, exact, !is_wait);
}

/* ---- M/G/1 ---- */

static struct stf_law mg1_law(const char *name, double mean_s) {
  if (strcmp(name, "exponential") == 0) {
    return stf_law_exponential(mean_s);
  }
  if (strcmp(name, "deterministic") == 0) {
    return stf_law_constant(mean_s);
  }
  if (strncmp(name, "uniform", 7) == 0) {
    return law(STF_LAW_UNIFORM, 0, 2 * mean_s, (double)NAN);
  }
  return stf_law_never();
}

static struct stf_law mg1_law_with_scv(const char *name, double mean_s, double scv) {
  if (strncmp(name, "erlang", 6) == 0 || strncmp(name, "gamma", 5) == 0) {
    return law(STF_LAW_GAMMA, mean_s, sqrt(scv), (double)NAN);
  }
  if (strcmp(name, "lognormal") == 0) {
    return law(STF_LAW_LOGNORMAL, mean_s, sqrt(scv), (double)NAN);
  }
  if (strncmp(name, "h2", 2) == 0) {
    double p = (1 + sqrt((scv - 1) / (scv + 1))) / 2;
    return law(STF_LAW_HYPEREXPONENTIAL, p, mean_s / (2 * p), mean_s / (2 * (1 - p)));
  }
  return mg1_law(name, mean_s);
}

static void test_mg1_mean_wait_is_pollaczek_khinchine(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/mg1.csv");
  if (table == NULL) {
    skip();
  }
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    const char *id = stf_table_text(table, row, "id");
    double scv = stf_table_number(table, row, "service_scv");
    double load = stf_table_number(table, row, "occupancy");
    bool heavy = scv > 2 || load > 0.85;
    if (heavy && !stf_near_slow()) {
      continue;
    }
    struct stf_pool pool =
        stationary(stf_table_number(table, row, "lambda_per_min"), 1, heavy ? 3e7 : 6e6);
    pool.service = mg1_law_with_scv(stf_table_text(table, row, "service_law"),
                                    60 * stf_table_number(table, row, "service_mean_min"), scv);
    pool.patience = stf_law_never();
    struct run run;
    simulate(&pool, NULL, &run);
    check(&run, id, "ew", OFFSET(wait_s), stf_table_number(table, row, "ew_min"));
    check(&run, id, "p_wait", OFFSET(waited), load);
  }
  stf_table_free(table);
}

/* ---- M/D/c ---- */

static void test_mdc_waits_follow_crommelin(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/mdc.csv");
  if (table == NULL) {
    skip();
  }
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    const char *id = stf_table_text(table, row, "id");
    int agents_n = (int)stf_table_number(table, row, "c");
    if (agents_n >= 100 && !stf_near_slow()) {
      continue;
    }
    double x_s[5];
    double exact[5];
    for (int i = 0; i < 5; i++) {
      char column[32];
      (void)snprintf(column, sizeof column, "x%d_min", i + 1);
      x_s[i] = 60 * stf_table_number(table, row, column);
      (void)snprintf(column, sizeof column, "p_w_le_x%d", i + 1);
      exact[i] = stf_table_number(table, row, column);
    }
    struct stf_pool pool = stationary(stf_table_number(table, row, "lambda_per_min"), agents_n,
                                      agents_n >= 100 ? 4e7 : 1.2e7);
    pool.service = stf_law_constant(60 * stf_table_number(table, row, "D_min"));
    pool.patience = stf_law_never();
    struct run run;
    simulate(&pool, x_s, &run);
    check(&run, id, "p_wait", OFFSET(waited), stf_table_number(table, row, "p_wait"));
    check(&run, id, "ew", OFFSET(wait_s), stf_table_number(table, row, "ew_min"));
    for (size_t i = 0; i < 5; i++) {
      check(&run, id, "P(W <= x)", OFFSET(within_x) + i * sizeof(double), exact[i]);
    }
  }
  stf_table_free(table);
}

/* ---- Erlang A and general patience ---- */

static void check_patient_pool(struct stf_table_file *table, size_t row,
                               const struct stf_pool *pool) {
  const char *id = stf_table_text(table, row, "id");
  struct run run;
  simulate(pool, NULL, &run);
  check(&run, id, "p_wait", OFFSET(waited), stf_table_number(table, row, "p_wait"));
  check(&run, id, "p_abandon", OFFSET(abandoned), stf_table_number(table, row, "p_abandon"));
  check(&run, id, "ew_all", OFFSET(wait_s), stf_table_number(table, row, "ew_all_min"));
  check(&run, id, "sl", OFFSET(in_time),
        stf_table_number(table, row, "sl_served_in_T_over_offered"));
  struct stf_estimate busy = stf_pool_mean(run.sums, RUNS, 1, OFFSET(busy_time_s));
  double staffed_s = pool->counts[0] * pool->length_s * (1 - WARMUP_SHARE);
  busy.mean /= staffed_s;
  busy.se /= staffed_s;
  char name[80];
  (void)snprintf(name, sizeof name, "%s occupancy", id);
  stf_estimate_check_closely(name, busy, stf_table_number(table, row, "occupancy"), false);
}

static void test_erlang_a_all_measures(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/erlang_a.csv");
  if (table == NULL) {
    skip();
  }
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    int agents_n = (int)stf_table_number(table, row, "n");
    if (agents_n > 300 || (agents_n > 100 && !stf_near_slow())) {
      continue;
    }
    struct stf_pool pool = stationary(stf_table_number(table, row, "lambda_per_min"), agents_n,
                                      agents_n > 100   ? 9e7
                                      : agents_n >= 50 ? 1.4e7
                                                       : 4e6);
    pool.service = stf_law_exponential(60 / stf_table_number(table, row, "mu_per_min"));
    pool.patience = stf_law_exponential(60 / stf_table_number(table, row, "theta_per_min"));
    pool.within_s = 60 * stf_table_number(table, row, "T_min");
    check_patient_pool(table, row, &pool);
  }
  stf_table_free(table);
}

static struct stf_law patience_law(const char *name, double a, double b) {
  if (strcmp(name, "deterministic") == 0) {
    return stf_law_constant(60 * a);
  }
  if (strncmp(name, "weibull", 7) == 0) {
    double parameters[STF_LAW_PARAMETERS_MAX];
    for (size_t i = 0; i < STF_LAW_PARAMETERS_MAX; i++) {
      parameters[i] = (double)NAN;
    }
    const struct stf_law_form *form = stf_law_form_named("weibull");
    for (size_t i = 0; i < form->parameters_n; i++) {
      if (strcmp(form->parameters[i].name, "scale") == 0) {
        parameters[i] = 60 * a;
      } else if (strcmp(form->parameters[i].name, "shape") == 0) {
        parameters[i] = b;
      }
    }
    struct stf_law out;
    const char *why = "";
    assert_true(stf_law_make(STF_LAW_WEIBULL, parameters, &out, &why));
    return out;
  }
  if (strncmp(name, "uniform", 7) == 0) {
    return law(STF_LAW_UNIFORM, 0, 60 * a, (double)NAN);
  }
  return law(STF_LAW_HYPEREXPONENTIAL, 0.5, 60 / a, 60 / b);
}

static void test_general_patience_all_measures(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/mmn_general_patience.csv");
  if (table == NULL) {
    skip();
  }
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    struct stf_pool pool = stationary(stf_table_number(table, row, "lambda_per_min"),
                                      (int)stf_table_number(table, row, "n"), 6e6);
    pool.service = stf_law_exponential(60 / stf_table_number(table, row, "mu_per_min"));
    pool.patience =
        patience_law(stf_table_text(table, row, "patience_law"),
                     stf_table_number(table, row, "a"), stf_table_number(table, row, "b"));
    pool.within_s = 60 * stf_table_number(table, row, "T_min");
    check_patient_pool(table, row, &pool);
  }
  stf_table_free(table);
}

/* ---- days from empty ---- */

/* "0:1 30:1.6" -> starts and values. */
static size_t read_steps(const char *text, double *starts_s, double *values) {
  size_t n = 0;
  const char *p = text;
  while (*p != '\0') {
    char *end = NULL;
    assert_true(n < STF_POOL_STEPS);
    starts_s[n] = 60 * strtod(p, &end);
    values[n++] = strtod(end + 1, &end);
    p = *end == ' ' ? end + 1 : end;
  }
  return n;
}

enum {
  DAYS = 30000
};

static void check_stretch(struct stf_table_file *table, size_t row,
                          const struct stf_pool_sums *sums, size_t stride, double length_s) {
  char name[64];
  const char *start = stf_table_text(table, row, "start_min");
  (void)snprintf(name, sizeof name, "%s %s", stf_table_text(table, row, "id"), start);
  struct stf_estimate estimate =
      stf_pool_ratio(sums, DAYS, stride, OFFSET(waited), OFFSET(arrived));
  stf_estimate_check_closely(name, estimate, stf_table_number(table, row, "p_delay"), true);
  estimate = stf_pool_ratio(sums, DAYS, stride, OFFSET(in_time), OFFSET(arrived));
  stf_estimate_check_closely(name, estimate,
                             stf_table_number(table, row, "sl_served_in_T_over_offered"), true);
  estimate = stf_pool_mean(sums, DAYS, stride, OFFSET(left_here));
  stf_estimate_check_closely(
      name, estimate, stf_table_number(table, row, "expected_abandons_in_clock_interval"),
      false);
  estimate = stf_pool_mean(sums, DAYS, stride, OFFSET(queue_time_s));
  estimate.mean /= length_s;
  estimate.se /= length_s;
  stf_estimate_check_closely(name, estimate, stf_table_number(table, row, "mean_queue"), false);
  estimate = stf_pool_mean(sums, DAYS, stride, OFFSET(busy_time_s));
  estimate.mean /= length_s;
  estimate.se /= length_s;
  stf_estimate_check_closely(name, estimate, stf_table_number(table, row, "mean_busy"), false);
}

static void check_day(struct stf_table_file *intervals, const char *id,
                      const struct stf_pool *pool) {
  double edges_s[STF_POOL_STEPS + 1] = {0};
  size_t rows[STF_POOL_STEPS];
  size_t n = 0;
  for (size_t row = 0; row < stf_table_rows_n(intervals); row++) {
    if (strcmp(stf_table_text(intervals, row, "id"), id) == 0 &&
        strcmp(stf_table_text(intervals, row, "start_min"), "all") != 0) {
      edges_s[n] = 60 * stf_table_number(intervals, row, "start_min");
      edges_s[n + 1] = 60 * stf_table_number(intervals, row, "end_min");
      rows[n++] = row;
    }
  }
  const struct stf_pool_stretches stretches = {edges_s, n, NULL};
  assert_true(n > 0);
  struct stf_pool_sums *sums = stf_mem_zeroed(NULL, (size_t)DAYS * n, sizeof *sums);
  assert_non_null(sums);
  stf_pool_run(pool, &stretches, 2, DAYS, sums);
  for (size_t i = 0; i < n; i++) {
    check_stretch(intervals, rows[i], sums + i, n, edges_s[i + 1] - edges_s[i]);
  }
  free(sums);
}

static void test_transient_days_by_interval(void **state) {
  (void)state;
  struct stf_table_file *days = stf_table_read("reference/transient_parameters.csv");
  struct stf_table_file *intervals = stf_table_read("reference/transient_intervals.csv");
  if (days == NULL || intervals == NULL) {
    stf_table_free(days);
    stf_table_free(intervals);
    skip();
  }
  for (size_t row = 0; row < stf_table_rows_n(days); row++) {
    struct stf_pool pool = {.end = STF_EDGE_UNTIL_EMPTY};
    double counts[STF_POOL_STEPS];
    pool.rates_n = read_steps(stf_table_text(days, row, "lambda_steps_start:per_min"),
                              pool.rate_starts_s, pool.rates_per_s);
    pool.counts_n = read_steps(stf_table_text(days, row, "staff_steps_start:n"),
                               pool.count_starts_s, counts);
    for (size_t i = 0; i < pool.rates_n; i++) {
      pool.rates_per_s[i] /= 60;
    }
    for (size_t i = 0; i < pool.counts_n; i++) {
      pool.counts[i] = (int)counts[i];
    }
    pool.service = stf_law_exponential(60 / stf_table_number(days, row, "mu_per_min"));
    pool.patience = stf_law_exponential(60 / stf_table_number(days, row, "theta_per_min"));
    pool.within_s = 60 * stf_table_number(days, row, "T_min");
    pool.length_s = 60 * stf_table_number(days, row, "end_min");
    check_day(intervals, stf_table_text(days, row, "id"), &pool);
  }
  stf_table_free(days);
  stf_table_free(intervals);
}

/* ---- gamma-Poisson counts ---- */

static int double_order(const void *left, const void *right) {
  double a = *(const double *)left;
  double b = *(const double *)right;
  return (a > b) - (a < b);
}

/* P(count <= k) within 3.5 standard errors of the level that k is the quantile of: F(k - 1) < p
 * <= F(k). */
static void check_quantile(const double *sorted, double p, double k) {
  size_t below = 0;
  size_t upto = 0;
  for (size_t i = 0; i < DAYS; i++) {
    below += sorted[i] < k;
    upto += sorted[i] <= k;
  }
  double se = sqrt(p * (1 - p) / DAYS);
  assert_true((double)below / DAYS < p + 3.5 * se);
  assert_true((double)upto / DAYS > p - 3.5 * se);
}

static void test_gamma_poisson_day_counts(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/gamma_poisson_counts.csv");
  if (table == NULL) {
    skip();
  }
  struct stf_pool_sums *sums = calloc(DAYS, sizeof *sums);
  double *counts = calloc(DAYS, sizeof *counts);
  assert_non_null(sums);
  assert_non_null(counts);
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    double mean = stf_table_number(table, row, "mean_count");
    struct stf_pool pool = {.rates_per_s = {mean / 86400},
                            .rates_n = 1,
                            .counts = {1},
                            .counts_n = 1,
                            .length_s = 86400,
                            .service = stf_law_constant(0),
                            .patience = stf_law_never(),
                            .day_shape = stf_table_number(table, row, "gamma_shape")};
    const double edges_s[] = {0, 86400};
    const struct stf_pool_stretches whole = {edges_s, 1, NULL};
    stf_pool_run(&pool, &whole, 3, DAYS, sums);
    double square = 0;
    double least = 0;
    for (size_t i = 0; i < DAYS; i++) {
      counts[i] = sums[i].arrived;
      square += (counts[i] - mean) * (counts[i] - mean);
      least += counts[i] <= mean;
    }
    qsort(counts, DAYS, sizeof *counts, double_order);
    struct stf_estimate estimate = stf_pool_mean(sums, DAYS, 1, OFFSET(arrived));
    stf_estimate_check_closely("mean count", estimate, mean, false);
    double variance = stf_table_number(table, row, "variance");
    /* The variance of a sample variance of a gamma-like law with excess kurtosis k: (2 + k) /
     * n; k <= 6 / shape + 1 / mean. */
    double kurtosis = 6 / pool.day_shape + 1 / mean;
    stf_estimate_check(
        "variance of the count",
        (struct stf_estimate){square / DAYS, variance * sqrt((2 + kurtosis) / DAYS)}, variance,
        0.02 * variance);
    double p = stf_table_number(table, row, "p_count_le_mean");
    stf_estimate_check("P(count <= mean)",
                       (struct stf_estimate){least / DAYS, sqrt(p * (1 - p) / DAYS)}, p, 0.005);
    check_quantile(counts, 0.05, stf_table_number(table, row, "p05"));
    check_quantile(counts, 0.5, stf_table_number(table, row, "p50"));
    check_quantile(counts, 0.95, stf_table_number(table, row, "p95"));
  }
  free(sums);
  free(counts);
  stf_table_free(table);
}

int main(void) {
  if (stf_near_data("reference/mg1.csv") == NULL) {
    return STF_NEAR_SKIPPED;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mg1_mean_wait_is_pollaczek_khinchine),
      cmocka_unit_test(test_mdc_waits_follow_crommelin),
      cmocka_unit_test(test_erlang_a_all_measures),
      cmocka_unit_test(test_general_patience_all_measures),
      cmocka_unit_test(test_transient_days_by_interval),
      cmocka_unit_test(test_gamma_poisson_day_counts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
