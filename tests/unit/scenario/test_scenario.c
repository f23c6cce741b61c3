/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scenario compiles to. What is told about wrong ones: tests/cli/cases/check-*.case. */
#include "base/quantity.h"
#include "scenario/scenario.h"
#include "support/desk_folder.h"
#include "support/near.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct stf_desk_folder folder;

static int staff_at(const struct stf_scenario *scenario, uint32_t team, const char *when) {
  const struct stf_desk *desk = &scenario->desk;
  int64_t at_us = stf_desk_folder_instant(scenario, when);
  int n = 0;
  for (size_t i = 0; i < desk->changes_n && desk->changes[i].at_us <= at_us; i++) {
    n += desk->changes[i].team == team ? desk->changes[i].delta : 0;
  }
  return n;
}

#define HEAD "format: 1\ntimezone: Europe/Rome\n"
#define ONE_CLASS                                                                              \
  "classes: [{name: a, service: 1 min}]\n"                                                     \
  "teams: [{name: t, agents: 9}]\n"

static void test_read_smallest_file_has_the_defaults(void **state) {
  (void)state;
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "period: {from: 2026-12-21, to: 2026-12-27}\n"
           "classes: [{name: a, arrivals: 20/h, service: {exponential: {mean: 5 min}}}]\n"
           "teams: [{name: t, agents: 3}]\n",
      0);
  const struct stf_desk *desk = &scenario->desk;
  assert_int_equal(desk->from_us, stf_desk_folder_instant(scenario, "2026-12-21"));
  assert_int_equal(desk->to_us, stf_desk_folder_instant(scenario, "2026-12-28"));
  assert_int_equal(desk->interval_us, 1800 * STF_US_PER_S);
  assert_int_equal(desk->warmup_us, 0);
  assert_int_equal(desk->end, STF_EDGE_UNTIL_EMPTY);
  assert_near(desk->volume, 1, 0);
  assert_near(desk->day_shape, 0, 0);
  assert_int_equal(scenario->within_n, 1);
  assert_near(scenario->within_s[0], 20, 0);
  assert_near(scenario->short_abandon_s, 5, 0);
  assert_int_equal(scenario->seed, 1);
  assert_int_equal(scenario->replications_n, 200);
  assert_false(scenario->seed_given || scenario->replications_given || scenario->start_given);
  assert_int_equal(desk->classes[0].patience.kind, STF_LAW_NEVER);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21", "2026-12-28"), 20 * 168,
              1e-9 * 3360);
  assert_int_equal(desk->changes_n, 1);
  stf_scenario_free(scenario);
}

static void test_read_curve_steps_last_to_the_next_start(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "curve.csv",
                      "weekday,start,arrivals\nmon,09:00,12\nmon,11:00,5\nmon,12:00,0\n");
  struct stf_scenario *scenario =
      stf_desk_folder_read(&folder,
                           HEAD "period: {from: 2026-12-21, to: 2026-12-22}\n"
                                "demand: {curve: curve.csv, volume: 1.3}\n" ONE_CLASS,
                           0);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21 00:00", "2026-12-21 09:00"), 0,
              0);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21 09:00", "2026-12-21 10:00"), 6,
              1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21 10:00", "2026-12-21 12:00"), 11,
              1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21 12:00", "2026-12-23 00:00"), 0,
              0);
  assert_near(scenario->desk.volume, 1.3, 0);
  stf_scenario_free(scenario);
}

/* Rome, 29 March 2026: 02:00 is followed by 03:00. 25 October: 02:00 to 03:00 happens twice. */
static void test_read_curve_on_days_of_a_clock_change(void **state) {
  (void)state;
  stf_desk_folder_put(
      &folder, "curve.csv",
      "weekday,start,arrivals\nsun,00:30,9\nsun,01:30,20\nsun,02:30,40\nsun,03:30,0\n");
  struct stf_scenario *scenario =
      stf_desk_folder_read(&folder,
                           HEAD "period: {from: 2026-03-29, to: 2026-03-29}\n"
                                "demand: {curve: curve.csv}\n" ONE_CLASS,
                           0);
  const char *midnight = "2026-03-29T00:00:00+01:00";
  assert_near(stf_desk_folder_arrivals(scenario, 0, midnight, "2026-03-29T00:30:00+01:00"), 0,
              0);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-03-29T01:30:00+01:00",
                                       "2026-03-29T02:00:00+01:00"),
              10, 1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-03-29T03:00:00+02:00",
                                       "2026-03-29T03:30:00+02:00"),
              20, 1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, midnight, "2026-03-30T00:00:00+02:00"), 39,
              1e-9);
  stf_scenario_free(scenario);
  scenario = stf_desk_folder_read(&folder,
                                  HEAD "period: {from: 2026-10-25, to: 2026-10-25}\n"
                                       "demand: {curve: curve.csv}\n" ONE_CLASS,
                                  0);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-10-25T02:00:00+02:00",
                                       "2026-10-25T02:00:00+01:00"),
              30, 1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-10-25T02:00:00+01:00",
                                       "2026-10-25T03:00:00+01:00"),
              30, 1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-10-25", "2026-10-26"),
              9 + 10 + 60 + 20, 1e-9);
  stf_scenario_free(scenario);
}

static void test_read_dated_curve_and_two_classes(void **state) {
  (void)state;
  stf_desk_folder_put(
      &folder, "curve.csv",
      "class,date,start,arrivals\nb,2026-12-22,00:00,48\na,2026-12-21,00:00,24\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "period: {from: 2026-12-21, to: 2026-12-22}\n"
           "demand: {curve: curve.csv, busyness: {day_shape: 30}}\n"
           "classes: [{name: a, service: 1 min}, {name: b, service: 1 min}]\n"
           "teams: [{name: t, agents: 3}]\n",
      0);
  const struct stf_desk *desk = &scenario->desk;
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-21", "2026-12-22"), 24, 1e-9);
  assert_near(stf_desk_folder_arrivals(scenario, 0, "2026-12-22", "2026-12-23"), 0, 0);
  assert_near(desk->classes[1].rates_per_s[desk->rates_n - 1], 48.0 / 86400, 1e-15);
  assert_int_equal(desk->rate_days[desk->rates_n - 1], desk->rate_days[0] + 1);
  assert_near(desk->day_shape, 30, 0);
  stf_scenario_free(scenario);
}

static void test_read_staffing_by_weekday_and_by_date(void **state) {
  (void)state;
  stf_desk_folder_put(
      &folder, "week.csv",
      "weekday,start,agents\nmon,08:00,3\nmon,12:00,5\nmon,20:00,0\ntue,08:00,2\n");
  stf_desk_folder_put(&folder, "dates.csv",
                      "start,agents,team\n2026-12-20 08:00,7,u\n2026-12-21 10:00,4,u\n"
                      "2026-12-21 10:00,9,t\n2026-12-22 00:00,6,u\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "period: {from: 2026-12-21, to: 2026-12-22}\n"
           "edges: {start: {warmup: 2 h}, end: horizon}\n"
           "classes: [{name: a, arrivals: 1/h, service: 1 min}]\n"
           "teams: [{name: t, staffing: week.csv}, {name: u, staffing: dates.csv}]\n",
      0);
  assert_int_equal(scenario->desk.warmup_us, 7200 * STF_US_PER_S);
  assert_int_equal(scenario->desk.end, STF_EDGE_HORIZON);
  assert_int_equal(staff_at(scenario, 0, "2026-12-21 07:59"), 0);
  assert_int_equal(staff_at(scenario, 0, "2026-12-21 08:00"), 3);
  assert_int_equal(staff_at(scenario, 0, "2026-12-21 19:59"), 5);
  assert_int_equal(staff_at(scenario, 0, "2026-12-22 07:00"), 0);
  assert_int_equal(staff_at(scenario, 0, "2026-12-24 00:00"), 2);
  assert_int_equal(staff_at(scenario, 1, "2026-12-20 22:00"), 7);
  assert_int_equal(staff_at(scenario, 1, "2026-12-20 21:59"), 0);
  assert_int_equal(staff_at(scenario, 1, "2026-12-21 10:00"), 4);
  assert_int_equal(staff_at(scenario, 1, "2026-12-23 10:00"), 6);
  stf_scenario_free(scenario);
}

static void test_read_roster_joins_shifts_and_orders_changes(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "roster.csv",
                      "agent,date,start,end\n"
                      "x,2026-12-21,08:00,12:00\nx,2026-12-21,12:00,16:00\n"
                      "y,2026-12-21,16:00,24:00\ny,2026-12-22,00:00,02:00\n"
                      "z,2026-12-20,08:00,12:00\nz,2026-12-23,08:00,12:00\n");
  struct stf_scenario *scenario =
      stf_desk_folder_read(&folder,
                           HEAD "period: {from: 2026-12-21 10:00, to: 2026-12-22 01:00}\n"
                                "classes: [{name: a, arrivals: 1/h, service: 1 min}]\n"
                                "teams: [{name: t, roster: roster.csv}]\n",
                           0);
  const struct stf_desk *desk = &scenario->desk;
  assert_int_equal(desk->agents_n, 2);
  assert_int_equal(desk->changes_n, 4);
  static const struct {
    const char *when;
    int delta;
    const char *who;
  } WANTED[] = {{"2026-12-21 10:00", 1, "x"},
                {"2026-12-21 16:00", 1, "y"},
                {"2026-12-21 16:00", -1, "x"},
                {"2026-12-22 02:00", -1, "y"}};
  for (size_t i = 0; i < desk->changes_n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    assert_int_equal(change->at_us, stf_desk_folder_instant(scenario, WANTED[i].when));
    assert_int_equal(change->delta, WANTED[i].delta);
    uint32_t name = desk->agents[change->agent].name;
    assert_string_equal(stf_dict_text(scenario->names.agents, name), WANTED[i].who);
  }
  stf_scenario_free(scenario);
}

static void test_read_laws_of_every_form(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "weights.csv", "value_s,weight\n10,1\n20,3\n");
  stf_desk_folder_put(&folder, "survival.csv", "value_s,survival\n10,0.5\n20,0.25\n");
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "period: {from: 2026-12-21, to: 2026-12-21}\n"
           "classes:\n"
           "  - {name: a, arrivals: 1/h, service: 90 s, patience: never}\n"
           "  - {name: b, arrivals: 1/h, service: {lognormal: {mean: 5 min, cv: 1.2}},"
           " patience: {weibull: {mean: 2 min, shape: 0.8}}}\n"
           "  - {name: c, arrivals: 1/h, service: {empirical: {file: weights.csv}},"
           " patience: {empirical: {file: survival.csv, tail_mean: 1 min}}}\n"
           "  - {name: d, arrivals: 1/h, service: {hyperexponential: {mean: 5 min, cv: 2}},"
           " patience: {gamma: {mean: 3 min, shape: 2}}}\n"
           "teams: [{name: t, agents: 9, pause: {uniform: {from: 0, to: 10 s}}}]\n",
      0);
  const struct stf_class *classes = scenario->desk.classes;
  assert_near(stf_law_mean_s(&classes[0].service), 90, 0);
  assert_true(isinf(stf_law_mean_s(&classes[0].patience)));
  assert_near(stf_law_mean_s(&classes[1].service), 300, 1e-9);
  assert_near(stf_law_scv(&classes[1].service), 1.44, 1e-9);
  assert_near(stf_law_mean_s(&classes[1].patience), 120, 1e-9);
  assert_near(stf_law_mean_s(&classes[2].service), 17.5, 1e-9);
  /* 10 + 0.5 x 10 up to the last value, and a quarter of them 60 s more. */
  assert_near(stf_law_mean_s(&classes[2].patience), 10 + 5 + 0.25 * 60, 1e-9);
  assert_near(stf_law_mean_s(&classes[3].service), 300, 1e-6);
  assert_near(stf_law_scv(&classes[3].patience), 0.5, 1e-9);
  assert_near(stf_law_mean_s(&scenario->desk.teams[0].pause), 5, 1e-9);
  stf_scenario_free(scenario);
}

static void test_read_replay_leaves_the_arrivals_to_the_log(void **state) {
  (void)state;
  struct stf_scenario *scenario = stf_desk_folder_read(
      &folder,
      HEAD "period: {from: 2026-12-21, to: 2026-12-21}\n"
           "log: logs/december.csv\ndemand: {replay: /logs/december.csv, volume: 0.9}\n"
           "seed: 7\nreplications: 50\n"
           "service_level: {within: [60 s, 20 s], short_abandon: 10 s}\n"
           "classes: [{name: a, service: 1 min}]\nteams: [{name: t}]\n",
      0);
  char log[256];
  stf_desk_folder_path(&folder, "logs/december.csv", log);
  assert_string_equal(scenario->log_path, log);
  assert_string_equal(scenario->replay_path, "/logs/december.csv");
  assert_null(scenario->desk.classes[0].rates_per_s);
  assert_int_equal(scenario->desk.rates_n, 0);
  assert_int_equal(scenario->seed, 7);
  assert_int_equal(scenario->replications_n, 50);
  assert_true(scenario->seed_given && scenario->replications_given);
  assert_near(scenario->within_s[0], 20, 0);
  assert_near(scenario->within_s[1], 60, 0);
  assert_near(scenario->short_abandon_s, 10, 0);
  stf_scenario_free(scenario);
}

static void test_hash_changes_with_the_csv(void **state) {
  (void)state;
  static const char TEXT[] = HEAD "period: {from: 2026-12-21, to: 2026-12-21}\n"
                                  "demand: {curve: curve.csv}\n" ONE_CLASS;
  static const char *const CURVES[] = {"weekday,start,arrivals\nmon,00:00,1\n",
                                       "weekday,start,arrivals\nmon,00:00,2\n",
                                       "weekday,start,arrivals\nmon,00:00,1\n"};
  uint64_t hashes[STF_COUNT_OF(CURVES)];
  for (size_t i = 0; i < STF_COUNT_OF(CURVES); i++) {
    stf_desk_folder_put(&folder, "curve.csv", CURVES[i]);
    struct stf_scenario *scenario = stf_desk_folder_read(&folder, TEXT, 0);
    hashes[i] = scenario->content_hash;
    assert_int_equal(scenario->files_n, 1);
    stf_scenario_free(scenario);
  }
  assert_true(hashes[0] != hashes[1]);
  assert_true(hashes[0] == hashes[2]);
}

static void test_read_missing_csv_is_the_environment(void **state) {
  (void)state;
  static const char TEXT[] = HEAD "period: {from: 2026-12-21, to: 2026-12-21}\n"
                                  "demand: {curve: missing.csv}\n" ONE_CLASS;
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  struct stf_scenario *scenario = NULL;
  struct stf_error error = {0};
  assert_int_equal(
      stf_scenario_parse(&(struct stf_scenario_text){"desk.yaml", TEXT, strlen(TEXT)}, NULL,
                         &diags, &scenario, &error),
      STF_ERR_IO);
  assert_non_null(strstr(error.message, "desk.yaml:4:17: "));
  assert_non_null(strstr(error.message, "missing.csv"));
  assert_null(scenario);
  stf_diag_clear(&diags);
}

/* ---- no memory ---- */

/* However early memory ends, the answer is STF_ERR_MEMORY and nothing leaks (LeakSanitizer). */
static void test_read_without_memory_fails_cleanly(void **state) {
  (void)state;
  static const char TEXT[] =
      HEAD "period: {from: 2026-12-21, to: 2026-12-22}\ndemand: {curve: curve.csv}\n"
           "classes: [{name: a, service: {empirical: {file: weights.csv}}}]\n"
           "teams: [{name: t, roster: roster.csv}, {name: u, staffing: week.csv}]\n";
  stf_desk_folder_put(&folder, "curve.csv",
                      "weekday,start,arrivals\nmon,00:00,1\nmon,12:00,1\n");
  stf_desk_folder_put(&folder, "weights.csv", "value_s,weight\n10,1\n20,3\n");
  stf_desk_folder_put(&folder, "week.csv", "weekday,start,agents\nmon,08:00,3\n");
  stf_desk_folder_put(&folder, "roster.csv",
                      "agent,start,end\nx,2026-12-21 08:00,2026-12-21 20:00\n");
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
      cmocka_unit_test(test_read_smallest_file_has_the_defaults),
      cmocka_unit_test(test_read_curve_steps_last_to_the_next_start),
      cmocka_unit_test(test_read_curve_on_days_of_a_clock_change),
      cmocka_unit_test(test_read_dated_curve_and_two_classes),
      cmocka_unit_test(test_read_staffing_by_weekday_and_by_date),
      cmocka_unit_test(test_read_roster_joins_shifts_and_orders_changes),
      cmocka_unit_test(test_read_laws_of_every_form),
      cmocka_unit_test(test_read_replay_leaves_the_arrivals_to_the_log),
      cmocka_unit_test(test_hash_changes_with_the_csv),
      cmocka_unit_test(test_read_missing_csv_is_the_environment),
      cmocka_unit_test(test_read_without_memory_fails_cleanly),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
