/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected numbers: rows ST1, ST2, ST3 and ST8 of reference/stats.csv (computed with R). */
#include "base/macros.h"
#include "stats/gsl_quiet.h"
#include "stats/interval.h"
#include "support/near.h"

#include <math.h>

/* Absolute error of GSL's quantile of Student's t. */
#define GSL_T 1e-10

static const double TEN[] = {0.81, 0.77, 0.92, 0.64, 0.88, 0.79, 0.85, 0.73, 0.9, 0.69};

static void test_t_interval_matches_reference(void **state) {
  (void)state;
  assert_near(stf_interval_mean(TEN, 10), 0.798, 1e-15);
  assert_near(stf_interval_sd(TEN, 10), 0.0924722180501, 1e-13);
  assert_near(stf_interval_t_quantile(0.95, 9), 2.26215716274, GSL_T);
  struct stf_interval interval = stf_interval_t(TEN, 10, 0.95);
  assert_near(interval.estimate, 0.798, 1e-15);
  assert_near(interval.high - 0.798, 0.0661506397909, GSL_T);
  assert_near(0.798 - interval.low, 0.0661506397909, GSL_T);
}

static void test_paired_and_welch_match_reference(void **state) {
  (void)state;
  const double b[] = {0.78, 0.75, 0.9, 0.6, 0.87};
  double differences[5];
  for (size_t i = 0; i < 5; i++) {
    differences[i] = TEN[i] - b[i];
  }
  struct stf_interval paired = stf_interval_t(differences, 5, 0.95);
  assert_near(paired.estimate, 0.024, 1e-15);
  assert_near(paired.high - paired.estimate, 0.0141571477698, GSL_T);
  struct stf_interval welch = stf_interval_welch(TEN, 5, b, 5, 0.95);
  assert_near(welch.estimate, 0.024, 1e-15);
  assert_near(welch.high - welch.estimate, 0.165778411689, GSL_T);
}

static void test_intervals_need_two_values(void **state) {
  (void)state;
  struct stf_interval one = stf_interval_t(TEN, 1, 0.95);
  assert_near(one.estimate, 0.81, 0);
  assert_true(isnan(one.low) && isnan(one.high));
  assert_true(isnan(stf_interval_t(TEN, 0, 0.95).estimate));
  assert_true(isnan(stf_interval_welch(TEN, 1, TEN, 5, 0.95).low));
  assert_true(isnan(stf_interval_ratio(TEN, TEN, 1, 0.95).low));
  assert_true(isnan(stf_interval_sd(TEN, 1)));
  assert_true(isnan(stf_interval_t_quantile(0.95, 0)));
}

/* By hand: r = 18/30 = 0.6, residuals -1, 1, 0, 0; sd = sqrt(2/3), error sqrt(2/3)/2/7.5. */
static void test_ratio_is_of_sums(void **state) {
  (void)state;
  const double num[] = {5, 4, 3, 6};
  const double den[] = {10, 5, 5, 10};
  struct stf_interval interval = stf_interval_ratio(num, den, 4, 0.95);
  assert_near(interval.estimate, 0.6, 1e-15);
  double error = sqrt(2.0 / 3) / 2 / 7.5;
  assert_near(interval.high - 0.6, stf_interval_t_quantile(0.95, 3) * error, 1e-14);
  const double none[] = {0, 0, 0, 0};
  assert_true(isnan(stf_interval_ratio(none, none, 4, 0.95).estimate));
}

static void test_ratio_with_equal_denominators_is_the_mean(void **state) {
  (void)state;
  const double ones[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  struct stf_interval ratio = stf_interval_ratio(TEN, ones, 10, 0.9);
  struct stf_interval mean = stf_interval_t(TEN, 10, 0.9);
  assert_near(ratio.low, mean.low, 1e-14);
  assert_near(ratio.high, mean.high, 1e-14);
}

static void test_wilson_matches_reference(void **state) {
  (void)state;
  struct stf_interval interval = stf_interval_wilson(412, 500, 0.95);
  assert_near(interval.estimate, 0.824, 1e-15);
  assert_near(interval.low, 0.788185828711, 1e-11);
  assert_near(interval.high, 0.85487359867, 1e-11);
  assert_near(stf_interval_wilson(0, 7, 0.95).low, 0, 0);
  assert_near(stf_interval_wilson(7, 7, 0.95).high, 1, 0);
  assert_true(isnan(stf_interval_wilson(0, 0, 0.95).estimate));
}

static void test_quantile_ranks_match_reference(void **state) {
  (void)state;
  const struct {
    size_t n;
    double p;
    size_t low;
    size_t high;
    double coverage;
  } cases[] = {{50, 0.9, 41, 50, 0.970308289088},
               {200, 0.95, 184, 197, 0.967152163857},
               {30, 0.5, 10, 21, 0.957226054743}};
  for (size_t i = 0; i < STF_COUNT_OF(cases); i++) {
    struct stf_interval_ranks ranks = stf_interval_quantile_ranks(cases[i].n, cases[i].p, 0.95);
    assert_int_equal(ranks.low, cases[i].low);
    assert_int_equal(ranks.high, cases[i].high);
    assert_near(ranks.coverage, cases[i].coverage, 1e-11);
  }
  struct stf_interval_ranks open = stf_interval_quantile_ranks(10, 0.99, 0.95);
  assert_int_equal(open.high, 11);
  assert_int_equal(stf_interval_quantile_ranks(10, 0.01, 0.95).low, 0);
}

int main(void) {
  stf_gsl_quiet_install();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_t_interval_matches_reference),
      cmocka_unit_test(test_paired_and_welch_match_reference),
      cmocka_unit_test(test_intervals_need_two_values),
      cmocka_unit_test(test_ratio_is_of_sums),
      cmocka_unit_test(test_ratio_with_equal_denominators_is_the_mean),
      cmocka_unit_test(test_wilson_matches_reference),
      cmocka_unit_test(test_quantile_ranks_match_reference),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
