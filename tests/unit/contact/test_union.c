/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/union.h"
#include "support/near.h"

static void test_join_makes_stretches_of_each_agent_disjoint(void **state) {
  (void)state;
  struct stf_work stretches[] = {
      {50, 60, 1, 7},        {20, 30, 0, 2}, {0, 10, 0, 1}, {10, 15, 0, 3}, /* touches */
      {25, STF_NEVER, 0, 2},                                                /* to the horizon */
      {40, 45, 0, 2},                                                       /* inside that */
      {5, 6, STF_NOBODY, 1},                                                /* nobody's */
      {70, 70, 1, 7},                                                       /* empty */
      {STF_NEVER, 80, 1, 7}, /* began nobody knows when */
  };
  size_t n = stf_union_join(stretches, sizeof stretches / sizeof *stretches, 100);
  assert_int_equal(n, 3);
  const struct stf_work expected[] = {{0, 15, 0, 1}, {20, 100, 0, 2}, {50, 60, 1, 7}};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    assert_int_equal(stretches[i].start_us, expected[i].start_us);
    assert_int_equal(stretches[i].end_us, expected[i].end_us);
    assert_int_equal(stretches[i].agent, expected[i].agent);
    assert_int_equal(stretches[i].team, expected[i].team);
  }
  assert_int_equal(stf_union_join(stretches, 0, 100), 0);
}

static void test_held_is_from_assignment_to_end(void **state) {
  (void)state;
  struct stf_contact contact = STF_CONTACT_EMPTY;
  struct stf_work held;
  contact.open_us = 10;
  contact.queue_us = 10;
  assert_false(stf_union_held(&contact, &held));
  contact.assign_us = 20;
  contact.agent = 3;
  contact.team = 4;
  assert_true(stf_union_held(&contact, &held));
  assert_int_equal(held.start_us, 20);
  assert_true(held.end_us == STF_NEVER);
  assert_int_equal(held.agent, 3);
  assert_int_equal(held.team, 4);
  contact.outcome = STF_OUTCOME_CLOSED;
  contact.close_us = 90;
  assert_true(stf_union_held(&contact, &held));
  assert_int_equal(held.end_us, 90);
  /* A log without closes: the last thing that it says. */
  contact.close_us = STF_NEVER;
  contact.last_message_us = 70;
  contact.work = (struct stf_work){20, 80, 3, 4};
  contact.works_n = 1;
  assert_true(stf_union_held(&contact, &held));
  assert_int_equal(held.end_us, 80);
  contact.abandon_us = 15; /* gone before the agent came */
  assert_false(stf_union_held(&contact, &held));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_join_makes_stretches_of_each_agent_disjoint),
      cmocka_unit_test(test_held_is_from_assignment_to_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
