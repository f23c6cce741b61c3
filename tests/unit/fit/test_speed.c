/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speeds by load and the law of work, out of the engine's own records with known ones. */
#include "fit/speed.h"
#include "support/desk_folder.h"
#include "support/near.h"
#include "support/small_desk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  CAP = 3,
  AGENTS = 20,
  DRAWS = 200
};

#define MINUTE_US INT64_C(60000000)
#define MEAN_S    480.0

static const double SPEEDS[CAP] = {1, 1.57, 1.86};

/* 20 agents, two weeks around the clock, busy by day and slack by night: all loads are seen. */
static const char DESK[] = "format: 1\n"
                           "title: Chats\n"
                           "timezone: UTC\n"
                           "period: {from: 2026-03-02, to: 2026-03-15}\n"
                           "edges: {start: empty, end: until_empty}\n"
                           "demand: {curve: curve.csv}\n"
                           "classes:\n"
                           "  - name: chat\n"
                           "    service: {lognormal: {mean: 8 min, cv: 1.1}}\n"
                           "    patience: {exponential: {mean: 20 min}}\n"
                           "teams:\n"
                           "  - name: front\n"
                           "    concurrency: 3\n"
                           "    speed_by_load: [1, 1.57, 1.86]\n"
                           "    routing: least_loaded\n"
                           "    agents: 20\n";

static const char CURVE[] = "weekday,start,class,arrivals\n"
                            "mon,00:00,chat,360\nmon,06:00,chat,1500\n"
                            "mon,12:00,chat,1650\nmon,18:00,chat,720\n"
                            "tue,00:00,chat,360\ntue,06:00,chat,1500\n"
                            "tue,12:00,chat,1650\ntue,18:00,chat,720\n"
                            "wed,00:00,chat,360\nwed,06:00,chat,1500\n"
                            "wed,12:00,chat,1650\nwed,18:00,chat,720\n"
                            "thu,00:00,chat,360\nthu,06:00,chat,1500\n"
                            "thu,12:00,chat,1650\nthu,18:00,chat,720\n"
                            "fri,00:00,chat,360\nfri,06:00,chat,1500\n"
                            "fri,12:00,chat,1650\nfri,18:00,chat,720\n"
                            "sat,00:00,chat,360\nsat,06:00,chat,1500\n"
                            "sat,12:00,chat,1650\nsat,18:00,chat,720\n"
                            "sun,00:00,chat,360\nsun,06:00,chat,1500\n"
                            "sun,12:00,chat,1650\nsun,18:00,chat,720\n";

static void simulate(uint64_t seed, struct stf_small_desk_contacts *out) {
  struct stf_desk_folder folder;
  stf_desk_folder_make(&folder);
  stf_desk_folder_put(&folder, "curve.csv", CURVE);
  struct stf_scenario *scenario = stf_desk_folder_read(&folder, DESK, 0);
  struct stf_desk desk = scenario->desk;
  struct stf_team team = desk.teams[0];
  uint32_t names[AGENTS];
  for (uint32_t i = 0; i < AGENTS; i++) {
    names[i] = i;
  }
  team.pool_names = names;
  team.pool_names_n = AGENTS;
  desk.teams = &team;
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_engine_new(&desk, NULL, &engine), STF_OK);
  *out = (struct stf_small_desk_contacts){0};
  stf_small_desk_run(engine, seed, 0, out);
  stf_engine_free(engine);
  stf_scenario_free(scenario);
  stf_desk_folder_remove(&folder);
}

static void measure(uint64_t seed, struct stf_speed *speed, double *mean_work_s,
                    const struct stf_speed_draws *draws) {
  struct stf_small_desk_contacts contacts;
  struct stf_load_turns turns;
  simulate(seed, &contacts);
  assert_int_equal(
      stf_load_gather(contacts.items, contacts.n, STF_NOBODY, INT64_MAX, NULL, &turns), STF_OK);
  assert_int_equal(stf_speed_fit(&turns, CAP, NULL, speed, draws), STF_OK);
  double *work_us = calloc(contacts.n, sizeof *work_us);
  assert_non_null(work_us);
  stf_load_work(&turns, speed->speeds, CAP, work_us);
  double sum_us = 0;
  size_t n = 0;
  for (size_t i = 0; i < contacts.n; i++) {
    sum_us += work_us[i];
    n += contacts.items[i].works_n > 0;
  }
  *mean_work_s = sum_us * 1e-6 / (double)n;
  free(work_us);
  stf_mem_release(NULL, turns.items);
  free(contacts.items);
}

/* Draws are around the fitted rates and scatter as the jackknife says, and hold the truth: the
 * standard deviation of 200 draws has an error of 5 %, and jackknife and bootstrap of 50 groups
 * differ by up to 10 % more. */
static void check_draws(const struct stf_speed *speed, const double *factors) {
  for (uint32_t j = 1; j < CAP; j++) {
    double sum = 0;
    double square = 0;
    for (size_t d = 0; d < DRAWS; d++) {
      assert_near(factors[d * CAP], 1, 0);
      sum += factors[d * CAP + j];
      square += factors[d * CAP + j] * factors[d * CAP + j];
    }
    double mean = sum / DRAWS;
    double sd = sqrt(square / DRAWS - mean * mean);
    double error = speed->errors[j] / speed->speeds[j];
    assert_near(mean, 1, 3.5 * error / sqrt(DRAWS) + 0.1 * error);
    assert_near(sd, error, 0.28 * error);
    assert_near(speed->speeds[j] * mean, SPEEDS[j], 4 * sd * SPEEDS[j]);
  }
}

/* Within 4 of the jackknife's standard errors (50 groups: false alarm 2e-4 a figure), and these
 * below 2 % of the rate. */
static void test_speed_of_known_desk_expect_its_rates(void **state) {
  (void)state;
  struct stf_speed speed;
  double mean_work_s = 0;
  double factors[DRAWS * CAP];
  const struct stf_speed_draws draws = {DRAWS, factors};
  measure(2026, &speed, &mean_work_s, &draws);
  check_draws(&speed, factors);
  assert_int_equal(speed.most, CAP);
  assert_near(speed.speeds[0], 1, 1e-12);
  for (uint32_t j = 1; j < CAP; j++) {
    assert_true(speed.measured[j]);
    assert_true(speed.errors[j] < 0.02 * SPEEDS[j]);
    assert_near(speed.speeds[j], SPEEDS[j], 4 * speed.errors[j]);
  }
  /* 480 s of cv 1.1 from 58,000 sessions: SE 2.2 s; and the relative error of the rates. */
  double error_s = hypot(2.2, MEAN_S * speed.errors[2] / speed.speeds[2]);
  assert_near(mean_work_s, MEAN_S, 4 * error_s);
  /* Mean work times the rate at load 1 is 1 but for the ages of the sessions seen there. */
  assert_near(mean_work_s * speed.rate_per_s, 1, 0.03);
}

/* One agent; sessions in [start, end) minutes. */
static void gather(const int64_t (*sessions)[2], size_t n, struct stf_load_turns *out) {
  struct stf_contact contacts[8];
  assert_true(n <= 8);
  for (size_t i = 0; i < n; i++) {
    contacts[i] = STF_CONTACT_EMPTY;
    contacts[i].works_n = 1;
    contacts[i].work = (struct stf_work){sessions[i][0] * MINUTE_US, sessions[i][1] * MINUTE_US,
                                         7, STF_NOBODY};
  }
  assert_int_equal(stf_load_gather(contacts, n, STF_NOBODY, 0, NULL, out), STF_OK);
}

static void test_work_in_shared_sessions_expect_the_integral_of_their_rate(void **state) {
  (void)state;
  static const int64_t SESSIONS[][2] = {{0, 10}, {4, 20}, {6, 8}};
  struct stf_load_turns turns;
  double work_us[3] = {0};
  gather(SESSIONS, 3, &turns);
  stf_load_work(&turns, SPEEDS, CAP, work_us);
  assert_near(work_us[0] / MINUTE_US, 4 + 4 * 1.57 / 2 + 2 * 1.86 / 3, 1e-9);
  assert_near(work_us[1] / MINUTE_US, 4 * 1.57 / 2 + 2 * 1.86 / 3 + 10, 1e-9);
  assert_near(work_us[2] / MINUTE_US, 2 * 1.86 / 3, 1e-9);
  stf_mem_release(NULL, turns.items);
}

static void test_speed_of_loads_hardly_seen_expect_no_rate_above_the_one_below(void **state) {
  (void)state;
  static const int64_t SESSIONS[][2] = {{0, 10}, {4, 20}, {6, 8}, {30, 31}};
  struct stf_load_turns turns;
  struct stf_speed speed;
  gather(SESSIONS, 4, &turns);
  assert_int_equal(stf_speed_fit(&turns, CAP, NULL, &speed, NULL), STF_OK);
  assert_int_equal(speed.most, 3);
  assert_near(speed.exposure_s[0], 60 * (4 + 10 + 1), 1e-9);
  assert_near(speed.exposure_s[1], 60 * 4, 1e-9);
  assert_near(speed.exposure_s[2], 60 * 2, 1e-9);
  assert_int_equal(speed.ends_n[0], 2);
  assert_int_equal(speed.ends_n[1], 1);
  assert_int_equal(speed.ends_n[2], 1);
  for (uint32_t j = 0; j < CAP; j++) {
    assert_false(speed.measured[j]);
    assert_near(speed.speeds[j], 1, 1e-12);
    assert_true(isnan(speed.errors[j]));
  }
  stf_mem_release(NULL, turns.items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_speed_of_known_desk_expect_its_rates),
      cmocka_unit_test(test_work_in_shared_sessions_expect_the_integral_of_their_rate),
      cmocka_unit_test(test_speed_of_loads_hardly_seen_expect_no_rate_above_the_one_below),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
