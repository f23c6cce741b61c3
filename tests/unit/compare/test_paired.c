/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/better.h"
#include "compare/paired.h"
#include "random/elementary.h"
#include "support/dice.h"
#include "support/near.h"
#include "support/ration.h"

#include <math.h>

static struct stf_paired pair(enum stf_paired_kind kind, const double *a_num,
                              const double *a_den, const double *b_num, const double *b_den,
                              size_t n) {
  struct stf_paired out;
  const struct stf_paired_in in = {
      .a = {a_num, a_den}, .b = {b_num, b_den}, .n = n, .kind = kind, .level = 0.95};
  assert_int_equal(stf_paired_of(&in, NULL, &out), STF_OK);
  return out;
}

/* By hand: differences 1, 3, 2, -1, 5; mean 2, sd sqrt(5), t(4) 2.776445. */
static void test_of_means_is_the_paired_t(void **state) {
  (void)state;
  static const double A[] = {10, 20, 30, 40, 50};
  static const double B[] = {11, 23, 32, 39, 55};
  struct stf_paired p = pair(STF_PAIRED_MEAN, A, NULL, B, NULL, 5);
  double half = 2.7764451051977987;
  assert_near(p.a, 30, 1e-12);
  assert_near(p.b, 32, 1e-12);
  assert_near(p.difference.estimate, 2, 1e-12);
  assert_near(p.se, 1, 1e-12);
  assert_near(p.difference.low, 2 - half, 1e-9);
  assert_near(p.difference.high, 2 + half, 1e-9);
  assert_near(p.independent_se, sqrt((250.0 + 275.0) / 5), 1e-9);
  assert_int_equal(p.above_n, 4);
  assert_int_equal(p.both_n, 5);
  /* P(T <= 2), 4 degrees of freedom: 1/2 + x (1 + x^2 / 12 ...) in closed form. */
  double t = 2;
  double u = t / sqrt(t * t + 4);
  assert_near(stf_paired_above_on_average(&p), 0.5 + 0.75 * (u - u * u * u / 3), 1e-9);
}

static void test_of_ratios_is_the_ratio_of_sums_with_the_delta_method(void **state) {
  (void)state;
  static const double A_NUM[] = {8, 30, 5};
  static const double A_DEN[] = {10, 40, 10};
  static const double B_NUM[] = {9, 36, 8};
  static const double B_DEN[] = {10, 40, 10};
  struct stf_paired p = pair(STF_PAIRED_RATIO, A_NUM, A_DEN, B_NUM, B_DEN, 3);
  assert_near(p.a, 43.0 / 60, 1e-12);
  assert_near(p.b, 53.0 / 60, 1e-12);
  double square = 0;
  for (int r = 0; r < 3; r++) {
    double z = (B_NUM[r] - 53.0 / 60 * B_DEN[r] - A_NUM[r] + 43.0 / 60 * A_DEN[r]) / 20;
    square += z * z;
  }
  assert_near(p.se, sqrt(square / 2 / 3), 1e-12);
  assert_near(p.difference.estimate, 10.0 / 60, 1e-12);
}

static void test_of_same_desk_differs_by_exactly_nothing(void **state) {
  (void)state;
  static const double NUM[] = {3, 7, 5, 6};
  static const double DEN[] = {4, 9, 8, 7};
  struct stf_paired p = pair(STF_PAIRED_RATIO, NUM, DEN, NUM, DEN, 4);
  assert_near(p.difference.estimate, 0, 0);
  assert_near(p.se, 0, 0);
  assert_true(p.independent_se > 0);
  assert_near(stf_paired_above_on_average(&p), 0.5, 0);
  assert_near(stf_paired_above_in_a_period(&p).estimate, 0.5, 0);
}

static void test_of_quantiles_is_the_median_difference_between_order_statistics(void **state) {
  (void)state;
  double a[20];
  double b[20];
  for (int r = 0; r < 20; r++) {
    a[r] = 100 + 7 * r % 20;
    b[r] = a[r] + r; /* differences 0 .. 19 */
  }
  struct stf_paired p = pair(STF_PAIRED_MEDIAN, a, NULL, b, NULL, 20);
  assert_near(p.difference.estimate, 9.5, 1e-12);
  assert_near(p.mean, 9.5, 1e-12);
  struct stf_interval_ranks ranks = stf_interval_quantile_ranks(20, 0.5, 0.95);
  assert_near(p.difference.low, (double)ranks.low - 1, 0);
  assert_near(p.difference.high, (double)ranks.high - 1, 0);
}

static void test_of_undefined_replications_are_left_out(void **state) {
  (void)state;
  const double a[] = {1, (double)NAN, 3, 4};
  const double b[] = {2, 5, (double)NAN, 8};
  struct stf_paired p = pair(STF_PAIRED_MEAN, a, NULL, b, NULL, 4);
  assert_int_equal(p.n, 2);
  assert_near(p.difference.estimate, 2.5, 1e-12);
  p = pair(STF_PAIRED_MEAN, a, NULL, b, NULL, 1);
  assert_near(p.difference.estimate, 1, 0);
  assert_true(isnan(p.difference.low) && isnan(stf_paired_above_on_average(&p)));
  p = pair(STF_PAIRED_MEAN, a + 1, NULL, b + 1, NULL, 2);
  assert_int_equal(p.n, 0);
  assert_true(isnan(p.difference.estimate));
}

static void test_above_in_a_period_counts_ties_by_halves(void **state) {
  (void)state;
  static const double A[] = {1, 1, 1, 1};
  static const double B[] = {2, 1, 0, 1};
  struct stf_paired p = pair(STF_PAIRED_MEAN, A, NULL, B, NULL, 4);
  struct stf_interval share = stf_paired_above_in_a_period(&p);
  struct stf_interval wilson = stf_interval_wilson(2, 4, 0.95);
  assert_near(share.estimate, 0.5, 1e-12);
  assert_near(share.low, wilson.low, 1e-12);
  p = pair(STF_PAIRED_MEAN, A, NULL, B, NULL, 2);
  assert_near(stf_paired_above_in_a_period(&p).estimate, 0.75, 1e-12);
}

static double normal(struct stf_dice *dice) {
  return stf_elementary_normal_quantile(stf_dice_roll(dice));
}

/* 4,000 experiments of 10 pairs: 95 % +- 3.5 standard errors (0.0034 each). */
static void test_interval_of_means_covers_as_it_says(void **state) {
  (void)state;
  enum {
    EXPERIMENTS = 4000,
    PAIRS = 10
  };
  size_t inside_n = 0;
  for (uint32_t e = 0; e < EXPERIMENTS; e++) {
    struct stf_dice dice = {.number = 1100 + e};
    double a[PAIRS];
    double b[PAIRS];
    for (uint32_t r = 0; r < PAIRS; r++) {
      double common = normal(&dice);
      a[r] = 5 * common;
      b[r] = 5 * common + 1 + normal(&dice);
    }
    struct stf_paired p = pair(STF_PAIRED_MEAN, a, NULL, b, NULL, PAIRS);
    inside_n += p.difference.low <= 1 && p.difference.high >= 1;
  }
  assert_near((double)inside_n / EXPERIMENTS, 0.95, 3.5 * 0.00345);
}

static void test_simultaneous_level_is_split_evenly(void **state) {
  (void)state;
  assert_near(stf_paired_simultaneous(0.95, 1), 0.95, 1e-15);
  assert_near(stf_paired_simultaneous(0.95, 50), 0.999, 1e-12);
}

static void test_of_without_memory_fails(void **state) {
  (void)state;
  static const double A[] = {1, 2};
  struct stf_ration ration;
  struct stf_paired out;
  stf_ration_init(&ration, 0);
  const struct stf_paired_in in = {
      .a = {A, NULL}, .b = {A, NULL}, .n = 2, .kind = STF_PAIRED_MEAN, .level = 0.95};
  assert_int_equal(stf_paired_of(&in, &ration.allocator, &out), STF_ERR_MEMORY);
}

static int sign_of(const char *kpi, const char *definition, const char *statistic) {
  struct stf_row row = STF_ROW_EMPTY;
  row.kpi = kpi;
  row.definition = definition;
  row.statistic = statistic;
  return stf_better_sign(&row);
}

static void test_better_sign_says_which_way(void **state) {
  (void)state;
  assert_int_equal(sign_of("service_level", "sl3_within_20s", "share"), 1);
  assert_int_equal(sign_of("service_level", "censored", "count"), 0);
  assert_int_equal(sign_of("wait", "answered", "p90"), -1);
  assert_int_equal(sign_of("wait", "answered", "count"), 0);
  assert_int_equal(sign_of("cost", "total", "sum"), -1);
  assert_int_equal(sign_of("sla_contacts", "a_met", "count"), 1);
  assert_int_equal(sign_of("sla_contacts", "a_breached_open", "count"), -1);
  assert_int_equal(sign_of("utilization", "busy", "share"), 0);
  assert_int_equal(sign_of("containment", "loose", "share"), 0);
  assert_int_equal(sign_of("containment", "no_solution", "share"), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_of_means_is_the_paired_t),
      cmocka_unit_test(test_of_ratios_is_the_ratio_of_sums_with_the_delta_method),
      cmocka_unit_test(test_of_same_desk_differs_by_exactly_nothing),
      cmocka_unit_test(test_of_quantiles_is_the_median_difference_between_order_statistics),
      cmocka_unit_test(test_of_undefined_replications_are_left_out),
      cmocka_unit_test(test_above_in_a_period_counts_ties_by_halves),
      cmocka_unit_test(test_interval_of_means_covers_as_it_says),
      cmocka_unit_test(test_simultaneous_level_is_split_evenly),
      cmocka_unit_test(test_of_without_memory_fails),
      cmocka_unit_test(test_better_sign_says_which_way),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
