/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interval factors and day factor that made the counts of many days are found again. */
#include "fit/intervals.h"
#include "random/law.h"
#include "random/law_gamma.h"
#include "random/stream.h"
#include "support/near.h"

#include <math.h>

enum {
  SLOTS = 24,
  DAYS = 364,
  SEED = 71
};

struct made {
  double counts[DAYS * SLOTS];
  int weekdays[DAYS];
};

static double uniform(uint64_t day, uint32_t index) {
  struct stf_stream stream = stf_stream_of(SEED, 0);
  double u[2];
  stf_stream_pair(&stream, STF_STREAM_TEST, day, STF_STREAM_WORK, index, u);
  return u[0];
}

static double normal(uint64_t day, uint32_t index) {
  return sqrt(-2 * log(uniform(day, index))) * cos(6.283185307179586 * uniform(day, index + 1));
}

static double poisson(uint64_t day, uint32_t slot, double mean) {
  double n = 0;
  uint32_t place = 1000 + slot * 1000;
  double at = -log(uniform(day, place));
  while (at < mean) {
    at -= log(uniform(day, ++place));
    n += 1;
  }
  return n;
}

/* Days with 10 hours open, busier on Mondays; cv 0: no such factor. */
static void make(double day_cv, double cv, double correlation, struct made *out) {
  for (uint64_t d = 0; d < DAYS; d++) {
    double day = day_cv > 0 ? stf_law_gamma_factor(1 / (day_cv * day_cv), uniform(d, 0)) : 1;
    double score = normal(d, 10);
    out->weekdays[d] = (int)(d % 7);
    for (uint32_t j = 0; j < SLOTS; j++) {
      double mean = j < 8 || j >= 18 ? 0 : (d % 7 == 0 ? 45 : 30) + j;
      double factor =
          cv > 0 ? stf_law_gamma_factor(1 / (cv * cv), stf_law_gamma_normal_survival(score))
                 : 1;
      out->counts[d * SLOTS + j] = poisson(d, j, mean * day * factor);
      score = correlation * score + sqrt(1 - correlation * correlation) * normal(d, 20 + 2 * j);
    }
  }
}

static void fit(const struct made *made, size_t days_n, struct stf_intervals *out) {
  const struct stf_intervals_in in = {
      .counts = made->counts, .weekdays = made->weekdays, .days_n = days_n, .slots_n = SLOTS};
  assert_int_equal(stf_intervals_fit(&in, NULL, out), STF_OK);
}

static void assert_found(double day_cv, double cv, double correlation) {
  struct made made;
  struct stf_intervals found;
  make(day_cv, cv, correlation, &made);
  fit(&made, DAYS, &found);
  assert_int_equal(found.state, STF_INTERVALS_FOUND);
  assert_near(found.day_variance, day_cv * day_cv, 3.5 * found.day_variance_se);
  assert_near(found.cv, cv, 3.5 * found.cv_se);
  assert_near(found.correlation, correlation, 3.5 * found.correlation_se);
  assert_true(found.cv_se < 0.03 && found.correlation_se < 0.15);
  assert_true(found.day_variance_se < 0.02);
}

static void test_factors_are_found_beside_a_day_factor(void **state) {
  (void)state;
  assert_found(0.15, 0.25, 0.5);
}

static void test_independent_factors_are_found(void **state) {
  (void)state;
  assert_found(0.2, 0.3, 0);
}

static void test_factors_are_found_without_a_day_factor(void **state) {
  (void)state;
  assert_found(0, 0.3, 0.6);
}

static void test_day_factor_alone_gives_none(void **state) {
  (void)state;
  struct made made;
  struct stf_intervals found;
  make(0.2, 0, 0, &made);
  fit(&made, DAYS, &found);
  assert_int_equal(found.state, STF_INTERVALS_NONE);
}

static void test_factors_that_last_all_day_are_like_a_day_factor(void **state) {
  (void)state;
  struct made made;
  struct stf_intervals found;
  make(0, 0.3, 0.995, &made);
  fit(&made, DAYS, &found);
  assert_int_equal(found.state, STF_INTERVALS_NONE);
}

static void test_three_weeks_are_too_few(void **state) {
  (void)state;
  struct made made;
  struct stf_intervals found;
  make(0.15, 0.25, 0.5, &made);
  fit(&made, 21, &found);
  assert_int_equal(found.state, STF_INTERVALS_FEW);
  assert_int_equal(found.days_n, 21);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_factors_are_found_beside_a_day_factor),
      cmocka_unit_test(test_independent_factors_are_found),
      cmocka_unit_test(test_factors_are_found_without_a_day_factor),
      cmocka_unit_test(test_day_factor_alone_gives_none),
      cmocka_unit_test(test_factors_that_last_all_day_are_like_a_day_factor),
      cmocka_unit_test(test_three_weeks_are_too_few),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
