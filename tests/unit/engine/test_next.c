/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which contact is next, by hand: one agent, 60 s of work, two classes. */
#include "support/near.h"
#include "support/stage.h"

#include <stdlib.h>

#define S_US STF_STAGE_SECOND_US

struct rules {
  struct stf_dispatch_class classes[2];
  struct stf_dispatch_team team;
};

/* Agent 0 of team 0 serves both classes and is busy until 60. */
static struct stf_stage *busy(struct rules *rules) {
  struct stf_stage *stage = stf_stage_new(60);
  stage->serves[0][1] = true;
  stage->teams[0].dispatch = &rules->team;
  for (uint32_t c = 0; c < 2; c++) {
    rules->classes[c].weight = rules->classes[c].weight > 0 ? rules->classes[c].weight : 1;
    rules->classes[c].aging_us =
        rules->classes[c].aging_us > 0 ? rules->classes[c].aging_us : INT64_MAX;
    stage->classes[c].dispatch = &rules->classes[c];
    stage->classes[c].priority = 1 + (int)c;
  }
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0);
  return stage;
}

/* The first class is promised 90 s, the second 30 s: due at 100 (came at 10), 50 and 75 (came
 * at 20 and 45), and the last one at 102 (came at 12). */
static void test_earliest_deadline_expect_whose_answer_is_due_first(void **state) {
  (void)state;
  struct rules rules = {.classes = {{.response = {.within_us = 90 * S_US}},
                                    {.response = {.within_us = 30 * S_US}}},
                        .team = {.next = STF_DISPATCH_EARLIEST_DEADLINE}};
  struct stf_stage *stage = busy(&rules);
  stf_stage_give(stage, 10, 0);
  stf_stage_give(stage, 12, 0);
  stf_stage_give(stage, 20, 1);
  stf_stage_give(stage, 45, 1);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 3, 60, 0);
  stf_stage_assert_taken(stage, 4, 120, 0);
  stf_stage_assert_taken(stage, 1, 180, 0);
  stf_stage_assert_taken(stage, 2, 240, 0);
  free(stage);
}

/* Whose class is promised nothing comes last, by the wait. */
static void test_earliest_deadline_without_a_promise_expect_it_last(void **state) {
  (void)state;
  struct rules rules = {.classes = {{.weight = 1}, {.response = {.within_us = 3000 * S_US}}},
                        .team = {.next = STF_DISPATCH_EARLIEST_DEADLINE}};
  struct stf_stage *stage = busy(&rules);
  stf_stage_give(stage, 1, 0);
  stf_stage_give(stage, 2, 0);
  stf_stage_give(stage, 50, 1);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 3, 60, 0);
  stf_stage_assert_taken(stage, 1, 120, 0);
  stf_stage_assert_taken(stage, 2, 180, 0);
  free(stage);
}

/* One priority better for each 40 s: the second class's, who came at 5, is at 60 s on level 2 -
 * 1 = 1, as the first class's of 10, and waits for longer; the one of 25 is on level 2. */
static void test_aging_expect_a_priority_better_for_each_wait(void **state) {
  (void)state;
  struct rules rules = {.classes = {{.weight = 1}, {.aging_us = 40 * S_US}}};
  struct stf_stage *stage = busy(&rules);
  stf_stage_give(stage, 5, 1);
  stf_stage_give(stage, 10, 0);
  stf_stage_give(stage, 25, 1);
  stf_stage_give(stage, 100, 0);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 1, 60, 0);
  /* At 120: levels 1 of who came at 10 and 2 - 2 = 0 of who came at 25. */
  stf_stage_assert_taken(stage, 3, 120, 0);
  stf_stage_assert_taken(stage, 2, 180, 0);
  stf_stage_assert_taken(stage, 4, 240, 0);
  free(stage);
}

/* At 60 s: 3 x 20 s against 1 x 55 s; at 120 s: 3 x 60 against 115. */
static void test_longest_weighted_wait_expect_the_greatest_product(void **state) {
  (void)state;
  struct rules rules = {.classes = {{.weight = 1}, {.weight = 3}},
                        .team = {.next = STF_DISPATCH_LONGEST_WEIGHTED_WAIT}};
  struct stf_stage *stage = busy(&rules);
  stf_stage_give(stage, 5, 0);
  stf_stage_give(stage, 40, 1);
  stf_stage_give(stage, 82, 1); /* 3 x 38 at 120, one less than 115 */
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 2, 60, 0);
  stf_stage_assert_taken(stage, 1, 120, 0);
  stf_stage_assert_taken(stage, 3, 180, 0);
  free(stage);
}

/* The second team's idle agent is called when a wait reaches 25 s, not before and whatever the
 * queue's length; who came 5 s later is at 25 s while she is busy, and is taken after that. */
static void test_overflow_after_a_wait_expect_help_at_that_instant(void **state) {
  (void)state;
  static const struct stf_dispatch_overflow HELP = {
      .class_index = 0, .after_us = 25 * S_US, .above_n = UINT32_MAX};
  static const struct stf_dispatch_team HELPER = {.overflow = &HELP, .overflow_n = 1};
  struct rules rules = {.team = {.next = STF_DISPATCH_PRIORITY}};
  struct stf_stage *stage = busy(&rules);
  stage->desk.teams_n = 2;
  stage->teams[1].dispatch = &HELPER;
  stage->agents[1].team = 1;
  stf_stage_staff(stage, 0, 1, 1, 1);
  stf_stage_give(stage, 1, 0);  /* helped at 26 until 86 */
  stf_stage_give(stage, 6, 0);  /* the first agent is free before */
  stf_stage_give(stage, 30, 0); /* has waited for 56 s when the helper is free */
  stf_stage_give(stage, 70, 0); /* 25 s at 95: she is busy, the other one free at 120 */
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 1, 26, 1);
  stf_stage_assert_taken(stage, 2, 60, 0);
  stf_stage_assert_taken(stage, 3, 86, 1);
  stf_stage_assert_taken(stage, 4, 120, 0);
  free(stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_earliest_deadline_expect_whose_answer_is_due_first),
      cmocka_unit_test(test_earliest_deadline_without_a_promise_expect_it_last),
      cmocka_unit_test(test_aging_expect_a_priority_better_for_each_wait),
      cmocka_unit_test(test_longest_weighted_wait_expect_the_greatest_product),
      cmocka_unit_test(test_overflow_after_a_wait_expect_help_at_that_instant)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
