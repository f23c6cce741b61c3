/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "support/near.h"
#include "time/zone.h"

#include <string.h>

#define HOUR_US (INT64_C(3600) * STF_US_PER_S)

static struct stf_zone *opened(const char *name) {
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open(name, &zone), STF_OK);
  return zone;
}

static int64_t instant(const char *text) {
  int64_t us = 0;
  assert_true(stf_zone_parse_instant(text, strlen(text), &us));
  return us;
}

static int64_t local(const struct stf_zone *zone, const char *text) {
  int64_t us = 0;
  assert_true(stf_zone_parse_local(zone, text, &us));
  return us;
}

static void assert_shown(const struct stf_zone *zone, int64_t us, const char *expected) {
  char text[STF_ZONE_TEXT];
  assert_int_equal(stf_zone_format(zone, us, text), strlen(expected));
  assert_string_equal(text, expected);
}

static void test_days_at_clock_changes_have_23_and_25_hours(void **state) {
  (void)state;
  struct stf_zone *rome = opened("Europe/Rome");
  assert_string_equal(stf_zone_name(rome), "Europe/Rome");
  int64_t spring = local(rome, "2026-03-29");
  assert_int_equal(stf_zone_day_start(rome, spring + 5 * HOUR_US), spring);
  assert_int_equal(stf_zone_next_day(rome, spring) - spring, 23 * HOUR_US);
  int64_t autumn = local(rome, "2026-10-25");
  assert_int_equal(stf_zone_next_day(rome, autumn + 24 * HOUR_US) - autumn, 25 * HOUR_US);
  int64_t plain = local(rome, "2026-12-31 23:59:59.999999");
  assert_int_equal(stf_zone_next_day(rome, plain) - plain, 1);
  stf_zone_free(rome);
}

static void test_gap_moves_forward_and_repeated_hour_takes_first(void **state) {
  (void)state;
  struct stf_zone *rome = opened("Europe/Rome");
  assert_shown(rome, local(rome, "2026-03-29 02:30"), "2026-03-29T03:30:00+02:00");
  assert_shown(rome, local(rome, "2026-03-29 01:59:59"), "2026-03-29T01:59:59+01:00");
  assert_shown(rome, local(rome, "2026-03-29 03:00"), "2026-03-29T03:00:00+02:00");
  int64_t first = local(rome, "2026-10-25 02:30");
  assert_shown(rome, first, "2026-10-25T02:30:00+02:00");
  assert_shown(rome, first + HOUR_US, "2026-10-25T02:30:00+01:00");
  assert_shown(rome, local(rome, "2026-10-25 03:00"), "2026-10-25T03:00:00+01:00");
  stf_zone_free(rome);
}

static void test_jerusalem_1999_has_its_own_summer(void **state) {
  (void)state;
  struct stf_zone *zone = opened("Asia/Jerusalem");
  assert_int_equal(local(zone, "1999-02-01 10:00"), instant("1999-02-01T10:00:00+02:00"));
  assert_int_equal(local(zone, "1999-04-02 12:00"), instant("1999-04-02T12:00:00+03:00"));
  assert_int_equal(local(zone, "1999-09-02 12:00"), instant("1999-09-02T12:00:00+03:00"));
  assert_int_equal(local(zone, "1999-09-03 12:00"), instant("1999-09-03T12:00:00+02:00"));
  stf_zone_free(zone);
}

static void test_many_instants_survive_the_way_there_and_back(void **state) {
  (void)state;
  const char *const names[] = {"Europe/Rome", "Asia/Jerusalem", "America/New_York",
                               "Australia/Lord_Howe", "UTC"};
  for (size_t i = 0; i < STF_COUNT_OF(names); i++) {
    struct stf_zone *zone = opened(names[i]);
    int64_t us = instant("1968-01-01T00:00:00Z");
    for (int step = 0; step < 20000; step++) {
      us += 31 * HOUR_US + 1234567;
      struct stf_civil civil;
      int32_t offset_s = 0;
      stf_zone_to_civil(zone, us, &civil, &offset_s);
      /* Of a repeated hour the first is taken; in no case is it off by more. */
      int64_t back = stf_zone_to_utc(zone, &civil);
      assert_true(back == us || us - back == HOUR_US || us - back == HOUR_US / 2);
      char text[STF_ZONE_TEXT];
      size_t n = stf_zone_format(zone, us, text);
      assert_true(stf_zone_parse_instant(text, n, &back));
      assert_int_equal(back, us);
    }
    stf_zone_free(zone);
  }
}

static void test_fields_out_of_range_carry_over(void **state) {
  (void)state;
  struct stf_zone *utc = opened("UTC");
  struct stf_civil civil = {.year = 2026, .month = 12, .day = 32, .hour = 24, .minute = 75};
  assert_int_equal(stf_zone_to_utc(utc, &civil), instant("2027-01-02T01:15:00Z"));
  civil = (struct stf_civil){.year = 2026, .month = 14, .day = 0, .hour = 0, .minute = -1};
  assert_int_equal(stf_zone_to_utc(utc, &civil), instant("2027-01-30T23:59:00Z"));
  stf_zone_free(utc);
}

static void test_calendar_knows_leap_years_and_weekdays(void **state) {
  (void)state;
  struct stf_civil civil;
  assert_true(stf_zone_parse_date("2024-02-29", &civil));
  assert_int_equal(stf_zone_weekday(&civil), 3);
  assert_true(stf_zone_parse_date("2000-02-29", &civil));
  assert_int_equal(stf_zone_day_number(&civil), 11016);
  assert_true(stf_zone_parse_date("1970-01-01", &civil));
  assert_int_equal(stf_zone_day_number(&civil), 0);
  assert_int_equal(stf_zone_weekday(&civil), 3);
  assert_true(stf_zone_parse_date("1969-12-28", &civil));
  assert_int_equal(stf_zone_weekday(&civil), 6);
  const char *const bad[] = {"2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10",
                             "2026-1-1",   "2026-04-31", "2026-04-00", "2026-04-01 "};
  for (size_t i = 0; i < STF_COUNT_OF(bad); i++) {
    assert_false(stf_zone_parse_date(bad[i], &civil));
  }
}

static void test_instant_forms(void **state) {
  (void)state;
  int64_t at = instant("2026-12-21T08:30:00Z");
  assert_int_equal(at, INT64_C(1797841800) * STF_US_PER_S);
  assert_int_equal(instant("2026-12-21T09:30:00+01:00"), at);
  assert_int_equal(instant("2026-12-21 09:30:00+0100"), at);
  assert_int_equal(instant("2026-12-21t08:30:00z"), at);
  assert_int_equal(instant("2026-12-21T03:00:00.25-05:30"), at + 250000);
  assert_int_equal(instant("2026-12-21T08:30:00.123456789Z"), at + 123456);
  assert_int_equal(instant("2016-12-31T23:59:60Z"), instant("2017-01-01T00:00:00Z"));
  assert_int_equal(instant("1797841800"), at);
  assert_int_equal(instant("1797841800.000001"), at + 1);
  assert_int_equal(instant("-1.5"), -1500000);
  const char *const bad[] = {"",
                             "now",
                             "2026-12-21",
                             "2026-12-21T08:30:00",
                             "2026-12-21T08:30Z",
                             "2026-12-21T24:00:00Z",
                             "2026-12-21T08:60:00Z",
                             "2026-12-21T08:30:61Z",
                             "2026-12-21T08:30:00.Z",
                             "2026-12-21T08:30:00+24:00",
                             "2026-12-21T08:30:00+01:0",
                             "2026-12-21T08:30:00Zulu",
                             "2026-02-30T08:30:00Z",
                             "1797841800000",
                             "179e7",
                             "-",
                             "12."};
  for (size_t i = 0; i < STF_COUNT_OF(bad); i++) {
    int64_t us = 7;
    assert_false(stf_zone_parse_instant(bad[i], strlen(bad[i]), &us));
    assert_int_equal(us, 7);
  }
}

static void test_clock_and_local_forms(void **state) {
  (void)state;
  int32_t s = 0;
  assert_true(stf_zone_parse_clock("9:30", &s));
  assert_int_equal(s, 34200);
  assert_true(stf_zone_parse_clock("24:00", &s));
  assert_int_equal(s, 86400);
  assert_true(stf_zone_parse_clock("09:30:15", &s));
  assert_int_equal(s, 34215);
  assert_false(stf_zone_parse_clock("24:01", &s));
  assert_false(stf_zone_parse_clock("9.30", &s));
  assert_false(stf_zone_parse_clock("9:3", &s));
  assert_false(stf_zone_parse_clock("9:60", &s));
  struct stf_zone *rome = opened("Europe/Rome");
  int64_t us = 0;
  assert_int_equal(local(rome, "2026-12-21T09:30:00.25"),
                   instant("2026-12-21T09:30:00.25+01:00"));
  assert_false(stf_zone_parse_local(rome, "2026-12-21 9:30", &us));
  assert_false(stf_zone_parse_local(rome, "2026-12-21 09:30+01:00", &us));
  assert_false(stf_zone_parse_local(rome, "21/12/2026", &us));
  stf_zone_free(rome);
}

static void test_fraction_is_printed_without_trailing_zeros(void **state) {
  (void)state;
  struct stf_zone *utc = opened("UTC");
  assert_shown(utc, instant("2026-12-21T08:30:00.250000Z"), "2026-12-21T08:30:00.25Z");
  assert_shown(utc, -1, "1969-12-31T23:59:59.999999Z");
  stf_zone_free(utc);
}

static void test_unknown_zone_is_refused_and_nearest_is_named(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  const char *const bad[] = {"Europe/Rom", "", "GMT+25", "Mars/Olympus", "Europe/R\xc3\xb4me"};
  for (size_t i = 0; i < STF_COUNT_OF(bad); i++) {
    assert_int_equal(stf_zone_open(bad[i], &zone), STF_ERR_INPUT);
    assert_null(zone);
  }
  char name[64];
  assert_string_equal(stf_zone_nearest("Europe/Rom", name, sizeof name), "Europe/Rome");
  assert_string_equal(stf_zone_nearest("europe/rome", name, sizeof name), "Europe/Rome");
  assert_string_equal(stf_zone_nearest("Jerusalem", name, sizeof name), "Asia/Jerusalem");
  assert_null(stf_zone_nearest("Mars/Olympus", name, sizeof name));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days_at_clock_changes_have_23_and_25_hours),
      cmocka_unit_test(test_gap_moves_forward_and_repeated_hour_takes_first),
      cmocka_unit_test(test_jerusalem_1999_has_its_own_summer),
      cmocka_unit_test(test_many_instants_survive_the_way_there_and_back),
      cmocka_unit_test(test_fields_out_of_range_carry_over),
      cmocka_unit_test(test_calendar_knows_leap_years_and_weekdays),
      cmocka_unit_test(test_instant_forms),
      cmocka_unit_test(test_clock_and_local_forms),
      cmocka_unit_test(test_fraction_is_printed_without_trailing_zeros),
      cmocka_unit_test(test_unknown_zone_is_refused_and_nearest_is_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
