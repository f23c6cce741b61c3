/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each rule broken once, by hand: a month from Monday 2026-12-07 in steps of one hour. */
#include "roster/legal.h"
#include "roster/schedule.h"
#include "support/near.h"
#include "time/zone.h"

enum {
  DAYS = 21,
  PLACES = 32
};

struct desk {
  struct stf_problem problem;
  struct stf_problem_contract contract;
  struct stf_problem_pair pair;
  struct stf_problem_agent agent;
  struct stf_problem_day days[DAYS];
  int32_t choices[DAYS];
  bool holidays[DAYS];
  int32_t lost[DAYS];
  struct stf_legal_breach seen[PLACES];
  size_t seen_n;
};

static void set_up(struct desk *desk) {
  const struct stf_civil monday = {.year = 2026, .month = 12, .day = 7};
  *desk = (struct desk){.contract = {.name = "full", .week_steps = 40, .week_days = 6},
                        .pair = {.first = -1, .second = -1}};
  desk->agent = (struct stf_problem_agent){.name = "anna", .days = desk->days};
  desk->problem = (struct stf_problem){.first_day = stf_zone_day_number(&monday),
                                       .days_n = DAYS,
                                       .open_to = DAYS,
                                       .step_s = 3600,
                                       .day_steps = 24,
                                       .contracts = &desk->contract,
                                       .contracts_n = 1,
                                       .rest_steps = 11,
                                       .day_off_steps = 35,
                                       .days_in_row = 6,
                                       .pause_over = 6,
                                       .pause_least = 1,
                                       .pairs = &desk->pair,
                                       .pairs_n = 1,
                                       .holidays = desk->holidays,
                                       .lost_steps = desk->lost};
  for (int32_t d = 0; d < DAYS; d++) {
    desk->choices[d] = STF_SCHEDULE_NONE;
  }
}

static void work(struct desk *desk, int32_t day, int32_t start, int32_t end) {
  desk->days[day].cell = STF_PROBLEM_FIXED;
  desk->days[day].shift = (struct stf_problem_shift){.start = start, .end = end};
  desk->choices[day] = STF_SCHEDULE_FIXED;
}

static void idle(struct desk *desk, int32_t day) {
  desk->days[day].cell = STF_PROBLEM_FREE;
  desk->choices[day] = STF_SCHEDULE_NONE;
}

static void take(void *context, const struct stf_legal_breach *breach) {
  struct desk *desk = context;
  assert_true(desk->seen_n < PLACES);
  desk->seen[desk->seen_n++] = *breach;
}

static size_t check(struct desk *desk) {
  static const struct stf_variants NONE = {.n = 0};
  desk->seen_n = 0;
  size_t n = stf_legal_check(&desk->problem, &NONE, &desk->agent, desk->choices,
                             (struct stf_legal_taker){.take = take, .context = desk});
  assert_int_equal(n, desk->seen_n);
  return n;
}

/* The one breach. */
static void expect(struct desk *desk, enum stf_legal_rule rule, int32_t is, int32_t limit) {
  assert_int_equal(check(desk), 1);
  assert_int_equal(desk->seen[0].rule, rule);
  assert_int_equal(desk->seen[0].is, is);
  assert_int_equal(desk->seen[0].limit, limit);
}

static void test_rest_of_ten_hours_is_told_and_of_eleven_is_not(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  work(&desk, 0, 14, 20);
  work(&desk, 1, 7, 13);
  assert_int_equal(check(&desk), 0);
  work(&desk, 1, 6, 12);
  expect(&desk, STF_LEGAL_DAILY_REST, 10, 11);
  assert_int_equal(desk.seen[0].day, 1);
  assert_int_equal(desk.seen[0].other, 0);
}

static void test_night_on_which_clocks_go_forward_takes_from_the_rest(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  work(&desk, 0, 14, 20);
  work(&desk, 1, 7, 13);
  desk.lost[1] = 1;
  expect(&desk, STF_LEGAL_DAILY_REST, 10, 11);
}

static void test_rest_behind_a_night_shift_is_counted_from_its_end(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  work(&desk, 0, 22, 28);
  work(&desk, 1, 15, 21);
  assert_int_equal(check(&desk), 0);
  work(&desk, 1, 14, 20);
  expect(&desk, STF_LEGAL_DAILY_REST, 10, 11);
}

static void test_short_day_off_is_told(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  work(&desk, 0, 16, 22);
  work(&desk, 2, 9, 15);
  assert_int_equal(check(&desk), 0);
  work(&desk, 2, 8, 14);
  expect(&desk, STF_LEGAL_DAY_OFF, 34, 35);
}

static void test_seventh_day_in_a_row_is_told_also_over_two_weeks(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  for (int32_t d = 3; d < 9; d++) {
    work(&desk, d, 9, 13);
  }
  assert_int_equal(check(&desk), 0);
  work(&desk, 9, 9, 13);
  expect(&desk, STF_LEGAL_DAYS_IN_ROW, 7, 6);
}

static void test_week_over_its_hours_is_told_overtime_is_not(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  for (int32_t d = 0; d < 6; d++) {
    work(&desk, d, 9, 15);
  }
  desk.contract.week_steps = 30;
  expect(&desk, STF_LEGAL_WEEK_TIME, 36, 30);
  desk.contract.overtime_steps = 6;
  assert_int_equal(check(&desk), 0);
}

static void test_leave_takes_its_day_from_the_week(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  desk.contract.week_days = 4;
  for (int32_t d = 0; d < 4; d++) {
    work(&desk, d, 9, 15);
  }
  assert_int_equal(check(&desk), 0);
  desk.days[6].cell = STF_PROBLEM_LEAVE;
  desk.contract.week_steps = 40;
  expect(&desk, STF_LEGAL_WEEK_DAYS, 4, 3);
}

static void test_long_shift_wants_a_break(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  work(&desk, 0, 9, 16);
  expect(&desk, STF_LEGAL_PAUSE, 7, 6);
  desk.days[0].shift.breaks_n = 1;
  desk.days[0].shift.breaks[0].start = 12;
  desk.days[0].shift.breaks[0].end = 13;
  assert_int_equal(check(&desk), 0);
}

/* From 22 to 5, three hours of them count; eight hours at most, two in a row, then 48 h. */
static void set_nights(struct desk *desk) {
  set_up(desk);
  desk->problem.nights = (struct stf_problem_nights){
      .counts = 3, .from = 22, .to = 5, .most = 8, .in_row = 2, .rest = 48};
  desk->problem.pause_over = 24;
}

static void test_night_shift_of_nine_hours_is_told_and_of_two_at_night_is_not(void **state) {
  (void)state;
  struct desk desk;
  set_nights(&desk);
  work(&desk, 0, 21, 29);
  assert_int_equal(check(&desk), 0);
  work(&desk, 0, 20, 29);
  expect(&desk, STF_LEGAL_NIGHT_WORK, 9, 8);
  work(&desk, 0, 15, 24);
  assert_int_equal(check(&desk), 0);
  /* Paid breaks count as work, others do not. */
  work(&desk, 0, 20, 29);
  desk.days[0].shift.breaks_n = 1;
  desk.days[0].shift.breaks[0].start = 24;
  desk.days[0].shift.breaks[0].end = 25;
  assert_int_equal(check(&desk), 0);
  desk.days[0].shift.breaks[0].paid = true;
  expect(&desk, STF_LEGAL_NIGHT_WORK, 9, 8);
}

static void test_third_night_in_a_row_is_told_with_a_day_off_between_is_not(void **state) {
  (void)state;
  struct desk desk;
  set_nights(&desk);
  for (int32_t d = 0; d < 3; d++) {
    work(&desk, d, 22, 28);
  }
  expect(&desk, STF_LEGAL_NIGHTS_IN_ROW, 3, 2);
  assert_int_equal(desk.seen[0].day, 2);
  assert_int_equal(desk.seen[0].other, 0);
  idle(&desk, 1);
  assert_int_equal(check(&desk), 0);
}

static void test_day_shift_too_soon_behind_a_night_is_told_another_night_is_not(void **state) {
  (void)state;
  struct desk desk;
  set_nights(&desk);
  work(&desk, 0, 22, 28);
  work(&desk, 2, 22, 28);
  assert_int_equal(check(&desk), 0);
  work(&desk, 2, 18, 22);
  expect(&desk, STF_LEGAL_NIGHT_REST, 38, 48);
  assert_int_equal(desk.seen[0].other, 0);
  desk.problem.nights.rest = 38;
  assert_int_equal(check(&desk), 0);
}

static void test_second_weekend_with_work_is_told_where_one_of_two_is_free(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  desk.problem.weekends = (struct stf_problem_weekends){.of = 2, .free = 1};
  work(&desk, 5, 9, 13);  /* a Saturday */
  work(&desk, 6, 9, 13);  /* the Sunday behind it */
  work(&desk, 20, 9, 13); /* the Sunday two weeks later */
  assert_int_equal(check(&desk), 0);
  work(&desk, 13, 9, 13);
  assert_int_equal(check(&desk), 2);
  assert_int_equal(desk.seen[0].rule, STF_LEGAL_WEEKENDS);
  assert_int_equal(desk.seen[0].day, 13);
  assert_int_equal(desk.seen[0].other, 5);
  assert_int_equal(desk.seen[1].day, 20);
  assert_int_equal(desk.seen[1].other, 13);
  /* Three weekends of which two may be worked; only Sundays. */
  desk.problem.weekends.of = 3;
  expect(&desk, STF_LEGAL_WEEKENDS, 3, 2);
  desk.problem.weekends.sundays = true;
  idle(&desk, 6);
  assert_int_equal(check(&desk), 0);
}

static void test_both_days_of_a_pair_are_told(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  desk.pair = (struct stf_problem_pair){.first = 1, .second = 8};
  work(&desk, 1, 9, 13);
  assert_int_equal(check(&desk), 0);
  work(&desk, 8, 9, 13);
  expect(&desk, STF_LEGAL_PAIR, 2, 1);
}

static void test_shift_that_is_not_hers_is_told(void **state) {
  (void)state;
  struct desk desk;
  struct stf_variants_shift item = {
      .shift = {.start = 9, .end = 13}, .paid = 4, .contracts = 1};
  struct stf_variants variants = {.items = &item, .n = 1};
  set_up(&desk);
  desk.choices[0] = 0;
  assert_int_equal(stf_legal_check(&desk.problem, &variants, &desk.agent, desk.choices,
                                   (struct stf_legal_taker){.take = take, .context = &desk}),
                   0);
  desk.days[0].cell = STF_PROBLEM_LEAVE;
  item.contracts = 2;
  assert_int_equal(stf_legal_check(&desk.problem, &variants, &desk.agent, desk.choices,
                                   (struct stf_legal_taker){.take = take, .context = &desk}),
                   2);
  assert_int_equal(desk.seen[0].rule, STF_LEGAL_NOT_FREE);
  assert_int_equal(desk.seen[1].rule, STF_LEGAL_SHAPE);
}

static void test_fixed_shift_gone_is_told(void **state) {
  (void)state;
  struct desk desk;
  set_up(&desk);
  work(&desk, 0, 9, 13);
  desk.choices[0] = STF_SCHEDULE_NONE;
  expect(&desk, STF_LEGAL_NOT_FREE, 0, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rest_of_ten_hours_is_told_and_of_eleven_is_not),
      cmocka_unit_test(test_night_on_which_clocks_go_forward_takes_from_the_rest),
      cmocka_unit_test(test_rest_behind_a_night_shift_is_counted_from_its_end),
      cmocka_unit_test(test_short_day_off_is_told),
      cmocka_unit_test(test_seventh_day_in_a_row_is_told_also_over_two_weeks),
      cmocka_unit_test(test_week_over_its_hours_is_told_overtime_is_not),
      cmocka_unit_test(test_leave_takes_its_day_from_the_week),
      cmocka_unit_test(test_long_shift_wants_a_break),
      cmocka_unit_test(test_night_shift_of_nine_hours_is_told_and_of_two_at_night_is_not),
      cmocka_unit_test(test_third_night_in_a_row_is_told_with_a_day_off_between_is_not),
      cmocka_unit_test(test_day_shift_too_soon_behind_a_night_is_told_another_night_is_not),
      cmocka_unit_test(test_second_weekend_with_work_is_told_where_one_of_two_is_free),
      cmocka_unit_test(test_both_days_of_a_pair_are_told),
      cmocka_unit_test(test_shift_that_is_not_hers_is_told),
      cmocka_unit_test(test_fixed_shift_gone_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
