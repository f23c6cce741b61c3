/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several channels per agent by hand: 100 s of work each, to the microsecond. Class 0 are
 * chats, class 1 something else. */
#include "engine/engine.h"
#include "support/hand_desk.h"
#include "support/near.h"

#include <stdlib.h>

struct both {
  struct stf_hand_desk *hand;
  struct stf_channels_rule rules[2];
  struct stf_channels channels;
};

static const double SPEEDS[] = {1, 1.6, 1.92};

static void begin(struct both *both, uint32_t agents_n, uint32_t cap,
                  struct stf_channels_rule other) {
  *both = (struct both){.hand = stf_hand_desk_new(agents_n),
                        .rules = {{1, STF_CHANNELS_ORDINARY}, other}};
  both->channels.rules = both->rules;
  both->hand->small.team.channels = &both->channels;
  both->hand->small.team.cap = cap;
  both->hand->small.team.speeds = SPEEDS;
}

static void give(struct both *both, uint32_t class_index, int64_t at_s) {
  stf_hand_desk_give(both->hand, at_s, at_s)->class_index = class_index;
}

/* The chat stands still from 30 to 130; the next one is not taken before. Then two share 1.6.
 */
static void test_call_over_a_chat_expect_chat_to_stand_still(void **state) {
  (void)state;
  struct both both;
  begin(&both, 1, 2, (struct stf_channels_rule){2, STF_CHANNELS_INTERRUPTING});
  give(&both, 0, 0);
  give(&both, 1, 30);
  give(&both, 0, 40);
  const struct stf_contact *contacts = stf_hand_desk_play(both.hand);
  assert_int_equal(contacts[0].works_n, 2);
  stf_hand_desk_assert_at(contacts[0].work.end_us, 30);
  stf_hand_desk_assert_at(contacts[0].close_us, 130 + 70 / 0.8);
  assert_int_equal(contacts[0].places, 1);
  stf_hand_desk_assert_at(contacts[1].assign_us, 30);
  stf_hand_desk_assert_at(contacts[1].close_us, 130);
  assert_int_equal(contacts[1].places, 1); /* the other one is the chat's */
  stf_hand_desk_assert_at(contacts[2].assign_us, 130);
  stf_hand_desk_assert_at(contacts[2].close_us, 130 + 70 / 0.8 + 30);
  stf_hand_desk_free(both.hand);
}

/* Whoever has nothing to put aside comes first, whatever the routing; then the others. */
static void test_calls_expect_who_has_nothing_in_hand_first(void **state) {
  (void)state;
  struct both both;
  begin(&both, 2, 2, (struct stf_channels_rule){2, STF_CHANNELS_INTERRUPTING});
  both.hand->small.team.routing = STF_ROUTING_MOST_LOADED;
  give(&both, 0, 0);
  give(&both, 1, 10);
  give(&both, 1, 20);
  const struct stf_contact *contacts = stf_hand_desk_play(both.hand);
  assert_int_not_equal(contacts[1].agent, contacts[0].agent);
  assert_int_equal(contacts[1].places, 2);
  assert_int_equal(contacts[2].agent, contacts[0].agent);
  stf_hand_desk_assert_at(contacts[2].assign_us, 20);
  stf_hand_desk_assert_at(contacts[0].close_us, 200);
  stf_hand_desk_free(both.hand);
}

/* The mail came first and waits for both chats; the third chat puts it aside. */
static void test_mail_expect_what_chats_leave(void **state) {
  (void)state;
  struct both both;
  begin(&both, 1, 1, (struct stf_channels_rule){1, STF_CHANNELS_BACKGROUND});
  give(&both, 0, 0);
  give(&both, 1, 10);
  give(&both, 0, 20);
  give(&both, 0, 250);
  const struct stf_contact *contacts = stf_hand_desk_play(both.hand);
  stf_hand_desk_assert_at(contacts[2].assign_us, 100);
  stf_hand_desk_assert_at(contacts[1].assign_us, 200);
  stf_hand_desk_assert_at(contacts[3].assign_us, 250);
  stf_hand_desk_assert_at(contacts[1].close_us, 400);
  assert_int_equal(contacts[1].works_n, 2);
  assert_int_equal(contacts[1].places, 0);
  stf_hand_desk_free(both.hand);
}

/* r(1) = 1, r(2) = 0.8, r(3) = 0.64: together at 0.64 and 0.64 / 0.8, alone at 1. */
static void test_weights_expect_speed_by_places(void **state) {
  (void)state;
  struct both both;
  begin(&both, 1, 3, (struct stf_channels_rule){2, STF_CHANNELS_ORDINARY});
  give(&both, 0, 0);
  give(&both, 1, 0);
  give(&both, 1, 500);
  const struct stf_contact *contacts = stf_hand_desk_play(both.hand);
  stf_hand_desk_assert_at(contacts[1].close_us, 125);
  stf_hand_desk_assert_at(contacts[0].close_us, 145);
  stf_hand_desk_assert_at(contacts[2].close_us, 600);
  stf_hand_desk_free(both.hand);
}

/* 50 s of work before the first message, of which 20 come after the call. */
static void test_first_message_expect_it_after_work(void **state) {
  (void)state;
  struct both both;
  begin(&both, 1, 1, (struct stf_channels_rule){1, STF_CHANNELS_INTERRUPTING});
  both.hand->small.classes[0].first_message = stf_law_constant(50);
  give(&both, 0, 0);
  give(&both, 1, 30);
  const struct stf_contact *contacts = stf_hand_desk_play(both.hand);
  stf_hand_desk_assert_at(contacts[0].first_human_us, 150);
  stf_hand_desk_assert_at(contacts[0].close_us, 200);
  stf_hand_desk_free(both.hand);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_call_over_a_chat_expect_chat_to_stand_still),
      cmocka_unit_test(test_calls_expect_who_has_nothing_in_hand_first),
      cmocka_unit_test(test_mail_expect_what_chats_leave),
      cmocka_unit_test(test_weights_expect_speed_by_places),
      cmocka_unit_test(test_first_message_expect_it_after_work),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
