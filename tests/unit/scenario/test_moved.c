/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "desk/demand.h"
#include "scenario/scenario.h"
#include "support/desk_folder.h"
#include "support/near.h"

#include <stdio.h>
#include <string.h>

static struct stf_desk_folder folder;

static const char DESK[] = "format: 1\n"
                           "timezone: Europe/Rome\n"
                           "period: {from: 2026-11-02, to: 2026-11-08}\n"
                           "fitted: {from: 2026-11-02, to: 2026-11-08, horizon: 4 w}\n"
                           "demand: {curve: curve.csv}\n"
                           "classes:\n"
                           "  - {name: orders, service: 5 min}\n"
                           "teams:\n"
                           "  - name: front\n"
                           "    leaving: first_free\n"
                           "    roster: roster.csv\n"
                           "    usual: usual.csv\n";

static const char CURVE[] = "weekday,start,arrivals\n"
                            "mon,00:00,24\nwed,00:00,48\nsun,00:00,12\n";
static const char ROSTER[] = "agent,date,start,end\n"
                             "ann,2026-11-02,09:00,17:00\n";
static const char USUAL[] = "weekday,start,agents\n"
                            "mon,09:00,2\nmon,17:00,0\nwed,09:00,3\nwed,17:00,0\n";

struct outcome {
  struct stf_diags diags;
  struct stf_scenario *scenario;
  enum stf_status status;
};

static void move(const struct stf_moved *moved, struct outcome *out) {
  char path[256];
  struct stf_error error;
  stf_desk_folder_path(&folder, "desk.yaml", path);
  const struct stf_scenario_changed in = {.path = path, .moved = moved};
  *out = (struct outcome){.scenario = NULL};
  stf_diag_init(&out->diags, NULL);
  out->status = stf_scenario_read_changed(&in, NULL, &out->diags, &out->scenario, &error);
}

static void clear(struct outcome *outcome) {
  stf_scenario_free(outcome->scenario);
  stf_diag_clear(&outcome->diags);
}

/* Agents at a local time, by the changes of the desk. */
static int64_t agents_at(const struct outcome *outcome, const char *text) {
  const struct stf_desk *desk = &outcome->scenario->desk;
  int64_t at_us = stf_desk_folder_instant(outcome->scenario, text);
  int64_t n = 0;
  for (size_t i = 0; i < desk->changes_n && desk->changes[i].at_us <= at_us; i++) {
    n += desk->changes[i].delta;
  }
  return n;
}

static void test_period_when_behind_the_fit_expect_curve_and_usual_staff(void **state) {
  (void)state;
  struct outcome outcome;
  move(&(struct stf_moved){.period = "2026-12-07..2026-12-09"}, &outcome);
  assert_int_equal(outcome.status, STF_OK);
  assert_near(stf_desk_folder_arrivals(outcome.scenario, 0, "2026-12-07", "2026-12-08"), 24,
              1e-9);
  assert_near(stf_desk_folder_arrivals(outcome.scenario, 0, "2026-12-09", "2026-12-10"), 48,
              1e-9);
  assert_int_equal(agents_at(&outcome, "2026-12-07 12:00"), 2);
  assert_int_equal(agents_at(&outcome, "2026-12-09 12:00"), 3);
  assert_int_equal(agents_at(&outcome, "2026-12-09 18:00"), 0);
  assert_int_equal(outcome.scenario->assumptions_n, 3);
  assert_non_null(strstr(outcome.scenario->assumptions[0].text, "ends 4 weeks behind"));
  assert_non_null(strstr(outcome.scenario->assumptions[1].text, "measured 4 weeks ahead"));
  assert_true(outcome.scenario->assumptions[2].of_staff);
  clear(&outcome);
}

static void test_period_when_within_the_fit_expect_its_own_roster_and_no_words(void **state) {
  (void)state;
  struct outcome outcome;
  move(&(struct stf_moved){.period = "2026-11-02"}, &outcome);
  assert_int_equal(outcome.status, STF_OK);
  assert_int_equal(outcome.scenario->desk.to_us - outcome.scenario->desk.from_us,
                   STF_US_PER_DAY);
  assert_int_equal(agents_at(&outcome, "2026-11-02 12:00"), 1);
  assert_int_equal(outcome.scenario->assumptions_n, 0);
  clear(&outcome);
}

/* The file stands where the command is given, not beside the desk; the spans of a fit may go
 * one for another, the shifts of a roster are somebody's. */
static void test_roster_when_given_expect_it_in_place_of_what_the_team_had(void **state) {
  (void)state;
  char path[256];
  char text[300];
  struct outcome outcome;
  stf_desk_folder_put(&folder, "turni.csv",
                      "agent,date,start,end\nbea,2026-12-07,08:00,12:00\n"
                      "cid,2026-12-07,08:00,10:00\n");
  stf_desk_folder_path(&folder, "turni.csv", path);
  (void)snprintf(text, sizeof text, "front=%s", path);
  move(&(struct stf_moved){.period = "2026-12-07..2026-12-08", .rosters = {{text}, 1}},
       &outcome);
  assert_int_equal(outcome.status, STF_OK);
  assert_int_equal(outcome.scenario->desk.agents_n, 2);
  assert_false(outcome.scenario->desk.teams[0].exchangeable);
  assert_int_equal(agents_at(&outcome, "2026-12-07 09:00"), 2);
  assert_int_equal(agents_at(&outcome, "2026-12-07 11:00"), 1);
  assert_int_equal(outcome.diags.warnings_n, 1);
  assert_non_null(strstr(outcome.diags.items[0].message, "1 of the run's 2 days: 2026-12-08"));
  clear(&outcome);
}

/* 7 December 2026 is a Monday, 9 a Wednesday; a Sunday has 12 arrivals and nobody there. */
static void test_holidays_when_given_expect_demand_and_usual_staff_of_a_sunday(void **state) {
  (void)state;
  char path[256];
  struct outcome outcome;
  stf_desk_folder_put(&folder, "feste.csv", "date\n2026-12-09\n");
  stf_desk_folder_path(&folder, "feste.csv", path);
  struct stf_moved moved = {.period = "2026-12-07..2026-12-09", .holidays = {{path}, 1}};
  move(&moved, &outcome);
  assert_int_equal(outcome.status, STF_OK);
  assert_near(stf_desk_folder_arrivals(outcome.scenario, 0, "2026-12-07", "2026-12-08"), 24,
              1e-9);
  assert_near(stf_desk_folder_arrivals(outcome.scenario, 0, "2026-12-09", "2026-12-10"), 12,
              1e-9);
  assert_int_equal(agents_at(&outcome, "2026-12-07 12:00"), 2);
  assert_int_equal(agents_at(&outcome, "2026-12-09 12:00"), 0);
  clear(&outcome);
  moved.demand = "0.2..0.3..0.7";
  moved.staff = "mon";
  move(&moved, &outcome);
  assert_near(stf_desk_folder_arrivals(outcome.scenario, 0, "2026-12-09", "2026-12-10"),
              48 * 0.4, 1e-9);
  assert_int_equal(agents_at(&outcome, "2026-12-09 12:00"), 2);
  assert_int_equal(outcome.scenario->desk.demand->days.n, 1);
  assert_near(outcome.scenario->desk.demand->days.items[0].likely, 0.3, 1e-12);
  clear(&outcome);
}

static void test_hash_when_moved_expect_another(void **state) {
  (void)state;
  struct outcome plain;
  struct outcome moved;
  struct outcome none;
  move(NULL, &plain);
  move(&(struct stf_moved){.period = "2026-11-02..2026-11-08"}, &moved);
  move(&(struct stf_moved){.period = NULL}, &none);
  assert_true(plain.scenario->content_hash != moved.scenario->content_hash);
  assert_true(plain.scenario->content_hash == none.scenario->content_hash);
  clear(&plain);
  clear(&moved);
  clear(&none);
}

static int make_folder(void **state) {
  (void)state;
  stf_desk_folder_make(&folder);
  stf_desk_folder_put(&folder, "desk.yaml", DESK);
  stf_desk_folder_put(&folder, "curve.csv", CURVE);
  stf_desk_folder_put(&folder, "roster.csv", ROSTER);
  stf_desk_folder_put(&folder, "usual.csv", USUAL);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  stf_desk_folder_remove(&folder);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_period_when_behind_the_fit_expect_curve_and_usual_staff),
      cmocka_unit_test(test_period_when_within_the_fit_expect_its_own_roster_and_no_words),
      cmocka_unit_test(test_roster_when_given_expect_it_in_place_of_what_the_team_had),
      cmocka_unit_test(test_holidays_when_given_expect_demand_and_usual_staff_of_a_sunday),
      cmocka_unit_test(test_hash_when_moved_expect_another),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
