/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents with several contacts in hand, with routing by load and with breaks: every end worked
 * out by hand. */
#include "support/hand_desk.h"
#include "support/near.h"
#include "support/stage.h"

#include <math.h>
#include <stdlib.h>

static const double HALF_MORE[] = {1, 1.5};
static const double SAME[] = {1, 1};

/* A team whose agents have two contacts in hand at once. */
static struct stf_stage *pair_stage(double service_s, const double *speeds) {
  struct stf_stage *stage = stf_stage_new(service_s);
  stage->teams[0].cap = 2;
  stage->teams[0].speeds = speeds;
  return stage;
}

static void assert_instant(int64_t at_us, double s) {
  assert_true(at_us == STF_STAGE_START_US + (int64_t)floor(s * 1e6 + 0.5));
}

static void assert_end(const struct stf_stage *stage, uint32_t id, double s) {
  const struct stf_contact *contact = stf_stage_contact_of(stage, id);
  assert_int_equal(contact->outcome, STF_OUTCOME_CLOSED);
  assert_instant(contact->close_us, s);
  assert_int_equal(contact->work.end_us, contact->close_us);
}

static void assert_span(const struct stf_stage *stage, size_t i, double from_s, double to_s,
                        enum stf_presence_kind kind) {
  assert_true(i < stage->spans_n);
  assert_instant(stage->spans[i].start_us, from_s);
  assert_instant(stage->spans[i].end_us, to_s);
  assert_int_equal(stage->spans[i].kind, kind);
}

/* ---- shared work ---- */

/* 60 s each. The first has 20 s done when the second comes, then both go at 0.75: 40 / 0.75
 * more. The third takes its place; the second then has 20 s left, the third 40 s more. */
static void test_run_when_contacts_overlap_expect_shared_work(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(60, HALF_MORE);
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 1000, 0, 0, -1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 20, 0);
  stf_stage_give(stage, 30, 0);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 1, 20, 0);
  assert_instant(stf_stage_contact_of(stage, 2)->assign_us, 73.333333);
  assert_end(stage, 0, 73.333333);
  assert_end(stage, 1, 100);
  assert_end(stage, 2, 140);
  assert_int_equal(stage->spans_n, 1);
  assert_span(stage, 0, 0, 1000, STF_PRESENCE_ON);
  assert_int_equal(stage->spans[0].cap, 2);
  assert_int_equal(stage->busy_n, 1);
  assert_instant(stage->busy[0].start_us, 0);
  assert_instant(stage->busy[0].end_us, 140);
  free(stage);
}

static void test_run_when_equal_work_ends_together_expect_first_taken_first(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(60, HALF_MORE);
  stf_stage_staff(stage, 0, 0, 0, 1);
  for (int i = 0; i < 3; i++) {
    stf_stage_give(stage, 0, 0);
  }
  stf_stage_play(stage, 0);
  for (uint32_t i = 0; i < 2; i++) {
    assert_int_equal(stage->contacts[i].id, i);
    assert_end(stage, i, 80);
  }
  assert_end(stage, 2, 140);
  free(stage);
}

static void test_run_when_a_place_pauses_expect_the_other_goes_on(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(60, HALF_MORE);
  stage->teams[0].pause = stf_law_constant(30);
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 20, 0);
  stf_stage_give(stage, 30, 0);
  stf_stage_give(stage, 40, 0);
  stf_stage_play(stage, 0);
  assert_end(stage, 0, 73.333333);
  assert_end(stage, 1, 93.333333); /* alone since then, 20 s left */
  assert_instant(stf_stage_contact_of(stage, 2)->assign_us, 103.333333);
  assert_instant(stf_stage_contact_of(stage, 3)->assign_us, 123.333333);
  free(stage);
}

static void test_run_when_the_horizon_comes_expect_contacts_in_hand_open(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(60, HALF_MORE);
  stage->desk.end = STF_EDGE_HORIZON;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_give(stage, 3540, 0); /* alone it would end at the horizon itself */
  stf_stage_give(stage, 3590, 0);
  stf_stage_play(stage, 0);
  for (uint32_t i = 0; i < 2; i++) {
    const struct stf_contact *contact = stf_stage_contact_of(stage, i);
    assert_int_equal(contact->outcome, STF_OUTCOME_OPEN);
    assert_int_equal(contact->work.end_us, STF_NEVER);
    assert_int_equal(contact->agent, 0);
  }
  assert_int_equal(stage->account.assigned_n, 2);
  assert_int_equal(stage->busy_n, 1);
  assert_int_equal(stage->busy[0].end_us, STF_NEVER);
  free(stage);
}

/* Both were in hand: what was left of their time in the log is work, shared. */
static void test_run_when_two_are_in_hand_at_the_start_expect_rest_shared(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(60, HALF_MORE);
  stf_stage_staff(stage, -600, 0, 0, 1);
  for (int64_t i = 0; i < 3; i++) {
    struct stf_given *given = stf_stage_give(stage, -50 + i, 0);
    given->assign_us = STF_STAGE_START_US - (40 - i) * STF_STAGE_SECOND_US;
    given->service_us = (70 + 29 * i) * STF_STAGE_SECOND_US; /* until 30, 60, 90 */
    given->agent = 0;
  }
  stf_stage_play(stage, 0);
  assert_end(stage, 0, 40);
  assert_end(stage, 1, 70);
  assert_instant(stage->busy[0].start_us, -40);
  /* Nobody of the desk has a third one in hand. */
  assert_int_equal(stf_stage_contact_of(stage, 2)->agent, STF_NOBODY);
  free(stage);
}

/* ---- who takes whom ---- */

/* Two agents with two places; the second contact is short. Who takes the third? */
static void assert_third_goes_to(enum stf_routing routing, uint32_t second, uint32_t third) {
  struct stf_stage *stage = pair_stage(1000, SAME);
  stage->teams[0].routing = routing;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 1, 0, 1, 1);
  stf_stage_give(stage, 10, 0);
  stf_stage_give(stage, 20, 0)->service_us = 5 * STF_STAGE_SECOND_US;
  stf_stage_give(stage, 50, 0);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 10, 0);
  stf_stage_assert_taken(stage, 1, 20, second);
  stf_stage_assert_taken(stage, 2, 50, third);
  free(stage);
}

static void test_run_routing_within_a_team(void **state) {
  (void)state;
  assert_third_goes_to(STF_ROUTING_LEAST_LOADED, 1, 1);
  assert_third_goes_to(STF_ROUTING_LONGEST_IDLE, 1, 0); /* unchanged since 10, the other 25 */
  assert_third_goes_to(STF_ROUTING_MOST_LOADED, 0, 0);
}

static void test_run_when_teams_compete_expect_fewest_in_hand(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(1000, SAME);
  stage->teams[0].routing = STF_ROUTING_MOST_LOADED;
  stage->serves[1][0] = true;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 1, 1, 2, 1);
  for (int64_t i = 1; i <= 4; i++) {
    stf_stage_give(stage, 10 * i, 0);
  }
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 10, 0);
  stf_stage_assert_taken(stage, 1, 20, 2);
  stf_stage_assert_taken(stage, 2, 30, 0);
  assert_true(stf_stage_contact_of(stage, 3)->assign_us >
              stf_stage_contact_of(stage, 3)->queue_us);
  free(stage);
}

/* One of two agents has a contact in hand already: each takes the next with chance 1/2, within
 * 3.5 standard errors. */
static void test_run_when_routing_is_random_expect_equal_chances(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(1000, SAME);
  const double runs = 4000;
  double taken_n = 0;
  stage->teams[0].routing = STF_ROUTING_RANDOM;
  stf_stage_staff(stage, 0, 0, 0, 1);
  stf_stage_staff(stage, 20, 0, 1, 1);
  stf_stage_give(stage, 10, 0);
  stf_stage_give(stage, 30, 0);
  for (uint32_t r = 0; r < (uint32_t)runs; r++) {
    stf_stage_play(stage, r);
    taken_n += stf_stage_contact_of(stage, 1)->agent == 0;
  }
  assert_near(taken_n / runs, 0.5, 3.5 * 0.5 / 63.2);
  free(stage);
}

static void test_run_when_two_come_at_once_expect_queue_shared_by_load(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(1000, SAME);
  stage->teams[0].routing = STF_ROUTING_LEAST_LOADED;
  stf_stage_staff(stage, 100, 0, 0, 1);
  stf_stage_staff(stage, 100, 0, 1, 1);
  for (int64_t i = 0; i < 3; i++) {
    stf_stage_give(stage, i, 0);
  }
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 100, 0);
  stf_stage_assert_taken(stage, 1, 100, 1);
  stf_stage_assert_taken(stage, 2, 100, 0);
  free(stage);
}

/* ---- the end of a shift, and counts ---- */

static void test_run_when_the_shift_ends_expect_contacts_finished_and_none_taken(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(60, HALF_MORE);
  stf_stage_shift(stage, 0, 0, 0, 50);
  stf_stage_shift(stage, 0, 0, 300, 400);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 20, 0);
  stf_stage_give(stage, 60, 0);
  stf_stage_play(stage, 0);
  assert_end(stage, 1, 93.333333);
  stf_stage_assert_taken(stage, 2, 300, 0);
  assert_int_equal(stage->spans_n, 2);
  assert_span(stage, 0, 0, 93.333333, STF_PRESENCE_ON);
  assert_span(stage, 1, 300, 400, STF_PRESENCE_ON);
  free(stage);
}

static void test_run_when_back_before_the_contacts_end_expect_one_presence(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(60, HALF_MORE);
  stf_stage_shift(stage, 0, 0, 0, 30);
  stf_stage_shift(stage, 0, 0, 50, 400);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 40, 0);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 1, 50, 0);
  assert_int_equal(stage->spans_n, 1);
  assert_span(stage, 0, 0, 400, STF_PRESENCE_ON);
  free(stage);
}

/* The count falls from two to one at 30: of a contact in hand each, the first is done first and
 * goes; she takes no more until it rises again. */
static void test_run_when_a_count_falls_expect_fewest_in_hand_goes(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(100, HALF_MORE);
  stage->teams[0].routing = STF_ROUTING_LEAST_LOADED;
  static const uint32_t NAMES[] = {70, 71};
  stage->teams[0].pool_names = NAMES;
  stage->teams[0].pool_names_n = 2;
  stf_stage_staff(stage, 0, 0, STF_NOBODY, 2);
  stf_stage_staff(stage, 30, 0, STF_NOBODY, -1);
  stf_stage_staff(stage, 500, 0, STF_NOBODY, -1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 10, 0);
  stf_stage_give(stage, 40, 0);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 0, 0, 70);
  stf_stage_assert_taken(stage, 1, 10, 71);
  stf_stage_assert_taken(stage, 2, 40, 71);
  assert_int_equal(stage->spans_n, 2);
  assert_span(stage, 0, 0, 100, STF_PRESENCE_ON);
  assert_span(stage, 1, 0, 500, STF_PRESENCE_ON);
  free(stage);
}

static void test_run_when_a_count_rises_again_expect_the_one_who_was_to_go_stays(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(100, HALF_MORE);
  stf_stage_staff(stage, 0, 0, STF_NOBODY, 1);
  stf_stage_staff(stage, 30, 0, STF_NOBODY, -1);
  stf_stage_staff(stage, 60, 0, STF_NOBODY, 1);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 40, 0);
  stf_stage_play(stage, 0);
  assert_instant(stf_stage_contact_of(stage, 1)->assign_us, 60);
  assert_int_equal(stage->spans_n, 1);
  free(stage);
}

/* ---- breaks ---- */

/* One contact at a time, a shift until 1000, a break from 100 to 200. A contact of that work
 * comes at 80, another at 150. */
static struct stf_stage *break_stage(double work_s, enum stf_late_break late, bool paid) {
  struct stf_stage *stage = stf_stage_new(10);
  stage->teams[0].late_break = late;
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 1000);
  stf_stage_break(stage, shift, 100, 200, paid);
  stf_stage_give(stage, 80, 0)->service_us = (int64_t)(work_s * 1e6);
  stf_stage_give(stage, 150, 0);
  return stage;
}

static void assert_break(double work_s, enum stf_late_break late, double from_s, double to_s) {
  struct stf_stage *stage = break_stage(work_s, late, true);
  stf_stage_play(stage, 0);
  assert_instant(stf_stage_contact_of(stage, 1)->assign_us, to_s);
  assert_int_equal(stage->spans_n, 3);
  assert_span(stage, 0, 0, from_s, STF_PRESENCE_ON);
  assert_span(stage, 1, from_s, to_s, STF_PRESENCE_PAID_BREAK);
  assert_span(stage, 2, to_s, 1000, STF_PRESENCE_ON);
  free(stage);
}

static void test_run_break_waits_for_the_contact_in_hand(void **state) {
  (void)state;
  for (int late = 0; late < 2; late++) {
    assert_break(10, (enum stf_late_break)late, 100, 200); /* idle: at once */
    assert_break(20, (enum stf_late_break)late, 100, 200); /* done just then */
  }
  assert_break(60, STF_LATE_BREAK_KEEPS_LENGTH, 140, 240);
  assert_break(60, STF_LATE_BREAK_KEEPS_END, 140, 200);
  assert_break(200, STF_LATE_BREAK_KEEPS_LENGTH, 280, 380);
}

static void
test_run_when_the_break_is_over_before_it_begins_expect_it_falls_away(void **state) {
  (void)state;
  struct stf_stage *stage = break_stage(200, STF_LATE_BREAK_KEEPS_END, true);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 1, 280, 0);
  assert_int_equal(stage->spans_n, 1);
  assert_span(stage, 0, 0, 1000, STF_PRESENCE_ON);
  free(stage);
}

static void test_run_when_a_break_is_unpaid_expect_no_span_of_it(void **state) {
  (void)state;
  struct stf_stage *stage = break_stage(10, STF_LATE_BREAK_KEEPS_LENGTH, false);
  stf_stage_play(stage, 0);
  assert_int_equal(stage->spans_n, 2);
  assert_span(stage, 0, 0, 100, STF_PRESENCE_ON);
  assert_span(stage, 1, 200, 1000, STF_PRESENCE_ON);
  free(stage);
}

static void test_run_when_the_shift_ends_in_a_late_break_expect_it_ends_too(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(200);
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 300);
  stf_stage_break(stage, shift, 100, 200, true);
  stf_stage_give(stage, 80, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stage->spans_n, 2);
  assert_span(stage, 0, 0, 280, STF_PRESENCE_ON);
  assert_span(stage, 1, 280, 300, STF_PRESENCE_PAID_BREAK);
  free(stage);
}

static void test_run_when_the_shift_ends_before_a_late_break_expect_none(void **state) {
  (void)state;
  struct stf_stage *stage = stf_stage_new(300);
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 300);
  stf_stage_break(stage, shift, 100, 200, true);
  stf_stage_give(stage, 80, 0);
  stf_stage_play(stage, 0);
  assert_int_equal(stage->spans_n, 1);
  assert_span(stage, 0, 0, 380, STF_PRESENCE_ON); /* overtime */
  free(stage);
}

/* Work until 230 runs through a paid break of 100 s and into an unpaid one of 50 s. */
static void test_run_when_breaks_pile_up_expect_one_after_the_other(void **state) {
  (void)state;
  struct stf_stage *stage = break_stage(150, STF_LATE_BREAK_KEEPS_LENGTH, true);
  stf_stage_break(stage, 1, 210, 260, false);
  stf_stage_play(stage, 0);
  stf_stage_assert_taken(stage, 1, 380, 0);
  assert_int_equal(stage->spans_n, 3);
  assert_span(stage, 0, 0, 230, STF_PRESENCE_ON);
  assert_span(stage, 1, 230, 330, STF_PRESENCE_PAID_BREAK);
  assert_span(stage, 2, 380, 1000, STF_PRESENCE_ON);
  free(stage);
}

static void test_run_break_waits_for_all_contacts_in_hand(void **state) {
  (void)state;
  struct stf_stage *stage = pair_stage(60, HALF_MORE);
  uint32_t shift = stf_stage_shift(stage, 0, 0, 0, 1000);
  stf_stage_break(stage, shift, 50, 60, true);
  stf_stage_give(stage, 0, 0);
  stf_stage_give(stage, 20, 0);
  stf_stage_give(stage, 30, 0);
  stf_stage_play(stage, 0);
  assert_end(stage, 0, 73.333333);
  assert_end(stage, 1, 93.333333); /* nobody takes the place of the first */
  assert_instant(stf_stage_contact_of(stage, 2)->assign_us, 103.333333);
  assert_span(stage, 1, 93.333333, 103.333333, STF_PRESENCE_PAID_BREAK);
  free(stage);
}

/* ---- the same run with and without a seat ---- */

/* A break long after everybody has gone gives the agents a seat and changes nothing. */
static void test_run_with_a_seat_and_one_place_expect_the_plain_run(void **state) {
  (void)state;
  static const uint32_t KEYS[] = {202, 303};
  struct stf_small_desk_contacts plain;
  struct stf_small_desk_contacts seated;
  struct stf_small_desk small;
  stf_small_desk_build(
      &(struct stf_small_desk_plan){
          .keys = KEYS, .classes_n = 2, .agents_n = 3, .pool_n = 1, .volume = 2},
      &small);
  stf_hand_desk_run(&small.desk, &plain);
  struct stf_staff_change changes[8];
  for (size_t i = 0; i < small.desk.changes_n; i++) {
    changes[i] = small.desk.changes[i];
  }
  size_t n = small.desk.changes_n;
  for (int back = 0; back < 2; back++) {
    changes[n++] =
        (struct stf_staff_change){.at_us = small.desk.to_us + INT64_C(90000000000000) + back,
                                  .delta = back == 1 ? 1 : -1,
                                  .reason = STF_STAFF_PAID_BREAK};
  }
  small.desk.changes = changes;
  small.desk.changes_n = n;
  stf_hand_desk_run(&small.desk, &seated);
  assert_int_equal(plain.n, seated.n);
  size_t waited_n = 0;
  for (size_t i = 0; i < plain.n; i++) {
    const struct stf_contact *one = &plain.items[i];
    const struct stf_contact *other = stf_small_desk_find(&seated, one);
    assert_non_null(other);
    assert_int_equal(one->assign_us, other->assign_us);
    assert_int_equal(one->close_us, other->close_us);
    assert_int_equal(one->agent, other->agent);
    waited_n += one->assign_us != one->queue_us;
  }
  assert_true(waited_n > 50);
  free(plain.items);
  free(seated.items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_run_when_contacts_overlap_expect_shared_work),
      cmocka_unit_test(test_run_when_equal_work_ends_together_expect_first_taken_first),
      cmocka_unit_test(test_run_when_a_place_pauses_expect_the_other_goes_on),
      cmocka_unit_test(test_run_when_the_horizon_comes_expect_contacts_in_hand_open),
      cmocka_unit_test(test_run_when_two_are_in_hand_at_the_start_expect_rest_shared),
      cmocka_unit_test(test_run_routing_within_a_team),
      cmocka_unit_test(test_run_when_teams_compete_expect_fewest_in_hand),
      cmocka_unit_test(test_run_when_routing_is_random_expect_equal_chances),
      cmocka_unit_test(test_run_when_two_come_at_once_expect_queue_shared_by_load),
      cmocka_unit_test(test_run_when_the_shift_ends_expect_contacts_finished_and_none_taken),
      cmocka_unit_test(test_run_when_back_before_the_contacts_end_expect_one_presence),
      cmocka_unit_test(test_run_when_a_count_falls_expect_fewest_in_hand_goes),
      cmocka_unit_test(test_run_when_a_count_rises_again_expect_the_one_who_was_to_go_stays),
      cmocka_unit_test(test_run_break_waits_for_the_contact_in_hand),
      cmocka_unit_test(test_run_when_the_break_is_over_before_it_begins_expect_it_falls_away),
      cmocka_unit_test(test_run_when_a_break_is_unpaid_expect_no_span_of_it),
      cmocka_unit_test(test_run_when_the_shift_ends_in_a_late_break_expect_it_ends_too),
      cmocka_unit_test(test_run_when_the_shift_ends_before_a_late_break_expect_none),
      cmocka_unit_test(test_run_when_breaks_pile_up_expect_one_after_the_other),
      cmocka_unit_test(test_run_break_waits_for_all_contacts_in_hand),
      cmocka_unit_test(test_run_with_a_seat_and_one_place_expect_the_plain_run),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
