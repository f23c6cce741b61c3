/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Premiums of shifts over midnight, by hand. */
#include "roster/problem.h"
#include "support/near.h"

enum {
  SUNDAY = 3, /* day 0 is a Thursday: 1970-01-01 */
  HOUR = 2    /* steps */
};

static const struct stf_problem_contract CONTRACT = {.step_price = 10000};
static const bool HOLIDAYS[8] = {false, false, false, false, false, true, false, false};

/* A week of which the last day is not planned. */
static const struct stf_problem WEEK = {.days_n = 7,
                                        .open_from = 0,
                                        .open_to = 6,
                                        .step_s = 1800,
                                        .day_steps = 48,
                                        .holidays = HOLIDAYS,
                                        .sunday_permille = 100,
                                        .holiday_permille = 300,
                                        .night_permille = 200,
                                        .night_from = 22 * HOUR,
                                        .night_to = 6 * HOUR};

/* From 20:00 to 04:00, of which 22:30 to 23:30 is not paid. */
static const struct stf_problem_shift LATE = {
    .start = 20 * HOUR,
    .end = 28 * HOUR,
    .breaks = {{.start = 22 * HOUR + 1, .end = 23 * HOUR + 1, .paid = false}},
    .breaks_n = 1};

static int64_t premiums(const struct stf_problem *problem, int32_t day) {
  return stf_problem_premiums(problem, &CONTRACT, day, &LATE);
}

/* Night: 22:00 to 04:00 less the hour: 5 h at 20 % of 2 x 10000 an hour. */
static void test_premiums_when_over_midnight_expect_each_day_and_the_night(void **state) {
  (void)state;
  const int64_t night = 5 * HOUR * 2000;
  assert_int_equal(premiums(&WEEK, 0), night);
  /* Into Sunday: 4 h of it at 10 %. Out of it: its 3 paid hours. */
  assert_int_equal(premiums(&WEEK, SUNDAY - 1), night + 4 * HOUR * 1000);
  assert_int_equal(premiums(&WEEK, SUNDAY), night + 3 * HOUR * 1000);
  /* From the holiday into a day that is not planned: only the hours before midnight. */
  assert_int_equal(premiums(&WEEK, 5), 3 * HOUR * 3000 + 1 * HOUR * 2000);
}

static void test_premiums_when_night_is_before_midnight_expect_its_hours(void **state) {
  (void)state;
  struct stf_problem evening = WEEK;
  evening.night_from = 19 * HOUR;
  evening.night_to = 21 * HOUR;
  assert_int_equal(premiums(&evening, 0), 1 * HOUR * 2000);
  evening.night_permille = 0;
  assert_int_equal(premiums(&evening, 0), 0);
}

static void test_same_shift_tells_breaks_apart(void **state) {
  (void)state;
  struct stf_problem_shift other = LATE;
  assert_true(stf_problem_same_shift(&LATE, &other));
  other.breaks[0].paid = true;
  assert_false(stf_problem_same_shift(&LATE, &other));
  other = LATE;
  other.breaks_n = 0;
  assert_false(stf_problem_same_shift(&LATE, &other));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_premiums_when_over_midnight_expect_each_day_and_the_night),
      cmocka_unit_test(test_premiums_when_night_is_before_midnight_expect_its_hours),
      cmocka_unit_test(test_same_shift_tells_breaks_apart),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
