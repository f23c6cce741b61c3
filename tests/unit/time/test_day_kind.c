/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of day around the holidays of April to June 2026 in Italy. */
#include "support/near.h"
#include "time/day_kind.h"
#include "time/zone.h"

static int64_t day_of(int month, int day) {
  struct stf_civil civil = {.year = 2026, .month = month, .day = day};
  return stf_zone_day_number(&civil);
}

/* Easter Monday, Saturday the 25th of April, Friday the 1st of May, Tuesday the 2nd of June. */
static void test_days_around_holidays_expect_their_kinds(void **state) {
  (void)state;
  const int64_t holidays[] = {day_of(4, 6), day_of(4, 25), day_of(5, 1), day_of(6, 2)};
  static const struct {
    int month;
    int day;
    enum stf_day_kind kind;
  } CASES[] = {{4, 3, STF_DAY_KIND_WORKING}, /* Friday; Easter Monday is behind the weekend */
               {4, 4, STF_DAY_KIND_SATURDAY}, {4, 5, STF_DAY_KIND_SUNDAY},
               {4, 6, STF_DAY_KIND_HOLIDAY},  {4, 7, STF_DAY_KIND_AFTER},
               {4, 8, STF_DAY_KIND_WORKING},  {4, 24, STF_DAY_KIND_EVE},
               {4, 25, STF_DAY_KIND_HOLIDAY}, {4, 26, STF_DAY_KIND_SUNDAY},
               {4, 27, STF_DAY_KIND_WORKING}, {4, 30, STF_DAY_KIND_EVE},
               {5, 1, STF_DAY_KIND_HOLIDAY},  {5, 2, STF_DAY_KIND_SATURDAY},
               {6, 1, STF_DAY_KIND_BRIDGE},   {6, 2, STF_DAY_KIND_HOLIDAY},
               {6, 3, STF_DAY_KIND_AFTER},    {6, 5, STF_DAY_KIND_WORKING}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    assert_int_equal(stf_day_kind_of(day_of(CASES[i].month, CASES[i].day), holidays, 4),
                     CASES[i].kind);
  }
}

/* A day between two holidays is a bridge, a Thursday with a holiday before it is not. */
static void test_bridge_needs_days_off_on_both_sides(void **state) {
  (void)state;
  const int64_t holidays[] = {day_of(7, 7), day_of(7, 9)};
  assert_int_equal(stf_day_kind_of(day_of(7, 6), holidays, 2), STF_DAY_KIND_BRIDGE);
  assert_int_equal(stf_day_kind_of(day_of(7, 8), holidays, 2), STF_DAY_KIND_BRIDGE);
  assert_int_equal(stf_day_kind_of(day_of(7, 10), holidays, 2), STF_DAY_KIND_BRIDGE);
  assert_int_equal(stf_day_kind_of(day_of(7, 6), holidays + 1, 1), STF_DAY_KIND_WORKING);
  assert_int_equal(stf_day_kind_of(day_of(7, 8), holidays, 1), STF_DAY_KIND_AFTER);
}

static void test_without_holidays_only_weekends_differ(void **state) {
  (void)state;
  static const enum stf_day_kind WEEK[] = {
      STF_DAY_KIND_WORKING, STF_DAY_KIND_WORKING,  STF_DAY_KIND_WORKING, STF_DAY_KIND_WORKING,
      STF_DAY_KIND_WORKING, STF_DAY_KIND_SATURDAY, STF_DAY_KIND_SUNDAY};
  for (int i = 0; i < 7; i++) {
    assert_int_equal(stf_day_kind_of(day_of(4, 6 + i), NULL, 0), WEEK[i]);
  }
}

/* No kind falls to one that falls further. */
static void test_wider_kinds_expect_one_step(void **state) {
  (void)state;
  assert_int_equal(stf_day_kind_wider(STF_DAY_KIND_HOLIDAY), STF_DAY_KIND_SUNDAY);
  assert_int_equal(stf_day_kind_wider(STF_DAY_KIND_EVE), STF_DAY_KIND_WORKING);
  for (int kind = 0; kind < STF_DAY_KIND_N; kind++) {
    enum stf_day_kind wider = stf_day_kind_wider((enum stf_day_kind)kind);
    assert_int_equal(stf_day_kind_wider(wider), wider);
    assert_non_null(STF_DAY_KIND_NAMES[kind]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days_around_holidays_expect_their_kinds),
      cmocka_unit_test(test_bridge_needs_days_off_on_both_sides),
      cmocka_unit_test(test_without_holidays_only_weekends_differ),
      cmocka_unit_test(test_wider_kinds_expect_one_step),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
