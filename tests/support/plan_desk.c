/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/plan_desk.h"

#include "support/near.h"

const char STF_PLAN_DESK_TEXT[] =
    "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-03}\ninterval: 1 h\n"
    "demand: {curve: curve.csv}\n"
    "classes:\n  - {name: chat, service: {exponential: {mean: 6 min}}, sla: fast}\n"
    "sla:\n  - {name: fast, answer: assignment, first_response: {within: 5 min, share: 80 %}}\n"
    "teams:\n  - {name: desk, staffing: staffing.csv, cost_per_h: 20}\n"
    "costs: {currency: EUR}\n";
const char STF_PLAN_DESK_CURVE[] =
    "weekday,start,arrivals\nmon,09:00,40\nmon,10:00,25\nmon,11:00,0\n"
    "tue,09:00,12\ntue,10:00,0\n";
const char STF_PLAN_DESK_STAFFING[] = "weekday,start,agents\nmon,09:00,1\nmon,12:00,0\n"
                                      "tue,09:00,1\ntue,11:00,0\n";

void stf_plan_desk_make(struct stf_plan_desk *desk, const char *text, const char *curve,
                        const char *staffing) {
  *desk = (struct stf_plan_desk){.arena = stf_arena_new(NULL)};
  assert_non_null(desk->arena);
  stf_desk_folder_make(&desk->folder);
  if (curve != NULL) {
    stf_desk_folder_put(&desk->folder, "curve.csv", curve);
  }
  if (staffing != NULL) {
    stf_desk_folder_put(&desk->folder, "staffing.csv", staffing);
  }
  desk->scenario = stf_desk_folder_read(&desk->folder, text, 0);
  const struct stf_desk *in = &desk->scenario->desk;
  const struct stf_costs *costs = desk->scenario->costs;
  assert_true(in->teams_n <= STF_PLAN_DESK_TEAMS);
  for (uint32_t t = 0; t < in->teams_n; t++) {
    uint32_t name = in->teams[t].name;
    desk->planned[t] = true;
    desk->cost_per_h[t] = costs != NULL && name < costs->teams_n ? costs->team_per_h[name] : 0;
  }
}

void stf_plan_desk_free(struct stf_plan_desk *desk) {
  stf_scenario_free(desk->scenario);
  stf_desk_folder_remove(&desk->folder);
  stf_arena_free(desk->arena);
}

struct stf_judge_in stf_plan_desk_judge(const struct stf_plan_desk *desk) {
  const struct stf_scenario *scenario = desk->scenario;
  return (struct stf_judge_in){.desk = &scenario->desk,
                               .zone = scenario->zone,
                               .names = &scenario->names,
                               .terms = scenario->terms,
                               .probability = 0.9,
                               .stretch = STF_JUDGE_DAY,
                               .seed = 1,
                               .replications_n = 50,
                               .threads_n = 1};
}

struct stf_require_in stf_plan_desk_require(const struct stf_plan_desk *desk) {
  bool priced = true;
  for (uint32_t t = 0; t < desk->scenario->desk.teams_n; t++) {
    priced = priced && desk->cost_per_h[t] > 0;
  }
  return (struct stf_require_in){.judge = stf_plan_desk_judge(desk),
                                 .planned = desk->planned,
                                 .cost_per_h = priced ? desk->cost_per_h : NULL,
                                 .step_us = STF_PLAN_DESK_HOUR_US,
                                 .proof_n = 200,
                                 .attempts_n = 3};
}

struct stf_grid stf_plan_desk_grid(const struct stf_plan_desk *desk, int64_t step_us,
                                   int32_t agents_n) {
  struct stf_grid grid;
  assert_int_equal(
      stf_grid_of(&desk->scenario->desk, step_us, desk->planned, desk->arena, &grid), STF_OK);
  for (size_t i = 0; i < grid.teams_n * grid.steps_n; i++) {
    grid.agents[i] = grid.open[i] ? agents_n : 0;
  }
  return grid;
}

bool stf_plan_desk_burnt(void *context) {
  struct stf_plan_desk_fuse *fuse = context;
  fuse->left -= fuse->left > 0;
  return fuse->left == 0;
}
