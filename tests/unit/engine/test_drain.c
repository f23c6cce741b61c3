/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shifts whose last stretch takes no contact, by hand. */
#include "support/near.h"
#include "support/stage.h"

#include <stdlib.h>

static void assert_span(const struct stf_stage *stage, size_t i, int from_s, int to_s,
                        enum stf_presence_kind kind) {
  assert_true(i < stage->spans_n);
  assert_int_equal(stage->spans[i].start_us - STF_STAGE_START_US, from_s * STF_STAGE_SECOND_US);
  assert_int_equal(stage->spans[i].end_us - STF_STAGE_START_US, to_s * STF_STAGE_SECOND_US);
  assert_int_equal(stage->spans[i].kind, kind);
}

/* Whoever drains stands idle while a contact waits for her colleague. */
static void test_drain_by_hand_expect_no_contact_in_it(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 200);
  (void)stf_stage_shift(stage, 0, 1, 50, 400);
  stf_stage_drain(stage, shift, 110);
  stf_stage_give(stage, 10, 0);  /* by the first, done at 70 */
  stf_stage_give(stage, 115, 0); /* by the second, though the first is free */
  stf_stage_give(stage, 120, 0); /* waits for the second, done at 175 */
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 10, 0);
  stf_stage_assert_taken(stage, 1, 115, 1);
  stf_stage_assert_taken(stage, 2, 175, 1);
  assert_span(stage, 0, 0, 200, STF_PRESENCE_ON);
  assert_span(stage, 1, 50, 400, STF_PRESENCE_ON);
  free(stage);
}

/* What she has in hand is finished, past the shift if need be; the next shift takes again. */
static void test_drain_with_a_contact_in_hand_expect_it_finished(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 100);
  (void)stf_stage_shift(stage, 0, 0, 300, 500);
  stf_stage_drain(stage, shift, 80);
  stf_stage_give(stage, 70, 0);
  stf_stage_give(stage, 75, 0); /* nobody takes it before the next shift */
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 70, 0);
  stf_stage_assert_taken(stage, 1, 300, 0);
  assert_span(stage, 0, 0, 130, STF_PRESENCE_ON);
  assert_span(stage, 1, 300, 500, STF_PRESENCE_ON);
  free(stage);
}

/* A break in the drain, or over its beginning, is a break; after it nothing is taken. */
static void test_drain_with_breaks_expect_them_as_planned(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(10);
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 200);
  stf_stage_break(stage, shift, 90, 110, true);
  stf_stage_break(stage, shift, 130, 140, false);
  stf_stage_drain(stage, shift, 100);
  stf_stage_give(stage, 80, 0);
  stf_stage_give(stage, 95, 0);
  (void)stf_stage_shift(stage, 0, 1, 190, 300);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 80, 0);
  stf_stage_assert_taken(stage, 1, 190, 1);
  assert_span(stage, 0, 0, 90, STF_PRESENCE_ON);
  assert_span(stage, 1, 90, 110, STF_PRESENCE_PAID_BREAK);
  assert_span(stage, 2, 110, 130, STF_PRESENCE_ON);
  assert_span(stage, 3, 140, 200, STF_PRESENCE_ON);
  free(stage);
}

/* Who logs in later than her drain begins takes nothing; the place beside one in hand alike. */
static void test_drain_with_two_places_or_a_late_login_expect_nothing_taken(void **state) {
  (void)state;
  static const double SPEEDS[] = {1, 2};
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].cap = 2;
  stage->teams[0].speeds = SPEEDS;
  stage->teams[0].late = stf_law_constant(30);
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 130);
  uint32_t second = stf_stage_shift(stage, 0, 1, 0, 140);
  stf_stage_drain(stage, shift, 60);
  stf_stage_drain(stage, second, 20);
  stf_stage_give(stage, 5, 0);
  stf_stage_give(stage, 70, 0);
  (void)stf_stage_shift(stage, 0, 2, 170, 300);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 30, 0);
  stf_stage_assert_taken(stage, 1, 200, 2);
  free(stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_drain_by_hand_expect_no_contact_in_it),
      cmocka_unit_test(test_drain_with_a_contact_in_hand_expect_it_finished),
      cmocka_unit_test(test_drain_with_breaks_expect_them_as_planned),
      cmocka_unit_test(test_drain_with_two_places_or_a_late_login_expect_nothing_taken),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
