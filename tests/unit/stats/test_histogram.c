/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/elementary.h"
#include "random/stream.h"
#include "stats/histogram.h"
#include "stats/quantile.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  N = 5000
};

static const double LEVELS[] = {0, 0.001, 0.1, 0.25, 0.5, 0.8, 0.9, 0.95, 0.999, 1};

/* Lognormal waits around a minute over many doublings, with some zeros. */
static void fill_waits(int64_t *values_us, size_t n, uint64_t seed) {
  struct stf_stream stream = stf_stream_of(seed, 0);
  for (size_t i = 0; i < n; i++) {
    double pair[2];
    stf_stream_pair(&stream, STF_STREAM_TEST, i, STF_STREAM_WORK, 0, pair);
    double wait_us = 6e7 * exp(2 * stf_elementary_normal_quantile(pair[0]));
    values_us[i] = pair[1] < 0.08 ? 0 : (int64_t)wait_us;
  }
}

static void add_all(struct stf_histogram *histogram, const int64_t *values_us, size_t n) {
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(stf_histogram_add(histogram, values_us[i]), STF_OK);
  }
}

static void assert_same(struct stf_histogram *a, struct stf_histogram *b) {
  assert_int_equal(a->count_n, b->count_n);
  assert_int_equal(a->min_us, b->min_us);
  assert_int_equal(a->max_us, b->max_us);
  assert_near(stf_histogram_mean_us(a), stf_histogram_mean_us(b), 0);
  for (size_t i = 0; i < STF_COUNT_OF(LEVELS); i++) {
    assert_near(stf_histogram_quantile_us(a, LEVELS[i]),
                stf_histogram_quantile_us(b, LEVELS[i]), 0);
  }
}

static void test_few_values_are_exact(void **state) {
  (void)state;
  int64_t values_us[STF_HISTOGRAM_EXACT];
  fill_waits(values_us, STF_HISTOGRAM_EXACT, 1);
  struct stf_histogram histogram;
  stf_histogram_init(&histogram, NULL);
  add_all(&histogram, values_us, STF_HISTOGRAM_EXACT);
  stf_quantile_sort_us(values_us, STF_HISTOGRAM_EXACT);
  for (size_t i = 0; i < STF_COUNT_OF(LEVELS); i++) {
    assert_near(stf_histogram_quantile_us(&histogram, LEVELS[i]),
                stf_quantile_of_us(values_us, STF_HISTOGRAM_EXACT, LEVELS[i]), 0);
  }
  assert_null(histogram.bins);
  stf_histogram_clear(&histogram);
}

static void test_many_values_are_within_half_a_percent(void **state) {
  (void)state;
  static int64_t values_us[N];
  fill_waits(values_us, N, 2);
  struct stf_histogram histogram;
  stf_histogram_init(&histogram, NULL);
  add_all(&histogram, values_us, N);
  stf_quantile_sort_us(values_us, N);
  double sum = 0;
  for (size_t i = 0; i < N; i++) {
    sum += (double)values_us[i];
    /* Every order statistic. */
    double p = (double)i / (N - 1);
    double exact = stf_quantile_of_us(values_us, N, p);
    assert_near_relative(stf_histogram_quantile_us(&histogram, p), exact, 1.0 / 256);
  }
  assert_near(stf_histogram_quantile_us(&histogram, 0), (double)values_us[0], 0);
  assert_near(stf_histogram_quantile_us(&histogram, 1), (double)values_us[N - 1], 0);
  assert_near_relative(stf_histogram_mean_us(&histogram), sum / N, 1e-14);
  stf_histogram_clear(&histogram);
}

/* Values at both edges of every doubling, each so often that bins are in use. */
static void test_bins_hold_every_size(void **state) {
  (void)state;
  for (int power = 0; power < 63; power++) {
    for (int64_t off = -1; off <= 1; off++) {
      int64_t value_us = (INT64_C(1) << power) + off;
      struct stf_histogram histogram;
      stf_histogram_init(&histogram, NULL);
      for (int i = 0; i < 300; i++) {
        assert_int_equal(stf_histogram_add(&histogram, value_us), STF_OK);
        assert_int_equal(stf_histogram_add(&histogram, INT64_MAX), STF_OK);
        assert_int_equal(stf_histogram_add(&histogram, 0), STF_OK);
      }
      double got = stf_histogram_quantile_us(&histogram, 0.5);
      assert_near(got, (double)value_us, value_us < 512 ? 0 : (double)value_us / 256);
      stf_histogram_clear(&histogram);
    }
  }
}

/* The sum has two words: 900 times INT64_MAX. */
static void test_mean_does_not_overflow(void **state) {
  (void)state;
  struct stf_histogram histogram;
  stf_histogram_init(&histogram, NULL);
  for (int i = 0; i < 900; i++) {
    assert_int_equal(stf_histogram_add(&histogram, INT64_MAX), STF_OK);
  }
  assert_near_relative(stf_histogram_mean_us(&histogram), (double)INT64_MAX, 1e-15);
  stf_histogram_clear(&histogram);
}

static void test_merge_in_any_order_is_one_histogram(void **state) {
  (void)state;
  static int64_t values_us[N];
  fill_waits(values_us, N, 3);
  /* Cuts so that parts are empty, kept and binned, on both sides of the limit. */
  const size_t cuts[] = {0, 0, 100, 500, 513, 900, 2500, N};
  enum {
    PARTS = 7
  };
  struct stf_histogram whole;
  struct stf_histogram forward;
  struct stf_histogram backward;
  struct stf_histogram parts[PARTS];
  stf_histogram_init(&whole, NULL);
  stf_histogram_init(&forward, NULL);
  stf_histogram_init(&backward, NULL);
  add_all(&whole, values_us, N);
  for (size_t i = 0; i < PARTS; i++) {
    stf_histogram_init(&parts[i], NULL);
    add_all(&parts[i], values_us + cuts[i], cuts[i + 1] - cuts[i]);
  }
  for (size_t i = 0; i < PARTS; i++) {
    assert_int_equal(stf_histogram_merge(&forward, &parts[i]), STF_OK);
    assert_int_equal(stf_histogram_merge(&backward, &parts[PARTS - 1 - i]), STF_OK);
  }
  assert_same(&forward, &whole);
  assert_same(&backward, &whole);
  for (size_t i = 0; i < PARTS; i++) {
    stf_histogram_clear(&parts[i]);
  }
  stf_histogram_clear(&whole);
  stf_histogram_clear(&forward);
  stf_histogram_clear(&backward);
}

static void test_reset_is_empty_again(void **state) {
  (void)state;
  static int64_t values_us[N];
  fill_waits(values_us, N, 4);
  struct stf_histogram used;
  struct stf_histogram fresh;
  stf_histogram_init(&used, NULL);
  stf_histogram_init(&fresh, NULL);
  add_all(&used, values_us, N);
  stf_histogram_reset(&used);
  assert_int_equal(used.count_n, 0);
  add_all(&used, values_us, N / 2);
  add_all(&fresh, values_us, N / 2);
  assert_same(&used, &fresh);
  stf_histogram_clear(&used);
  stf_histogram_clear(&fresh);
}

static void test_empty_owns_nothing(void **state) {
  (void)state;
  struct stf_histogram histogram;
  stf_histogram_init(&histogram, NULL);
  assert_true(isnan(stf_histogram_mean_us(&histogram)));
  assert_true(isnan(stf_histogram_quantile_us(&histogram, 0.5)));
  assert_null(histogram.kept_us);
  assert_null(histogram.bins);
}

/* An allocator that fails from a given call on. */
struct failing {
  int left;
};

static void *resize_or_fail(void *context, void *old, size_t bytes) {
  struct failing *failing = context;
  return failing->left-- > 0 ? realloc(old, bytes) : NULL;
}

static void release(void *context, void *old) {
  (void)context;
  free(old);
}

static void test_add_without_memory_changes_nothing(void **state) {
  (void)state;
  static int64_t values_us[N];
  fill_waits(values_us, N, 5);
  struct stf_histogram whole;
  stf_histogram_init(&whole, NULL);
  add_all(&whole, values_us, N);
  int failures = 0;
  for (int allowed = 0; allowed < 20; allowed++) {
    struct failing failing = {allowed};
    struct stf_allocator allocator = {resize_or_fail, release, &failing};
    struct stf_histogram histogram;
    stf_histogram_init(&histogram, &allocator);
    for (size_t i = 0; i < N; i++) {
      if (stf_histogram_add(&histogram, values_us[i]) != STF_OK) {
        failures++;
        failing.left = 100; /* memory is back: the same value again */
        assert_int_equal(stf_histogram_add(&histogram, values_us[i]), STF_OK);
      }
    }
    assert_same(&histogram, &whole);
    stf_histogram_clear(&histogram);
  }
  assert_true(failures > 10);
  stf_histogram_clear(&whole);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_few_values_are_exact),
      cmocka_unit_test(test_many_values_are_within_half_a_percent),
      cmocka_unit_test(test_bins_hold_every_size),
      cmocka_unit_test(test_mean_does_not_overflow),
      cmocka_unit_test(test_merge_in_any_order_is_one_histogram),
      cmocka_unit_test(test_reset_is_empty_again),
      cmocka_unit_test(test_empty_owns_nothing),
      cmocka_unit_test(test_add_without_memory_changes_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
