/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates that the demand of a scenario compiles to. What is told about wrong ones:
 * tests/cli/cases/check-demand-*.case. */
#include "support/desk_folder.h"
#include "support/near.h"
#include "support/ration.h"

#include <stdio.h>
#include <string.h>

#define HEAD "format: 1\ntimezone: Europe/Rome\n"
#define WEEK "period: {from: 2026-12-21, to: 2026-12-27}\n"
#define ONE_CLASS                                                                              \
  "classes: [{name: a, service: 1 min}]\n"                                                     \
  "teams: [{name: t, agents: 9}]\n"
#define TWO_CLASSES                                                                            \
  "classes: [{name: a, service: 1 min}, {name: b, service: 1 min}]\n"                          \
  "teams: [{name: t, agents: 9}]\n"

/* 10 a day from Monday to Friday, all of them in the two hours from 9:00; 5 on Saturdays from
 * 10:00 to 11:00; nobody on Sundays. */
#define PROFILE                                                                                \
  "weekday,start,arrivals\nmon,09:00,10\nmon,11:00,0\ntue,09:00,10\ntue,11:00,0\n"             \
  "wed,09:00,10\nwed,11:00,0\nthu,09:00,10\nthu,11:00,0\nfri,09:00,10\nfri,11:00,0\n"          \
  "sat,10:00,5\nsat,11:00,0\nsun,00:00,0\n"

static struct stf_desk_folder folder;

static double on(const struct stf_scenario *scenario, uint32_t class_index, const char *date) {
  char end[64];
  (void)snprintf(end, sizeof end, "%sT23:59:59+01:00", date);
  return stf_desk_folder_arrivals(scenario, class_index, date, end);
}

/* Mean arrivals of class 0 on a date. */
static void assert_on(const struct stf_scenario *scenario, const char *date, double expected) {
  assert_near(on(scenario, 0, date), expected, 1e-9 * (1 + expected));
}

/* ---- volume, busyness ---- */

static void test_read_volume_in_its_three_forms(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv", PROFILE);
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder, HEAD WEEK "demand: {curve: curve.csv, volume: 1.3}\n" ONE_CLASS, 0);
  assert_int_equal(scenario->desk.volume_spread, STF_VOLUME_FIXED);
  assert_near(scenario->desk.volume, 1.3, 0);
  stf_scenario_free(scenario);
  scenario = stf_desk_folder_read(
      &folder, HEAD WEEK "demand: {curve: curve.csv, volume: {mean: 1.2, cv: 0.1}}\n" ONE_CLASS,
      0);
  assert_int_equal(scenario->desk.volume_spread, STF_VOLUME_GAMMA);
  assert_near(scenario->desk.volume, 1.2, 0);
  assert_near(scenario->desk.volume_cv, 0.1, 0);
  stf_scenario_free(scenario);
  scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK
      "demand: {curve: curve.csv, volume: {low: 1.1, likely: 1.2, high: 1.5}}\n" ONE_CLASS,
      0);
  assert_int_equal(scenario->desk.volume_spread, STF_VOLUME_TRIANGULAR);
  assert_near(scenario->desk.volume_low, 1.1, 0);
  assert_near(scenario->desk.volume, 1.2, 0);
  assert_near(scenario->desk.volume_high, 1.5, 0);
  stf_scenario_free(scenario);
}

static void test_read_busyness_numbers_the_weeks_by_their_mondays(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv", PROFILE);
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "period: {from: 2026-12-25, to: 2027-01-04}\n"
           "demand: {curve: curve.csv, busyness: {season_cv: 0.04, week_cv: 0.06}}\n" ONE_CLASS,
      0);
  const struct stf_desk *desk = &scenario->desk;
  struct stf_civil monday = {.year = 2026, .month = 12, .day = 21};
  int64_t first = stf_zone_day_number(&monday);
  assert_near(desk->season_cv, 0.04, 0);
  assert_near(desk->week_cv, 0.06, 0);
  assert_near(desk->day_shape, 0, 0);
  for (size_t i = 0; i < desk->rates_n; i++) {
    int64_t week = (desk->rate_days[i] - first) / 7;
    assert_int_equal(desk->rate_weeks[i], first + 7 * week);
  }
  assert_int_equal(desk->rate_weeks[desk->rates_n - 1], first + 14);
  stf_scenario_free(scenario);
}

/* The curve has steps of an hour; factors of half hours cut them. */
static void test_read_interval_factors_numbers_the_intervals_of_each_day(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv", PROFILE);
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "period: {from: 2026-12-21 06:00, to: 2026-12-23}\n"
           "demand: {curve: curve.csv, busyness: {interval_cv: 0.25, interval_correlation: "
           "0.6}}\n" ONE_CLASS,
      0);
  const struct stf_desk *desk = &scenario->desk;
  const struct stf_demand_intervals *intervals = &desk->demand->intervals;
  assert_near(intervals->cv, 0.25, 0);
  assert_near(intervals->correlation, 0.6, 0);
  assert_int_equal(desk->rates_n, 48 * 3 - 12);
  for (size_t i = 0; i < desk->rates_n; i++) {
    assert_int_equal(intervals->number[i], (i + 12) % 48);
    assert_int_equal(desk->rate_edges_us[i + 1] - desk->rate_edges_us[i], INT64_C(1800000000));
  }
  stf_scenario_free(scenario);
}

/* ---- shares ---- */

static void test_shares_split_a_curve_without_classes(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv", PROFILE);
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "demand: {curve: curve.csv}\n"
                "classes: [{name: a, service: 1 min, share: 70 %}, {name: c, service: 1 min, "
                "arrivals: 1/h}, {name: b, service: 1 min, share: 30 %}]\n"
                "teams: [{name: t, agents: 9}]\n",
      0);
  assert_near(on(scenario, 0, "2026-12-21"), 7, 1e-9);
  assert_near(on(scenario, 1, "2026-12-21"), 24, 1e-3);
  assert_near(on(scenario, 2, "2026-12-21"), 3, 1e-9);
  stf_scenario_free(scenario);
}

/* ---- totals ---- */

static void test_totals_of_dates_take_the_profile_of_their_weekday(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "profile.csv", PROFILE);
  stf_desk_folder_put(&folder, "totals.csv",
                      "date,contacts\n2026-12-21,80\n2026-12-26,30\n2026-12-27,0\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "demand: {totals: {file: totals.csv, profile: profile.csv}}\n" ONE_CLASS, 1);
  assert_on(scenario, "2026-12-21", 80);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21 09:00", "2026-12-21 10:00"), 40,
              1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-26 10:00", "2026-12-26 11:00"), 30,
              1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21", "2026-12-28"), 110, 1e-9);
  assert_int_equal(scenario->assumptions_n, 0);
  stf_scenario_free(scenario);
}

/* Week 52 of 2026 begins on 21 December; written by its Monday it is the same. */
static void test_totals_of_a_week_are_spread_by_the_sizes_of_the_weekdays(void **state) {
  (void)state;
  static const char *const FILES[] = {"week,contacts\n2026-W52,550\n",
                                      "week,contacts\n2026-12-21,550\n"};
  stf_desk_folder_put(&folder, "profile.csv", PROFILE);
  for (size_t i = 0; i < STF_COUNT_OF(FILES); i++) {
    stf_desk_folder_put(&folder, "totals.csv", FILES[i]);
    struct stf_scenario *scenario = stf_desk_folder_read(
        &folder,
        HEAD WEEK "demand: {totals: {file: totals.csv, profile: profile.csv}}\n" ONE_CLASS, 0);
    assert_on(scenario, "2026-12-21", 100);
    assert_on(scenario, "2026-12-25", 100);
    assert_on(scenario, "2026-12-26", 50);
    assert_on(scenario, "2026-12-27", 0);
    stf_scenario_free(scenario);
  }
}

/* December 2026 has 4 Mondays, Fridays, Saturdays and Sundays and 5 of the others: 23 days of
 * size 10 and 4 of size 5. Christmas closed leaves 22, and New Year's Eve as a Saturday 21 and
 * 5: 235. The total stays. Days out of the run get their part, too. */
static void test_totals_of_a_month_count_special_days_and_keep_their_sum(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "profile.csv", PROFILE);
  stf_desk_folder_put(&folder, "totals.csv", "month,contacts\n2026-12,2500\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "demand: {totals: {file: totals.csv, profile: profile.csv}}\n" ONE_CLASS, 0);
  assert_on(scenario, "2026-12-21", 100);
  stf_scenario_free(scenario);
  scenario = stf_desk_folder_read(
      &folder,
      HEAD "period: {from: 2026-12-01, to: 2026-12-31}\n"
           "demand:\n  totals: {file: totals.csv, profile: profile.csv}\n"
           "  special_days: [{date: 2026-12-25, closed: true}, {date: 2026-12-31, profile: "
           "sat}]\n" ONE_CLASS,
      0);
  assert_on(scenario, "2026-12-21", 2500 * 10 / 235.0);
  assert_on(scenario, "2026-12-25", 0);
  assert_on(scenario, "2026-12-31", 2500 * 5 / 235.0);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-31 10:00", "2026-12-31 11:00"),
              2500 * 5 / 235.0, 1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-01", "2027-01-01"), 2500, 1e-8);
  stf_scenario_free(scenario);
}

static void test_totals_go_by_class_or_by_share(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "profile.csv", PROFILE);
  stf_desk_folder_put(&folder, "totals.csv",
                      "class,week,contacts\nb,2026-W52,55\na,2026-W52,110\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "demand: {totals: {file: totals.csv, profile: profile.csv}}\n" TWO_CLASSES, 0);
  assert_near(on(scenario, 0, "2026-12-21"), 20, 1e-9);
  assert_near(on(scenario, 1, "2026-12-21"), 10, 1e-9);
  stf_scenario_free(scenario);
  stf_desk_folder_put(&folder, "totals.csv", "week,contacts\n2026-W52,550\n");
  scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "demand: {totals: {file: totals.csv, profile: profile.csv}}\n"
                "classes: [{name: a, service: 1 min, share: 0.25}, {name: b, service: 1 min, "
                "share: 75 %}]\nteams: [{name: t, agents: 9}]\n",
      0);
  assert_near(on(scenario, 0, "2026-12-21"), 25, 1e-9);
  assert_near(on(scenario, 1, "2026-12-26"), 37.5, 1e-9);
  stf_scenario_free(scenario);
}

/* 1.2 + 3 + 0.9 + 0.6 + 0.4 = 6.1 weekday sizes; 11 + 3 / 2 + 1 hours of a day. */
static void test_totals_without_a_profile_are_spread_by_a_labelled_assumption(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "totals.csv", "week,contacts\n2026-W52,610\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder, HEAD WEEK "demand: {totals: {file: totals.csv}}\n" ONE_CLASS, 0);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21", "2026-12-22"), 120, 1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-27", "2026-12-28"), 40, 1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-22 12:00", "2026-12-22 13:00"),
              100 / 13.5, 1e-9);
  assert_int_equal(scenario->assumptions_n, 1);
  assert_non_null(strstr(scenario->assumptions[0].text, "ASSUMED"));
  stf_scenario_free(scenario);
}

/* ---- special days ---- */

static void test_special_days_change_a_curve_by_weekday(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv", PROFILE);
  struct stf_scenario *scenario =
      stf_desk_folder_read(&folder,
                           HEAD WEEK "demand:\n  curve: curve.csv\n  special_days:\n"
                                     "    - {date: 2026-12-22, multiply: 0.5}\n"
                                     "    - {date: 2026-12-23, closed: true}\n"
                                     "    - {date: 2026-12-24, profile: sat, multiply: 0.6}\n"
                                     "    - {date: 2026-12-27, profile: mon}\n" ONE_CLASS,
                           0);
  assert_on(scenario, "2026-12-21", 10);
  assert_on(scenario, "2026-12-22", 5);
  assert_on(scenario, "2026-12-23", 0);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-24 10:00", "2026-12-24 11:00"), 3,
              1e-9);
  assert_on(scenario, "2026-12-24", 3);
  assert_on(scenario, "2026-12-25", 10);
  assert_on(scenario, "2026-12-27", 10);
  stf_scenario_free(scenario);
}

static void test_special_days_may_be_of_some_classes_and_of_constant_arrivals(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv",
                      "weekday,class,start,arrivals\ntue,a,00:00,12\nwed,a,00:00,12\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK
      "demand:\n  curve: curve.csv\n  special_days:\n"
      "    - {date: 2026-12-22, multiply: 0.5, classes: [a]}\n"
      "    - {date: 2026-12-22, multiply: 2, classes: [b]}\n"
      "    - {date: 2026-12-23, closed: true}\n"
      "classes: [{name: a, service: 1 min}, {name: b, service: 1 min, arrivals: 10/h}]\n"
      "teams: [{name: t, agents: 9}]\n",
      0);
  static const double EXPECTED[2][3] = {{0, 6, 0}, {240, 480, 0}};
  static const char *const ENDS[] = {"2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24"};
  for (uint32_t c = 0; c < 2; c++) {
    for (size_t d = 0; d < 3; d++) {
      assert_near(stf_desk_folder_arrivals(scenario, c, ENDS[d], ENDS[d + 1]), EXPECTED[c][d],
                  1e-9);
    }
  }
  stf_scenario_free(scenario);
}

/* A dated curve has the analogue day outside of the period. */
static void test_special_days_may_be_like_another_date_of_the_curve(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv",
                      "date,start,arrivals\n2025-12-22,09:00,30\n2025-12-22,10:00,0\n"
                      "2026-12-21,08:00,20\n2026-12-21,09:00,0\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "demand:\n  curve: curve.csv\n  special_days:\n"
                "    - {date: 2026-12-22, as: 2025-12-22, multiply: 1.5}\n" ONE_CLASS,
      0);
  assert_on(scenario, "2026-12-21", 20);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-22 09:00", "2026-12-22 10:00"), 45,
              1e-9);
  assert_on(scenario, "2026-12-22", 45);
  assert_int_equal(scenario->analogues_n, 0);
  stf_scenario_free(scenario);
}

static void test_special_days_like_a_logged_date_wait_for_the_log(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv", PROFILE);
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "interval: 1 h\nlog: log.csv\ndemand:\n  curve: curve.csv\n  special_days:\n"
                "    - {date: 2026-12-22, as: 2025-12-22, multiply: 2}\n" ONE_CLASS,
      0);
  assert_int_equal(scenario->analogues_n, 1);
  const struct stf_scenario_analogue *analogue = &scenario->analogues[0];
  assert_int_equal(analogue->day - analogue->as_day, 365);
  assert_near(analogue->multiply, 2, 0);
  assert_int_equal(analogue->line, 9);
  assert_int_equal(scenario->analogue_step_s, 3600);
  assert_on(scenario, "2026-12-22", 0);
  assert_on(scenario, "2026-12-23", 10);
  stf_scenario_free(scenario);
}

/* A holiday of one class is the other's usual day; a special day is stronger, also where it
 * says that the day is as usual. */
static void test_holidays_are_weaker_than_special_days(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv", PROFILE);
  stf_desk_folder_put(&folder, "it.csv",
                      "date,name\n2026-12-22,x\n2026-12-23,y\n2026-12-24,z\n2025-01-01,w\n");
  stf_desk_folder_put(&folder, "de.ics",
                      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\n"
                      "SUMMARY:Weihnachten\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "demand:\n  curve: curve.csv\n  holidays:\n"
                "    - {file: it.csv, profile: sat, multiply: 2, classes: [a]}\n"
                "    - {file: de.ics, closed: true}\n"
                "  special_days:\n"
                "    - {date: 2026-12-23, closed: false}\n"
                "    - {date: 2026-12-24, multiply: 0.1}\n"
                "classes: [{name: a, service: 1 min, share: 50 %}, {name: b, service: 1 min, "
                "share: 50 %}]\nteams: [{name: t, agents: 9}]\n",
      0);
  static const char *const DATES[] = {"2026-12-21", "2026-12-22", "2026-12-23",
                                      "2026-12-24", "2026-12-25", "2026-12-26"};
  static const double EXPECTED[2][6] = {{5, 5, 5, 0.5, 0, 2.5}, {5, 5, 5, 0.5, 0, 2.5}};
  for (uint32_t c = 0; c < 2; c++) {
    for (size_t d = 0; d < STF_COUNT_OF(DATES); d++) {
      assert_near(on(scenario, c, DATES[d]), EXPECTED[c][d], 1e-9);
    }
  }
  /* Class a on the 22nd is like a Saturday, from 10:00 to 11:00; b as on Tuesdays. */
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-22 10:00", "2026-12-22 11:00"), 5,
              1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 1, "2026-12-22 10:00", "2026-12-22 11:00"),
              2.5, 1e-9);
  stf_scenario_free(scenario);
}

/* Two lists name Christmas and disagree, but a special day says what holds. */
static void test_holidays_that_disagree_are_settled_by_a_special_day(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv", PROFILE);
  stf_desk_folder_put(&folder, "one.csv", "date\n2026-12-25\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "demand:\n  curve: curve.csv\n  holidays:\n"
                "    - {file: one.csv, multiply: 0.5}\n    - {file: one.csv, multiply: 0.7}\n"
                "  special_days: [{date: 2026-12-25, multiply: 0.2}]\n" ONE_CLASS,
      0);
  assert_on(scenario, "2026-12-25", 2);
  stf_scenario_free(scenario);
}

/* ---- replay days ---- */

static int64_t day_of(int year, int month, int day) {
  struct stf_civil civil = {.year = year, .month = month, .day = day};
  return stf_zone_day_number(&civil);
}

static void test_replay_days_from_a_date_cover_the_warm_up_too(void **state) {
  (void)state;
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD WEEK "edges: {start: {warmup: 30 h}}\n"
                "demand: {replay: log.csv, replay_days: {from: 2025-12-22}}\n" ONE_CLASS,
      0);
  assert_int_equal(scenario->replay_days_n, 9);
  for (size_t i = 0; i < 9; i++) {
    assert_int_equal(scenario->replay_days[i].day, day_of(2026, 12, 19) + (int64_t)i);
    assert_int_equal(scenario->replay_days[i].as_day, day_of(2025, 12, 20) + (int64_t)i);
    assert_false(scenario->replay_days[i].again);
  }
  stf_scenario_free(scenario);
}

static void test_replay_days_in_a_list_know_who_comes_again(void **state) {
  (void)state;
  struct stf_scenario *scenario =
      stf_desk_folder_read(&folder,
                           HEAD "period: {from: 2026-12-21, to: 2026-12-23}\n"
                                "demand:\n  replay: log.csv\n  replay_days:\n"
                                "    - {date: 2026-12-23, as: 2025-12-22}\n"
                                "    - {date: 2026-12-21, as: 2025-12-22}\n" ONE_CLASS,
                           1);
  assert_int_equal(scenario->replay_days_n, 2);
  assert_int_equal(scenario->replay_days[0].day, day_of(2026, 12, 21));
  assert_true(scenario->replay_days[0].again);
  assert_false(scenario->replay_days[1].again);
  stf_scenario_free(scenario);
}

/* ---- no memory ---- */

/* However early memory ends, the answer is STF_ERR_MEMORY and nothing leaks (LeakSanitizer). */
static void test_read_without_memory_fails_cleanly(void **state) {
  (void)state;
  static const char TEXT[] =
      HEAD WEEK "log: log.csv\ndemand:\n  totals: {file: totals.csv, profile: profile.csv}\n"
                "  special_days: [{date: 2026-12-25, closed: true}]\n" ONE_CLASS;
  stf_desk_folder_put(&folder, "profile.csv", PROFILE);
  stf_desk_folder_put(&folder, "totals.csv", "week,contacts\n2026-W52,550\n");
  stf_desk_folder_starve(&folder, TEXT);
}

static int make_folder(void **state) {
  (void)state;
  stf_desk_folder_make(&folder);
  return 0;
}

static int drop_folder(void **state) {
  (void)state;
  stf_desk_folder_remove(&folder);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_read_volume_in_its_three_forms),
      cmocka_unit_test(test_read_busyness_numbers_the_weeks_by_their_mondays),
      cmocka_unit_test(test_read_interval_factors_numbers_the_intervals_of_each_day),
      cmocka_unit_test(test_shares_split_a_curve_without_classes),
      cmocka_unit_test(test_totals_of_dates_take_the_profile_of_their_weekday),
      cmocka_unit_test(test_totals_of_a_week_are_spread_by_the_sizes_of_the_weekdays),
      cmocka_unit_test(test_totals_of_a_month_count_special_days_and_keep_their_sum),
      cmocka_unit_test(test_totals_go_by_class_or_by_share),
      cmocka_unit_test(test_totals_without_a_profile_are_spread_by_a_labelled_assumption),
      cmocka_unit_test(test_special_days_change_a_curve_by_weekday),
      cmocka_unit_test(test_special_days_may_be_of_some_classes_and_of_constant_arrivals),
      cmocka_unit_test(test_special_days_may_be_like_another_date_of_the_curve),
      cmocka_unit_test(test_special_days_like_a_logged_date_wait_for_the_log),
      cmocka_unit_test(test_holidays_are_weaker_than_special_days),
      cmocka_unit_test(test_holidays_that_disagree_are_settled_by_a_special_day),
      cmocka_unit_test(test_replay_days_from_a_date_cover_the_warm_up_too),
      cmocka_unit_test(test_replay_days_in_a_list_know_who_comes_again),
      cmocka_unit_test(test_read_without_memory_fails_cleanly),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
