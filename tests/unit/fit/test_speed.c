/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speeds by load and the law of work, out of the engine's own records with known ones. */
#include "fit/speed.h"
#include "support/desk_folder.h"
#include "support/near.h"
#include "support/small_desk.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  CAP = 3,
  AGENTS = 20
};

static const double SPEEDS[CAP] = {1, 1.57, 1.86};

/* 20 agents, two weeks around the clock, a day and a night so that all loads are seen. */
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

static void measure(uint64_t seed, struct stf_speed *speed, double *mean_work_s) {
  struct stf_small_desk_contacts contacts;
  struct stf_load_turns turns;
  simulate(seed, &contacts);
  assert_int_equal(
      stf_load_gather(contacts.items, contacts.n, STF_NOBODY, INT64_MAX, NULL, &turns), STF_OK);
  assert_int_equal(stf_speed_fit(&turns, CAP, NULL, speed), STF_OK);
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

int main(void) {
  for (uint64_t s = 1; s <= 12; s++) {
    struct stf_speed speed;
    double mean;
    measure(s, &speed, &mean);
    printf("%d: %.4f (%.4f, z %.2f) %.4f (%.4f, z %.2f) mean %.2f ends %zu %zu %zu  plain %.3f "
           "%.3f\n",
           (int)s, speed.speeds[1], speed.errors[1],
           (speed.speeds[1] - SPEEDS[1]) / speed.errors[1], speed.speeds[2], speed.errors[2],
           (speed.speeds[2] - SPEEDS[2]) / speed.errors[2], mean, speed.ends_n[0],
           speed.ends_n[1], speed.ends_n[2],
           (double)speed.ends_n[1] / speed.exposure_s[1] / speed.rate_per_s,
           (double)speed.ends_n[2] / speed.exposure_s[2] / speed.rate_per_s);
  }
  return 0;
}
