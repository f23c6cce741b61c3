/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule of stopping: by hand, and its coverage over experiments that are repeated. */
#include "random/stream.h"
#include "replicate/precision.h"
#include "stats/interval.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>

enum {
  EXPERIMENTS = 2000,
  MOST = 4000
};

static void test_next_when_the_interval_is_too_wide_expect_its_square(void **state) {
  (void)state;
  /* Twice too wide: four times as many. */
  assert_int_equal(stf_precision_next(50, 0.02, 0.01, 1000), 200);
  assert_int_equal(stf_precision_next(50, 0.0101, 0.01, 1000), 52); /* 51.005 */
  assert_int_equal(stf_precision_next(100, 0.01000000001, 0.01, 1000), 101);
}

static void test_next_when_it_is_narrow_or_nothing_is_left_expect_no_more(void **state) {
  (void)state;
  assert_int_equal(stf_precision_next(50, 0.01, 0.01, 1000), 50);
  assert_int_equal(stf_precision_next(50, 0, 0.01, 1000), 50);
  assert_int_equal(stf_precision_next(1000, 5, 0.01, 1000), 1000);
  assert_int_equal(stf_precision_next(50, 1e300, 1e-300, 1000), 1000);
}

static void test_next_when_the_width_is_not_known_expect_twice_as_many(void **state) {
  (void)state;
  assert_int_equal(stf_precision_next(50, (double)NAN, 0.01, 1000), 100);
  assert_int_equal(stf_precision_next(600, (double)INFINITY, 0.01, 1000), 1000);
}

/* Exponential values of mean 1: the mean is to be known to 0.1, which takes about 1.96^2 / 0.01
 * = 384 of them. */
static void test_intervals_of_stopped_experiments_cover_nearly_what_they_say(void **state) {
  (void)state;
  double *values = calloc(MOST, sizeof *values);
  assert_non_null(values);
  unsigned covered_n = 0;
  double taken = 0;
  for (uint32_t e = 0; e < EXPERIMENTS; e++) {
    struct stf_stream stream = stf_stream_of(31, e);
    uint32_t done_n = 0;
    uint32_t goal_n = STF_PRECISION_FIRST;
    struct stf_interval interval = {0};
    while (done_n < goal_n) {
      for (; done_n < goal_n; done_n++) {
        double u[2];
        stf_stream_pair(&stream, STF_STREAM_TEST, done_n, STF_STREAM_WORK, 0, u);
        values[done_n] = -log(u[0]);
      }
      interval = stf_interval_t(values, done_n, 0.95);
      goal_n = stf_precision_next(done_n, (interval.high - interval.low) / 2, 0.1, MOST);
    }
    assert_true(interval.high - interval.low <= 0.2);
    covered_n += interval.low <= 1 && interval.high >= 1;
    taken += (double)done_n / EXPERIMENTS;
  }
  free(values);
  /* Stopping early where the spread happens to look small costs coverage, by theory of the
   * order of 1 / R: between 0.92 and the 0.95 of a fixed number, and 3.5 standard errors of
   * 0.0049. */
  double covered = (double)covered_n / EXPERIMENTS;
  assert_true(covered > 0.92 - 3.5 * 0.0049);
  assert_true(covered < 0.95 + 3.5 * 0.0049);
  /* The first look asks for 50 (t h)^2 / (50 x 0.01), on average t^2 100 = 404 with t = 2.01 of
   * 49 degrees; later looks only add. A rule that goes on without need takes far more. */
  assert_true(taken > 404 - 3.5 * 5);
  assert_true(taken < 520);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_next_when_the_interval_is_too_wide_expect_its_square),
      cmocka_unit_test(test_next_when_it_is_narrow_or_nothing_is_left_expect_no_more),
      cmocka_unit_test(test_next_when_the_width_is_not_known_expect_twice_as_many),
      cmocka_unit_test(test_intervals_of_stopped_experiments_cover_nearly_what_they_say),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
