/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/contact_room.h"
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

struct places {
  struct stf_work works[2];
  struct stf_reply replies[2];
  struct stf_hold holds[2];
};

static struct stf_contact_room room_of(struct places *places) {
  return (struct stf_contact_room){
      .works = places->works, .replies = places->replies, .holds = places->holds};
}

static void test_cut_when_all_was_over_expect_nothing_forgotten(void **state) {
  (void)state;
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  struct stf_contact contact = answered();
  stf_contact_cut(&contact, 50, &room);
  assert_int_equal(contact.close_us, 50);
  assert_int_equal(contact.work.end_us, 40);
  assert_int_equal(contact.outcome, STF_OUTCOME_CLOSED);
}

static void test_cut_when_in_hand_expect_open_at_work(void **state) {
  (void)state;
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  struct stf_contact contact = answered();
  stf_contact_cut(&contact, 30, &room);
  assert_int_equal(contact.assign_us, 20);
  assert_int_equal(contact.agent, 3);
  assert_int_equal(contact.close_us, STF_NEVER);
  assert_int_equal(contact.works_n, 1);
  assert_int_equal(contact.work.end_us, STF_NEVER);
  assert_int_equal(contact.outcome, STF_OUTCOME_OPEN);
}

static void test_cut_when_waiting_expect_nobody(void **state) {
  (void)state;
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  struct stf_contact contact = answered();
  stf_contact_cut(&contact, 19, &room);
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
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  struct stf_contact contact = answered();
  contact.works = both;
  contact.works_n = 2;
  stf_contact_cut(&contact, 36, &room);
  assert_int_equal(contact.works_n, 2);
  assert_int_equal(contact.works[1].start_us, 35);
  assert_int_equal(contact.works[1].end_us, STF_NEVER);
  stf_contact_cut(&contact, 30, &room);
  assert_int_equal(contact.works_n, 1);
  assert_int_equal(contact.work.end_us, 25);
}

static void test_cut_when_abandoned_expect_known_up_to_the_horizon(void **state) {
  (void)state;
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = 10;
  contact.queue_us = 10;
  contact.abandon_us = 30;
  contact.close_us = 60; /* closed by hand later */
  contact.outcome = STF_OUTCOME_ABANDONED;
  struct stf_contact gone = contact;
  stf_contact_cut(&gone, 30, &room);
  assert_int_equal(gone.outcome, STF_OUTCOME_ABANDONED);
  assert_int_equal(gone.abandon_us, 30);
  stf_contact_cut(&contact, 29, &room);
  assert_int_equal(contact.outcome, STF_OUTCOME_OPEN);
  assert_int_equal(contact.abandon_us, STF_NEVER);
}

static void test_cut_when_reopened_later_expect_the_first_close(void **state) {
  (void)state;
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  struct stf_contact contact = answered();
  contact.first_close_us = 25;
  contact.first_resolve_us = 22;
  contact.resolve_us = 45;
  contact.paused_us = 35;
  contact.works_n = 0;
  contact.logged_sla = STF_LOGGED_SLA_MISSED;
  stf_contact_cut(&contact, 30, &room);
  assert_int_equal(contact.first_close_us, 25);
  assert_int_equal(contact.close_us, 25);
  assert_int_equal(contact.first_resolve_us, 22);
  assert_int_equal(contact.resolve_us, 22);
  assert_int_equal(contact.paused_us, 20);
  assert_int_equal(contact.outcome, STF_OUTCOME_CLOSED);
  assert_int_equal(contact.logged_sla, STF_LOGGED_SLA_MISSED);
  stf_contact_cut(&contact, 21, &room);
  assert_int_equal(contact.first_close_us, STF_NEVER);
  assert_int_equal(contact.close_us, STF_NEVER);
  assert_int_equal(contact.first_resolve_us, STF_NEVER);
  assert_int_equal(contact.resolve_us, STF_NEVER);
  assert_int_equal(contact.outcome, STF_OUTCOME_OPEN);
  assert_int_equal(contact.logged_sla, STF_LOGGED_SLA_UNKNOWN);
}

static void test_cut_when_parked_and_answered_later_expect_it_unanswered(void **state) {
  (void)state;
  const struct stf_reply replies[] = {{.asked_us = 10, .last_us = 10, .at_us = 25},
                                      {.asked_us = 34, .last_us = 36, .at_us = 40}};
  const struct stf_hold holds[] = {
      {.start_us = 20, .end_us = 30, .back_us = 34, .agent = 3, .team = 1},
      {.start_us = 37, .end_us = STF_NEVER, .back_us = STF_NEVER, .agent = 4, .team = 1}};
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  struct stf_contact contact = answered();
  contact.agent = 4;
  contact.replies = replies;
  contact.replies_n = 2;
  contact.holds = holds;
  contact.holds_n = 2;
  assert_int_equal(stf_contact_parked_us(&contact), 4);
  stf_contact_cut(&contact, 36, &room);
  assert_int_equal(contact.replies_n, 1);
  assert_int_equal(contact.unanswered_us, 34);
  assert_int_equal(contact.holds_n, 1);
  assert_int_equal(contact.agent, 3);
  stf_contact_cut(&contact, 32, &room);
  assert_int_equal(contact.unanswered_us, STF_NEVER);
  assert_int_equal(contact.holds[0].back_us, STF_NEVER);
  assert_int_equal(stf_contact_parked_us(&contact), 0);
  assert_int_equal(replies[1].at_us, 40); /* the original is not written */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cut_when_all_was_over_expect_nothing_forgotten),
      cmocka_unit_test(test_cut_when_in_hand_expect_open_at_work),
      cmocka_unit_test(test_cut_when_waiting_expect_nobody),
      cmocka_unit_test(test_cut_when_between_two_stretches_expect_the_first),
      cmocka_unit_test(test_cut_when_abandoned_expect_known_up_to_the_horizon),
      cmocka_unit_test(test_cut_when_reopened_later_expect_the_first_close),
      cmocka_unit_test(test_cut_when_parked_and_answered_later_expect_it_unanswered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
