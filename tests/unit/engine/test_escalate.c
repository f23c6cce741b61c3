/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escalations by hand: 100 s of work, two teams of one agent, to the microsecond. */
#include "engine/engine.h"
#include "support/hand_desk.h"
#include "support/near.h"

#include <stdlib.h>

#define S_US INT64_C(1000000)

/* The hand desk with a second team, which serves nothing by itself. */
struct two {
  struct stf_hand_desk *hand;
  struct stf_team teams[2];
  bool serves[STF_SMALL_DESK_CLASSES];
  struct stf_escalation_rule rules[2];
  struct stf_escalation escalation;
};

static struct stf_desk *begin(struct two *two, uint32_t rules_n) {
  *two = (struct two){.hand = stf_hand_desk_new(2)};
  struct stf_desk *desk = &two->hand->small.desk;
  two->teams[0] = two->hand->small.team;
  two->teams[1] = two->hand->small.team;
  two->teams[1].name = 1;
  two->teams[1].serves = two->serves;
  two->hand->small.agents[1].team = 1;
  two->hand->small.changes[1].team = 1;
  desk->teams = two->teams;
  desk->teams_n = 2;
  two->escalation = (struct stf_escalation){.rules = two->rules, .rules_n = rules_n};
  two->hand->small.classes[0].escalation = &two->escalation;
  return desk;
}

static struct stf_escalation_rule transfer(enum stf_escalation_clock clock, int64_t after_s) {
  return (struct stf_escalation_rule){.clock = clock,
                                      .deed = STF_ESCALATION_TRANSFER,
                                      .after_us = after_s * S_US,
                                      .team = 1,
                                      .team_name = 1};
}

/* Two come at 0; the second waits, is transferred after 30 s and taken there at once. */
static void test_transfer_of_who_waits_expect_other_team(void **state) {
  (void)state;
  struct two two;
  (void)begin(&two, 1);
  two.rules[0] = transfer(STF_ESCALATION_FIRST_RESPONSE, 30);
  (void)stf_hand_desk_give(two.hand, 0, 0);
  (void)stf_hand_desk_give(two.hand, 0, 0);
  const struct stf_contact *contacts = stf_hand_desk_play(two.hand);
  assert_int_equal(contacts[0].escalations_n, 0);
  assert_int_equal(contacts[1].escalations_n, 1);
  assert_int_equal(contacts[1].transfers_n, 1);
  assert_int_equal(contacts[1].team, 1);
  stf_hand_desk_assert_at(contacts[1].escalate_us, 30);
  stf_hand_desk_assert_at(contacts[1].assign_us, 30);
  stf_hand_desk_free(two.hand);
}

/* In hand since 0, taken away after 40 s: the rest of 60 s with the specialist, whose agent is
 * there at once; the first agent takes the next contact. The second is still in hand after its
 * 40 s and waits for the specialist until 100. */
static void test_transfer_out_of_hand_expect_rest_and_free_place(void **state) {
  (void)state;
  struct two two;
  (void)begin(&two, 1);
  two.rules[0] = transfer(STF_ESCALATION_RESOLUTION, 40);
  two.rules[0].notice = true;
  two.hand->small.classes[0].first_message = stf_law_constant(10);
  (void)stf_hand_desk_give(two.hand, 0, 0);
  (void)stf_hand_desk_give(two.hand, 5, 5);
  const struct stf_contact *contacts = stf_hand_desk_play(two.hand);
  assert_int_equal(contacts[0].works_n, 2);
  stf_hand_desk_assert_at(contacts[0].assign_us, 0);
  stf_hand_desk_assert_at(contacts[0].close_us, 100);
  stf_hand_desk_assert_at(contacts[0].escalate_us, 40);
  stf_hand_desk_assert_at(contacts[0].first_human_us, 10);
  stf_hand_desk_assert_at(contacts[0].first_any_us, 10);
  stf_hand_desk_assert_at(contacts[1].first_any_us, 45); /* the notice */
  stf_hand_desk_assert_at(contacts[1].assign_us, 40);
  /* 5 s with the first agent, too few to write, then the specialist from 100 on. */
  stf_hand_desk_assert_at(contacts[1].first_human_us, 110);
  stf_hand_desk_assert_at(contacts[1].escalate_us, 45);
  stf_hand_desk_assert_at(contacts[1].close_us, 195);
  assert_int_equal(contacts[1].team, 1);
  assert_int_equal(contacts[1].transfers_n, 1);
  stf_hand_desk_free(two.hand);
}

/* Alerts count and move nobody; on a calendar that opens at nine the clock waits for it. */
static void test_alert_on_calendar_expect_count_alone(void **state) {
  (void)state;
  struct two two;
  (void)begin(&two, 2);
  two.rules[0] = (struct stf_escalation_rule){.after_us = 30 * S_US};
  two.rules[1] = (struct stf_escalation_rule){.after_us = 30 * S_US, .hours = two.hand->day};
  (void)stf_hand_desk_give(two.hand, 0, 0);
  (void)stf_hand_desk_give(two.hand, 0, 0);
  const struct stf_contact *contacts = stf_hand_desk_play(two.hand);
  assert_int_equal(contacts[0].alerts_n, 0);
  assert_int_equal(contacts[1].alerts_n, 1);
  assert_int_equal(contacts[1].escalations_n, 0);
  assert_true(contacts[1].escalate_us == STF_NEVER);
  stf_hand_desk_assert_at(contacts[1].assign_us, 100);
  stf_hand_desk_free(two.hand);
}

/* A class of lower priority that waits since 10 is raised at 60, before the other of 20. */
static void test_bump_expect_before_the_better_class(void **state) {
  (void)state;
  for (int raised = 0; raised < 2; raised++) {
    struct two two;
    (void)begin(&two, (uint32_t)raised);
    two.rules[0] =
        (struct stf_escalation_rule){.deed = STF_ESCALATION_BUMP, .after_us = 50 * S_US};
    two.hand->small.classes[0].priority = 2;
    two.hand->small.classes[1].priority = 1;
    (void)stf_hand_desk_give(two.hand, 0, 0);
    (void)stf_hand_desk_give(two.hand, 10, 10);
    stf_hand_desk_give(two.hand, 20, 20)->class_index = 1;
    const struct stf_contact *contacts = stf_hand_desk_play(two.hand);
    stf_hand_desk_assert_at(contacts[1].assign_us, raised == 1 ? 100 : 200);
    stf_hand_desk_assert_at(contacts[2].assign_us, raised == 1 ? 200 : 100);
    assert_int_equal(contacts[1].escalations_n, raised);
    stf_hand_desk_free(two.hand);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_transfer_of_who_waits_expect_other_team),
      cmocka_unit_test(test_transfer_out_of_hand_expect_rest_and_free_place),
      cmocka_unit_test(test_alert_on_calendar_expect_count_alone),
      cmocka_unit_test(test_bump_expect_before_the_better_class)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
