/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/evidence.h"
#include "support/near.h"

#include <string.h>

#define S INT64_C(1000000)

/* Met the bot at 100.5 s, handed over at 130.25 s, taken at 190.75 s, answered at 200 s, done
 * at 400.9 s. */
static struct stf_contact helped(void) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = 100 * S + 500000;
  contact.bot_start_us = contact.open_us;
  contact.first_any_us = contact.open_us + S;
  contact.bot_end_us = 130 * S + 250000;
  contact.queue_us = contact.bot_end_us;
  contact.assign_us = 190 * S + 750000;
  contact.first_human_us = 200 * S;
  contact.last_message_us = 390 * S;
  contact.close_us = 400 * S + 900000;
  contact.agent = 3;
  contact.team = 1;
  contact.works_n = 1;
  contact.work = (struct stf_work){contact.assign_us, contact.close_us, 3, 1};
  contact.outcome = STF_OUTCOME_CLOSED;
  return contact;
}

static struct stf_contact left_waiting(void) {
  struct stf_contact contact = helped();
  contact.assign_us = STF_NEVER;
  contact.first_human_us = STF_NEVER;
  contact.last_message_us = contact.first_any_us;
  contact.abandon_us = 170 * S;
  contact.close_us = 170 * S;
  contact.agent = STF_NOBODY;
  contact.team = STF_NOBODY;
  contact.works_n = 0;
  contact.outcome = STF_OUTCOME_ABANDONED;
  return contact;
}

struct places {
  struct stf_work works[2];
  struct stf_reply replies[1];
  struct stf_hold holds[1];
};

static struct stf_contact_room room_of(struct places *places) {
  return (struct stf_contact_room){
      .works = places->works, .replies = places->replies, .holds = places->holds};
}

static bool masked(struct stf_evidence evidence, struct stf_contact *contact) {
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  return stf_evidence_mask(&evidence, contact, &room);
}

static void test_mask_of_everything_changes_nothing(void **state) {
  (void)state;
  struct stf_contact before = helped();
  struct stf_contact contact = helped();
  assert_true(stf_evidence_is_whole(&STF_EVIDENCE_ALL));
  assert_true(masked(STF_EVIDENCE_ALL, &contact));
  assert_memory_equal(&contact, &before, sizeof before);
}

static void test_is_whole_fails_for_each_thing_that_is_hidden(void **state) {
  (void)state;
  for (int i = 0; i < 12; i++) {
    struct stf_evidence evidence = STF_EVIDENCE_ALL;
    bool *const flags[] = {&evidence.queue,         &evidence.assignment,  &evidence.work,
                           &evidence.closing,       &evidence.messages,    &evidence.automatic,
                           &evidence.bot,           &evidence.abandonment, &evidence.presence,
                           &evidence.open_contacts, &evidence.escalations};
    if (i < 11) {
      *flags[i] = false;
    } else {
      evidence.resolution_us = S;
    }
    assert_false(stf_evidence_is_whole(&evidence));
  }
}

static void test_without_bot_contacts_begin_at_the_hand_over(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.bot = false;
  struct stf_contact contact = helped();
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.open_us, contact.queue_us);
  assert_true(contact.bot_start_us == STF_NEVER);
  assert_true(contact.bot_end_us == STF_NEVER);
  assert_int_equal(contact.first_any_us, contact.first_human_us); /* the bot's is not there */

  struct stf_contact contained = helped();
  contained.queue_us = STF_NEVER;
  contained.outcome = STF_OUTCOME_CONTAINED;
  assert_false(masked(evidence, &contained));
  struct stf_contact in_bot = contained;
  in_bot.outcome = STF_OUTCOME_OPEN;
  assert_false(masked(evidence, &in_bot));

  struct stf_contact direct = helped(); /* never met a bot: nothing to hide */
  direct.bot_start_us = STF_NEVER;
  direct.bot_end_us = STF_NEVER;
  struct stf_contact same = direct;
  assert_true(masked(evidence, &direct));
  assert_memory_equal(&direct, &same, sizeof same);
}

static void test_without_queue_who_is_taken_asked_then(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.queue = false;
  struct stf_contact contact = helped();
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.queue_us, contact.assign_us);
  evidence.assignment = false;
  contact = helped();
  assert_true(masked(evidence, &contact));
  assert_true(contact.queue_us == STF_NEVER);
  assert_true(contact.assign_us == STF_NEVER);
  assert_int_equal(contact.agent, 3); /* known from her work */
  evidence.work = false;
  evidence.messages = false;
  contact = helped();
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.works_n, 0);
  assert_int_equal(contact.agent, STF_NOBODY);
  assert_int_equal(contact.team, STF_NOBODY);
}

static void test_without_queue_who_left_waiting_behind_a_bot_was_contained(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.queue = false;
  struct stf_contact contact = left_waiting();
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.outcome, STF_OUTCOME_CONTAINED);
  contact = left_waiting();
  contact.bot_start_us = STF_NEVER;
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.outcome, STF_OUTCOME_ABANDONED);
}

static void test_without_messages_nothing_was_said(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.messages = false;
  struct stf_contact contact = helped();
  const struct stf_reply reply = {.at_us = 5};
  contact.replies = &reply;
  contact.replies_n = 1;
  assert_true(masked(evidence, &contact));
  assert_true(contact.first_any_us == STF_NEVER);
  assert_true(contact.first_human_us == STF_NEVER);
  assert_true(contact.last_message_us == STF_NEVER);
  assert_int_equal(contact.replies_n, 0);
}

static void test_without_automatic_messages_the_first_is_human(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.automatic = false;
  struct stf_contact contact = helped();
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.first_any_us, 200 * S);
  assert_int_equal(contact.last_message_us, 390 * S);
  contact = left_waiting();
  assert_true(masked(evidence, &contact));
  assert_true(contact.first_any_us == STF_NEVER);
  assert_true(contact.last_message_us == STF_NEVER);
}

static void test_without_abandonment_who_left_is_open_or_not_there(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.abandonment = false;
  struct stf_contact contact = left_waiting();
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.outcome, STF_OUTCOME_OPEN);
  assert_true(contact.abandon_us == STF_NEVER);
  assert_true(contact.close_us == STF_NEVER);
  evidence.open_contacts = false;
  contact = left_waiting();
  assert_false(masked(evidence, &contact));
  contact = helped();
  assert_true(masked(evidence, &contact));
}

static void test_without_closing_it_is_closed_but_not_known_when(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.closing = false;
  struct stf_contact contact = helped();
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.outcome, STF_OUTCOME_CLOSED);
  assert_true(contact.close_us == STF_NEVER);
}

static void test_without_escalations_none_happened(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.escalations = false;
  struct stf_contact contact = helped();
  contact.escalations_n = 2;
  contact.alerts_n = 1;
  contact.transfers_n = 1;
  contact.escalate_us = 180 * S;
  assert_true(masked(evidence, &contact));
  assert_int_equal(contact.escalations_n, 0);
  assert_int_equal(contact.alerts_n, 0);
  assert_true(contact.escalate_us == STF_NEVER);
  assert_int_equal(contact.transfers_n, 1); /* seen by the second assignment */
  assert_int_equal(contact.outcome, STF_OUTCOME_CLOSED);
}

static void test_resolution_cuts_every_instant_and_both_ends_of_work(void **state) {
  (void)state;
  struct stf_evidence evidence = STF_EVIDENCE_ALL;
  evidence.resolution_us = 60 * S;
  struct stf_contact contact = helped();
  const struct stf_work stretches[2] = {{190 * S, 250 * S, 3, 1}, {301 * S, STF_NEVER, 4, 1}};
  contact.works = stretches;
  contact.works_n = 2;
  const struct stf_reply reply = {.asked_us = 119 * S, .last_us = 121 * S, .at_us = 200 * S};
  contact.replies = &reply;
  contact.replies_n = 1;
  struct places places;
  const struct stf_contact_room room = room_of(&places);
  assert_true(stf_evidence_mask(&evidence, &contact, &room));
  assert_int_equal(stf_contact_reply_wait_us(&contact.replies[0]), 120 * S);
  assert_int_equal(contact.replies[0].last_us, 120 * S);
  assert_int_equal(contact.open_us, 60 * S);
  assert_int_equal(contact.queue_us, 120 * S);
  assert_int_equal(contact.assign_us, 180 * S);
  assert_int_equal(contact.close_us, 360 * S);
  assert_int_equal(contact.works_n, 2);
  assert_int_equal(contact.works[0].end_us, 240 * S);
  assert_int_equal(contact.works[1].start_us, 300 * S);
  assert_true(contact.works[1].end_us == STF_NEVER);
  assert_int_equal(contact.work.start_us, 180 * S);
  assert_int_equal(stretches[0].start_us, 190 * S); /* the original is not written */
  int64_t start_us = -1;
  int64_t end_us = 59 * S;
  assert_true(stf_evidence_mask_span(&evidence, &start_us, &end_us));
  assert_int_equal(start_us, -60 * S); /* downwards before 1970, too */
  assert_int_equal(end_us, 0);
  assert_false(stf_evidence_mask_span(&evidence, &end_us, &end_us));
  int64_t never_us = STF_NEVER; /* goes on at the horizon */
  start_us = 61 * S;
  assert_true(stf_evidence_mask_span(&evidence, &start_us, &never_us));
  assert_int_equal(start_us, 60 * S);
  assert_int_equal(never_us, STF_NEVER);
}

static void test_resolve_finds_the_greatest_that_divides_all(void **state) {
  (void)state;
  int64_t resolution_us = STF_EVIDENCE_RESOLUTION_MOST_US;
  stf_evidence_resolve(INT64_C(1766390400) * S, &resolution_us);
  assert_int_equal(resolution_us, 60 * S);
  stf_evidence_resolve(INT64_C(1766390401) * S, &resolution_us);
  assert_int_equal(resolution_us, S);
  stf_evidence_resolve(INT64_C(1766390460) * S, &resolution_us);
  assert_int_equal(resolution_us, S); /* never coarser again */
  stf_evidence_resolve(INT64_C(1766390460) * S + 1000, &resolution_us);
  assert_int_equal(resolution_us, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mask_of_everything_changes_nothing),
      cmocka_unit_test(test_is_whole_fails_for_each_thing_that_is_hidden),
      cmocka_unit_test(test_without_bot_contacts_begin_at_the_hand_over),
      cmocka_unit_test(test_without_queue_who_is_taken_asked_then),
      cmocka_unit_test(test_without_queue_who_left_waiting_behind_a_bot_was_contained),
      cmocka_unit_test(test_without_messages_nothing_was_said),
      cmocka_unit_test(test_without_automatic_messages_the_first_is_human),
      cmocka_unit_test(test_without_abandonment_who_left_is_open_or_not_there),
      cmocka_unit_test(test_without_closing_it_is_closed_but_not_known_when),
      cmocka_unit_test(test_without_escalations_none_happened),
      cmocka_unit_test(test_resolution_cuts_every_instant_and_both_ends_of_work),
      cmocka_unit_test(test_resolve_finds_the_greatest_that_divides_all),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
