/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random calendars in zones that change their clocks: the compiled one says of every minute
 * what the rules say of its local date and time; between and after are inverse, after is
 * minimal, between adds up. The number of a calendar that fails is printed. */
#include "base/quantity.h"
#include "random/stream.h"
#include "support/near.h"
#include "time/calendar.h"

#define MINUTE_US (INT64_C(60) * STF_US_PER_S)
#define DAY_US    (INT64_C(86400) * STF_US_PER_S)
#define FROM_US   (INT64_C(1767225600) * STF_US_PER_S) /* 2026-01-01 UTC: a year */
#define TO_US     (FROM_US + 365 * DAY_US)

enum {
  CALENDARS_N = 60,
  PROBES_N = 300,
  DATES_MAX = 12,
  DAY_MIN = 1440
};

static const char *const ZONES[] = {"Europe/Rome",         "America/Santiago",
                                    "Australia/Lord_Howe", "America/St_Johns",
                                    "Asia/Kolkata",        "America/Havana"};

struct dice {
  struct stf_stream stream;
  uint32_t index;
};

static int64_t pick(struct dice *dice, int64_t n) {
  double pair[2];
  stf_stream_pair(&dice->stream, STF_STREAM_TEST, 0, STF_STREAM_WORK, dice->index++, pair);
  return (int64_t)(pair[0] * (double)n);
}

/* Gaps and lengths of at least a minute; every fourth day is closed, some are open all day. */
static struct stf_calendar_hours random_hours(struct dice *dice) {
  struct stf_calendar_hours hours = {.spans_n = 0};
  if (pick(dice, 4) == 0) {
    return hours;
  }
  if (pick(dice, 6) == 0) {
    hours.spans[0] = (struct stf_calendar_span){0, 86400};
    hours.spans_n = 1;
    return hours;
  }
  int64_t at_min = pick(dice, 3) == 0 ? 0 : pick(dice, 300);
  uint32_t most = (uint32_t)pick(dice, STF_CALENDAR_SPANS_MAX) + 1;
  while (hours.spans_n < most && at_min < DAY_MIN) {
    int64_t end_min = at_min + 1 + pick(dice, 400);
    end_min = end_min < DAY_MIN ? end_min : DAY_MIN;
    hours.spans[hours.spans_n++] =
        (struct stf_calendar_span){(int32_t)at_min * 60, (int32_t)end_min * 60};
    at_min = end_min + 1 + pick(dice, 200);
  }
  return hours;
}

static void random_rules(struct dice *dice, struct stf_calendar_date dates[DATES_MAX],
                         struct stf_calendar_rules *rules) {
  for (size_t day = 0; day < 7; day++) {
    rules->week[day] = random_hours(dice);
  }
  int64_t day = FROM_US / DAY_US;
  rules->dates_n = (size_t)pick(dice, DATES_MAX + 1);
  for (size_t i = 0; i < rules->dates_n; i++) {
    day += 1 + pick(dice, 40);
    dates[i] = (struct stf_calendar_date){.day = day, .hours = random_hours(dice)};
  }
  rules->dates = dates;
}

/* Straight from the rules. */
static bool open_by_rules(const struct stf_calendar_rules *rules, int64_t at_us) {
  struct stf_civil civil;
  stf_zone_to_civil(rules->zone, at_us, &civil, NULL);
  const struct stf_calendar_hours *hours = &rules->week[stf_zone_weekday(&civil)];
  for (size_t i = 0; i < rules->dates_n; i++) {
    hours = rules->dates[i].day == stf_zone_day_number(&civil) ? &rules->dates[i].hours : hours;
  }
  int32_t clock_s = civil.hour * 3600 + civil.minute * 60 + civil.second;
  for (uint32_t i = 0; i < hours->spans_n; i++) {
    if (clock_s >= hours->spans[i].from_s && clock_s < hours->spans[i].to_s) {
      return true;
    }
  }
  return false;
}

static void assert_every_minute(const struct stf_calendar_rules *rules,
                                const struct stf_calendar *calendar) {
  int64_t open_us = 0;
  for (int64_t at_us = FROM_US; at_us < TO_US; at_us += MINUTE_US) {
    bool open = open_by_rules(rules, at_us);
    assert_int_equal(stf_calendar_open_at(calendar, at_us), open);
    assert_int_equal(stf_calendar_open_at(calendar, at_us + MINUTE_US - 1), open);
    open_us += open ? MINUTE_US : 0;
  }
  assert_int_equal(stf_calendar_between_us(calendar, FROM_US, TO_US), open_us);
}

static void assert_inverse(struct dice *dice, const struct stf_calendar *calendar) {
  int64_t at_us = FROM_US + pick(dice, TO_US - FROM_US);
  int64_t later_us = FROM_US + pick(dice, TO_US - FROM_US);
  int64_t last_us = FROM_US + pick(dice, TO_US - FROM_US);
  if (at_us <= later_us && later_us <= last_us) {
    assert_int_equal(stf_calendar_between_us(calendar, at_us, last_us),
                     stf_calendar_between_us(calendar, at_us, later_us) +
                         stf_calendar_between_us(calendar, later_us, last_us));
  }
  int64_t by_us = pick(dice, pick(dice, 2) == 0 ? 100 * DAY_US : 8 * 60 * MINUTE_US);
  int64_t due_us = stf_calendar_after_us(calendar, at_us, by_us);
  if (due_us == INT64_MAX) {
    assert_true(stf_calendar_between_us(calendar, at_us, TO_US) < by_us);
    return;
  }
  assert_int_equal(stf_calendar_between_us(calendar, at_us, due_us), by_us);
  if (by_us > 0) {
    assert_int_equal(stf_calendar_between_us(calendar, at_us, due_us - 1), by_us - 1);
  }
  int64_t opening_us = stf_calendar_opening_us(calendar, at_us);
  if (opening_us != INT64_MAX) {
    assert_true(stf_calendar_open_at(calendar, opening_us));
    assert_int_equal(stf_calendar_between_us(calendar, at_us, opening_us), 0);
  }
}

static void test_random_calendars_keep_their_rules(void **state) {
  (void)state;
  for (uint32_t number = 0; number < CALENDARS_N; number++) {
    struct dice dice = {.stream = stf_stream_of(51, number)};
    struct stf_calendar_date dates[DATES_MAX];
    struct stf_calendar_rules rules = {.dates_n = 0};
    struct stf_zone *zone = NULL;
    assert_int_equal(stf_zone_open(ZONES[number % STF_COUNT_OF(ZONES)], &zone), STF_OK);
    rules.zone = zone;
    random_rules(&dice, dates, &rules);
    struct stf_calendar *calendar = NULL;
    assert_int_equal(stf_calendar_new(&rules, FROM_US, TO_US, NULL, &calendar), STF_OK);
    print_message("calendar %u\n", number);
    if (number < STF_COUNT_OF(ZONES)) {
      assert_every_minute(&rules, calendar);
    }
    for (int i = 0; i < PROBES_N; i++) {
      assert_inverse(&dice, calendar);
    }
    stf_calendar_free(calendar);
    stf_zone_free(zone);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_calendars_keep_their_rules)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
