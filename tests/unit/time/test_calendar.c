/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "support/near.h"
#include "support/ration.h"
#include "time/calendar.h"

#include <string.h>

#define HOUR_US   (INT64_C(3600) * STF_US_PER_S)
#define MINUTE_US (INT64_C(60) * STF_US_PER_S)
#define FROM      "2018-01-01T00:00:00Z"
#define TO        "2030-01-01T00:00:00Z"

enum {
  MON,
  TUE,
  WED,
  THU,
  FRI,
  SAT,
  SUN
};

static int64_t instant(const char *text) {
  int64_t us = 0;
  assert_true(stf_zone_parse_instant(text, strlen(text), &us));
  return us;
}

static int64_t day_of(const char *text) {
  struct stf_civil civil;
  assert_true(stf_zone_parse_date(text, &civil));
  return stf_zone_day_number(&civil);
}

static struct stf_calendar_hours hours(int32_t from_min, int32_t to_min) {
  return (struct stf_calendar_hours){.spans = {{from_min * 60, to_min * 60}}, .spans_n = 1};
}

static struct stf_calendar *compiled_over(const char *zone_name,
                                          struct stf_calendar_rules rules, const char *from,
                                          const char *to) {
  struct stf_zone *zone = NULL;
  struct stf_calendar *calendar = NULL;
  assert_int_equal(stf_zone_open(zone_name, &zone), STF_OK);
  rules.zone = zone;
  assert_int_equal(stf_calendar_new(&rules, instant(from), instant(to), NULL, &calendar),
                   STF_OK);
  stf_zone_free(zone);
  return calendar;
}

static struct stf_calendar *compiled(const char *zone_name, struct stf_calendar_rules rules) {
  return compiled_over(zone_name, rules, FROM, TO);
}

static struct stf_calendar_rules office(void) {
  struct stf_calendar_rules rules = {.week = {{.spans_n = 0}}};
  for (int day = MON; day <= FRI; day++) {
    rules.week[day] = hours(9 * 60, 17 * 60);
  }
  return rules;
}

static struct stf_calendar_rules every_day(struct stf_calendar_hours of_day) {
  struct stf_calendar_rules rules = {.week = {{.spans_n = 0}}};
  for (int day = MON; day <= SUN; day++) {
    rules.week[day] = of_day;
  }
  return rules;
}

/* kpis.md: Friday 16:30 + 1 business hour, Mon-Fri 9-17, is Monday 9:30. */
static void test_after_over_a_weekend_ends_on_monday(void **state) {
  (void)state;
  struct stf_calendar *calendar = compiled("Europe/Rome", office());
  int64_t friday = instant("2026-12-18T16:30:00+01:00");
  int64_t monday = instant("2026-12-21T09:30:00+01:00");
  assert_int_equal(stf_calendar_after_us(calendar, friday, HOUR_US), monday);
  assert_int_equal(stf_calendar_between_us(calendar, friday, monday), HOUR_US);
  assert_int_equal(stf_calendar_between_us(calendar, monday, friday), 0);
  /* The deadline of half an hour is the closing itself, not the next opening. */
  assert_int_equal(stf_calendar_after_us(calendar, friday, HOUR_US / 2), friday + HOUR_US / 2);
  stf_calendar_free(calendar);
}

static void test_no_calendar_runs_day_and_night(void **state) {
  (void)state;
  int64_t sunday = instant("2026-12-20T22:00:00+01:00");
  int64_t monday = instant("2026-12-21T09:00:00+01:00");
  assert_int_equal(stf_calendar_between_us(NULL, sunday, monday), 11 * HOUR_US);
  assert_int_equal(stf_calendar_between_us(NULL, monday, sunday), 0);
  assert_int_equal(stf_calendar_after_us(NULL, sunday, 11 * HOUR_US), monday);
  assert_int_equal(stf_calendar_after_us(NULL, sunday, INT64_MAX), INT64_MAX);
  assert_int_equal(stf_calendar_after_us(NULL, sunday, INT64_MAX - 1), INT64_MAX);
  assert_int_equal(stf_calendar_opening_us(NULL, sunday), sunday);
  assert_true(stf_calendar_open_at(NULL, sunday));
  stf_calendar_free(NULL);
}

/* The ticket of kpis.md: 960.1333 business minutes by the schedule in force at each moment,
 * 690.1333 by the last alone. */
static void test_ticket_under_two_schedules_to_the_microsecond(void **state) {
  (void)state;
  struct stf_calendar_rules first = every_day((struct stf_calendar_hours){
      .spans = {{0, 2 * 3600}, {12 * 3600, 24 * 3600}}, .spans_n = 2});
  struct stf_calendar_rules second = {.week = {{.spans_n = 0}}};
  for (int day = MON; day <= FRI; day++) {
    second.week[day] = hours(15 * 60, 24 * 60);
  }
  for (int day = TUE; day <= FRI; day++) {
    second.week[day] = (struct stf_calendar_hours){
        .spans = {{0, 30 * 60}, {15 * 3600, 24 * 3600}}, .spans_n = 2};
  }
  second.week[SAT] = hours(0, 30);
  struct stf_calendar *before = compiled("UTC", first);
  struct stf_calendar *since = compiled("UTC", second);
  int64_t opened = instant("2020-09-29T17:01:38Z");
  int64_t changed = instant("2020-09-30T19:01:25Z");
  int64_t closed = instant("2020-09-30T19:01:46Z");
  assert_int_equal(stf_calendar_between_us(before, opened, changed) +
                       stf_calendar_between_us(since, changed, closed),
                   960 * MINUTE_US + 8 * STF_US_PER_S);
  assert_int_equal(stf_calendar_between_us(since, opened, closed),
                   690 * MINUTE_US + 8 * STF_US_PER_S);
  stf_calendar_free(before);
  stf_calendar_free(since);
}

static void assert_day_hours(const char *zone, struct stf_calendar_rules rules,
                             const char *noon, int64_t open_us) {
  struct stf_calendar *calendar = compiled(zone, rules);
  struct stf_zone *opened = NULL;
  assert_int_equal(stf_zone_open(zone, &opened), STF_OK);
  int64_t from = stf_zone_day_start(opened, instant(noon));
  int64_t to = stf_zone_next_day(opened, instant(noon));
  assert_int_equal(stf_calendar_between_us(calendar, from, to), open_us);
  stf_zone_free(opened);
  stf_calendar_free(calendar);
}

static void test_days_of_23_and_25_hours_open_as_long_as_they_are(void **state) {
  (void)state;
  struct stf_calendar_rules always = every_day(hours(0, 24 * 60));
  struct stf_calendar_rules night = every_day(hours(60, 4 * 60));
  struct stf_calendar_rules half = every_day(hours(2 * 60 + 30, 4 * 60));
  struct stf_calendar_rules skipped = every_day(hours(2 * 60, 3 * 60));
  const char *const spring = "2026-03-29T12:00:00+02:00";
  const char *const autumn = "2026-10-25T12:00:00+01:00";
  assert_day_hours("Europe/Rome", always, spring, 23 * HOUR_US);
  assert_day_hours("Europe/Rome", always, autumn, 25 * HOUR_US);
  assert_day_hours("Europe/Rome", night, spring, 2 * HOUR_US);
  assert_day_hours("Europe/Rome", night, autumn, 4 * HOUR_US);
  assert_day_hours("Europe/Rome", half, spring, HOUR_US);
  assert_day_hours("Europe/Rome", half, autumn, 2 * HOUR_US);
  assert_day_hours("Europe/Rome", skipped, spring, 0);
  assert_day_hours("Europe/Rome", skipped, autumn, 2 * HOUR_US);
  assert_day_hours("Europe/Rome", office(), "2026-03-30T12:00:00+02:00", 8 * HOUR_US);
  /* In the south the seasons lie the other way round; Lord Howe moves by half an hour. */
  assert_day_hours("America/Santiago", always, "2026-04-05T12:00:00-04:00", 24 * HOUR_US);
  assert_day_hours("America/Santiago", always, "2026-04-04T12:00:00-03:00", 25 * HOUR_US);
  assert_day_hours("America/Santiago", always, "2026-09-06T12:00:00-03:00", 23 * HOUR_US);
  assert_day_hours("Australia/Sydney", night, "2026-10-04T12:00:00+11:00", 2 * HOUR_US);
  assert_day_hours("Australia/Sydney", night, "2026-04-05T12:00:00+10:00", 4 * HOUR_US);
  assert_day_hours("Australia/Lord_Howe", night, "2026-10-04T12:00:00+11:00",
                   2 * HOUR_US + HOUR_US / 2);
}

/* The repeated hour of half past two: twice inside, so the two parts do not touch. */
static void test_repeated_half_hour_opens_twice(void **state) {
  (void)state;
  struct stf_calendar *calendar =
      compiled("Europe/Rome", every_day(hours(2 * 60, 2 * 60 + 30)));
  int64_t first = instant("2026-10-25T02:00:00+02:00");
  int64_t second = instant("2026-10-25T02:00:00+01:00");
  assert_true(stf_calendar_open_at(calendar, first));
  assert_false(stf_calendar_open_at(calendar, first + HOUR_US / 2));
  assert_true(stf_calendar_open_at(calendar, second));
  assert_int_equal(stf_calendar_opening_us(calendar, first + HOUR_US / 2), second);
  assert_int_equal(stf_calendar_after_us(calendar, first, HOUR_US / 2 + 1), second + 1);
  stf_calendar_free(calendar);
}

static void test_lunch_break_stops_the_clock(void **state) {
  (void)state;
  struct stf_calendar_rules rules = every_day((struct stf_calendar_hours){
      .spans = {{9 * 3600, 13 * 3600}, {14 * 3600, 18 * 3600}}, .spans_n = 2});
  struct stf_calendar *calendar = compiled("Europe/Rome", rules);
  int64_t noon = instant("2026-12-21T12:30:00+01:00");
  assert_int_equal(stf_calendar_after_us(calendar, noon, HOUR_US),
                   instant("2026-12-21T14:30:00+01:00"));
  assert_int_equal(stf_calendar_between_us(calendar, noon, noon + 24 * HOUR_US), 8 * HOUR_US);
  stf_calendar_free(calendar);
}

static void test_dated_exceptions_replace_the_weekday(void **state) {
  (void)state;
  const struct stf_calendar_date dates[] = {
      {day_of("2026-12-24"), hours(9 * 60, 13 * 60)},      /* a Thursday, short */
      {day_of("2026-12-25"), {.spans_n = 0}},              /* a Friday, closed */
      {day_of("2026-12-27"), hours(10 * 60, 10 * 60 + 1)}, /* a Sunday, a minute */
  };
  struct stf_calendar_rules rules = office();
  rules.dates = dates;
  rules.dates_n = STF_COUNT_OF(dates);
  struct stf_calendar *calendar = compiled("Europe/Rome", rules);
  int64_t eve = instant("2026-12-24T12:00:00+01:00");
  assert_int_equal(stf_calendar_after_us(calendar, eve, HOUR_US),
                   instant("2026-12-24T13:00:00+01:00"));
  assert_int_equal(stf_calendar_after_us(calendar, eve, HOUR_US + 1),
                   instant("2026-12-27T10:00:00.000001+01:00"));
  assert_int_equal(stf_calendar_after_us(calendar, eve, HOUR_US + 2 * MINUTE_US),
                   instant("2026-12-28T09:01:00+01:00"));
  stf_calendar_free(calendar);
}

static void test_closed_start_waits_for_the_opening(void **state) {
  (void)state;
  struct stf_calendar *calendar = compiled("Europe/Rome", office());
  int64_t saturday = instant("2026-12-19T11:00:00+01:00");
  int64_t monday = instant("2026-12-21T09:00:00+01:00");
  assert_false(stf_calendar_open_at(calendar, saturday));
  assert_int_equal(stf_calendar_opening_us(calendar, saturday), monday);
  assert_int_equal(stf_calendar_opening_us(calendar, monday), monday);
  assert_int_equal(stf_calendar_after_us(calendar, saturday, 1), monday + 1);
  assert_int_equal(stf_calendar_after_us(calendar, saturday, 0), saturday);
  assert_false(stf_calendar_open_at(calendar, monday - 1));
  assert_true(stf_calendar_open_at(calendar, monday + 8 * HOUR_US - 1));
  assert_false(stf_calendar_open_at(calendar, monday + 8 * HOUR_US));
  stf_calendar_free(calendar);
}

static void test_hours_over_midnight_are_one_stretch(void **state) {
  (void)state;
  struct stf_calendar_rules rules = every_day((struct stf_calendar_hours){
      .spans = {{0, 6 * 3600}, {22 * 3600, 24 * 3600}}, .spans_n = 2});
  struct stf_calendar *calendar = compiled("Europe/Rome", rules);
  int64_t evening = instant("2026-12-20T23:00:00+01:00");
  assert_int_equal(stf_calendar_after_us(calendar, evening, 7 * HOUR_US),
                   evening + 7 * HOUR_US);
  assert_int_equal(stf_calendar_after_us(calendar, evening, 7 * HOUR_US + 1),
                   evening + 23 * HOUR_US + 1);
  stf_calendar_free(calendar);
}

static void test_nothing_is_open_outside_the_range(void **state) {
  (void)state;
  struct stf_calendar *calendar = compiled_over("UTC", every_day(hours(0, 24 * 60)),
                                                "2026-01-01T10:00:00Z", "2026-01-03T00:00:00Z");
  int64_t from = instant("2026-01-01T10:00:00Z");
  int64_t to = instant("2026-01-03T00:00:00Z");
  assert_false(stf_calendar_open_at(calendar, from - 1));
  assert_true(stf_calendar_open_at(calendar, from));
  assert_false(stf_calendar_open_at(calendar, to));
  assert_int_equal(stf_calendar_between_us(calendar, from - HOUR_US, to + HOUR_US), to - from);
  assert_int_equal(stf_calendar_after_us(calendar, from - HOUR_US, to - from), to);
  assert_int_equal(stf_calendar_after_us(calendar, from - HOUR_US, to - from + 1), INT64_MAX);
  assert_int_equal(stf_calendar_after_us(calendar, to + 5, 0), to + 5);
  assert_int_equal(stf_calendar_after_us(calendar, to + 5, 1), INT64_MAX);
  assert_int_equal(stf_calendar_opening_us(calendar, from - HOUR_US), from);
  assert_int_equal(stf_calendar_opening_us(calendar, to), INT64_MAX);
  stf_calendar_free(calendar);
}

static void test_calendar_that_never_opens_has_no_deadline(void **state) {
  (void)state;
  struct stf_calendar *calendar = compiled("UTC", every_day((struct stf_calendar_hours){0}));
  int64_t at = instant("2026-01-03T00:00:00Z");
  assert_int_equal(stf_calendar_between_us(calendar, at, at + 1000 * HOUR_US), 0);
  assert_int_equal(stf_calendar_after_us(calendar, at, 1), INT64_MAX);
  assert_int_equal(stf_calendar_opening_us(calendar, at), INT64_MAX);
  stf_calendar_free(calendar);
  calendar = compiled_over("UTC", every_day(hours(0, 60)), TO, FROM);
  assert_false(stf_calendar_open_at(calendar, at));
  stf_calendar_free(calendar);
}

static void test_failing_allocations_leave_nothing_behind(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  struct stf_calendar_rules rules = office();
  rules.zone = zone;
  enum stf_status status = STF_ERR_MEMORY;
  long calls = 0;
  for (; status != STF_OK && calls < 100; calls++) {
    struct stf_ration ration;
    stf_ration_init(&ration, calls);
    struct stf_calendar *calendar = NULL;
    status = stf_calendar_new(&rules, instant(FROM), instant(TO), &ration.allocator, &calendar);
    assert_true(status == STF_OK || (status == STF_ERR_MEMORY && calendar == NULL));
    stf_calendar_free(calendar);
    assert_int_equal(ration.alive, 0);
  }
  assert_true(calls > 2 && calls < 100);
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_after_over_a_weekend_ends_on_monday),
      cmocka_unit_test(test_no_calendar_runs_day_and_night),
      cmocka_unit_test(test_ticket_under_two_schedules_to_the_microsecond),
      cmocka_unit_test(test_days_of_23_and_25_hours_open_as_long_as_they_are),
      cmocka_unit_test(test_repeated_half_hour_opens_twice),
      cmocka_unit_test(test_lunch_break_stops_the_clock),
      cmocka_unit_test(test_dated_exceptions_replace_the_weekday),
      cmocka_unit_test(test_closed_start_waits_for_the_opening),
      cmocka_unit_test(test_hours_over_midnight_are_one_stretch),
      cmocka_unit_test(test_nothing_is_open_outside_the_range),
      cmocka_unit_test(test_calendar_that_never_opens_has_no_deadline),
      cmocka_unit_test(test_failing_allocations_leave_nothing_behind),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
