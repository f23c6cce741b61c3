/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations in turns, every instant worked out by hand. */
#include "engine/talks.h"
#include "support/near.h"
#include "support/stage.h"

#include <stdlib.h>

/* Agent 0 (and others) with so many places; the first class talks in two turns of 10 s with 30
 * s of thought between them, the second in one. */
struct talk_stage {
  struct stf_stage *stage;
  struct stf_turns two;
  struct stf_turns one;
};

static const double TWICE[] = {1, 0};

static void set_up(struct talk_stage *talk, uint32_t agents_n, uint32_t cap) {
  struct stf_stage *stage = stf_stage_new(10);
  talk->stage = stage;
  talk->two = (struct stf_turns){.number = {.mean = 2, .survival = TWICE, .survival_n = 2},
                                 .work = stf_law_constant(10),
                                 .think = stf_law_constant(30),
                                 .park_after_us = STF_NEVER,
                                 .close_after_us = STF_NEVER};
  talk->one = talk->two;
  talk->one.number = stf_turns_geometric(1);
  stage->classes[0].turns = &talk->two;
  stage->classes[1].turns = &talk->one;
  stage->serves[0][1] = true;
  stage->teams[0].cap = cap;
  for (uint32_t a = 0; a < agents_n; a++) {
    stf_stage_staff(stage, 0, 0, a, 1);
  }
}

static void assert_at(int64_t at_us, int64_t at_s) {
  assert_int_equal(at_us, STF_STAGE_START_US + at_s * STF_STAGE_SECOND_US);
}

/* Two turns: the first reply, and the end with the second. */
static void assert_talk(const struct talk_stage *talk, uint32_t id, int64_t first_s,
                        int64_t end_s) {
  const struct stf_contact *contact = stf_stage_contact_of(talk->stage, id);
  assert_at(contact->first_human_us, first_s);
  assert_at(contact->close_us, end_s);
  assert_int_equal(contact->outcome, STF_OUTCOME_CLOSED);
}

/* ---- order ---- */

/* A and B have had their first turns, C is at work from 20 to 120 s. Then A writes at 40, D
 * comes at 45, E at 47 finds no place and gets C's at 120 s, B writes at 50. Those four are
 * answered from 120 s on, 10 s each, in this order: */
static void check_order(enum stf_turn_order order, const int64_t ends_s[4]) {
  static const struct stf_dispatch_class SOON = {
      .weight = 1,
      .aging_us = INT64_MAX,
      .response = {.within_us = 10 * STF_STAGE_SECOND_US},
      .next_response = {.within_us = 20 * STF_STAGE_SECOND_US}};
  static const struct stf_dispatch_class LATER = {
      .weight = 1, .aging_us = INT64_MAX, .response = {.within_us = 100 * STF_STAGE_SECOND_US}};
  struct talk_stage talk;
  set_up(&talk, 1, 4);
  talk.stage->teams[0].turn_order = order;
  talk.stage->classes[0].dispatch = &SOON;
  talk.stage->classes[1].dispatch = &LATER;
  stf_stage_give(talk.stage, 0, 0);
  stf_stage_give(talk.stage, 1, 0);
  stf_stage_give(talk.stage, 2, 1)->service_us = 100 * STF_STAGE_SECOND_US;
  stf_stage_give(talk.stage, 45, 1);
  stf_stage_give(talk.stage, 47, 1);
  stf_stage_play(talk.stage, 0);
  assert_talk(&talk, 0, 10, ends_s[0]);
  assert_talk(&talk, 1, 20, ends_s[1]);
  assert_talk(&talk, 2, 120, 120);
  assert_talk(&talk, 3, ends_s[2], ends_s[2]);
  assert_talk(&talk, 4, ends_s[3], ends_s[3]);
  assert_at(stf_stage_contact_of(talk.stage, 4)->assign_us, 120);
  free(talk.stage);
}

/* Ends of A, B, D, E. */
static void test_turns_by_each_order(void **state) {
  (void)state;
  check_order(STF_TURN_ORDER_FIFO, (const int64_t[]){130, 150, 140, 160});
  check_order(STF_TURN_ORDER_OLDEST_WAITING, (const int64_t[]){130, 160, 140, 150});
  check_order(STF_TURN_ORDER_NEW_FIRST, (const int64_t[]){150, 160, 130, 140});
  /* Due at 60 and 70, 145 and 147. */
  check_order(STF_TURN_ORDER_DEADLINE, (const int64_t[]){130, 140, 150, 160});
}

/* ---- switching, speed ---- */

/* Each turn after one of the other conversation takes 3 s more; the first turn of all, and one
 * that follows her own, does not. */
static void test_turns_when_switching_costs_expect_it_between_conversations_only(void **state) {
  (void)state;
  struct talk_stage talk;
  set_up(&talk, 1, 2);
  talk.stage->teams[0].switching_us = 3 * STF_STAGE_SECOND_US;
  stf_stage_give(talk.stage, 0, 0);
  stf_stage_give(talk.stage, 1, 0);
  stf_stage_give(talk.stage, 200, 0);
  stf_stage_play(talk.stage, 0);
  assert_talk(&talk, 0, 10, 53);
  assert_talk(&talk, 1, 23, 66);
  assert_talk(&talk, 2, 213, 253);
  free(talk.stage);
}

/* Half as fast while two hold places: 5 s are done when the second comes, 10 s for the other 5;
 * its own turn 20 s; the last turn of all is alone again. */
static void test_turns_when_two_hold_places_expect_their_speed(void **state) {
  (void)state;
  static const double SPEEDS[] = {1, 0.5};
  struct talk_stage talk;
  set_up(&talk, 1, 2);
  talk.stage->teams[0].speeds = SPEEDS;
  stf_stage_give(talk.stage, 0, 0);
  stf_stage_give(talk.stage, 5, 0);
  stf_stage_play(talk.stage, 0);
  assert_talk(&talk, 0, 15, 65);
  assert_talk(&talk, 1, 35, 75);
  free(talk.stage);
}

/* ---- silence ---- */

/* Parked at 15 s, back at 40 s: agent 1 is the one who has been idle for longest. */
static void test_parked_when_it_returns_expect_its_agent_or_anybody(void **state) {
  (void)state;
  for (int to = STF_TURNS_SAME_AGENT; to <= STF_TURNS_QUEUE; to++) {
    struct talk_stage talk;
    set_up(&talk, 2, 1);
    talk.two.park_after_us = 5 * STF_STAGE_SECOND_US;
    talk.two.return_to = (enum stf_turns_return)to;
    stf_stage_give(talk.stage, 0, 0);
    stf_stage_play(talk.stage, 0);
    assert_talk(&talk, 0, 10, 50);
    assert_int_equal(stf_stage_contact_of(talk.stage, 0)->transfers_n, to == STF_TURNS_QUEUE);
    free(talk.stage);
  }
}

/* One place: who is parked gives it to the next at 15 s, and then waits for it until 115 s. */
static void test_parked_when_its_agent_is_full_expect_the_queue(void **state) {
  (void)state;
  struct talk_stage talk;
  set_up(&talk, 1, 1);
  talk.two.park_after_us = 5 * STF_STAGE_SECOND_US;
  stf_stage_give(talk.stage, 0, 0);
  stf_stage_give(talk.stage, 12, 1)->service_us = 100 * STF_STAGE_SECOND_US;
  stf_stage_play(talk.stage, 0);
  stf_stage_assert_taken(talk.stage, 1, 15, 0);
  assert_talk(&talk, 0, 10, 125);
  assert_int_equal(stf_stage_contact_of(talk.stage, 0)->transfers_n, 0);
  free(talk.stage);
}

/* Closed at 30 s after 20 s of silence; the message at 40 s opens it again, or is lost. */
static void test_silent_when_idle_close_expect_closed_and_perhaps_reopened(void **state) {
  (void)state;
  for (int reopens = 0; reopens < 2; reopens++) {
    struct talk_stage talk;
    set_up(&talk, 1, 1);
    talk.two.close_after_us = 20 * STF_STAGE_SECOND_US;
    talk.two.reopens = reopens == 1;
    stf_stage_give(talk.stage, 0, 0);
    stf_stage_play(talk.stage, 0);
    const struct stf_contact *contact = stf_stage_contact_of(talk.stage, 0);
    assert_at(contact->first_close_us, 30);
    assert_at(contact->close_us, reopens == 1 ? 50 : 30);
    assert_int_equal(contact->reopens_n, reopens);
    free(talk.stage);
  }
}

/* ---- window ---- */

/* A reply 10 s after the message is too late for a window of 9 s and in time for one of 10 s;
 * where nobody answers templates the first one is the end. */
static void test_reply_when_the_window_is_over_expect_a_template(void **state) {
  (void)state;
  for (int64_t length_s = 9; length_s <= 10; length_s++) {
    struct talk_stage talk;
    set_up(&talk, 1, 1);
    talk.two.window.length_us = length_s * STF_STAGE_SECOND_US;
    stf_stage_give(talk.stage, 0, 0);
    stf_stage_play(talk.stage, 0);
    assert_talk(&talk, 0, 10, length_s == 9 ? 10 : 50);
    free(talk.stage);
  }
}

/* ---- the start ---- */

/* Its log went on for 1000 s with her, most of them thought: two turns of 10 s are left. */
static void test_in_hand_at_the_start_expect_turns_anew(void **state) {
  (void)state;
  struct talk_stage talk;
  set_up(&talk, 0, 1);
  stf_stage_staff(talk.stage, -600, 0, 0, 1);
  struct stf_given *in_hand = stf_stage_give(talk.stage, -50, 0);
  in_hand->assign_us = STF_STAGE_START_US - 40 * STF_STAGE_SECOND_US;
  in_hand->service_us = 1000 * STF_STAGE_SECOND_US;
  in_hand->agent = 0;
  stf_stage_give(talk.stage, 5, 1)->service_us = 20 * STF_STAGE_SECOND_US;
  stf_stage_play(talk.stage, 0);
  assert_talk(&talk, 0, 10, 50);
  stf_stage_assert_taken(talk.stage, 0, -40, 0);
  assert_talk(&talk, 1, 70, 70);
  free(talk.stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_in_hand_at_the_start_expect_turns_anew),
      cmocka_unit_test(test_turns_by_each_order),
      cmocka_unit_test(test_turns_when_switching_costs_expect_it_between_conversations_only),
      cmocka_unit_test(test_turns_when_two_hold_places_expect_their_speed),
      cmocka_unit_test(test_parked_when_it_returns_expect_its_agent_or_anybody),
      cmocka_unit_test(test_parked_when_its_agent_is_full_expect_the_queue),
      cmocka_unit_test(test_silent_when_idle_close_expect_closed_and_perhaps_reopened),
      cmocka_unit_test(test_reply_when_the_window_is_over_expect_a_template),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
