/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/bootstrap.h"
#include "support/near.h"

#include <math.h>

static const double NUM[] = {12, 7, 30, 18, 9, 25, 14, 11, 20, 16};
static const double ONES[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/* For a mean the bootstrap's standard error is known: the deviation with n over sqrt(n). Its
 * own relative error at 20000 resamples is 1 / sqrt(40000). */
static void test_error_of_a_mean_is_the_plug_in(void **state) {
  (void)state;
  double square = 0;
  for (size_t i = 0; i < 10; i++) {
    square += (NUM[i] - 16.2) * (NUM[i] - 16.2);
  }
  double expected = sqrt(square / 10 / 10);
  double error = stf_bootstrap_ratio_error(NUM, ONES, 10, 20000, 1);
  assert_near(error, expected, 3.5 * expected / 200);
}

static void test_error_is_the_same_each_time(void **state) {
  (void)state;
  double first = stf_bootstrap_ratio_error(NUM, ONES, 10, 200, 9);
  assert_near(stf_bootstrap_ratio_error(NUM, ONES, 10, 200, 9), first, 0);
  assert_true(fabs(stf_bootstrap_ratio_error(NUM, ONES, 10, 200, 10) - first) > 1e-9);
}

/* A constant ratio has no error, however unequal the blocks. */
static void test_error_of_a_constant_ratio_is_zero(void **state) {
  (void)state;
  double den[10];
  for (size_t i = 0; i < 10; i++) {
    den[i] = 4 * NUM[i];
  }
  assert_near(stf_bootstrap_ratio_error(NUM, den, 10, 500, 3), 0, 1e-15);
}

static void test_error_needs_two_blocks_and_a_denominator(void **state) {
  (void)state;
  const double zeros[10] = {0};
  assert_true(isnan(stf_bootstrap_ratio_error(NUM, ONES, 1, 500, 3)));
  assert_true(isnan(stf_bootstrap_ratio_error(NUM, zeros, 10, 500, 3)));
  assert_true(isnan(stf_bootstrap_ratio_error(NUM, ONES, 10, 1, 3)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_error_of_a_mean_is_the_plug_in),
      cmocka_unit_test(test_error_is_the_same_each_time),
      cmocka_unit_test(test_error_of_a_constant_ratio_is_zero),
      cmocka_unit_test(test_error_needs_two_blocks_and_a_denominator),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
