/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication by hand: constant laws, contacts given to the microsecond, so that every
 * record is known beforehand. */
#include "support/near.h"
#include "support/stage.h"

#include <stdlib.h>

/* ---- equal instants ---- */

static void test_run_when_release_and_arrival_coincide_expect_no_wait(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 60, 0);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 0, 0);
  stf_stage_assert_taken(stage, 1, 60, 0);
  free(stage);
}

static void test_run_when_shifts_change_expect_newcomer_takes_the_queue(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 30, 0, 0, -1);
  stf_stage_staff(stage, 30, 0, 1, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 10, 0);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 1, 30, 1);
  /* Agent 0 stays for the contact in hand. */
  assert_int_equal(stage->spans[0].end_us, STF_STAGE_START_US + 60 * STF_STAGE_SECOND_US);
  free(stage);
}

static void test_run_when_patience_ends_as_an_agent_looks_expect_left(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 10, 0)->patience_us = 50 * STF_STAGE_SECOND_US;
  stf_stage_give(stage, 10, 0)->patience_us = 50 * STF_STAGE_SECOND_US + 1;
  stf_stage_play(stage, 0);
  assert_int_equal(stf_stage_contact_of(stage, 1)->outcome, STF_OUTCOME_ABANDONED);
  assert_int_equal(stf_stage_contact_of(stage, 1)->abandon_us,
                   STF_STAGE_START_US + 60 * STF_STAGE_SECOND_US);
  stf_stage_assert_taken(stage, 2, 60, 0);
  free(stage);
}

/* ---- the ends of the run ---- */

static void test_run_when_nobody_comes_any_more_expect_open_until_empty(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 100, 0, 0, -1);
  stf_stage_give(stage, 200, 0);
  stf_stage_give(stage, 200, 0)->patience_us = 30 * STF_STAGE_SECOND_US;
  stf_stage_play(stage, 0);
  assert_int_equal(stf_stage_contact_of(stage, 0)->outcome, STF_OUTCOME_OPEN);
  assert_int_equal(stf_stage_contact_of(stage, 1)->abandon_us,
                   STF_STAGE_START_US + 230 * STF_STAGE_SECOND_US);
  assert_int_equal(stage->account.waiting_n, 1);
  assert_int_equal(stage->account.left_n, 1);
  free(stage);
}

static void test_run_when_it_ends_at_the_horizon_expect_open_ones_censored(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stage->desk.end = STF_EDGE_HORIZON;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 3540, 0); /* ends at the horizon itself */
  stf_stage_give(stage, 3590, 0);
  stf_stage_give(stage, 3595, 0)->patience_us = 5 * STF_STAGE_SECOND_US;
  stf_stage_play(stage, 0);
  assert_int_equal(stf_stage_contact_of(stage, 0)->close_us, stage->desk.to_us);
  /* Free at the horizon itself: taken there, its work goes on beyond. */
  assert_int_equal(stf_stage_contact_of(stage, 1)->assign_us, stage->desk.to_us);
  assert_int_equal(stf_stage_contact_of(stage, 1)->work.end_us, STF_NEVER);
  assert_int_equal(stf_stage_contact_of(stage, 2)->outcome, STF_OUTCOME_ABANDONED);
  assert_int_equal(stage->spans[0].end_us, stage->desk.to_us);
  free(stage);
}

static void test_run_when_laws_are_longer_than_time_expect_no_overflow(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(1e19);
  stage->teams[0].pause = stf_law_constant(1e19);
  stage->classes[0].patience = stf_law_constant(1e19);
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 1, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stf_stage_contact_of(stage, 0)->close_us, INT64_MAX);
  assert_int_equal(stf_stage_contact_of(stage, 1)->outcome, STF_OUTCOME_OPEN);
  free(stage);
}

/* ---- the initial state ---- */

static void
test_run_when_one_waits_and_one_is_in_hand_expect_agent_stays_with_hers(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stf_stage_staff(stage, -600, 0, 0, 1);
  stf_stage_give(stage, -100, 0)->outwaited_us = 100 * STF_STAGE_SECOND_US;
  struct stf_given *in_hand = stf_stage_give(stage, -50, 0);
  in_hand->assign_us = STF_STAGE_START_US - 40 * STF_STAGE_SECOND_US;
  in_hand->service_us = 70 * STF_STAGE_SECOND_US;
  in_hand->agent = 0;
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 30, 0);
  stf_stage_assert_taken(stage, 1, -40, 0);
  assert_int_equal(stf_stage_contact_of(stage, 1)->work.end_us,
                   STF_STAGE_START_US + 30 * STF_STAGE_SECOND_US);
  assert_int_equal(stage->account.initial_n, 2);
  assert_int_equal(stage->account.counted_n, 0);
  free(stage);
}

/* The log ends before that work does: 100 s in all, of which 40 are over. */
static void test_run_when_end_of_work_in_hand_is_unknown_expect_it_drawn_beyond_what_has_passed(
    void **state) {
  (void)state;
  for (uint32_t cap = 1; cap <= 2; cap++) {
    static const double SPEEDS[] = {1, 1};
    struct stf_stage *stage = stf_stage_new(100);
    stage->teams[0].cap = cap;
    stage->teams[0].speeds = cap > 1 ? SPEEDS : NULL;
    stf_stage_staff(stage, -600, 0, 0, 1);
    stf_stage_give(stage, -100, 0)->outwaited_us = 100 * STF_STAGE_SECOND_US;
    struct stf_given *in_hand = stf_stage_give(stage, -50, 0);
    in_hand->assign_us = STF_STAGE_START_US - 40 * STF_STAGE_SECOND_US;
    in_hand->agent = 0;
    stf_stage_play(stage, 0);
    stf_stage_assert_taken(stage, 0, cap > 1 ? 0 : 60, 0);
    stf_stage_assert_taken(stage, 1, -40, 0);
    assert_int_equal(stf_stage_contact_of(stage, 1)->work.end_us,
                     STF_STAGE_START_US + (cap > 1 ? 120 : 60) * STF_STAGE_SECOND_US);
    free(stage);
  }
}

/* More has passed than that work ever takes: done when the run begins, nothing lies before it.
 */
static void test_run_when_work_in_hand_is_overdue_expect_agent_free_at_the_start(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(30);
  stf_stage_staff(stage, -600, 0, 0, 1);
  struct stf_given *in_hand = stf_stage_give(stage, -50, 0);
  in_hand->assign_us = STF_STAGE_START_US - 40 * STF_STAGE_SECOND_US;
  in_hand->agent = 0;
  stf_stage_give(stage, -10, 0)->outwaited_us = 10 * STF_STAGE_SECOND_US;
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 1, 0, 0);
  free(stage);
}

static void
test_run_when_several_wait_at_the_start_expect_idle_agents_take_them_in_order(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stf_stage_staff(stage, -600, 0, 0, 1);
  stf_stage_staff(stage, -600, 0, 1, 1);
  for (int64_t i = 0; i < 3; i++) {
    stf_stage_give(stage, -30 + i, 0)->outwaited_us = (30 - i) * STF_STAGE_SECOND_US;
  }
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 0, 0);
  stf_stage_assert_taken(stage, 1, 0, 1);
  stf_stage_assert_taken(stage, 2, 60, 0);
  free(stage);
}

static void test_run_when_warm_up_work_lasts_into_the_period_expect_it_told(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(100);
  stage->desk.warmup_us = 600 * STF_STAGE_SECOND_US;
  stf_stage_staff(stage, -600, 0, 0, 1);
  stf_stage_give(stage, -50, 0);
  stf_stage_give(stage, 10, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stf_stage_contact_of(stage, 0)->work.end_us,
                   STF_STAGE_START_US + 50 * STF_STAGE_SECOND_US);
  assert_int_equal(stage->account.initial_n, 0);
  assert_int_equal(stage->account.counted_n, 1);
  free(stage);
}

/* ---- counts of a pool ---- */

static void test_run_when_count_falls_in_a_pause_expect_presence_until_the_fall(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].pause = stf_law_constant(300);
  stf_stage_staff(stage, 0, 0, STF_NOBODY, 1);
  stf_stage_staff(stage, 120, 0, STF_NOBODY, -1);
  stf_stage_give(stage, 0, 0); /* works until 60, pauses until 360 */
  stf_stage_play(stage, 0);
  assert_int_equal(stage->spans_n, 1);
  assert_int_equal(stage->spans[0].end_us, STF_STAGE_START_US + 120 * STF_STAGE_SECOND_US);
  free(stage);
}

static void test_run_when_count_falls_during_work_expect_presence_until_its_end(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stage->teams[0].pause = stf_law_constant(300);
  stf_stage_staff(stage, 0, 0, STF_NOBODY, 1);
  stf_stage_staff(stage, 40, 0, STF_NOBODY, -1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 10, 0)->patience_us = 1000 * STF_STAGE_SECOND_US;
  stf_stage_play(stage, 0);
  assert_int_equal(stage->spans_n, 1);
  assert_int_equal(stage->spans[0].end_us, STF_STAGE_START_US + 60 * STF_STAGE_SECOND_US);
  assert_int_equal(stf_stage_contact_of(stage, 1)->outcome, STF_OUTCOME_ABANDONED);
  free(stage);
}

static void test_run_when_count_falls_and_rises_expect_departure_cancelled(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stf_stage_staff(stage, 0, 0, STF_NOBODY, 1);
  stf_stage_staff(stage, 20, 0, STF_NOBODY, -1);
  stf_stage_staff(stage, 40, 0, STF_NOBODY, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 10, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stf_stage_contact_of(stage, 1)->assign_us,
                   STF_STAGE_START_US + 60 * STF_STAGE_SECOND_US);
  assert_int_equal(stage->spans_n, 1);
  assert_int_equal(stage->spans[0].start_us, STF_STAGE_START_US);
  free(stage);
}

/* ---- who takes whom ---- */

static void test_run_when_classes_wait_expect_priority_before_age(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(60);
  stage->serves[0][1] = true;
  stage->classes[0].priority = 2;
  stage->classes[1].priority = 1;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 10, 0);
  stf_stage_give(stage, 20, 1);
  stf_stage_give(stage, 30, 1);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 2, 60, 0);
  stf_stage_assert_taken(stage, 3, 120, 0);
  stf_stage_assert_taken(stage, 1, 180, 0);
  free(stage);
}

/* Chances of four idle agents: within 4 standard errors of 1/4 each. */
static void test_run_when_routing_is_random_expect_equal_chances(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(10);
  const double runs = 4000;
  double taken_n[STF_STAGE_AGENTS] = {0};
  stage->teams[0].routing = STF_ROUTING_RANDOM;
  for (uint32_t a = 0; a < STF_STAGE_AGENTS; a++) {
    stf_stage_staff(stage, a, 0, a, 1);
  }
  stf_stage_give(stage, 100, 0);
  for (uint32_t r = 0; r < (uint32_t)runs; r++) {
    stf_stage_play(stage, r);
    taken_n[stage->contacts[0].agent] += 1;
  }
  for (uint32_t a = 0; a < STF_STAGE_AGENTS; a++) {
    assert_near(taken_n[a] / runs, 0.25, 4 * 0.00685);
  }
  free(stage);
}

/* ---- volume ---- */

static void test_run_when_volume_is_three_expect_clones_in_their_interval(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(1);
  stage->desk.volume = 3;
  stage->desk.to_us =
      STF_STAGE_START_US + 900 * STF_STAGE_SECOND_US; /* an interval and a half */
  stage->desk.warmup_us = 900 * STF_STAGE_SECOND_US;
  stf_stage_staff(stage, -900, 0, STF_NOBODY, 50);
  stf_stage_give(stage, -10, 0);
  stf_stage_give(stage, 10, 0);
  stf_stage_give(stage, 890, 0);
  const int64_t from_s[] = {-600, 0, 600};
  const int64_t to_s[] = {0, 600, 900};
  for (uint32_t r = 0; r < 50; r++) {
    stf_stage_play(stage, r);
    size_t seen_n[3] = {0};
    assert_int_equal(stage->contacts_n, 9);
    for (size_t i = 0; i < stage->contacts_n; i++) {
      uint32_t id = stage->contacts[i].id;
      assert_in_range(id, 0, 2);
      seen_n[id]++;
      assert_true(stage->contacts[i].queue_us >=
                  STF_STAGE_START_US + from_s[id] * STF_STAGE_SECOND_US);
      assert_true(stage->contacts[i].queue_us <
                  STF_STAGE_START_US + to_s[id] * STF_STAGE_SECOND_US);
    }
    assert_true(seen_n[0] == 3 && seen_n[1] == 3 && seen_n[2] == 3);
    assert_int_equal(stage->account.counted_n, 6);
  }
  free(stage);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_run_when_release_and_arrival_coincide_expect_no_wait),
      cmocka_unit_test(test_run_when_shifts_change_expect_newcomer_takes_the_queue),
      cmocka_unit_test(test_run_when_patience_ends_as_an_agent_looks_expect_left),
      cmocka_unit_test(test_run_when_nobody_comes_any_more_expect_open_until_empty),
      cmocka_unit_test(test_run_when_it_ends_at_the_horizon_expect_open_ones_censored),
      cmocka_unit_test(test_run_when_laws_are_longer_than_time_expect_no_overflow),
      cmocka_unit_test(test_run_when_one_waits_and_one_is_in_hand_expect_agent_stays_with_hers),
      cmocka_unit_test(
          test_run_when_end_of_work_in_hand_is_unknown_expect_it_drawn_beyond_what_has_passed),
      cmocka_unit_test(test_run_when_work_in_hand_is_overdue_expect_agent_free_at_the_start),
      cmocka_unit_test(
          test_run_when_several_wait_at_the_start_expect_idle_agents_take_them_in_order),
      cmocka_unit_test(test_run_when_warm_up_work_lasts_into_the_period_expect_it_told),
      cmocka_unit_test(test_run_when_count_falls_in_a_pause_expect_presence_until_the_fall),
      cmocka_unit_test(test_run_when_count_falls_during_work_expect_presence_until_its_end),
      cmocka_unit_test(test_run_when_count_falls_and_rises_expect_departure_cancelled),
      cmocka_unit_test(test_run_when_classes_wait_expect_priority_before_age),
      cmocka_unit_test(test_run_when_routing_is_random_expect_equal_chances),
      cmocka_unit_test(test_run_when_volume_is_three_expect_clones_in_their_interval),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
