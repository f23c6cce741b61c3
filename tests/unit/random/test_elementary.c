/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/elementary.h"
#include "support/near.h"

#include <float.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>

/* Distance from the exact value in units of its last place; the exact value is the C library's
 * in extended precision. */
static double ulps(double got, long double exact) {
  double size = fabs((double)exact);
  return (double)(fabsl((long double)got - exact) /
                  (long double)(nextafter(size, 1e308) - size));
}

static uint64_t next_of(uint64_t state) {
  return state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
}

static void test_log_is_within_one_ulp(void **state) {
  (void)state;
  uint64_t random = 1;
  double worst = 0;
  for (int i = 0; i < 400000; i++) {
    random = next_of(random);
    double u = (double)(random >> 11) * 0x1p-53;
    double x = i % 2 ? 0.5 + u : ldexp(u + 0.5, (int)(random % 2000) - 1000);
    worst = fmax(worst, ulps(stf_elementary_log(x), logl((long double)x)));
  }
  assert_true(worst < 1);
}

static void test_exp_is_within_one_ulp(void **state) {
  (void)state;
  uint64_t random = 2;
  double worst = 0;
  for (int i = 0; i < 400000; i++) {
    random = next_of(random);
    double u = (double)(random >> 11) * 0x1p-53 - 0.5;
    double x = i % 2 ? 4 * u : 1400 * u;
    worst = fmax(worst, ulps(stf_elementary_exp(x), expl((long double)x)));
  }
  assert_true(worst < 1);
}

static void test_log_at_the_edges(void **state) {
  (void)state;
  assert_near(stf_elementary_log(1), 0, 0);
  assert_true(isinf(stf_elementary_log(0)) && stf_elementary_log(0) < 0);
  assert_true(isnan(stf_elementary_log(-1)));
  assert_true(isnan(stf_elementary_log((double)NAN)));
  assert_true(isinf(stf_elementary_log((double)INFINITY)));
  assert_near(stf_elementary_log(DBL_MAX), log(DBL_MAX), 1e-13);
  assert_near(stf_elementary_log(DBL_MIN), log(DBL_MIN), 1e-13);
  assert_near(stf_elementary_log(0x1p-1074), log(0x1p-1074), 1.2e-13);
  assert_near_relative(stf_elementary_log(1 - 0x1p-53), -0x1p-53, 1e-15);
  assert_near_relative(stf_elementary_log(1 + 0x1p-52), 0x1p-52, 1e-15);
}

static void test_exp_at_the_edges(void **state) {
  (void)state;
  assert_near(stf_elementary_exp(0), 1, 0);
  assert_near(stf_elementary_exp(-746), 0, 0);
  assert_near(stf_elementary_exp(-(double)INFINITY), 0, 0);
  assert_true(isinf(stf_elementary_exp(710)));
  assert_true(isinf(stf_elementary_exp((double)INFINITY)));
  assert_true(isnan(stf_elementary_exp((double)NAN)));
  assert_near_relative(stf_elementary_exp(709.78), exp(709.78), 1e-14);
  assert_near_relative(stf_elementary_exp(-708.3), exp(-708.3), 1e-14);
  assert_near(stf_elementary_exp(-740), exp(-740), 0x1p-1073);
}

static void test_log_gap_does_not_cancel(void **state) {
  (void)state;
  for (int i = -290; i < 410; i++) {
    double f = i == 0 ? 1e-9 : i / 1000.0;
    long double exact = (long double)f - log1pl((long double)f);
    /* Extended precision loses about 1e-19 / |f| of it. */
    assert_near_relative(stf_elementary_log_gap(f), (double)exact, 5e-16 + 1e-18 / fabs(f));
  }
}

static void test_normal_quantile_matches_gsl(void **state) {
  (void)state;
  const double known[] = {1e-300, 1e-30, 1e-12,  1e-5, 0.0013, 0.02, 0.07499, 0.07501,
                          0.2,    0.4,   0.5001, 0.6,  0.9,    0.99, 0.999,   1 - 1e-9};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    assert_near_relative(stf_elementary_normal_quantile(known[i]),
                         gsl_cdf_ugaussian_Pinv(known[i]), 1e-13);
  }
  assert_near(stf_elementary_normal_quantile(0.5), 0, 0);
  assert_near(stf_elementary_normal_quantile(0.975), 1.959963984540054, 1e-15);
}

static void test_log_gamma_matches_gsl(void **state) {
  (void)state;
  for (int i = -100; i < 200; i++) {
    double x = exp(0.069 * i);
    double exact = gsl_sf_lngamma(x);
    assert_near(stf_elementary_log_gamma(x), exact, 2e-14 * (1 + fabs(exact)));
  }
  assert_near(stf_elementary_log_gamma(0.5), 0.57236494292470008707, 1e-14);
}

static void test_power_is_what_it_says(void **state) {
  (void)state;
  assert_near(stf_elementary_power(2, 10), 1024, 1e-12);
  assert_near(stf_elementary_power(0, 2.5), 0, 0);
  assert_near_relative(stf_elementary_power(7.5, -0.3), pow(7.5, -0.3), 1e-15);
}

int main(void) {
  (void)gsl_set_error_handler_off();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_log_is_within_one_ulp),
      cmocka_unit_test(test_exp_is_within_one_ulp),
      cmocka_unit_test(test_log_at_the_edges),
      cmocka_unit_test(test_exp_at_the_edges),
      cmocka_unit_test(test_log_gap_does_not_cancel),
      cmocka_unit_test(test_normal_quantile_matches_gsl),
      cmocka_unit_test(test_log_gamma_matches_gsl),
      cmocka_unit_test(test_power_is_what_it_says),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
