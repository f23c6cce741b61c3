/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/contact.h"
#include "support/near.h"

static struct stf_contact answered(void) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = 10;
  contact.queue_us = 10;
  contact.assign_us = 20;
  contact.close_us = 50;
  contact.agent = 3;
  contact.team = 1;
  contact.works_n = 1;
  contact.work = (struct stf_work){.start_us = 20, .end_us = 40, .agent = 3, .team = 1};
  contact.outcome = STF_OUTCOME_CLOSED;
  return contact;
}

static void test_cut_when_all_was_over_expect_nothing_forgotten(void **state) {
  (void)state;
  struct stf_work works[1];
  struct stf_contact contact = answered();
  stf_contact_cut(&contact, 50, works);
  assert_int_equal(contact.close_us, 50);
  assert_int_equal(contact.work.end_us, 40);
  assert_int_equal(contact.outcome, STF_OUTCOME_CLOSED);
}

static void test_cut_when_in_hand_expect_open_at_work(void **state) {
  (void)state;
  struct stf_work works[1];
  struct stf_contact contact = answered();
  stf_contact_cut(&contact, 30, works);
  assert_int_equal(contact.assign_us, 20);
  assert_int_equal(contact.agent, 3);
  assert_int_equal(contact.close_us, STF_NEVER);
  assert_int_equal(contact.works_n, 1);
  assert_int_equal(contact.work.end_us, STF_NEVER);
  assert_int_equal(contact.outcome, STF_OUTCOME_OPEN);
}

static void test_cut_when_waiting_expect_nobody(void **state) {
  (void)state;
  struct stf_work works[1];
  struct stf_contact contact = answered();
  stf_contact_cut(&contact, 19, works);
  assert_int_equal(contact.queue_us, 10);
  assert_int_equal(contact.assign_us, STF_NEVER);
  assert_int_equal(contact.works_n, 0);
  assert_int_equal(contact.agent, STF_NOBODY);
  assert_int_equal(contact.team, STF_NOBODY);
  assert_int_equal(contact.outcome, STF_OUTCOME_OPEN);
}

static void test_cut_when_between_two_stretches_expect_the_first(void **state) {
  (void)state;
  const struct stf_work both[] = {{20, 25, 3, 1}, {35, 40, 4, 1}};
  struct stf_work works[2];
  struct stf_contact contact = answered();
  contact.works = both;
  contact.works_n = 2;
  stf_contact_cut(&contact, 36, works);
  assert_int_equal(contact.works_n, 2);
  assert_int_equal(contact.works[1].start_us, 35);
  assert_int_equal(contact.works[1].end_us, STF_NEVER);
  stf_contact_cut(&contact, 30, works);
  assert_int_equal(contact.works_n, 1);
  assert_int_equal(contact.work.end_us, 25);
}

static void test_cut_when_abandoned_expect_known_up_to_the_horizon(void **state) {
  (void)state;
  struct stf_work works[1];
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = 10;
  contact.queue_us = 10;
  contact.abandon_us = 30;
  contact.close_us = 60; /* closed by hand later */
  contact.outcome = STF_OUTCOME_ABANDONED;
  struct stf_contact gone = contact;
  stf_contact_cut(&gone, 30, works);
  assert_int_equal(gone.outcome, STF_OUTCOME_ABANDONED);
  assert_int_equal(gone.abandon_us, 30);
  stf_contact_cut(&contact, 29, works);
  assert_int_equal(contact.outcome, STF_OUTCOME_OPEN);
  assert_int_equal(contact.abandon_us, STF_NEVER);
}

static void test_cut_when_reopened_later_expect_the_first_close(void **state) {
  (void)state;
  struct stf_work works[1];
  struct stf_contact contact = answered();
  contact.first_close_us = 25;
  contact.first_resolve_us = 22;
  contact.resolve_us = 45;
  contact.paused_us = 35;
  contact.works_n = 0;
  contact.logged_sla = STF_LOGGED_SLA_MISSED;
  stf_contact_cut(&contact, 30, works);
  assert_int_equal(contact.first_close_us, 25);
  assert_int_equal(contact.close_us, 25);
  assert_int_equal(contact.first_resolve_us, 22);
  assert_int_equal(contact.resolve_us, 22);
  assert_int_equal(contact.paused_us, 20);
  assert_int_equal(contact.outcome, STF_OUTCOME_CLOSED);
  assert_int_equal(contact.logged_sla, STF_LOGGED_SLA_MISSED);
  stf_contact_cut(&contact, 21, works);
  assert_int_equal(contact.first_close_us, STF_NEVER);
  assert_int_equal(contact.close_us, STF_NEVER);
  assert_int_equal(contact.first_resolve_us, STF_NEVER);
  assert_int_equal(contact.resolve_us, STF_NEVER);
  assert_int_equal(contact.outcome, STF_OUTCOME_OPEN);
  assert_int_equal(contact.logged_sla, STF_LOGGED_SLA_UNKNOWN);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cut_when_all_was_over_expect_nothing_forgotten),
      cmocka_unit_test(test_cut_when_in_hand_expect_open_at_work),
      cmocka_unit_test(test_cut_when_waiting_expect_nobody),
      cmocka_unit_test(test_cut_when_between_two_stretches_expect_the_first),
      cmocka_unit_test(test_cut_when_abandoned_expect_known_up_to_the_horizon),
      cmocka_unit_test(test_cut_when_reopened_later_expect_the_first_close),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
