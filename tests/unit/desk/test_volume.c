/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/volume.h"
#include "support/near.h"

#include <math.h>

enum {
  POINTS = 200000
};

static struct stf_desk triangular(double low, double mode, double high) {
  return (struct stf_desk){.volume = mode,
                           .volume_spread = STF_VOLUME_TRIANGULAR,
                           .volume_low = low,
                           .volume_high = high};
}

static struct stf_desk gamma_of(double mean, double cv) {
  return (struct stf_desk){.volume = mean, .volume_spread = STF_VOLUME_GAMMA, .volume_cv = cv};
}

/* Mean and variance of draw(u) by the midpoint rule over u. */
static void moments(const struct stf_desk *desk, double *mean, double *variance) {
  double sum = 0;
  double square = 0;
  for (int i = 0; i < POINTS; i++) {
    double x = stf_volume_draw(desk, (i + 0.5) / POINTS);
    sum += x;
    square += x * x;
  }
  *mean = sum / POINTS;
  *variance = square / POINTS - *mean * *mean;
}

static void test_draw_fixed_is_the_volume_whatever_the_uniform(void **state) {
  (void)state;
  struct stf_desk desk = {.volume = 1.3};
  assert_near(stf_volume_draw(&desk, 0.01), 1.3, 0);
  assert_near(stf_volume_draw(&desk, 0.99), 1.3, 0);
  assert_near(stf_volume_mean(&desk), 1.3, 0);
}

/* Mean (a + c + b)/3, variance (a^2 + b^2 + c^2 - ab - ac - bc)/18 (Evans, Hastings & Peacock
 * 2000, ch. 41). */
static void check_triangular(double a, double c, double b) {
  struct stf_desk desk = triangular(a, c, b);
  double mean = 0;
  double variance = 0;
  moments(&desk, &mean, &variance);
  assert_near(mean, (a + b + c) / 3, 1e-7);
  assert_near(mean, stf_volume_mean(&desk), 1e-7);
  assert_near(variance, (a * a + b * b + c * c - a * b - a * c - b * c) / 18, 1e-7);
}

static void test_draw_triangular_has_its_mean_and_variance(void **state) {
  (void)state;
  check_triangular(1.2, 1.3, 1.4);
  check_triangular(0.8, 0.9, 1.7);
  check_triangular(1, 1, 1.5);
  check_triangular(0.5, 1.5, 1.5);
}

static void test_draw_triangular_has_its_quantiles(void **state) {
  (void)state;
  struct stf_desk desk = triangular(1, 2, 4);
  assert_near(stf_volume_draw(&desk, 2.0 / 3), 2, 1e-15); /* the mode: a third lies below it */
  assert_near(stf_volume_draw(&desk, 0.5), 4 - sqrt(3), 1e-15);
  assert_near(stf_volume_draw(&desk, 1 - 1.0 / 12), 1.5, 1e-15);
  assert_near(stf_volume_draw(&desk, 1.0 / 6), 3, 1e-15);
  assert_near(stf_volume_draw(&desk, 1e-16), 4, 1e-7);
  struct stf_desk point = triangular(1.3, 1.3, 1.3);
  assert_near(stf_volume_draw(&point, 0.2), 1.3, 0);
}

static void test_draw_gamma_has_its_mean_and_cv(void **state) {
  (void)state;
  static const double CVS[] = {0.05, 0.1, 0.4};
  for (size_t i = 0; i < STF_COUNT_OF(CVS); i++) {
    struct stf_desk desk = gamma_of(1.3, CVS[i]);
    double mean = 0;
    double variance = 0;
    moments(&desk, &mean, &variance);
    assert_near(mean, 1.3, 1e-4);
    assert_near(sqrt(variance) / mean, CVS[i], 1e-3 * CVS[i]);
  }
}

/* cv 0.1 is shape 100: half a chi-square of 200 degrees of freedom, whose 5 % and 95 % points
 * are 168.2786 and 233.9943 in the tables. */
static void test_draw_gamma_has_the_tabled_quantiles(void **state) {
  (void)state;
  struct stf_desk desk = gamma_of(1.3, 0.1);
  assert_near(stf_volume_draw(&desk, 0.95), 1.3 * 168.2786 / 200, 1e-6);
  assert_near(stf_volume_draw(&desk, 0.05), 1.3 * 233.9943 / 200, 1e-6);
}

static void test_draw_falls_as_the_uniform_rises(void **state) {
  (void)state;
  const struct stf_desk desks[] = {triangular(0.9, 1, 1.6), gamma_of(1.1, 0.2)};
  for (size_t d = 0; d < STF_COUNT_OF(desks); d++) {
    for (int i = 1; i < 999; i++) {
      assert_true(stf_volume_draw(&desks[d], i / 1000.0) >
                  stf_volume_draw(&desks[d], (i + 1) / 1000.0));
    }
  }
}

static void test_check_refuses_what_is_out_of_range(void **state) {
  (void)state;
  const struct stf_desk good[] = {triangular(1, 1, 1), gamma_of(1, 0.1), {.volume = 1}};
  const struct stf_desk bad[] = {triangular(1.2, 1.1, 1.4),
                                 triangular(0, 1, 2),
                                 triangular(1, 2, 1.5),
                                 gamma_of(1, 0),
                                 gamma_of(0, 1),
                                 {.volume = -1}};
  for (size_t i = 0; i < STF_COUNT_OF(good); i++) {
    assert_null(stf_volume_check(&good[i]));
  }
  for (size_t i = 0; i < STF_COUNT_OF(bad); i++) {
    assert_non_null(stf_volume_check(&bad[i]));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_draw_fixed_is_the_volume_whatever_the_uniform),
      cmocka_unit_test(test_draw_triangular_has_its_mean_and_variance),
      cmocka_unit_test(test_draw_triangular_has_its_quantiles),
      cmocka_unit_test(test_draw_gamma_has_its_mean_and_cv),
      cmocka_unit_test(test_draw_gamma_has_the_tabled_quantiles),
      cmocka_unit_test(test_draw_falls_as_the_uniform_rises),
      cmocka_unit_test(test_check_refuses_what_is_out_of_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
