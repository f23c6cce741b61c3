/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law_scale.h"
#include "support/near.h"

#include <math.h>

static struct stf_law make(enum stf_law_kind kind, double a, double b, double c) {
  const double parameters[STF_LAW_PARAMETERS_MAX] = {a, b, c, (double)NAN, (double)NAN};
  const char *why = NULL;
  struct stf_law law;
  assert_true(stf_law_make(kind, parameters, &law, &why));
  return law;
}

static void test_scaled_law_expect_every_quantile_times_the_factor(void **state) {
  (void)state;
  static const double VALUES_S[] = {1, 5, 30};
  static const double SURVIVAL[] = {0.7, 0.4, 0.1};
  const struct stf_law_points points = {VALUES_S, SURVIVAL, 3, 20};
  const struct stf_law laws[] = {make(STF_LAW_CONSTANT, 7, (double)NAN, (double)NAN),
                                 make(STF_LAW_EXPONENTIAL, 90, (double)NAN, (double)NAN),
                                 make(STF_LAW_LOGNORMAL, 300, 1.2, (double)NAN),
                                 make(STF_LAW_GAMMA, 60, 0.5, (double)NAN),
                                 make(STF_LAW_UNIFORM, 10, 40, (double)NAN),
                                 stf_law_exponential(12),
                                 stf_law_constant(3),
                                 stf_law_of_points(&points)};
  for (size_t i = 0; i < STF_COUNT_OF(laws); i++) {
    struct stf_law_scale scale;
    assert_int_equal(stf_law_scale_init(&scale, &laws[i], NULL), STF_OK);
    struct stf_law longer = stf_law_scale_by(&scale, 1.5);
    for (int k = 0; k < 10; k++) {
      double u = 0.03 + 0.1 * k;
      assert_near(stf_law_draw_s(&longer, u), 1.5 * stf_law_draw_s(&laws[i], u), 1e-9);
    }
    assert_near(stf_law_mean_s(&longer), 1.5 * stf_law_mean_s(&laws[i]), 1e-9);
    stf_law_scale_clear(&scale, NULL);
  }
}

static void test_scaled_law_that_never_ends_expect_the_same(void **state) {
  (void)state;
  struct stf_law never = stf_law_never();
  struct stf_law_scale scale;
  assert_int_equal(stf_law_scale_init(&scale, &never, NULL), STF_OK);
  assert_int_equal(stf_law_scale_by(&scale, 2).kind, STF_LAW_NEVER);
  stf_law_scale_clear(&scale, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_scaled_law_expect_every_quantile_times_the_factor),
      cmocka_unit_test(test_scaled_law_that_never_ends_expect_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
