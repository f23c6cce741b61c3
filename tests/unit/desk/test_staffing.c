/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/staffing.h"
#include "support/near.h"

#define CHANGE(at, of_team, who, by)                                                           \
  { .at_us = (at), .team = (of_team), .agent = (who), .delta = (by) }

static void assert_order(struct stf_staff_change *changes, size_t n,
                         const struct stf_staff_change *wanted, size_t wanted_n) {
  assert_int_equal(stf_staffing_order(changes, n), wanted_n);
  for (size_t i = 0; i < wanted_n; i++) {
    assert_int_equal(changes[i].at_us, wanted[i].at_us);
    assert_int_equal(changes[i].team, wanted[i].team);
    assert_int_equal(changes[i].agent, wanted[i].agent);
    assert_int_equal(changes[i].delta, wanted[i].delta);
  }
}

static void test_order_is_by_instant_and_comings_stand_before_goings(void **state) {
  (void)state;
  struct stf_staff_change changes[] = {CHANGE(20, 0, 0, -1), CHANGE(20, 1, 2, 1),
                                       CHANGE(10, 0, 1, -1), CHANGE(20, 0, 1, 1),
                                       CHANGE(10, 0, 0, 1)};
  static const struct stf_staff_change WANTED[] = {CHANGE(10, 0, 0, 1), CHANGE(10, 0, 1, -1),
                                                   CHANGE(20, 0, 1, 1), CHANGE(20, 1, 2, 1),
                                                   CHANGE(20, 0, 0, -1)};
  assert_order(changes, 5, WANTED, 5);
}

static void test_order_nets_a_team_s_counts_at_one_instant(void **state) {
  (void)state;
  struct stf_staff_change changes[] = {
      CHANGE(10, 1, STF_NOBODY, 3), CHANGE(10, 0, STF_NOBODY, 2), CHANGE(10, 1, STF_NOBODY, -1),
      CHANGE(20, 1, STF_NOBODY, 1)};
  static const struct stf_staff_change WANTED[] = {
      CHANGE(10, 0, STF_NOBODY, 2), CHANGE(10, 1, STF_NOBODY, 2), CHANGE(20, 1, STF_NOBODY, 1)};
  assert_order(changes, 4, WANTED, 3);
}

static void test_order_drops_counts_that_cancel(void **state) {
  (void)state;
  struct stf_staff_change changes[] = {
      CHANGE(30, 0, STF_NOBODY, -2), CHANGE(10, 0, STF_NOBODY, 1),
      CHANGE(10, 0, STF_NOBODY, -1), CHANGE(20, 0, 4, 1),
      CHANGE(30, 0, STF_NOBODY, 2),  CHANGE(20, 1, STF_NOBODY, 1),
      CHANGE(20, 0, STF_NOBODY, 5),  CHANGE(20, 0, STF_NOBODY, -5)};
  static const struct stf_staff_change WANTED[] = {CHANGE(20, 0, 4, 1),
                                                   CHANGE(20, 1, STF_NOBODY, 1)};
  assert_order(changes, 8, WANTED, 2);
}

static void test_order_keeps_each_named_change(void **state) {
  (void)state;
  /* Shifts that touch are joined by who reads them; here they stay two changes. */
  struct stf_staff_change changes[] = {CHANGE(10, 0, 0, -1), CHANGE(10, 0, 0, 1)};
  static const struct stf_staff_change WANTED[] = {CHANGE(10, 0, 0, 1), CHANGE(10, 0, 0, -1)};
  assert_order(changes, 2, WANTED, 2);
}

static void test_order_of_nothing_is_nothing(void **state) {
  (void)state;
  struct stf_staff_change changes[] = {CHANGE(10, 0, STF_NOBODY, 1),
                                       CHANGE(10, 0, STF_NOBODY, -1)};
  assert_int_equal(stf_staffing_order(changes, 0), 0);
  assert_int_equal(stf_staffing_order(changes, 2), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_order_is_by_instant_and_comings_stand_before_goings),
      cmocka_unit_test(test_order_nets_a_team_s_counts_at_one_instant),
      cmocka_unit_test(test_order_drops_counts_that_cancel),
      cmocka_unit_test(test_order_keeps_each_named_change),
      cmocka_unit_test(test_order_of_nothing_is_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
