/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/grid.h"
#include "support/near.h"
#include "support/plan_desk.h"

#include <stdio.h>

#define HOUR_US STF_PLAN_DESK_HOUR_US

#define HEAD "format: 1\ntimezone: Europe/Rome\ninterval: 1 h\n"
#define TAIL                                                                                   \
  "classes:\n  - {name: chat, arrivals: 6/h, service: 5 min}\n"                                \
  "teams:\n  - {name: desk, staffing: staffing.csv}\n"

/* People of the desk at a local time. */
static int64_t people_at(const struct stf_plan_desk *own, const struct stf_desk *desk,
                         uint32_t team, const char *text) {
  int64_t at_us = stf_desk_folder_instant(own->scenario, text);
  int64_t n = 0;
  for (size_t i = 0; i < desk->changes_n && desk->changes[i].at_us <= at_us; i++) {
    n += desk->changes[i].team == team ? desk->changes[i].delta : 0;
  }
  return n;
}

static size_t open_n(const struct stf_grid *grid, uint32_t team) {
  size_t n = 0;
  for (size_t s = 0; s < grid->steps_n; s++) {
    n += grid->open[stf_grid_at(grid, team, s)];
  }
  return n;
}

static void test_open_when_somebody_is_there_for_a_moment_expect_the_whole_step(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, HEAD "period: {from: 2026-03-02, to: 2026-03-02}\n" TAIL, NULL,
                     "weekday,start,agents\nmon,09:50,2\nmon,12:00,5\nmon,13:00,0\n");
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 0);
  int32_t present[24];
  stf_grid_present(&own.scenario->desk, &grid, present);
  assert_int_equal(grid.steps_n, 24);
  for (size_t s = 0; s < grid.steps_n; s++) {
    assert_int_equal(grid.open[s], s >= 9 && s < 13);
    assert_int_equal(present[s], s == 10 || s == 11 ? 2 : s == 12 ? 5 : 0);
  }
  stf_plan_desk_free(&own);
}

static void test_open_when_nobody_ever_is_expect_always_and_not_planned_never(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own,
                     HEAD "period: {from: 2026-03-02, to: 2026-03-02}\n"
                          "classes:\n  - {name: chat, arrivals: 6/h, service: 5 min}\n"
                          "teams:\n  - {name: none, agents: 0}\n  - {name: kept, agents: 3}\n",
                     NULL, NULL);
  own.planned[1] = false;
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 4);
  assert_int_equal(open_n(&grid, 0), 24);
  assert_int_equal(open_n(&grid, 1), 0);
  struct stf_desk desk;
  assert_int_equal(stf_grid_desk(&own.scenario->desk, &grid, own.arena, &desk), STF_OK);
  assert_int_equal(people_at(&own, &desk, 0, "2026-03-02 10:00"), 4);
  assert_int_equal(people_at(&own, &desk, 1, "2026-03-02 10:00"), 3);
  stf_plan_desk_free(&own);
}

/* The same instant of the week before; the same time of day where the period is shorter. */
static void test_warmup_when_a_week_or_less_is_planned_expect_people_of_its_like(void **state) {
  (void)state;
  static const char *const PERIODS[] = {"period: {from: 2026-03-02, to: 2026-03-08}\n",
                                        "period: {from: 2026-03-02, to: 2026-03-03}\n"};
  for (size_t k = 0; k < 2; k++) {
    char text[512];
    struct stf_plan_desk own;
    (void)snprintf(text, sizeof text, "%s%sedges: {start: {warmup: 26 h}, end: horizon}\n%s",
                   HEAD, PERIODS[k], TAIL);
    stf_plan_desk_make(&own, text, NULL, "weekday,start,agents\nmon,00:00,1\n");
    struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 0);
    for (size_t s = 0; s < grid.steps_n; s++) {
      grid.agents[s] = (int32_t)s + 1;
    }
    struct stf_desk desk;
    assert_int_equal(stf_grid_desk(&own.scenario->desk, &grid, own.arena, &desk), STF_OK);
    int32_t day = k == 0 ? 6 : 0; /* of whose hours the Sunday before has */
    assert_int_equal(desk.changes[0].at_us, desk.from_us - 26 * HOUR_US);
    assert_int_equal(people_at(&own, &desk, 0, "2026-03-01 23:30"), 24 * day + 24);
    assert_int_equal(people_at(&own, &desk, 0, "2026-03-01 10:00"), 24 * day + 11);
    assert_int_equal(people_at(&own, &desk, 0, "2026-02-28 22:30"), k == 0 ? 24 * 5 + 23 : 23);
    assert_int_equal(people_at(&own, &desk, 0, "2026-03-02 00:00"), 1);
    assert_int_equal(people_at(&own, &desk, 0, "2026-04-01 00:00"), grid.steps_n);
    stf_plan_desk_free(&own);
  }
}

static void test_desk_when_people_have_names_and_whims_expect_anonymous_ones(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(
      &own,
      HEAD "period: {from: 2026-03-02, to: 2026-03-02}\n"
           "classes:\n  - {name: chat, arrivals: 6/h, service: 5 min}\n"
           "teams:\n  - {name: desk, roster: staffing.csv, roster_is: gross, absence: 10 %}\n",
      NULL, "agent,date,start,end\nann,2026-03-02,09:00,17:00\nbea,2026-03-02,09:00,13:00\n");
  assert_int_equal(own.scenario->desk.agents_n, 2);
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 3);
  struct stf_desk desk;
  assert_int_equal(open_n(&grid, 0), 8);
  assert_int_equal(stf_grid_desk(&own.scenario->desk, &grid, own.arena, &desk), STF_OK);
  assert_int_equal(desk.changes_n, 2);
  for (size_t i = 0; i < desk.changes_n; i++) {
    assert_int_equal(desk.changes[i].agent, STF_NOBODY);
    assert_int_equal(desk.changes[i].shift, 0);
    assert_int_equal(desk.changes[i].delta, i == 0 ? 3 : -3);
  }
  assert_near(desk.teams[0].absence_share, 0, 0);
  assert_near(own.scenario->desk.teams[0].absence_share, 0.1, 0);
  stf_plan_desk_free(&own);
}

/* Steps go by the clock of the world: 23 of them on the day that loses an hour, 25 on the one
 * that has one twice; open when the people's own clock says so. */
static void test_steps_when_clocks_change_expect_23_and_25(void **state) {
  (void)state;
  static const struct {
    const char *period;
    const char *at;
    size_t steps_n;
    size_t first;
  } DAYS[] = {{"period: {from: 2026-03-29, to: 2026-03-29}\n", "2026-03-29 12:30", 23, 8},
              {"period: {from: 2026-10-25, to: 2026-10-25}\n", "2026-10-25 12:30", 25, 10}};
  for (size_t k = 0; k < 2; k++) {
    char text[512];
    struct stf_plan_desk own;
    (void)snprintf(text, sizeof text, "%s%s%s", HEAD, DAYS[k].period, TAIL);
    stf_plan_desk_make(&own, text, NULL, "weekday,start,agents\nsun,09:00,1\nsun,13:00,0\n");
    struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 2);
    assert_int_equal(grid.steps_n, DAYS[k].steps_n);
    for (size_t s = 0; s < grid.steps_n; s++) {
      assert_int_equal(grid.open[s], s >= DAYS[k].first && s < DAYS[k].first + 4);
    }
    struct stf_desk desk;
    assert_int_equal(stf_grid_desk(&own.scenario->desk, &grid, own.arena, &desk), STF_OK);
    assert_int_equal(people_at(&own, &desk, 0, DAYS[k].at), 2);
    stf_plan_desk_free(&own);
  }
}

static void
test_cheapest_when_several_take_the_class_expect_by_price_and_opening(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own,
                     HEAD "period: {from: 2026-03-02, to: 2026-03-02}\n"
                          "costs: {currency: EUR}\n"
                          "classes:\n"
                          "  - {name: a, arrivals: 6/h, service: 5 min}\n"
                          "  - {name: b, arrivals: 6/h, service: 5 min}\n"
                          "teams:\n"
                          "  - {name: both, agents: 1, cost_per_h: 30}\n"
                          "  - {name: ones, staffing: staffing.csv, classes: [a], "
                          "cost_per_h: 20}\n",
                     NULL, "weekday,start,agents\nmon,09:00,1\nmon,10:00,0\n");
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 0);
  const struct stf_desk *desk = &own.scenario->desk;
  assert_int_equal(stf_grid_cheapest(desk, &grid, own.cost_per_h, 0, 9), 1);
  assert_int_equal(stf_grid_cheapest(desk, &grid, own.cost_per_h, 0, 10), 0);
  assert_int_equal(stf_grid_cheapest(desk, &grid, own.cost_per_h, 1, 9), 0);
  assert_int_equal(stf_grid_cheapest(desk, &grid, NULL, 0, 9), 0);
  grid.open[9] = false;
  assert_int_equal(stf_grid_cheapest(desk, &grid, own.cost_per_h, 1, 9), grid.teams_n);
  stf_plan_desk_free(&own);
}

/* 30 an hour at speed 1 is less than 20 at half of it, for the class that it is half for. */
static void test_cheapest_when_one_is_slow_expect_by_price_of_the_work(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own,
                     HEAD "period: {from: 2026-03-02, to: 2026-03-02}\n"
                          "costs: {currency: EUR}\n"
                          "classes:\n"
                          "  - {name: a, arrivals: 6/h, service: 5 min}\n"
                          "  - {name: b, arrivals: 6/h, service: 5 min}\n"
                          "teams:\n"
                          "  - {name: slow, agents: 1, cost_per_h: 20, proficiency: {a: 0.5}}\n"
                          "  - {name: quick, agents: 1, cost_per_h: 30}\n"
                          "  - {name: three, agents: 1, cost_per_h: 36, concurrency: 3,\n"
                          "     speed_by_load: [1, 1.2, 1.5]}\n",
                     NULL, NULL);
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 0);
  const struct stf_desk *desk = &own.scenario->desk;
  assert_int_equal(stf_grid_cheapest(desk, &grid, own.cost_per_h, 1, 9), 0);
  assert_int_equal(stf_grid_cheapest(desk, &grid, own.cost_per_h, 0, 9), 2);
  grid.open[stf_grid_at(&grid, 2, 9)] = false;
  assert_int_equal(stf_grid_cheapest(desk, &grid, own.cost_per_h, 0, 9), 1);
  stf_plan_desk_free(&own);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_open_when_somebody_is_there_for_a_moment_expect_the_whole_step),
      cmocka_unit_test(test_open_when_nobody_ever_is_expect_always_and_not_planned_never),
      cmocka_unit_test(test_warmup_when_a_week_or_less_is_planned_expect_people_of_its_like),
      cmocka_unit_test(test_desk_when_people_have_names_and_whims_expect_anonymous_ones),
      cmocka_unit_test(test_steps_when_clocks_change_expect_23_and_25),
      cmocka_unit_test(test_cheapest_when_one_is_slow_expect_by_price_of_the_work),
      cmocka_unit_test(test_cheapest_when_several_take_the_class_expect_by_price_and_opening)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
