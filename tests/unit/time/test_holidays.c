/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/near.h"
#include "support/ration.h"
#include "time/holidays.h"
#include "time/zone.h"

#include <stdio.h>
#include <string.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define FOOT "END:VCALENDAR\r\n"

enum {
  TEXT_MAX = 4096
};

static int64_t day_of(const char *text) {
  struct stf_civil civil;
  assert_true(stf_zone_parse_date(text, &civil));
  return stf_zone_day_number(&civil);
}

/* The days from 2026-01-01 to 2028-12-31 as "2026-12-25 Name\n..." or, where the text is wrong,
 * its messages as "line: message\n...". */
static const char *read_in(const char *bytes, size_t n, const struct stf_allocator *allocator,
                           enum stf_status *status) {
  static char shown[TEXT_MAX];
  size_t shown_n = 0;
  struct stf_arena *arena = stf_arena_new(allocator);
  struct stf_diags diags;
  struct stf_holiday *days = NULL;
  size_t days_n = 0;
  shown[0] = '\0';
  stf_diag_init(&diags, NULL);
  *status = STF_ERR_MEMORY;
  if (arena != NULL) {
    const struct stf_holidays_text text = {"it.ics", bytes, n, day_of("2026-01-01"),
                                           day_of("2028-12-31")};
    *status = stf_holidays_parse(&text, arena, &diags, &days, &days_n);
  }
  for (size_t i = 0; i < days_n && shown_n < TEXT_MAX - 100; i++) {
    struct stf_civil civil;
    stf_zone_day_civil(days[i].day, &civil);
    shown_n += (size_t)snprintf(shown + shown_n, 100, "%04d-%02d-%02d %.80s\n", civil.year,
                                civil.month, civil.day, days[i].name);
  }
  for (size_t i = 0; i < diags.items_n && shown_n < TEXT_MAX - 200; i++) {
    assert_string_equal(diags.items[i].path, "it.ics");
    shown_n += (size_t)snprintf(shown + shown_n, 200, "%d: %.180s\n", diags.items[i].line,
                                diags.items[i].message);
  }
  assert_true((*status == STF_ERR_INPUT) == (diags.errors_n > 0) || *status == STF_ERR_MEMORY);
  stf_diag_clear(&diags);
  stf_arena_free(arena);
  return shown;
}

static void assert_days(const char *text, const char *expected) {
  enum stf_status status = STF_OK;
  assert_string_equal(read_in(text, strlen(text), NULL, &status), expected);
  assert_int_equal(status, STF_OK);
}

static void assert_wrong(const char *text, const char *expected) {
  enum stf_status status = STF_OK;
  assert_string_equal(read_in(text, strlen(text), NULL, &status), expected);
  assert_int_equal(status, STF_ERR_INPUT);
}

#define EVENT(lines) HEAD "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n" FOOT

static void test_days_of_one_event_end_before_dtend(void **state) {
  (void)state;
  assert_days(EVENT("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\n"
                    "SUMMARY:Natale\\, Santo Stefano\r\n"),
              "2026-12-25 Natale, Santo Stefano\n2026-12-26 Natale, Santo Stefano\n");
  assert_days(EVENT("DTSTART:20261225\r\n"), "2026-12-25 \n");
  assert_days(EVENT("DTSTART:20261225\r\nDTEND:20261225\r\n"), "2026-12-25 \n");
  assert_days(EVENT("DTSTART:20261225\r\nDURATION:P2D\r\n"), "2026-12-25 \n2026-12-26 \n");
  assert_days(EVENT("DTSTART:20261231\r\nDURATION:P1W\r\nEXDATE:20261231\r\n"), "");
  /* What begins before the days asked for, or ends after them, gives those in between. */
  assert_days(EVENT("DTSTART:20251230\r\nDTEND:20260102\r\n"), "2026-01-01 \n");
  assert_days(EVENT("DTSTART:20281231\r\nDTEND:20290105\r\n"), "2028-12-31 \n");
}

static void test_timed_event_gives_its_own_local_dates(void **state) {
  (void)state;
  assert_days(EVENT("DTSTART;TZID=Europe/Rome:20261231T200000\r\n"
                    "DTEND;TZID=Europe/Rome:20270101T000000\r\nSUMMARY:eve\r\n"),
              "2026-12-31 eve\n");
  assert_days(EVENT("DTSTART;TZID=Europe/Rome:20261231T200000\r\n"
                    "DTEND;TZID=Europe/Rome:20270101T000100\r\nSUMMARY:eve\r\n"),
              "2026-12-31 eve\n2027-01-01 eve\n");
  assert_days(EVENT("DTSTART:20261231T200000Z\r\nDURATION:PT5H\r\nSUMMARY:eve\r\n"),
              "2026-12-31 eve\n2027-01-01 eve\n");
  assert_days(EVENT("DTSTART:20261231T200000\r\nSUMMARY:moment\r\n"), "2026-12-31 moment\n");
}

static void test_yearly_rules_are_expanded(void **state) {
  (void)state;
  assert_days(EVENT("DTSTART;VALUE=DATE:20200815\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Aug\r\n"),
              "2026-08-15 Aug\n2027-08-15 Aug\n2028-08-15 Aug\n");
  /* The fourth Thursday of November; the last Monday of May. */
  assert_days(EVENT("DTSTART:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\n"),
              "2026-11-26 \n2027-11-25 \n2028-11-23 \n");
  assert_days(EVENT("DTSTART:20200525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO\r\n"),
              "2026-05-25 \n2027-05-31 \n2028-05-29 \n");
  assert_days(EVENT("DTSTART:20240229\r\nRRULE:FREQ=YEARLY\r\n"), "2028-02-29 \n");
  assert_days(EVENT("DTSTART:20250601\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"),
              "2026-06-01 \n2027-06-01 \n");
  assert_days(EVENT("DTSTART:20251231\r\nDTEND:20260103\r\nRRULE:FREQ=YEARLY;INTERVAL=2\r\n"),
              "2026-01-01 \n2026-01-02 \n2027-12-31 \n2028-01-01 \n2028-01-02 \n");
  assert_days(EVENT("DTSTART:20200601\r\nRRULE:FREQ=YEARLY;BYMONTH=5,6\r\n"),
              "2026-05-01 \n2026-06-01 \n2027-05-01 \n2027-06-01 \n2028-05-01 \n2028-06-01 \n");
  assert_days(EVENT("DTSTART:20200601\r\nRRULE:FREQ=YEARLY;BYYEARDAY=-1\r\n"),
              "2026-12-31 \n2027-12-31 \n2028-12-31 \n");
  assert_days(EVENT("DTSTART:20270131\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\n"),
              "2027-01-31 \n2027-03-31 \n2027-05-31 \n");
  assert_days(EVENT("DTSTART:20281220\r\nRRULE:FREQ=WEEKLY;BYDAY=WE,FR\r\n"),
              "2028-12-20 \n2028-12-22 \n2028-12-27 \n2028-12-29 \n");
  /* The last working day of November. */
  assert_days(EVENT("DTSTART:20251128\r\nRRULE:FREQ=YEARLY;BYMONTH=11;"
                    "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\r\n"),
              "2026-11-30 \n2027-11-30 \n2028-11-30 \n");
  assert_days(EVENT("DTSTART:20281201\r\nRRULE:FREQ=DAILY;INTERVAL=15\r\n"),
              "2028-12-01 \n2028-12-16 \n2028-12-31 \n");
}

static void test_until_counts_to_the_day_in_the_events_own_zone(void **state) {
  (void)state;
  assert_days(EVENT("DTSTART:20200601\r\nRRULE:FREQ=YEARLY;UNTIL=20270601\r\n"),
              "2026-06-01 \n2027-06-01 \n");
  assert_days(EVENT("DTSTART:20200601\r\nRRULE:FREQ=YEARLY;UNTIL=20270531T220000Z\r\n"),
              "2026-06-01 \n");
  /* 22:00 UTC is midnight in Rome, where the event begins. */
  assert_days(EVENT("DTSTART;TZID=Europe/Rome:20200601T000000\r\n"
                    "RRULE:FREQ=YEARLY;UNTIL=20270531T220000Z\r\n"),
              "2026-06-01 \n2027-06-01 \n");
  assert_days(EVENT("DTSTART;TZID=\"Europe/Rome\":20200601T000001\r\n"
                    "RRULE:FREQ=YEARLY;UNTIL=20270531T220000Z\r\n"),
              "2026-06-01 \n");
}

static void test_exdate_and_rdate_take_away_and_add(void **state) {
  (void)state;
  assert_days(EVENT("DTSTART:20200601\r\nRRULE:FREQ=YEARLY\r\nEXDATE:20260601,20280601\r\n"
                    "RDATE;VALUE=DATE:20280602,20200101\r\nRDATE;VALUE=PERIOD:"
                    "20280701T000000Z/20280702T000000Z\r\n"),
              "2027-06-01 \n2028-06-02 \n2028-07-01 \n");
}

static void test_cancelled_events_do_not_count(void **state) {
  (void)state;
  assert_days(EVENT("DTSTART:20261225\r\nSTATUS:CANCELLED\r\n"), "");
  assert_days(EVENT("DTSTART:20261225\r\nSTATUS:CONFIRMED\r\n"), "2026-12-25 \n");
}

/* One day of a series moved, another called off. */
static void test_recurrence_id_stands_for_its_day(void **state) {
  (void)state;
  assert_days(HEAD "BEGIN:VEVENT\nUID:a\nDTSTART:20250601\nRRULE:FREQ=YEARLY\nEND:VEVENT\n"
                   "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260601\nDTSTART:20260603\nSUMMARY:m\n"
                   "END:VEVENT\n"
                   "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20270601\nDTSTART:20270601\n"
                   "STATUS:CANCELLED\nEND:VEVENT\n"
                   "BEGIN:VEVENT\nUID:b\nRECURRENCE-ID:20280601\nDTSTART:20280601\n"
                   "END:VEVENT\n" FOOT,
              "2026-06-03 m\n2028-06-01 \n");
}

static void test_first_name_of_a_day_stays(void **state) {
  (void)state;
  assert_days(HEAD "BEGIN:VEVENT\nDTSTART:20261226\nSUMMARY:second day\nEND:VEVENT\n"
                   "BEGIN:VEVENT\nDTSTART:20261225\nDTEND:20261227\nSUMMARY:feast\n"
                   "END:VEVENT\n" FOOT,
              "2026-12-25 feast\n2026-12-26 second day\n");
}

/* Zones have DTSTART and RRULE too; so have alarms and unknown components. */
static void test_other_components_are_passed_over(void **state) {
  (void)state;
  assert_days("\xef\xbb\xbf" HEAD "BEGIN:VTIMEZONE\nTZID:Europe/Rome\nBEGIN:STANDARD\n"
              "DTSTART:16011028T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n"
              "END:STANDARD\nEND:VTIMEZONE\n\n"
              "begin:vevent\ndtstart;x=\"a:b;c\":20261225\nBEGIN:VALARM\nDTSTART:never\n"
              "END:VALARM\nsummary:Feast\nend:vevent\n" FOOT "BEGIN:VCALENDAR\n"
              "BEGIN:VEVENT\nDTSTART:20261226\nEND:VEVENT\nEND:VCALENDAR",
              "2026-12-25 Feast\n2026-12-26 \n");
  assert_days("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "");
}

static void test_folded_lines_are_put_together(void **state) {
  (void)state;
  assert_days(EVENT("DTST\r\n ART;VALUE\r\n\t=DATE:2026\r\n 1225\r\nSUMMARY:Na\r\n  tale\r\n"),
              "2026-12-25 Na tale\n");
}

static void test_broken_files_are_told_with_their_line(void **state) {
  (void)state;
  const char *const first = "an iCalendar file must begin with BEGIN:VCALENDAR\n";
  char expected[200];
  (void)snprintf(expected, sizeof expected, "0: %s", first);
  assert_wrong("", expected);
  (void)snprintf(expected, sizeof expected, "2: %s", first);
  assert_wrong("\ndate,name\n2026-12-25,x\n", expected);
  assert_wrong(EVENT("SUMMARY:x\r\n"), "3: this event has no DTSTART: on which day is it?\n");
  assert_wrong(EVENT("SUMMARY:x\r\n y\r\nDTSTART:2026-12-25\r\n"),
               "6: a date must be such as 20261225 or 20261225T090000, not '2026-12-25'\n"
               "3: this event has no DTSTART: on which day is it?\n");
  assert_wrong(EVENT("DTSTART:20260230\r\nDTSTART:20260228T250000\r\nDTSTART:00000101\r\n"),
               "4: a date must be such as 20261225 or 20261225T090000, not '20260230'\n"
               "5: a date must be such as 20261225 or 20261225T090000, not '20260228T250000'\n"
               "6: a date must be such as 20261225 or 20261225T090000, not '00000101'\n"
               "3: this event has no DTSTART: on which day is it?\n");
  assert_wrong(EVENT("DTSTART:20261225\r\nDTEND:20261224\r\nnonsense\r\n"),
               "6: a line must be such as NAME:value\n3: this event ends before it starts\n");
  assert_wrong(
      EVENT("DTSTART:20261225\r\nEXDATE:20261225,soon\r\nRDATE:\r\nDURATION:1 day\r\n"),
      "5: a date must be such as 20261225 or 20261225T090000, not 'soon'\n"
      "6: a date must be such as 20261225 or 20261225T090000, not ''\n"
      "7: DURATION must be such as P1D or PT12H, not '1 day'\n");
  assert_wrong(HEAD "BEGIN:VEVENT\r\nDTSTART:20261225\r\n",
               "3: what begins here never ends: the file is cut off\n");
  assert_wrong(HEAD "END:VEVENT\r\n" FOOT,
               "3: this END has no BEGIN of the same name before it\n");
}

static void test_rules_that_are_no_holidays_are_refused(void **state) {
  (void)state;
  assert_wrong(EVENT("DTSTART:20261225\r\nRRULE:FREQ=SOMETIMES\r\n"),
               "5: RRULE must be such as FREQ=YEARLY, not 'FREQ=SOMETIMES'\n");
  assert_wrong(EVENT("DTSTART:20200101\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
               "5: RRULE must give days, as FREQ=YEARLY does, not "
               "'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'\n");
  assert_wrong(EVENT("DTSTART:20200125\r\nRRULE:RSCALE=CHINESE;FREQ=YEARLY\r\n"),
               "5: RRULE counts in Gregorian years: list the days in RDATE, not "
               "'RSCALE=CHINESE;FREQ=YEARLY'\n");
  assert_wrong(EVENT("DTSTART:20240101\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=5\r\n"),
               "5: BYSETPOS must be 1 to 4, or -1 to -4, among the weekdays of a month or "
               "year, not 'FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=5'\n");
  assert_wrong(EVENT("DTSTART:20240101\r\nRRULE:FREQ=YEARLY;INTERVAL=99;BYWEEKNO=20,-53;"
                     "BYSETPOS=2,-366\r\n"),
               "5: BYSETPOS must be 1 to 4, or -1 to -4, among the weekdays of a month or "
               "year, not 'FREQ=YEARLY;INTERVAL=99;BYWEEKNO=20,-53;BYSETPOS=2,-366'\n");
  assert_wrong(EVENT("DTSTART:20261225\r\nRRULE:FREQ=SECONDLY\r\n"),
               "5: a holiday repeats by days, weeks, months or years, not 'FREQ=SECONDLY'\n");
  assert_wrong(EVENT("DTSTART:20261225\r\nRRULE:FREQ=DAILY;BYHOUR=1,2\r\n"),
               "5: a holiday repeats by days, weeks, months or years, not "
               "'FREQ=DAILY;BYHOUR=1,2'\n");
  assert_wrong(EVENT("DTSTART:20261225\r\nRRULE:FREQ=YEARLY\r\nRRULE:FREQ=DAILY\r\n"),
               "6: a second RRULE in one event: write two events\n");
  assert_wrong(EVENT("DTSTART:20261225\r\nRRULE:FREQ=YEARLY\r\nEXRULE:FREQ=DAILY\r\n"),
               "6: EXRULE is not read: list the days in EXDATE\n");
}

static void test_nul_bytes_and_deep_nesting_are_refused(void **state) {
  (void)state;
  static const char WITH_NUL[] = "BEGIN:VCALENDAR\nX:\0y\nEND:VCALENDAR\n";
  enum stf_status status = STF_OK;
  assert_string_equal(read_in(WITH_NUL, sizeof WITH_NUL - 1, NULL, &status),
                      "2: a line must be such as NAME:value\n");
  char deep[TEXT_MAX] = "BEGIN:VCALENDAR\n";
  for (int i = 0; i < 17; i++) {
    (void)strcat(deep, "BEGIN:X\n");
  }
  const char *shown = read_in(deep, strlen(deep), NULL, &status);
  assert_non_null(strstr(shown, "17: components nested too deeply\n"));
  assert_int_equal(status, STF_ERR_INPUT);
}

static void test_failing_allocations_leave_nothing_behind(void **state) {
  (void)state;
  const char *const text =
      EVENT("DTSTART:20200601\r\nRRULE:FREQ=YEARLY\r\nEXDATE:20260601\r\nSUMMARY:x\r\n");
  enum stf_status status = STF_ERR_MEMORY;
  long calls = 0;
  for (; status != STF_OK && calls < 100; calls++) {
    struct stf_ration ration;
    stf_ration_init(&ration, calls);
    (void)read_in(text, strlen(text), &ration.allocator, &status);
    assert_true(status == STF_OK || status == STF_ERR_MEMORY);
    assert_int_equal(ration.alive, 0);
  }
  assert_true(calls > 1 && calls < 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days_of_one_event_end_before_dtend),
      cmocka_unit_test(test_timed_event_gives_its_own_local_dates),
      cmocka_unit_test(test_yearly_rules_are_expanded),
      cmocka_unit_test(test_until_counts_to_the_day_in_the_events_own_zone),
      cmocka_unit_test(test_exdate_and_rdate_take_away_and_add),
      cmocka_unit_test(test_cancelled_events_do_not_count),
      cmocka_unit_test(test_recurrence_id_stands_for_its_day),
      cmocka_unit_test(test_first_name_of_a_day_stays),
      cmocka_unit_test(test_other_components_are_passed_over),
      cmocka_unit_test(test_folded_lines_are_put_together),
      cmocka_unit_test(test_broken_files_are_told_with_their_line),
      cmocka_unit_test(test_rules_that_are_no_holidays_are_refused),
      cmocka_unit_test(test_nul_bytes_and_deep_nesting_are_refused),
      cmocka_unit_test(test_failing_allocations_leave_nothing_behind),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
