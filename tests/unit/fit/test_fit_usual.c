/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit_usual.h"
#include "support/near.h"

#include <string.h>

enum {
  HOUR_S = 3600
};

static struct stf_zone *zone;

static int64_t at(int month, int day, int hour, int minute) {
  const struct stf_civil civil = {
      .year = 2026, .month = month, .day = day, .hour = hour, .minute = minute};
  return stf_zone_to_utc(zone, &civil);
}

/* Of the spans, which the window holds from midnight to midnight. */
static void make(const struct stf_write_span *spans, size_t spans_n, struct stf_fit *fit,
                 struct stf_write_team *team) {
  const struct stf_fit_in in = {.zone = zone,
                                .from_us = stf_zone_day_start(zone, spans[0].start_us),
                                .to_us = stf_zone_next_day(zone, spans[spans_n - 1].end_us - 1),
                                .interval_us = INT64_C(3600) * 1000000};
  *fit = (struct stf_fit){.arena = stf_arena_new(NULL)};
  *team = (struct stf_write_team){.name = "agents", .spans = spans, .spans_n = spans_n};
  assert_int_equal(stf_fit_usual_make(&in, fit, team, 1), STF_OK);
}

static void assert_count(const struct stf_write_count *count, int weekday, int hour,
                         int agents_n) {
  assert_int_equal(count->weekday, weekday);
  assert_int_equal(count->start_s, hour * HOUR_S);
  assert_int_equal(count->agents_n, agents_n);
}

/* Two Mondays: two agents from 9 to 11 on the first, one from 9:30 on the second, which is half
 * of the first hour; (2 + 0.5) / 2 rounds to 1 and (2 + 1) / 2 to 2. */
static void test_usual_of_two_mondays_expect_rounded_means(void **state) {
  (void)state;
  const struct stf_write_span spans[] = {{"ann", at(11, 2, 9, 0), at(11, 2, 11, 0)},
                                         {"bea", at(11, 2, 9, 0), at(11, 2, 11, 0)},
                                         {"ann", at(11, 9, 9, 30), at(11, 9, 11, 0)}};
  struct stf_fit fit;
  struct stf_write_team team;
  make(spans, STF_COUNT_OF(spans), &fit, &team);
  assert_int_equal(team.usual_n, 3);
  assert_count(&team.usual[0], 0, 9, 1);
  assert_count(&team.usual[1], 0, 10, 2);
  assert_count(&team.usual[2], 0, 11, 0);
  assert_non_null(strstr(team.usual_note, "Monday first: 2 0 0 0 0 0 0"));
  stf_arena_free(fit.arena);
}

/* A Monday on which nobody was there (a holiday) does not make the others smaller; a night
 * shift belongs to both its days. */
static void test_usual_with_a_day_off_and_a_night_expect_days_with_people(void **state) {
  (void)state;
  const struct stf_write_span spans[] = {{"ann", at(11, 2, 22, 0), at(11, 3, 2, 0)},
                                         {"ann", at(11, 17, 0, 0), at(11, 17, 2, 0)}};
  struct stf_fit fit;
  struct stf_write_team team;
  make(spans, STF_COUNT_OF(spans), &fit, &team);
  assert_int_equal(team.usual_n, 3);
  assert_count(&team.usual[0], 0, 22, 1);
  assert_count(&team.usual[1], 1, 0, 1);
  assert_count(&team.usual[2], 1, 2, 0);
  stf_arena_free(fit.arena);
}

/* On 25 October clocks go back: the hour from 2 is two hours long, and both are counted. */
static void test_usual_on_a_change_of_clocks_expect_the_local_hours(void **state) {
  (void)state;
  const struct stf_write_span spans[] = {{"ann", at(10, 25, 1, 0), at(10, 25, 4, 0)}};
  struct stf_fit fit;
  struct stf_write_team team;
  make(spans, STF_COUNT_OF(spans), &fit, &team);
  assert_int_equal(team.usual_n, 2);
  assert_count(&team.usual[0], 6, 1, 1);
  assert_count(&team.usual[1], 6, 4, 0);
  stf_arena_free(fit.arena);
}

static int open_zone(void **state) {
  (void)state;
  return stf_zone_open("Europe/Rome", &zone) == STF_OK ? 0 : -1;
}

static int close_zone(void **state) {
  (void)state;
  stf_zone_free(zone);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_usual_of_two_mondays_expect_rounded_means),
      cmocka_unit_test(test_usual_with_a_day_off_and_a_night_expect_days_with_people),
      cmocka_unit_test(test_usual_on_a_change_of_clocks_expect_the_local_hours),
  };
  return cmocka_run_group_tests(tests, open_zone, close_zone);
}
