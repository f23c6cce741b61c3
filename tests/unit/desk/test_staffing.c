/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/staffing.h"
#include "support/near.h"

static void check(const struct stf_staff_change *got, size_t got_n,
                  const struct stf_staff_change *want, size_t want_n) {
  assert_int_equal(got_n, want_n);
  for (size_t i = 0; i < want_n; i++) {
    assert_int_equal(got[i].at_us, want[i].at_us);
    assert_int_equal(got[i].team, want[i].team);
    assert_int_equal(got[i].agent, want[i].agent);
    assert_int_equal(got[i].delta, want[i].delta);
  }
}

static void
test_order_when_one_team_shrinks_as_another_grows_expect_comings_first(void **state) {
  (void)state;
  struct stf_staff_change changes[] = {{10, 0, STF_NOBODY, -2}, {10, 1, STF_NOBODY, 2},
                                       {10, 0, 3, -1},          {10, 1, 5, 1},
                                       {5, 1, STF_NOBODY, 4},   {5, 0, STF_NOBODY, 2}};
  const struct stf_staff_change want[] = {{5, 0, STF_NOBODY, 2}, {5, 1, STF_NOBODY, 4},
                                          {10, 1, 5, 1},         {10, 1, STF_NOBODY, 2},
                                          {10, 0, 3, -1},        {10, 0, STF_NOBODY, -2}};
  check(changes, stf_staffing_order(changes, STF_COUNT_OF(changes)), want, STF_COUNT_OF(want));
}

static void test_order_when_changes_of_a_count_cancel_expect_none_left(void **state) {
  (void)state;
  struct stf_staff_change changes[] = {{10, 0, STF_NOBODY, -1},
                                       {10, 0, STF_NOBODY, 3},
                                       {10, 0, STF_NOBODY, -2},
                                       {10, 1, STF_NOBODY, -1},
                                       {10, 1, STF_NOBODY, 2}};
  const struct stf_staff_change want[] = {{10, 1, STF_NOBODY, 1}};
  check(changes, stf_staffing_order(changes, STF_COUNT_OF(changes)), want, STF_COUNT_OF(want));
  assert_int_equal(stf_staffing_order(changes, 0), 0);
}

static void
test_order_when_named_comings_and_goings_of_one_agent_expect_both_kept(void **state) {
  (void)state;
  struct stf_staff_change changes[] = {{10, 0, 0, -1}, {10, 0, 1, 1}, {0, 0, 0, 1}};
  const struct stf_staff_change want[] = {{0, 0, 0, 1}, {10, 0, 1, 1}, {10, 0, 0, -1}};
  check(changes, stf_staffing_order(changes, STF_COUNT_OF(changes)), want, STF_COUNT_OF(want));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_order_when_one_team_shrinks_as_another_grows_expect_comings_first),
      cmocka_unit_test(test_order_when_changes_of_a_count_cancel_expect_none_left),
      cmocka_unit_test(test_order_when_named_comings_and_goings_of_one_agent_expect_both_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
