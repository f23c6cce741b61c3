/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams and their staff, from tables as spreadsheets save them. What is told about wrong ones:
 * tests/cli/cases/check-roster*.case, check-team*.case. */
#include "base/quantity.h"
#include "scenario/scenario.h"
#include "support/desk_folder.h"
#include "support/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct stf_desk_folder folder;

static void put_bytes(const char *name, const char *bytes, size_t n) {
  char path[256];
  stf_desk_folder_path(&folder, name, path);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, n, file), n);
  assert_int_equal(fclose(file), 0);
}

/* As UTF-16LE with its mark; text is ASCII. */
static void put_utf16(const char *name, const char *text) {
  char bytes[4096] = "\xff\xfe";
  size_t n = 2;
  for (const char *p = text; *p != '\0'; p++) {
    bytes[n++] = *p;
    bytes[n++] = '\0';
  }
  put_bytes(name, bytes, n);
}

struct reading {
  struct stf_scenario *scenario;
  char note[256]; /* the last */
};

/* A scenario of these days and teams, which must be in order. */
static struct reading read_teams(const char *period, const char *teams) {
  char path[256];
  char text[2048];
  struct stf_diags diags;
  struct stf_error error = {0};
  struct reading reading = {.scenario = NULL};
  stf_desk_folder_path(&folder, "desk.yaml", path);
  (void)snprintf(text, sizeof text,
                 "format: 1\ntimezone: Europe/Rome\nperiod: {%s}\n"
                 "classes: [{name: a, arrivals: 1/h, service: 1 min}]\nteams:\n%s",
                 period, teams);
  stf_diag_init(&diags, NULL);
  enum stf_status status =
      stf_scenario_parse(&(struct stf_scenario_text){path, text, strlen(text)}, NULL, &diags,
                         &reading.scenario, &error);
  for (size_t i = 0; i < diags.items_n; i++) {
    if (diags.items[i].severity != STF_SEVERITY_NOTE) {
      print_error("%d:%d: %s\n", diags.items[i].line, diags.items[i].column,
                  diags.items[i].message);
    } else {
      (void)snprintf(reading.note, sizeof reading.note, "%s", diags.items[i].message);
    }
  }
  assert_int_equal(status, STF_OK);
  stf_diag_clear(&diags);
  return reading;
}

static int64_t local_us(const struct stf_scenario *scenario, const char *text) {
  int64_t at_us = 0;
  assert_true(stf_zone_parse_local(scenario->zone, text, &at_us));
  return at_us;
}

static int staff_at(const struct stf_scenario *scenario, uint32_t team, const char *when) {
  const struct stf_desk *desk = &scenario->desk;
  int64_t at_us = local_us(scenario, when);
  int n = 0;
  for (size_t i = 0; i < desk->changes_n && desk->changes[i].at_us <= at_us; i++) {
    n += desk->changes[i].team == team ? desk->changes[i].delta : 0;
  }
  return n;
}

struct wanted {
  const char *when;
  int delta;
  enum stf_staff_reason reason;
  const char *who; /* NULL: a count */
};

static void expect_changes(const struct stf_scenario *scenario, const struct wanted *wanted,
                           size_t n) {
  const struct stf_desk *desk = &scenario->desk;
  assert_int_equal(desk->changes_n, n);
  for (size_t i = 0; i < n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    assert_int_equal(change->at_us, local_us(scenario, wanted[i].when));
    assert_int_equal(change->delta, wanted[i].delta);
    assert_int_equal(change->reason, wanted[i].reason);
    assert_int_equal(change->agent == STF_NOBODY, wanted[i].who == NULL);
    if (wanted[i].who != NULL) {
      const struct stf_agent *agent = &desk->agents[change->agent];
      assert_string_equal(stf_dict_text(scenario->names.agents, agent->name), wanted[i].who);
      assert_true(agent->key == stf_dict_hash(wanted[i].who, strlen(wanted[i].who)));
      assert_int_equal(desk->shifts[change->shift - 1].agent, change->agent);
    }
  }
}

#define SHIFT  STF_STAFF_SHIFT
#define PAID   STF_STAFF_PAID_BREAK
#define UNPAID STF_STAFF_UNPAID_BREAK

static void test_wide_roster_as_a_spreadsheet_saves_it(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "roster.csv",
                      "Agent;Team;Contract;01/12/2026;02/12/2026;03/12/2026;;\r\n"
                      "agent-01;b\xfcro;40h;9-13 14-18;M;F;;\r\n"
                      "agent-02;t;20h;M;;;;\r\n"
                      ";;;;;;;\r\n"
                      "agent-02;b\xfcro;20h;;;22-6\r\n"
                      "Totale;;;2;1;1;;\r\n");
  stf_desk_folder_put(&folder, "codes.csv",
                      "code;start;end;breaks;absent\nM;9.00;17.30;12:30-13:00 15-15:10 paid;\n"
                      "F;;;;1\n");
  struct reading reading =
      read_teams("from: 2026-12-01, to: 2026-12-03",
                 "  - {name: b\xc3\xbcro, roster: roster.csv, legend: codes.csv}\n"
                 "  - {name: t, agents: 0}\n");
  static const struct wanted WANTED[] = {
      {"2026-12-01 09:00", 1, SHIFT, "agent-01"},  {"2026-12-01 13:00", -1, UNPAID, "agent-01"},
      {"2026-12-01 14:00", 1, UNPAID, "agent-01"}, {"2026-12-01 18:00", -1, SHIFT, "agent-01"},
      {"2026-12-02 09:00", 1, SHIFT, "agent-01"},  {"2026-12-02 12:30", -1, UNPAID, "agent-01"},
      {"2026-12-02 13:00", 1, UNPAID, "agent-01"}, {"2026-12-02 15:00", -1, PAID, "agent-01"},
      {"2026-12-02 15:10", 1, PAID, "agent-01"},   {"2026-12-02 17:30", -1, SHIFT, "agent-01"},
      {"2026-12-03 22:00", 1, SHIFT, "agent-02"},  {"2026-12-04 06:00", -1, SHIFT, "agent-02"}};
  expect_changes(reading.scenario, WANTED, STF_COUNT_OF(WANTED));
  const struct stf_desk *desk = &reading.scenario->desk;
  assert_int_equal(desk->shifts_n, 3);
  assert_int_equal(desk->shifts[1].day - desk->shifts[0].day, 1);
  assert_int_equal(desk->shifts[0].end_us, local_us(reading.scenario, "2026-12-01 18:00"));
  assert_string_equal(reading.note, "read as ';', dd/mm/yyyy (by the period), Windows-1252; "
                                    "1 total row left out (line 6)");
  stf_scenario_free(reading.scenario);
}

static void test_long_roster_over_midnight_with_breaks_in_utf16(void **state) {
  (void)state;
  put_utf16("roster.csv", "agent\tdate\tstart\tend\tbreaks\r\n"
                          "agent-01\t20.12.2026\t22:00\t06:00\t23:30-23:45 paid 2-2:30\r\n"
                          "agent-01\t21.12.2026\t06:00\t08:00\t\r\n"
                          "agent\tdate\tstart\tend\tbreaks\r\n");
  struct reading reading =
      read_teams("from: 2026-12-20, to: 2026-12-21", "  - {name: t, roster: roster.csv}\n");
  static const struct wanted WHOLE[] = {
      {"2026-12-20 22:00", 1, SHIFT, "agent-01"},  {"2026-12-20 23:30", -1, PAID, "agent-01"},
      {"2026-12-20 23:45", 1, PAID, "agent-01"},   {"2026-12-21 02:00", -1, UNPAID, "agent-01"},
      {"2026-12-21 02:30", 1, UNPAID, "agent-01"}, {"2026-12-21 08:00", -1, SHIFT, "agent-01"}};
  expect_changes(reading.scenario, WHOLE, STF_COUNT_OF(WHOLE));
  assert_string_equal(reading.note,
                      "read as tabs, dd.mm.yyyy, UTF-16LE; 1 repeated header left "
                      "out (line 4)");
  stf_scenario_free(reading.scenario);
  /* The run begins in a break: its rest is not on the desk. The shift is still the whole one.
   */
  reading = read_teams("from: 2026-12-21 02:10, to: 2026-12-21 07:00",
                       "  - {name: t, roster: roster.csv}\n");
  static const struct wanted REST[] = {{"2026-12-21 02:30", 1, SHIFT, "agent-01"},
                                       {"2026-12-21 08:00", -1, SHIFT, "agent-01"}};
  expect_changes(reading.scenario, REST, STF_COUNT_OF(REST));
  const struct stf_shift *shift = &reading.scenario->desk.shifts[0];
  assert_int_equal(shift->start_us, local_us(reading.scenario, "2026-12-20 22:00"));
  assert_int_equal(shift->end_us, local_us(reading.scenario, "2026-12-21 08:00"));
  stf_scenario_free(reading.scenario);
}

/* Rome is an hour ahead of Tunis in winter, two in summer. */
static void test_times_and_days_are_of_the_team_s_zone(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "roster.csv",
                      "agent,date,start,end\nagent-01,2026-07-01,23:30,24:00\n");
  stf_desk_folder_put(&folder, "week.csv", "weekday,start,agents\nwed,09:00,3\nwed,17:00,0\n");
  stf_desk_folder_put(&folder, "dates.csv", "date,start,agents\n2026-07-02,00:00,2\n");
  struct reading reading =
      read_teams("from: 2026-07-01, to: 2026-07-02",
                 "  - {name: t, roster: roster.csv, timezone: Africa/Tunis}\n"
                 "  - {name: u, staffing: week.csv, timezone: Africa/Tunis}\n"
                 "  - {name: v, staffing: dates.csv, timezone: Africa/Tunis}\n");
  const struct stf_scenario *scenario = reading.scenario;
  assert_int_equal(staff_at(scenario, 0, "2026-07-02 00:29"), 0);
  assert_int_equal(staff_at(scenario, 0, "2026-07-02 00:30"), 1);
  struct stf_civil first = {.year = 2026, .month = 7, .day = 1};
  assert_int_equal(scenario->desk.shifts[0].day, stf_zone_day_number(&first));
  assert_int_equal(staff_at(scenario, 1, "2026-07-01 09:59"), 0);
  assert_int_equal(staff_at(scenario, 1, "2026-07-01 10:00"), 3);
  assert_int_equal(staff_at(scenario, 1, "2026-07-01 18:00"), 0);
  assert_int_equal(staff_at(scenario, 2, "2026-07-02 00:59"), 0);
  assert_int_equal(staff_at(scenario, 2, "2026-07-02 01:00"), 2);
  stf_scenario_free(reading.scenario);
}

static void test_counts_by_date_in_rows_and_in_columns(void **state) {
  (void)state;
  stf_desk_folder_put(
      &folder, "wide.csv",
      "start;21/12/2026;22/12/2026;23/12/2026\n9.00;4;5;\n12:00;6;0;1\n20;;0;0\n");
  stf_desk_folder_put(&folder, "long.csv",
                      "date,start,agents\n2026-12-21,09:00,4\n2026-12-21,12:00,6\n"
                      "2026-12-21,20:00,0\n2026-12-22,09:00,5\n2026-12-22,12:00,0\n"
                      "2026-12-23,12:00,1\n2026-12-23,20:00,0\n");
  stf_desk_folder_put(&folder, "matrix.csv",
                      "date,team,09:00,12:00,20:00\n2026-12-21,v,4,6,\n2026-12-21,t,9,9,9\n"
                      "2026-12-22,v,5,0,0\n2026-12-23,v,,1,0\n");
  struct reading reading =
      read_teams("from: 2026-12-21, to: 2026-12-23", "  - {name: t, staffing: wide.csv}\n"
                                                     "  - {name: u, staffing: long.csv}\n"
                                                     "  - {name: v, staffing: matrix.csv}\n");
  static const struct {
    const char *when;
    int agents_n;
  } WANTED[] = {{"2026-12-21 08:59", 0}, {"2026-12-21 09:00", 4}, {"2026-12-21 12:00", 6},
                {"2026-12-21 20:00", 0}, {"2026-12-22 09:00", 5}, {"2026-12-22 12:00", 0},
                {"2026-12-23 09:00", 0}, {"2026-12-23 12:00", 1}, {"2026-12-23 20:00", 0}};
  for (uint32_t team = 0; team < 3; team++) {
    for (size_t i = 0; i < STF_COUNT_OF(WANTED); i++) {
      assert_int_equal(staff_at(reading.scenario, team, WANTED[i].when), WANTED[i].agents_n);
    }
  }
  assert_string_equal(reading.note, "read as ';', dd/mm/yyyy");
  stf_scenario_free(reading.scenario);
}

static void test_nobody_of_counts_is_there_on_staff_holidays(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "off.csv", "date;name\n22.12.2026;closed\n24.12.2026;eve\n");
  stf_desk_folder_put(&folder, "week.csv",
                      "weekday,start,agents\nmon,09:00,3\ntue,09:00,4\nwed,09:00,5\n");
  stf_desk_folder_put(&folder, "from.csv",
                      "start,agents\n2026-12-21 12:00,7\n2026-12-22 10:00,8\n");
  struct reading reading =
      read_teams("from: 2026-12-21, to: 2026-12-23",
                 "  - {name: t, agents: 2, staff_holidays: off.csv}\n"
                 "  - {name: u, staffing: week.csv, staff_holidays: off.csv}\n"
                 "  - {name: v, staffing: from.csv, staff_holidays: off.csv}\n");
  static const struct {
    const char *when;
    int agents_n[3];
  } WANTED[] = {{"2026-12-21 11:00", {2, 3, 0}}, {"2026-12-21 23:59", {2, 3, 7}},
                {"2026-12-22 00:00", {0, 0, 0}}, {"2026-12-22 11:00", {0, 0, 0}},
                {"2026-12-23 00:00", {2, 0, 8}}, {"2026-12-23 09:00", {2, 5, 8}}};
  for (size_t i = 0; i < STF_COUNT_OF(WANTED); i++) {
    for (uint32_t team = 0; team < 3; team++) {
      assert_int_equal(staff_at(reading.scenario, team, WANTED[i].when),
                       WANTED[i].agents_n[team]);
    }
  }
  stf_scenario_free(reading.scenario);
}

static void test_team_keys_reach_the_desk(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "roster.csv",
                      "agent,date,start,end\nagent-01,2026-12-21,9,17\n");
  struct reading reading = read_teams(
      "from: 2026-12-21, to: 2026-12-21",
      "  - {name: t, roster: roster.csv, concurrency: 3, speed_by_load: [1, 1.57, 1.86],\n"
      "     routing: least_loaded, roster_is: gross, absence: {share: 6 %, paid: no},\n"
      "     late: {exponential: {mean: 2 min}}, late_break: keeps_end, cost_per_h: 18}\n"
      "  - {name: u, agents: 2, concurrency: 4, speed_by_load: {slowdown: 0.25},\n"
      "     routing: most_loaded, roster_is: gross, absence: 0.1}\n"
      "  - {name: v, agents: 2}\n"
      "costs: {currency: EUR}\n");
  const struct stf_team *teams = reading.scenario->desk.teams;
  assert_int_equal(teams[0].cap, 3);
  assert_near(teams[0].speeds[0], 1, 0);
  assert_near(teams[0].speeds[2], 1.86, 0);
  assert_int_equal(teams[0].routing, STF_ROUTING_LEAST_LOADED);
  assert_near(teams[0].absence_share, 0.06, 1e-15);
  assert_false(teams[0].absence_is_paid);
  assert_near(stf_law_mean_s(&teams[0].late), 120, 1e-9);
  assert_int_equal(teams[0].late_break, STF_LATE_BREAK_KEEPS_END);
  assert_int_equal(teams[1].routing, STF_ROUTING_MOST_LOADED);
  assert_near(teams[1].speeds[3], 4 / 1.75, 1e-15);
  assert_true(teams[1].absence_is_paid);
  assert_near(teams[1].absence_share, 0.1, 0);
  assert_int_equal(teams[2].cap, 1);
  assert_null(teams[2].speeds);
  assert_near(reading.scenario->costs->team_per_h[teams[0].name], 18, 0);
  assert_int_equal(teams[2].late.kind, STF_LAW_NEVER);
  assert_near(teams[2].absence_share, 0, 0);
  stf_scenario_free(reading.scenario);
}

/* Shares of a curve become episodes expected by the clock, in the team's zone. */
static void test_unlogged_of_a_curve_expect_its_hazard(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "phone.csv", "start,share\n08:00,20 %\n10:00,0.5\n12:00,0\n");
  struct reading reading = read_teams(
      "from: 2026-12-21, to: 2026-12-22",
      "  - {name: t, agents: 2, timezone: Europe/London, unlogged: {curve: phone.csv, "
      "lasts: 4 min}}\n");
  const struct stf_people *people = reading.scenario->desk.teams[0].people;
  assert_non_null(people);
  const struct stf_people_unlogged *unlogged = people->unlogged;
  assert_non_null(unlogged);
  size_t eight = 0;
  while (unlogged->edges_us[eight] < local_us(reading.scenario, "2026-12-21 09:00")) {
    eight++;
  }
  assert_int_equal(unlogged->edges_us[eight], local_us(reading.scenario, "2026-12-21 09:00"));
  assert_near(unlogged->hazard[eight], 0, 1e-12);
  assert_near(unlogged->hazard[eight + 1], 7200 * 0.25 / 240, 1e-9);
  assert_near(unlogged->hazard[eight + 2], 7200 * 1.25 / 240, 1e-9);
  /* Every day is like the first. */
  assert_near(unlogged->hazard[unlogged->n], 2 * 7200 * 1.25 / 240, 1e-9);
  stf_scenario_free(reading.scenario);
}

static void test_drain_stands_before_the_end_of_each_shift(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "roster.csv",
                      "agent,start,end\nagent-01,2026-12-20 20:00,2026-12-21 00:10\n"
                      "agent-01,2026-12-21 09:00,2026-12-21 12:00\n"
                      "agent-01,2026-12-21 12:00,2026-12-21 17:00\n");
  struct reading reading =
      read_teams("from: 2026-12-21, to: 2026-12-21",
                 "  - {name: t, roster: roster.csv, shift_end: {drain: 15 min}}\n");
  static const struct wanted WANTED[] = {{"2026-12-21 00:00", 1, SHIFT, "agent-01"},
                                         {"2026-12-21 00:00", 0, STF_STAFF_DRAIN, "agent-01"},
                                         {"2026-12-21 00:10", -1, SHIFT, "agent-01"},
                                         {"2026-12-21 09:00", 1, SHIFT, "agent-01"},
                                         {"2026-12-21 16:45", 0, STF_STAFF_DRAIN, "agent-01"},
                                         {"2026-12-21 17:00", -1, SHIFT, "agent-01"}};
  expect_changes(reading.scenario, WANTED, STF_COUNT_OF(WANTED));
  assert_int_equal(reading.scenario->desk.teams[0].drain_us, INT64_C(900000000));
  stf_scenario_free(reading.scenario);
}

static void test_speeds_of_people_stand_in_the_team(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "roster.csv",
                      "agent,date,start,end\nanna,2026-12-21,9,17\nbea,2026-12-21,9,17\n");
  stf_desk_folder_put(&folder, "speeds.csv", "agent,class,speed\nbea,a,1.2\n");
  stf_desk_folder_put(&folder, "temps.csv", "agent;experience\nanna;12\n");
  struct reading reading =
      read_teams("from: 2026-12-21, to: 2026-12-21",
                 "  - {name: t, roster: roster.csv, proficiency: speeds.csv,\n"
                 "     learning: {start: 60 %, contacts: 200, experience: temps.csv}}\n"
                 "  - {name: u, agents: 2, proficiency: {a: 0.8}, roster_is: gross,\n"
                 "     absence: {share: 6 %, overdispersion: 0.02},\n"
                 "     learning: {start: 50 %, days: 10, experience: 3}}\n"
                 "  - {name: v, agents: 2}\n");
  const struct stf_desk *desk = &reading.scenario->desk;
  const struct stf_people *one = desk->teams[0].people;
  const struct stf_people *two = desk->teams[1].people;
  assert_non_null(one);
  assert_non_null(two);
  assert_null(desk->teams[2].people);
  assert_null(one->speeds);
  assert_int_equal(one->own_n, 1);
  assert_string_equal(stf_dict_text(desk->names->agents, one->own[0].name), "bea");
  assert_near(one->own[0].speed, 1.2, 0);
  assert_int_equal(one->learning, STF_PEOPLE_BY_CONTACTS);
  assert_near(one->start_speed, 0.6, 1e-15);
  assert_near(one->full_after, 200, 0);
  assert_int_equal(one->beginners_n, 1);
  assert_near(one->beginners[0].n, 12, 0);
  assert_true(one->experience > 1e300);
  assert_near(two->speeds[0], 0.8, 0);
  assert_int_equal(two->learning, STF_PEOPLE_BY_DAYS);
  assert_near(two->experience, 3, 0);
  assert_near(desk->teams[1].overdispersion, 0.02, 0);
  stf_scenario_free(reading.scenario);
}

/* Counts, unless something is drawn or paid by shift. */
static void test_exchangeable_team_has_shifts_where_they_matter(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "roster.csv",
                      "agent,date,start,end,breaks\nagent-01,2026-12-21,9,17,12-13\n"
                      "agent-02,2026-12-21,12,20,\n");
  struct reading reading =
      read_teams("from: 2026-12-21, to: 2026-12-21",
                 "  - {name: t, roster: roster.csv, leaving: first_free}\n");
  static const struct wanted COUNTS[] = {{"2026-12-21 09:00", 1, SHIFT, NULL},
                                         {"2026-12-21 13:00", 1, SHIFT, NULL},
                                         {"2026-12-21 17:00", -1, SHIFT, NULL},
                                         {"2026-12-21 20:00", -1, SHIFT, NULL}};
  expect_changes(reading.scenario, COUNTS, STF_COUNT_OF(COUNTS));
  assert_int_equal(reading.scenario->desk.shifts_n, 0);
  stf_scenario_free(reading.scenario);
  reading =
      read_teams("from: 2026-12-21, to: 2026-12-21",
                 "  - {name: t, roster: roster.csv, leaving: first_free, roster_is: gross,"
                 " absence: 5 %}\n");
  static const struct wanted SHIFTS[] = {
      {"2026-12-21 09:00", 1, SHIFT, NULL},   {"2026-12-21 12:00", 1, SHIFT, NULL},
      {"2026-12-21 12:00", -1, UNPAID, NULL}, {"2026-12-21 13:00", 1, UNPAID, NULL},
      {"2026-12-21 17:00", -1, SHIFT, NULL},  {"2026-12-21 20:00", -1, SHIFT, NULL}};
  expect_changes(reading.scenario, SHIFTS, STF_COUNT_OF(SHIFTS));
  assert_int_equal(reading.scenario->desk.shifts_n, 2);
  stf_scenario_free(reading.scenario);
}

/* On 29 March 2026 the clock goes from 2:00 to 3:00. */
static void test_shift_over_the_change_of_clocks_is_an_hour_shorter(void **state) {
  (void)state;
  stf_desk_folder_put(&folder, "roster.csv", "agent,2026-03-28\nagent-01,22-6\n");
  struct reading reading =
      read_teams("from: 2026-03-28, to: 2026-03-29", "  - {name: t, roster: roster.csv}\n");
  const struct stf_shift *shift = &reading.scenario->desk.shifts[0];
  assert_int_equal(shift->end_us - shift->start_us, 7 * 3600 * STF_US_PER_S);
  assert_string_equal(reading.note, "");
  stf_scenario_free(reading.scenario);
}

static void test_read_without_memory_fails_cleanly(void **state) {
  (void)state;
  static const char TEXT[] =
      "format: 1\ntimezone: Europe/Rome\nperiod: {from: 2026-12-21, to: 2026-12-22}\n"
      "classes: [{name: a, arrivals: 1/h, service: 1 min}]\n"
      "teams:\n"
      "  - {name: t, roster: roster.csv, legend: codes.csv, concurrency: 2, "
      "speed_by_load: {slowdown: 0}}\n"
      "  - {name: u, staffing: counts.csv, staff_holidays: off.csv, timezone: Africa/Tunis}\n";
  stf_desk_folder_put(&folder, "roster.csv",
                      "agent;team;21/12/2026;22/12/2026\nagent-01;t;M;9-12 12-17\n"
                      "agent-02;t;9-12;M\n");
  stf_desk_folder_put(&folder, "codes.csv", "code,start,end,breaks\nM,9,17,12-13\n");
  stf_desk_folder_put(&folder, "counts.csv", "start,2026-12-21,2026-12-22\n9,1,2\n");
  stf_desk_folder_put(&folder, "off.csv", "date\n2026-12-22\n");
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
      cmocka_unit_test(test_wide_roster_as_a_spreadsheet_saves_it),
      cmocka_unit_test(test_long_roster_over_midnight_with_breaks_in_utf16),
      cmocka_unit_test(test_times_and_days_are_of_the_team_s_zone),
      cmocka_unit_test(test_counts_by_date_in_rows_and_in_columns),
      cmocka_unit_test(test_nobody_of_counts_is_there_on_staff_holidays),
      cmocka_unit_test(test_team_keys_reach_the_desk),
      cmocka_unit_test(test_unlogged_of_a_curve_expect_its_hazard),
      cmocka_unit_test(test_drain_stands_before_the_end_of_each_shift),
      cmocka_unit_test(test_speeds_of_people_stand_in_the_team),
      cmocka_unit_test(test_exchangeable_team_has_shifts_where_they_matter),
      cmocka_unit_test(test_shift_over_the_change_of_clocks_is_an_hour_shorter),
      cmocka_unit_test(test_read_without_memory_fails_cleanly),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
