/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law_fit.h"
#include "random/stream.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

#define NO ((double)NAN)

enum {
  N = 4000
};

static int by_number(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Sorted draws of a law. */
static void fill(const struct stf_law *law, double *values_s, size_t n, uint64_t seed) {
  struct stf_stream stream = stf_stream_of(seed, 0);
  for (size_t i = 0; i < n; i++) {
    double pair[2];
    stf_stream_pair(&stream, STF_STREAM_TEST, i, STF_STREAM_WORK, 0, pair);
    values_s[i] = stf_law_draw_s(law, pair[0]);
  }
  qsort(values_s, n, sizeof *values_s, by_number);
}

static struct stf_law law_of(enum stf_law_kind kind, double first, double second,
                             double third) {
  struct stf_law law = {.kind = STF_LAW_NEVER};
  const char *why = NULL;
  const double parameters[STF_LAW_PARAMETERS_MAX] = {first, second, third, NO, NO};
  assert_true(stf_law_make(kind, parameters, &law, &why));
  return law;
}

/* The truth within 3.5 standard errors, the distance within its 0.001 limit. */
static void assert_recovers(const struct stf_law_fit *fit, double mean_s, double form,
                            const double *sorted_s) {
  assert_near(fit->mean_s, mean_s, 3.5 * fit->mean_error_s);
  assert_near(fit->form, form, 3.5 * fit->form_error);
  assert_true(fit->mean_error_s < 0.05 * mean_s);
  assert_true(fit->form_error < 0.08 * form);
  assert_near(stf_law_mean_s(&fit->law), fit->mean_s, 1e-9 * mean_s);
  assert_true(stf_law_fit_distance(&fit->law, sorted_s, N) < 1.95 / sqrt(N));
}

static void test_lognormal_fit_recovers_the_law(void **state) {
  (void)state;
  static double values[N];
  struct stf_law law = law_of(STF_LAW_LOGNORMAL, 300, 0.9, NO);
  fill(&law, values, N, 1);
  struct stf_law_fit fit;
  assert_int_equal(stf_law_fit_lognormal(values, N, &fit), STF_OK);
  assert_recovers(&fit, 300, 0.9, values);
}

static void test_gamma_fit_recovers_the_law(void **state) {
  (void)state;
  static double values[N];
  const double shapes[] = {0.3, 1.7, 40};
  for (size_t i = 0; i < 3; i++) {
    struct stf_law law = law_of(STF_LAW_GAMMA, 300, NO, shapes[i]);
    fill(&law, values, N, 2 + i);
    struct stf_law_fit fit;
    assert_int_equal(stf_law_fit_gamma(values, N, &fit), STF_OK);
    assert_recovers(&fit, 300, shapes[i], values);
  }
}

static void test_weibull_fit_recovers_the_law(void **state) {
  (void)state;
  static double values[N];
  const double shapes[] = {0.6, 1, 3.5};
  for (size_t i = 0; i < 3; i++) {
    struct stf_law law = law_of(STF_LAW_WEIBULL, 300, NO, shapes[i]);
    fill(&law, values, N, 7 + i);
    struct stf_law_fit fit;
    assert_int_equal(stf_law_fit_weibull(values, N, &fit), STF_OK);
    assert_recovers(&fit, 300, shapes[i], values);
  }
}

/* The likelihood told is the sum of log densities (GSL's), and no neighbour is likelier. */
static void test_fits_are_at_the_top_of_the_likelihood(void **state) {
  (void)state;
  static double values[N];
  struct stf_law law = law_of(STF_LAW_GAMMA, 300, NO, 2);
  fill(&law, values, N, 11);
  struct stf_law_fit gamma;
  struct stf_law_fit weibull;
  struct stf_law_fit lognormal;
  assert_int_equal(stf_law_fit_gamma(values, N, &gamma), STF_OK);
  assert_int_equal(stf_law_fit_weibull(values, N, &weibull), STF_OK);
  assert_int_equal(stf_law_fit_lognormal(values, N, &lognormal), STF_OK);
  double scale = stf_law_draw_s(&weibull.law, exp(-1));
  for (int move = -1; move <= 1; move++) {
    double factor = 1 + 0.01 * move;
    double sums[3] = {0, 0, 0};
    for (size_t i = 0; i < N; i++) {
      double k = gamma.form * factor;
      sums[0] += log(gsl_ran_gamma_pdf(values[i], k, gamma.mean_s / k));
      sums[1] += log(gsl_ran_weibull_pdf(values[i], scale, weibull.form * factor));
      double sigma = sqrt(log(1 + lognormal.form * lognormal.form));
      double zeta = log(lognormal.mean_s) - sigma * sigma / 2;
      sums[2] += log(gsl_ran_lognormal_pdf(values[i], zeta, sigma));
    }
    if (move == 0) {
      assert_near(gamma.log_likelihood, sums[0], 1e-6);
      assert_near(weibull.log_likelihood, sums[1], 1e-6);
      assert_near(lognormal.log_likelihood, sums[2], 1e-6);
    } else {
      assert_true(sums[0] < gamma.log_likelihood);
      assert_true(sums[1] < weibull.log_likelihood);
    }
  }
  assert_true(gamma.log_likelihood > lognormal.log_likelihood);
}

static void test_fits_refuse_what_they_cannot_use(void **state) {
  (void)state;
  const double zero[] = {1, 0, 2};
  const double equal[] = {5, 5, 5};
  const double infinite[] = {5, (double)INFINITY};
  struct stf_law_fit fit;
  assert_int_equal(stf_law_fit_lognormal(zero, 3, &fit), STF_ERR_INPUT);
  assert_int_equal(stf_law_fit_gamma(equal, 3, &fit), STF_ERR_INPUT);
  assert_int_equal(stf_law_fit_weibull(infinite, 2, &fit), STF_ERR_INPUT);
  assert_int_equal(stf_law_fit_weibull(equal, 1, &fit), STF_ERR_INPUT);
  assert_int_equal(stf_law_fit_gamma(equal, 0, &fit), STF_ERR_INPUT);
}

static void test_distance_of_steps(void **state) {
  (void)state;
  struct stf_law uniform = law_of(STF_LAW_UNIFORM, 0, 10, NO);
  const double values[] = {2, 2, 5, 9};
  /* At 2 the sample jumps from 0 to 0.5, the law has 0.2. */
  assert_near(stf_law_fit_distance(&uniform, values, 4), 0.3, 1e-15);
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_law steps;
  assert_int_equal(stf_law_from_sample(arena, values, NULL, 4, &steps), STF_OK);
  assert_near(stf_law_fit_distance(&steps, values, 4), 0, 1e-15);
  const double other[] = {2, 5, 5, 9};
  assert_near(stf_law_fit_distance(&steps, other, 4), 0.25, 1e-15);
  stf_arena_free(arena);
}

static const double TIMES[] = {1, 2, 2, 3, 4, 4, 5, 6, 7, 9};
static const bool LEFT[] = {true, false, true, true, false, true, false, true, false, true};

/* Rows ST7 of reference/stats.csv. */
static void test_kaplan_meier_matches_reference(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_law law;
  assert_int_equal(stf_law_fit_kaplan_meier(arena, TIMES, LEFT, 10, &law), STF_OK);
  assert_near(stf_law_survival(&law, 0.5), 1, 0);
  assert_near(stf_law_survival(&law, 2), 0.8, 1e-15);
  assert_near(stf_law_survival(&law, 4), 0.571428571429, 1e-12);
  assert_near(stf_law_survival(&law, 6), 0.380952380952, 1e-12);
  assert_near(stf_law_survival(&law, 8.99), 0.380952380952, 1e-12);
  assert_near(stf_law_survival(&law, 9), 0, 0);
  struct stf_law_fit_hazard hazard = stf_law_fit_censored(TIMES, LEFT, 10);
  assert_near(1 / hazard.mean_s, 0.139534883721, 1e-12);
  assert_near(hazard.mean_error_s, 43.0 / 6 / sqrt(6), 1e-12);
  stf_arena_free(arena);
}

static void test_kaplan_meier_tail_begins_at_the_largest_time(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  const double times[] = {30, 10, 20, 60};
  const bool left[] = {false, true, true, false};
  struct stf_law law;
  assert_int_equal(stf_law_fit_kaplan_meier(arena, times, left, 4, &law), STF_OK);
  assert_near(stf_law_survival(&law, 59.9), 0.5, 1e-15);
  assert_near(stf_law_survival(&law, 60), 0.5, 1e-15);
  assert_near(stf_law_survival(&law, 120), 0.5 * exp(-1), 1e-15); /* mean 120 / 2 */
  assert_near(stf_law_draw_s(&law, 0.5 * exp(-1)), 120, 1e-12);
  assert_near(stf_law_mean_s(&law), 2.5 + 5 + 0.5 * 120, 1e-12);
  stf_arena_free(arena);
}

/* Exponential patience of 60 s censored by exponential waits of 30 s; the estimate at 60 s
 * within 3.5 of Greenwood's standard errors. */
static void test_kaplan_meier_undoes_censoring(void **state) {
  (void)state;
  enum {
    MANY = 20000
  };
  static double times[MANY];
  static bool left[MANY];
  struct stf_stream stream = stf_stream_of(21, 0);
  for (size_t i = 0; i < MANY; i++) {
    double pair[2];
    stf_stream_pair(&stream, STF_STREAM_TEST, i, STF_STREAM_WORK, 0, pair);
    double patience_s = -60 * log(pair[0]);
    double wait_s = -30 * log(pair[1]);
    left[i] = patience_s < wait_s;
    times[i] = left[i] ? patience_s : wait_s;
  }
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_law law;
  assert_int_equal(stf_law_fit_kaplan_meier(arena, times, left, MANY, &law), STF_OK);
  /* Greenwood for exponentials: S^2 theta / (theta + mu) (e^((theta + mu) t) - 1) / n. */
  double greenwood = exp(-1) * sqrt((exp(3) - 1) / 3 / MANY);
  assert_near(stf_law_survival(&law, 60), exp(-1), 3.5 * greenwood);
  struct stf_law_fit_hazard hazard = stf_law_fit_censored(times, left, MANY);
  assert_near(hazard.mean_s, 60, 3.5 * hazard.mean_error_s);
  assert_near((double)hazard.events_n / MANY, 1.0 / 3, 3.5 * sqrt(2.0 / 9 / MANY));
  stf_arena_free(arena);
}

static void test_kaplan_meier_at_the_edges(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_law law;
  const bool none[] = {false, false};
  const bool first[] = {true, false};
  const double zeros[] = {0, 0};
  const double bad[] = {1, -1};
  assert_int_equal(stf_law_fit_kaplan_meier(arena, TIMES, none, 2, &law), STF_OK);
  assert_int_equal(law.kind, STF_LAW_NEVER);
  assert_int_equal(stf_law_fit_kaplan_meier(arena, zeros, first, 2, &law), STF_OK);
  assert_near(stf_law_draw_s(&law, 0.1), 0, 0);
  assert_near(stf_law_mean_s(&law), 0, 0);
  assert_int_equal(stf_law_fit_kaplan_meier(arena, bad, first, 2, &law), STF_ERR_INPUT);
  assert_int_equal(stf_law_fit_kaplan_meier(arena, NULL, NULL, 0, &law), STF_ERR_INPUT);
  stf_arena_free(arena);
}

static void test_exponential_without_events_is_unknown(void **state) {
  (void)state;
  struct stf_law_fit_hazard hazard = stf_law_fit_exponential(0, 500);
  assert_true(isinf(hazard.mean_s));
  assert_true(isnan(hazard.mean_error_s));
}

/* The logarithm of the mean less the mean logarithm is lost in rounding. */
static void test_gamma_of_values_that_hardly_differ_has_the_largest_shape(void **state) {
  (void)state;
  double values[1000];
  for (size_t i = 0; i < STF_COUNT_OF(values); i++) {
    values[i] = i % 2 == 0 ? 30 : 30.000001;
  }
  struct stf_law_fit fit;
  assert_int_equal(stf_law_fit_gamma(values, STF_COUNT_OF(values), &fit), STF_OK);
  assert_near(fit.mean_s, 30.0000005, 1e-9);
  assert_near(fit.form, 10000, 0);
}

int main(void) {
  (void)gsl_set_error_handler_off();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_lognormal_fit_recovers_the_law),
      cmocka_unit_test(test_gamma_fit_recovers_the_law),
      cmocka_unit_test(test_weibull_fit_recovers_the_law),
      cmocka_unit_test(test_fits_are_at_the_top_of_the_likelihood),
      cmocka_unit_test(test_fits_refuse_what_they_cannot_use),
      cmocka_unit_test(test_distance_of_steps),
      cmocka_unit_test(test_kaplan_meier_matches_reference),
      cmocka_unit_test(test_kaplan_meier_tail_begins_at_the_largest_time),
      cmocka_unit_test(test_kaplan_meier_undoes_censoring),
      cmocka_unit_test(test_kaplan_meier_at_the_edges),
      cmocka_unit_test(test_exponential_without_events_is_unknown),
      cmocka_unit_test(test_gamma_of_values_that_hardly_differ_has_the_largest_shape),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
