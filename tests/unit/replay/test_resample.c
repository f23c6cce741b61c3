/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which logged days a day of the run may be: by weekday and by kind of day, on days with a
 * change of clocks; and what is expected of them. By hand. */
#include "desk/desk_balance.h"
#include "desk/forecast.h"
#include "replay/resample.h"
#include "support/desk_folder.h"
#include "support/near.h"

#include <stdio.h>
#include <string.h>

static struct stf_desk_folder folder;

struct made {
  struct stf_scenario *scenario;
  struct stf_log log;
  struct stf_desk desk;
  struct stf_diags diags;
};

/* One contact at 9:00 on each of the days; times are with their offset. */
static void put_log(const char *const *at, size_t n) {
  char text[8192] = "time,contact,event,agent,team,class,channel,priority,customer,detail\n";
  size_t used = strlen(text);
  for (size_t i = 0; i < n; i++) {
    int length = snprintf(text + used, sizeof text - used,
                          "%s,c%zu,open,,,a,,,,\n%s,c%zu,queue,,,,,,,\n", at[i], i, at[i], i);
    assert_true(length > 0 && (size_t)length < sizeof text - used);
    used += (size_t)length;
  }
  stf_desk_folder_put(&folder, "log.csv", text);
}

static enum stf_status make(const char *text, struct made *out) {
  char path[256];
  const char *paths[] = {path};
  struct stf_error error = {0};
  *out = (struct made){.scenario = stf_desk_folder_read(&folder, text, 0)};
  stf_desk_folder_path(&folder, "log.csv", path);
  stf_diag_init(&out->diags, NULL);
  struct stf_eventlog_in in = {.paths = paths, .paths_n = 1};
  assert_int_equal(
      stf_eventlog_load(&in, &out->scenario->names, &out->log, &out->diags, &error), STF_OK);
  assert_int_equal(stf_resample_list(out->scenario, &out->log, path, &out->diags), STF_OK);
  struct stf_replay_facts facts;
  struct stf_replay_in what = {.desk = &out->scenario->desk,
                               .log = &out->log,
                               .path = path,
                               .from_us = out->scenario->desk.from_us,
                               .to_us = out->scenario->desk.to_us,
                               .from_empty = true,
                               .end = STF_EDGE_UNTIL_EMPTY,
                               .given = STF_REPLAY_ARRIVALS,
                               .map = stf_resample_map(out->scenario, &out->log, path)};
  return stf_replay_make(&what, out->scenario->arena, &out->desk, &facts, &out->diags);
}

static void drop(struct made *made) {
  stf_diag_clear(&made->diags);
  stf_eventlog_clear(&made->log);
  stf_scenario_free(made->scenario);
}

#define HEAD "format: 1\ntimezone: Europe/Rome\ninterval: 1 h\n"
#define DESK                                                                                   \
  "classes: [{name: a, service: 10 min}]\n"                                                    \
  "teams: [{name: t, agents: 1}]\n"

enum {
  COME = 8 /* most contacts of a day's sources */
};

/* When the contacts come that the i-th day of the run may bring. */
static size_t list_coming(const struct made *made, size_t target, int64_t out_us[COME]) {
  const struct stf_demand_bootstrap *days = made->desk.demand->bootstrap;
  size_t n = 0;
  for (uint32_t s = 0; s < days->targets[target].sources_n; s++) {
    uint32_t source = days->targets[target].sources[s];
    for (size_t i = days->firsts[source]; i < days->firsts[source + 1] && n < COME; i++) {
      out_us[n++] = stf_demand_at_us(&days->targets[target], days->walls_us[i]);
    }
  }
  return n;
}

static void assert_comes(const struct made *made, size_t target, const char *const *at,
                         size_t n) {
  int64_t came_us[COME] = {0};
  assert_int_equal(list_coming(made, target, came_us), n);
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(came_us[i], stf_desk_folder_instant(made->scenario, at[i]));
  }
}

/* Of the Sunday of 25 hours in Rome both 02:30s come at the one of another day; on the Sunday
 * of 23 hours an hour later; on the next Sunday of 25 hours in its first 02:30. */
static void test_days_of_23_and_25_hours_keep_the_clock(void **state) {
  (void)state;
  static const char *const LOG[] = {"2025-10-25T09:00:00+02:00", "2025-10-26T01:59:00+02:00",
                                    "2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00",
                                    "2025-10-26T23:59:59+01:00", "2025-10-27T00:00:00+01:00"};
  static const char *const SHORT[] = {"2026-03-29T01:59:00+01:00", "2026-03-29T03:30:00+02:00",
                                      "2026-03-29T03:30:00+02:00", "2026-03-29T23:59:59+02:00"};
  static const char *const LONG[] = {"2026-10-25T01:59:00+02:00", "2026-10-25T02:30:00+02:00",
                                     "2026-10-25T02:30:00+02:00", "2026-10-25T23:59:59+01:00"};
  static const char *const PLAIN[] = {"2026-11-01 01:59", "2026-11-01 02:30",
                                      "2026-11-01 02:30", "2026-11-01 23:59:59"};
  static const struct {
    const char *period;
    const char *const *expected;
    double hours;
  } CASES[] = {{"period: {from: 2026-03-29, to: 2026-03-29}\n", SHORT, 23},
               {"period: {from: 2026-10-25, to: 2026-10-25}\n", LONG, 25},
               {"period: {from: 2026-11-01, to: 2026-11-01}\n", PLAIN, 24}};
  put_log(LOG, STF_COUNT_OF(LOG));
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    char text[512];
    struct made made;
    (void)snprintf(text, sizeof text, "%s%s%s%s", HEAD, CASES[i].period,
                   "demand: {bootstrap: {log: log.csv, days: weekday}}\n", DESK);
    assert_int_equal(make(text, &made), STF_OK);
    assert_int_equal(made.desk.demand->bootstrap->targets_n, 1);
    assert_comes(&made, 0, CASES[i].expected, 4);
    assert_near((double)(made.desk.to_us - made.desk.from_us) / 3.6e9, CASES[i].hours, 0);
    assert_near(stf_forecast_contacts(&made.desk, 0, made.desk.from_us, made.desk.to_us), 4,
                1e-12);
    drop(&made);
  }
}

/* Easter Monday, the eve and the day of Friday the 1st of May; logged 2 to 8 April 2026. */
static void test_days_by_kind_are_those_of_their_kind(void **state) {
  (void)state;
  static const char *const LOG[] = {"2026-04-01T09:00:00+02:00", "2026-04-02T09:00:00+02:00",
                                    "2026-04-03T09:00:00+02:00", "2026-04-03T10:00:00+02:00",
                                    "2026-04-05T11:00:00+02:00", "2026-04-06T12:00:00+02:00",
                                    "2026-04-07T13:00:00+02:00", "2026-04-08T09:00:00+02:00"};
  static const char *const WORKING[] = {"2026-05-04 09:00", "2026-05-04 09:00",
                                        "2026-05-04 10:00"};
  static const char *const HOLIDAY[] = {"2026-05-01 12:00"};
  static const char *const EVE[] = {"2026-04-30 09:00", "2026-04-30 09:00", "2026-04-30 10:00"};
  static const char *const SUNDAY[] = {"2026-05-03 11:00"};
  struct made made;
  put_log(LOG, STF_COUNT_OF(LOG));
  stf_desk_folder_put(&folder, "it.csv", "date\n2026-04-06\n2026-05-01\n");
  assert_int_equal(make(HEAD "period: {from: 2026-04-30, to: 2026-05-04}\n"
                             "demand:\n  bootstrap: {log: log.csv, days: kind}\n"
                             "  holidays: [{file: it.csv}]\n  volume: 2\n" DESK,
                        &made),
                   STF_OK);
  /* No eve is logged: told once, working days stand for it. */
  assert_int_equal(made.diags.errors_n, 0);
  assert_comes(&made, 0, EVE, 3);
  assert_comes(&made, 1, HOLIDAY, 1);
  assert_comes(&made, 2, NULL, 0); /* Saturday: one, without anybody */
  assert_int_equal(made.desk.demand->bootstrap->targets[2].sources_n, 1);
  assert_comes(&made, 3, SUNDAY, 1);
  assert_comes(&made, 4, WORKING, 3);
  /* On average of two working days 1.5, at a volume of 2; the balance has their work. */
  int64_t monday_us = stf_desk_folder_instant(made.scenario, "2026-05-04 00:00");
  assert_near(stf_forecast_contacts(&made.desk, 0, monday_us, made.desk.to_us), 3, 1e-12);
  assert_near(
      stf_forecast_contacts(&made.desk, 0, monday_us, monday_us + 10 * INT64_C(3600000000)), 2,
      1e-12);
  struct stf_desk_balance balance;
  assert_int_equal(stf_desk_balance_make(&made.desk, NULL, &balance), STF_OK);
  assert_near(balance.offered_s[4 * 24 + 9], 2 * 600, 1e-9);
  assert_near(balance.offered_s[4 * 24 + 10], 1 * 600, 1e-9);
  assert_near(balance.offered_total_s, 2 * 600 * (1.5 + 1 + 0 + 1 + 1.5), 1e-6);
  stf_desk_balance_clear(&balance, NULL);
  drop(&made);
}

static void test_a_kind_without_a_logged_day_is_an_error_that_names_it(void **state) {
  (void)state;
  static const char *const LOG[] = {"2026-04-01T09:00:00+02:00", "2026-04-02T09:00:00+02:00",
                                    "2026-04-03T09:00:00+02:00"};
  struct made made;
  put_log(LOG, STF_COUNT_OF(LOG));
  stf_desk_folder_put(&folder, "it.csv", "date\n2026-05-01\n");
  assert_int_equal(make(HEAD "period: {from: 2026-05-01, to: 2026-05-10}\n"
                             "demand:\n  bootstrap: {log: log.csv, days: kind}\n"
                             "  holidays: [{file: it.csv}]\n" DESK,
                        &made),
                   STF_ERR_INPUT);
  assert_int_equal(made.diags.errors_n, 3); /* holiday, Saturday, Sunday: once each */
  assert_non_null(strstr(made.diags.items[0].message, "2026-05-01 is of a kind, holiday"));
  drop(&made);
  assert_int_equal(make(HEAD "period: {from: 2026-05-07, to: 2026-05-08}\n"
                             "demand: {bootstrap: {log: log.csv, days: weekday}}\n" DESK,
                        &made),
                   STF_ERR_INPUT);
  assert_int_equal(made.diags.errors_n, 1); /* Thursday is there, Friday is not */
  drop(&made);
}

static int setup(void **state) {
  (void)state;
  stf_desk_folder_make(&folder);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  stf_desk_folder_remove(&folder);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days_of_23_and_25_hours_keep_the_clock),
      cmocka_unit_test(test_days_by_kind_are_those_of_their_kind),
      cmocka_unit_test(test_a_kind_without_a_logged_day_is_an_error_that_names_it),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
