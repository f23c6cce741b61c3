/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/quantile.h"
#include "support/near.h"

#include <math.h>

/* R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1)) = 1, 1.4, 2, 4, 12.8, 16 */
static void test_quantile_is_type_seven(void **state) {
  (void)state;
  const double x[] = {1, 2, 4, 8, 16};
  const int64_t x_us[] = {1, 2, 4, 8, 16};
  const double p[] = {0, 0.1, 0.25, 0.5, 0.9, 1};
  const double expected[] = {1, 1.4, 2, 4, 12.8, 16};
  for (size_t i = 0; i < 6; i++) {
    assert_near(stf_quantile_of(x, 5, p[i]), expected[i], 1e-14);
    assert_near(stf_quantile_of_us(x_us, 5, p[i]), expected[i], 1e-14);
  }
}

static void test_quantile_of_few_values(void **state) {
  (void)state;
  const double x[] = {7};
  const int64_t x_us[] = {7};
  assert_near(stf_quantile_of(x, 1, 0.9), 7, 0);
  assert_near(stf_quantile_of_us(x_us, 1, 0), 7, 0);
  assert_true(isnan(stf_quantile_of(x, 0, 0.5)));
  assert_true(isnan(stf_quantile_of_us(x_us, 0, 0.5)));
}

static void test_sort_ascends(void **state) {
  (void)state;
  double x[] = {3, -1, 2, 2};
  int64_t x_us[] = {INT64_MAX, INT64_MIN, 0};
  stf_quantile_sort(x, 4);
  stf_quantile_sort_us(x_us, 3);
  stf_quantile_sort(NULL, 0);
  assert_true(x[0] < x[1] && x[1] <= x[2] && x[2] < x[3]);
  assert_true(x_us[0] == INT64_MIN && x_us[1] == 0 && x_us[2] == INT64_MAX);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_quantile_is_type_seven),
      cmocka_unit_test(test_quantile_of_few_values),
      cmocka_unit_test(test_sort_ascends),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
