/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/near.h"
#include "theory/staffing.h"

#include <math.h>

static double never_survival(const void *context, double t_s) {
  (void)context;
  (void)t_s;
  return 1;
}

static int64_t least(const struct stf_staffing *staffing, struct stf_staffing_target target) {
  int64_t agents_n = -1;
  assert_int_equal(stf_staffing_least_agents(staffing, &target, NULL, &agents_n), STF_OK);
  return agents_n;
}

static bool meets(const struct stf_staffing *staffing, struct stf_staffing_target target,
                  int64_t agents_n) {
  double value = 0;
  assert_int_equal(stf_staffing_value(staffing, &target, agents_n, NULL, &value), STF_OK);
  return target.measure == STF_STAFFING_SERVICE_LEVEL ? value >= target.value
                                                      : value <= target.value;
}

static void test_least_is_met_and_one_less_is_not(void **state) {
  (void)state;
  double mean_s = 200;
  const struct stf_staffing_target targets[] = {
      {STF_STAFFING_SERVICE_LEVEL, 0.001, 5}, {STF_STAFFING_SERVICE_LEVEL, 0.999999, 5},
      {STF_STAFFING_WAIT_SHARE, 0.9, 0},      {STF_STAFFING_WAIT_SHARE, 1e-9, 0},
      {STF_STAFFING_MEAN_WAIT, 30, 0},        {STF_STAFFING_ABANDON_SHARE, 0.5, 0},
      {STF_STAFFING_ABANDON_SHARE, 1e-6, 0},
  };
  const double loads[] = {0.1, 0.7, 3, 20, 150, 2000};
  for (size_t j = 0; j < STF_COUNT_OF(loads); j++) {
    const struct stf_staffing staffing = {.model = STF_STAFFING_A,
                                          .arrivals_per_s = loads[j] / 240,
                                          .handle_s = 240,
                                          .patience = stf_erlang_a_exponential(&mean_s)};
    for (size_t i = 0; i < STF_COUNT_OF(targets); i++) {
      int64_t agents_n = least(&staffing, targets[i]);
      assert_true(agents_n >= 1);
      assert_true(meets(&staffing, targets[i], agents_n));
      assert_true(agents_n == 1 || !meets(&staffing, targets[i], agents_n - 1));
    }
  }
}

static void test_erlang_c_is_never_left_unstable(void **state) {
  (void)state;
  const struct stf_staffing staffing = {
      .model = STF_STAFFING_C, .arrivals_per_s = 2, .handle_s = 5};
  /* Everything meets it, but 10 agents would let the queue grow without end. */
  assert_int_equal(
      least(&staffing, (struct stf_staffing_target){STF_STAFFING_WAIT_SHARE, 1, 0}), 11);
}

static void test_endless_patience_staffs_like_erlang_c(void **state) {
  (void)state;
  const struct stf_staffing_target target = {STF_STAFFING_SERVICE_LEVEL, 0.8, 20};
  struct stf_staffing staffing = {.model = STF_STAFFING_C,
                                  .arrivals_per_s = 100.0 / 1800,
                                  .handle_s = 180,
                                  .patience = {.survival = never_survival}};
  assert_int_equal(least(&staffing, target), 14);
  staffing.model = STF_STAFFING_A;
  assert_int_equal(least(&staffing, target), 14);
}

/* Standard table: 10 lines carry 4.46 Erlang at 1 %. */
static void test_erlang_b_lines(void **state) {
  (void)state;
  const struct stf_staffing staffing = {
      .model = STF_STAFFING_B, .arrivals_per_s = 4.46, .handle_s = 1};
  assert_int_equal(
      least(&staffing, (struct stf_staffing_target){STF_STAFFING_BLOCK_SHARE, 0.01, 0}), 10);
}

static void test_out_of_reach_is_zero(void **state) {
  (void)state;
  struct stf_staffing staffing = {.model = STF_STAFFING_B, .arrivals_per_s = 1, .handle_s = 1};
  const struct stf_staffing_target below_nothing = {STF_STAFFING_BLOCK_SHARE, -1, 0};
  assert_int_equal(least(&staffing, below_nothing), 0);
  staffing.arrivals_per_s = 1e9;
  const struct stf_staffing_target any = {STF_STAFFING_BLOCK_SHARE, 0.5, 0};
  assert_int_equal(least(&staffing, any), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_least_is_met_and_one_less_is_not),
      cmocka_unit_test(test_erlang_c_is_never_left_unstable),
      cmocka_unit_test(test_endless_patience_staffs_like_erlang_c),
      cmocka_unit_test(test_erlang_b_lines),
      cmocka_unit_test(test_out_of_reach_is_zero),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
