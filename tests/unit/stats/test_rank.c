/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/stream.h"
#include "stats/quantile.h"
#include "stats/rank.h"
#include "support/near.h"

#include <math.h>

enum {
  MOST = 200
};

/* 1, 2 ... n */
static void fill_ranks(double *sorted, size_t n) {
  for (size_t i = 0; i < n; i++) {
    sorted[i] = (double)(i + 1);
  }
}

static void test_band_ends_are_predictive_ranks(void **state) {
  (void)state;
  double sorted[MOST];
  fill_ranks(sorted, MOST);
  struct stf_rank_band nine = stf_rank_band_of(sorted, 9, 0.8);
  assert_near(nine.low, 1, 0);
  assert_near(nine.high, 9, 0);
  struct stf_rank_band many = stf_rank_band_of(sorted, 200, 0.8);
  assert_near(many.low, 20.1, 1e-12);
  assert_near(many.high, 180.9, 1e-12);
  struct stf_rank_band wide = stf_rank_band_of(sorted, 39, 0.95);
  assert_near(wide.low, 1, 0);
  assert_near(wide.high, 39, 0);
  assert_near(stf_rank_quantile(sorted, 200, 0.5), 100.5, 1e-12);
}

static void test_band_needs_enough_replications(void **state) {
  (void)state;
  double sorted[MOST];
  fill_ranks(sorted, MOST);
  assert_true(isnan(stf_rank_band_of(sorted, 8, 0.8).low));
  assert_true(isnan(stf_rank_band_of(sorted, 8, 0.8).high));
  assert_true(isnan(stf_rank_band_of(sorted, 38, 0.95).low));
  assert_true(isnan(stf_rank_quantile(sorted, 0, 0.5)));
  struct stf_rank rank = stf_rank_of(sorted, 8, 4);
  assert_int_equal(stf_rank_verdict_of(&rank, 0.8), STF_RANK_UNKNOWN);
  assert_true(isnan(stf_rank_inside_share(&rank, 0.8)));
  assert_true(isnan(stf_rank_self_coverage(sorted, sorted, 9, 0.8, NULL)));
}

static enum stf_rank_verdict verdict(const double *sorted, size_t n, double actual) {
  struct stf_rank rank = stf_rank_of(sorted, n, actual);
  return stf_rank_verdict_of(&rank, 0.8);
}

static void test_verdict_follows_the_band_without_ties(void **state) {
  (void)state;
  double sorted[MOST];
  fill_ranks(sorted, 9);
  assert_int_equal(verdict(sorted, 9, 0.5), STF_RANK_BELOW);
  assert_int_equal(verdict(sorted, 9, 1), STF_RANK_INSIDE);
  assert_int_equal(verdict(sorted, 9, 1.5), STF_RANK_INSIDE);
  assert_int_equal(verdict(sorted, 9, 9), STF_RANK_INSIDE);
  assert_int_equal(verdict(sorted, 9, 9.5), STF_RANK_ABOVE);
}

static void test_ties_count_half(void **state) {
  (void)state;
  const double sorted[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3};
  struct stf_rank rank = stf_rank_of(sorted, 19, 1);
  assert_int_equal(rank.less_n, 0);
  assert_int_equal(rank.equal_n, 15);
  assert_near(stf_rank_middle(&rank), 8.0 / 20, 1e-15);
  assert_int_equal(stf_rank_verdict_of(&rank, 0.8), STF_RANK_INSIDE);
  assert_near(stf_rank_inside_share(&rank, 0.8), 14.0 / 16, 1e-14);
  assert_int_equal(verdict(sorted, 19, 3), STF_RANK_ABOVE);
  rank = stf_rank_of(sorted, 19, 3);
  assert_near(stf_rank_inside_share(&rank, 0.8), 0, 1e-14);
  rank = stf_rank_of(sorted, 19, 0);
  assert_near(stf_rank_inside_share(&rank, 0.8), 0, 1e-14);
}

/* Exchangeable draws: each of the n + 1 in the actual's place once gives the level exactly, for
 * continuous values and for heavily tied ones. */
static void test_inside_share_of_a_true_model_is_the_level(void **state) {
  (void)state;
  struct stf_stream stream = stf_stream_of(5, 0);
  for (uint32_t levels = 1; levels <= 1000; levels *= 10) {
    double values[21];
    for (size_t i = 0; i < 21; i++) {
      double pair[2];
      stf_stream_pair(&stream, STF_STREAM_TEST, i, STF_STREAM_WORK, levels, pair);
      values[i] = floor(pair[0] * levels);
    }
    double total = 0;
    for (size_t k = 0; k < 21; k++) {
      double others[20];
      for (size_t i = 0; i < 20; i++) {
        others[i] = values[i < k ? i : i + 1];
      }
      stf_quantile_sort(others, 20);
      struct stf_rank rank = stf_rank_of(others, 20, values[k]);
      total += stf_rank_inside_share(&rank, 0.8);
    }
    assert_near(total / 21, 0.8, 1e-12);
  }
}

static void test_self_coverage_leaves_each_out(void **state) {
  (void)state;
  struct stf_stream stream = stf_stream_of(6, 0);
  double values[50];
  double sorted[50];
  bool inside[50];
  for (size_t i = 0; i < 50; i++) {
    double pair[2];
    stf_stream_pair(&stream, STF_STREAM_TEST, i, STF_STREAM_WORK, 0, pair);
    values[i] = floor(pair[0] * 12);
    sorted[i] = values[i];
  }
  stf_quantile_sort(sorted, 50);
  double share = stf_rank_self_coverage(values, sorted, 50, 0.8, inside);
  double counted = 0;
  for (size_t k = 0; k < 50; k++) {
    double others[49];
    for (size_t i = 0; i < 49; i++) {
      others[i] = values[i < k ? i : i + 1];
    }
    stf_quantile_sort(others, 49);
    assert_int_equal(inside[k], verdict(others, 49, values[k]) == STF_RANK_INSIDE);
    counted += inside[k];
  }
  assert_near(share, counted / 50, 1e-15);
}

static void test_self_coverage_of_equal_values_is_one(void **state) {
  (void)state;
  const double values[10] = {0};
  bool inside[10] = {false};
  assert_near(stf_rank_self_coverage(values, values, 10, 0.8, inside), 1, 0);
  assert_true(inside[0] && inside[9]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_band_ends_are_predictive_ranks),
      cmocka_unit_test(test_band_needs_enough_replications),
      cmocka_unit_test(test_verdict_follows_the_band_without_ties),
      cmocka_unit_test(test_ties_count_half),
      cmocka_unit_test(test_inside_share_of_a_true_model_is_the_level),
      cmocka_unit_test(test_self_coverage_leaves_each_out),
      cmocka_unit_test(test_self_coverage_of_equal_values_is_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
