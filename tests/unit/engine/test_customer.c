/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks, head starts and messages of a contact, by hand to the microsecond. */
#include "support/hand_desk.h"
#include "support/near.h"

#include <stdlib.h>
#include <string.h>

#define S_US INT64_C(1000000)
#define H_S  INT64_C(3600)

/* ---- patience ---- */

static void test_patience_in_hours_expect_it_stands_still_over_the_night(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(0);
  struct stf_class *class = &hand->small.classes[0];
  class->patience = stf_law_constant(1200);
  class->patience_hours = hand->day;
  (void)stf_hand_desk_give(hand, 10 * H_S, 10 * H_S);             /* by day */
  (void)stf_hand_desk_give(hand, 17 * H_S - 600, 17 * H_S - 600); /* half of it before night */
  (void)stf_hand_desk_give(hand, 20 * H_S, 20 * H_S);             /* at night */
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  static const int64_t LEAVES_S[] = {10 * H_S + 1200, 33 * H_S + 600, 33 * H_S + 1200};
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(contacts[i].outcome, STF_OUTCOME_ABANDONED);
    stf_hand_desk_assert_at(contacts[i].abandon_us, (double)LEAVES_S[i]);
  }
  stf_hand_desk_free(hand);
}

static void test_wait_borne_in_the_log_expect_only_its_open_part_counts(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(0);
  struct stf_class *class = &hand->small.classes[0];
  class->patience = stf_law_constant(900);
  class->patience_hours = hand->day;
  /* Waited 20 min from 16:50: 10 min of patience are used up, 5 are left for the morning. */
  stf_hand_desk_give(hand, 17 * H_S - 600, 17 * H_S - 600)->outwaited_us = 1200 * S_US;
  /* A wait by the clock on the wall: left at 17:30, whatever the hours. */
  stf_hand_desk_give(hand, 17 * H_S - 600, 17 * H_S - 600)->patience_us = 2400 * S_US;
  /* Borne longer than her patience: she does not leave before she was answered. */
  stf_hand_desk_give(hand, 17 * H_S - 600, 17 * H_S - 600)->outwaited_us = 18 * H_S * S_US;
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[0].abandon_us, (double)(33 * H_S + 300));
  stf_hand_desk_assert_at(contacts[1].abandon_us, (double)(17 * H_S + 1800));
  stf_hand_desk_assert_at(contacts[2].abandon_us, (double)(35 * H_S - 600) + 1e-6);
  stf_hand_desk_free(hand);
}

/* ---- head start ---- */

static void test_head_start_expect_taken_as_if_older(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(1);
  hand->small.classes[1].head_start_us = 60 * S_US;
  (void)stf_hand_desk_give(hand, 0, 0);
  (void)stf_hand_desk_give(hand, 10, 10);
  stf_hand_desk_give(hand, 69, 69)->class_index = 1; /* counts as of 9 */
  (void)stf_hand_desk_give(hand, 71, 71);
  stf_hand_desk_give(hand, 72, 72)->class_index = 1;
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  static const double TAKEN_S[] = {0, 200, 100, 400, 300};
  for (size_t i = 0; i < 5; i++) {
    stf_hand_desk_assert_at(contacts[i].assign_us, TAKEN_S[i]);
  }
  stf_hand_desk_free(hand);
}

static void test_head_start_when_instants_are_equal_expect_the_first_class(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(1);
  hand->small.classes[1].head_start_us = 60 * S_US;
  (void)stf_hand_desk_give(hand, 0, 0);
  (void)stf_hand_desk_give(hand, 10, 10);
  stf_hand_desk_give(hand, 70, 70)->class_index = 1;
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[1].assign_us, 100);
  stf_hand_desk_free(hand);
}

static void test_head_start_expect_no_effect_across_priorities(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(1);
  hand->small.classes[1].head_start_us = 3600 * S_US;
  hand->small.classes[1].priority = 1;
  (void)stf_hand_desk_give(hand, 0, 0);
  stf_hand_desk_give(hand, 10, 10)->class_index = 1;
  (void)stf_hand_desk_give(hand, 90, 90);
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[2].assign_us, 100);
  stf_hand_desk_assert_at(contacts[1].assign_us, 200);
  stf_hand_desk_free(hand);
}

/* ---- messages ---- */

static void test_class_without_messages_expect_none(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(1);
  (void)stf_hand_desk_give(hand, 0, 0);
  const struct stf_contact *contact = stf_hand_desk_play(hand);
  assert_int_equal(contact->first_any_us, STF_NEVER);
  assert_int_equal(contact->first_human_us, STF_NEVER);
  assert_int_equal(contact->last_message_us, STF_NEVER);
  assert_int_equal(contact->replies_n, 0);
  stf_hand_desk_free(hand);
}

static void test_first_message_expect_so_long_after_assignment_within_the_work(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(1);
  hand->small.classes[0].first_message = stf_law_constant(40);
  (void)stf_hand_desk_give(hand, -20, 0);
  stf_hand_desk_give(hand, 30, 30)->service_us = 10 * S_US;
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[0].first_human_us, 40);
  stf_hand_desk_assert_at(contacts[0].first_any_us, 40);
  stf_hand_desk_assert_at(contacts[0].last_message_us, 100);
  stf_hand_desk_assert_at(contacts[1].assign_us, 100);
  stf_hand_desk_assert_at(contacts[1].first_human_us, 110); /* the end of the work */
  stf_hand_desk_assert_at(contacts[1].last_message_us, 110);
  assert_int_equal(contacts[0].replies_n, 1);
  assert_int_equal(contacts[1].replies_n, 1);
  stf_hand_desk_free(hand);
}

struct waits {
  int64_t us[STF_HAND_DESK_GIVEN]; /* by id */
};

static enum stf_status take_waits(void *context, const struct stf_contact *contacts, size_t n) {
  struct waits *waits = context;
  for (size_t i = 0; i < n; i++) {
    waits->us[contacts[i].id] = contacts[i].replies_n > 0
                                    ? stf_contact_reply_wait_us(&contacts[i].replies[0])
                                    : STF_NEVER;
  }
  return STF_OK;
}

static enum stf_status no_presence(void *context, const struct stf_presence *span) {
  (void)context;
  (void)span;
  return STF_OK;
}

/* The customer has waited for an answer since the opening: no bot answers (contact/assemble.h).
 */
static void test_reply_wait_expect_it_runs_from_the_opening(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(1);
  struct stf_class *class = &hand->small.classes[0];
  class->first_message = stf_law_constant(40);
  class->acknowledges = true;
  class->bot = (struct stf_bot){.reach_share = 1, .duration = stf_law_constant(60)};
  hand->small.classes[1].first_message = stf_law_constant(40);
  (void)stf_hand_desk_give(hand, 0, STF_NEVER);
  stf_hand_desk_give(hand, 10, 20)->class_index = 1;
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&hand->small.desk, NULL, &engine), STF_OK);
  struct stf_stream stream = stf_stream_of(1, 0);
  struct waits waits;
  struct stf_engine_sink sink = {
      .context = &waits, .contacts = take_waits, .presence = no_presence};
  struct stf_engine_account account;
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  /* The second is taken at 20; the first, handed over at 60, when that is done at 120. */
  assert_int_equal(waits.us[1], 50 * S_US);
  assert_int_equal(waits.us[0], 160 * S_US);
  stf_engine_free(engine);
  stf_hand_desk_free(hand);
}

static void test_acknowledgement_expect_first_of_any_unless_somebody_was_faster(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(1);
  struct stf_class *class = &hand->small.classes[0];
  class->acknowledges = true;
  class->ack_us = 5 * S_US;
  class->first_message = stf_law_constant(2);
  class->patience = stf_law_constant(30);
  (void)stf_hand_desk_give(hand, 0, 0);
  (void)stf_hand_desk_give(hand, 10, 10); /* leaves at 40 */
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[0].first_any_us, 2);
  stf_hand_desk_assert_at(contacts[0].first_human_us, 2);
  assert_int_equal(contacts[1].outcome, STF_OUTCOME_ABANDONED);
  stf_hand_desk_assert_at(contacts[1].first_any_us, 15);
  stf_hand_desk_assert_at(contacts[1].last_message_us, 15);
  assert_int_equal(contacts[1].first_human_us, STF_NEVER);
  stf_hand_desk_free(hand);
}

static void test_horizon_expect_messages_after_it_unknown(void **state) {
  (void)state;
  struct stf_hand_desk *hand = stf_hand_desk_new(2);
  hand->small.desk.end = STF_EDGE_HORIZON;
  int64_t end_s = (hand->small.desk.to_us - STF_HAND_DESK_START_US) / S_US;
  struct stf_class *class = &hand->small.classes[0];
  class->acknowledges = true;
  class->ack_us = 30 * S_US;
  class->first_message = stf_law_constant(40);
  (void)stf_hand_desk_give(hand, end_s - 40, end_s - 40);
  (void)stf_hand_desk_give(hand, end_s - 20, end_s - 20);
  const struct stf_contact *contacts = stf_hand_desk_play(hand);
  stf_hand_desk_assert_at(contacts[0].first_any_us, (double)end_s - 10);
  stf_hand_desk_assert_at(contacts[0].first_human_us, (double)end_s);
  stf_hand_desk_assert_at(contacts[0].last_message_us, (double)end_s);
  assert_int_equal(contacts[0].outcome, STF_OUTCOME_OPEN);
  assert_int_equal(contacts[1].first_any_us, STF_NEVER);
  assert_int_equal(contacts[1].first_human_us, STF_NEVER);
  assert_int_equal(contacts[1].replies_n, 0);
  /* The customer's own. */
  stf_hand_desk_assert_at(contacts[1].last_message_us, (double)end_s - 20);
  stf_hand_desk_free(hand);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_patience_in_hours_expect_it_stands_still_over_the_night),
      cmocka_unit_test(test_wait_borne_in_the_log_expect_only_its_open_part_counts),
      cmocka_unit_test(test_head_start_expect_taken_as_if_older),
      cmocka_unit_test(test_head_start_when_instants_are_equal_expect_the_first_class),
      cmocka_unit_test(test_head_start_expect_no_effect_across_priorities),
      cmocka_unit_test(test_class_without_messages_expect_none),
      cmocka_unit_test(test_first_message_expect_so_long_after_assignment_within_the_work),
      cmocka_unit_test(test_reply_wait_expect_it_runs_from_the_opening),
      cmocka_unit_test(test_acknowledgement_expect_first_of_any_unless_somebody_was_faster),
      cmocka_unit_test(test_horizon_expect_messages_after_it_unknown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
