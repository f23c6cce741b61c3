/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offered load against closed forms: M(t)/M/inf, whose mean solves m' = lambda - mu m, and
 * Little's law where a customer's time in hand is known. */
#include "plan/offered.h"
#include "support/estimate.h"
#include "support/near.h"
#include "support/plan_desk.h"

#include <math.h>
#include <stdio.h>

#define HOUR_US STF_PLAN_DESK_HOUR_US

enum {
  BATCHES = 40,
  STEPS = 24
};

static const char CURVE[] = "weekday,start,arrivals\n"
                            "mon,00:00,0\nmon,08:00,30\nmon,09:00,90\nmon,10:00,60\n"
                            "mon,11:00,6\nmon,12:00,0\n";

struct batch {
  double work[STEPS];
  double held[STEPS];
  double asks[STEPS];
};

static void simulate(const struct stf_plan_desk *own, uint64_t seed, uint32_t replications_n,
                     struct batch *out) {
  struct stf_grid grid = stf_plan_desk_grid(own, HOUR_US, 0);
  const struct stf_offered_in in = {
      .desk = &own->scenario->desk, .seed = seed, .replications_n = replications_n};
  struct stf_offered offered;
  struct stf_arena *arena = stf_arena_new(NULL);
  assert_non_null(arena);
  assert_int_equal(stf_offered_simulate(&in, &grid, arena, &offered), STF_OK);
  for (size_t s = 0; s < STEPS; s++) {
    out->work[s] = offered.work[s];
    out->held[s] = offered.held[s];
    out->asks[s] = offered.asks[s];
  }
  stf_arena_free(arena);
}

static void check(const char *what, const struct batch *batches, size_t field, size_t step,
                  double exact) {
  const struct stf_estimate_runs runs = {batches, BATCHES, sizeof *batches};
  char name[64];
  (void)snprintf(name, sizeof name, "%s from %zu:00", what, step);
  stf_estimate_check(name, stf_estimate_mean(runs, field + step * sizeof(double)), exact,
                     0.03 * exact);
}

static void test_load_when_service_is_exponential_expect_the_fluid_with_memory(void **state) {
  (void)state;
  static const double RATES_PER_H[STEPS] = {[8] = 30, [9] = 90, [10] = 60, [11] = 6};
  static struct batch batches[BATCHES];
  struct stf_plan_desk own;
  stf_plan_desk_make(&own,
                     "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
                     "interval: 1 h\ndemand: {curve: curve.csv}\n"
                     "classes:\n  - {name: chat, service: {exponential: {mean: 40 min}}}\n"
                     "teams:\n  - {name: desk, agents: 1}\n",
                     CURVE, NULL);
  for (size_t b = 0; b < BATCHES; b++) {
    simulate(&own, 100 + b, 50, &batches[b]);
  }
  double mu_per_h = 1.5;
  double at_work = 0;
  for (size_t s = 0; s < STEPS; s++) {
    double limit = RATES_PER_H[s] / mu_per_h;
    double mean = limit + (at_work - limit) * (1 - exp(-mu_per_h)) / mu_per_h;
    at_work = limit + (at_work - limit) * exp(-mu_per_h);
    if (s >= 8 && s < 14) {
      check("agents at work", batches, offsetof(struct batch, work), s, mean);
      check("contacts in hand", batches, offsetof(struct batch, held), s, mean);
    }
    if (RATES_PER_H[s] > 0) {
      check("asks", batches, offsetof(struct batch, asks), s, RATES_PER_H[s]);
    } else {
      assert_near(batches[0].asks[s], 0, 0);
    }
  }
  stf_plan_desk_free(&own);
}

/* Four turns of 2 min with 10 min between them: 8 min of work, 38 in hand. Bot: a quarter of
 * them never ask. */
static void test_load_when_in_turns_expect_work_apart_from_places(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct batch batch;
  stf_plan_desk_make(&own,
                     "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
                     "interval: 1 h\ndemand: {curve: curve.csv}\n"
                     "classes:\n  - name: chat\n"
                     "    turns: {number: 4, work: 2 min, think: 10 min}\n"
                     "teams:\n  - {name: desk, agents: 1, concurrency: 3}\n",
                     CURVE, NULL);
  simulate(&own, 1, 20, &batch);
  double asks = 0;
  double work_h = 0;
  double held_h = 0;
  for (size_t s = 0; s < STEPS; s++) {
    asks += batch.asks[s];
    work_h += batch.work[s];
    held_h += batch.held[s];
  }
  assert_in_range((int)asks, 170, 200);
  assert_near_relative(work_h, asks * 8 / 60, 1e-9);
  assert_near_relative(held_h, asks * 38 / 60, 1e-9);
  stf_plan_desk_free(&own);
}

/* Who comes while nobody is there is work of the first step in which somebody is. */
static void test_load_when_closed_at_night_expect_the_night_at_the_opening(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct batch batch;
  stf_plan_desk_make(&own,
                     "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
                     "interval: 1 h\n"
                     "classes:\n  - {name: chat, arrivals: 12/h, service: 10 min}\n"
                     "teams:\n  - {name: desk, staffing: staffing.csv}\n",
                     NULL, "weekday,start,agents\nmon,08:00,1\nmon,20:00,0\n");
  simulate(&own, 1, 100, &batch);
  for (size_t s = 0; s < 8; s++) {
    assert_near(batch.work[s], 0, 0);
    assert_true(batch.asks[s] > 10);
  }
  double night = 8 * 12.0;
  /* 12 more come in the hour; their last ten minutes belong to the next one. Poisson: 3.5
   * standard errors of the night and the hour */
  double error = 3.5 * sqrt(108.0 / 100) / 6;
  assert_near(batch.work[8], (night + 11) / 6, error);
  assert_near(batch.work[12], 2, 3.5 * sqrt(12.0 / 100) / 6 * 1.1);
  stf_plan_desk_free(&own);
}

static void test_load_when_only_one_team_is_planned_expect_its_own_work(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct batch all;
  struct batch some;
  stf_plan_desk_make(&own,
                     "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
                     "interval: 1 h\n"
                     "classes:\n  - {name: chat, arrivals: 12/h, service: 10 min}\n"
                     "teams:\n  - {name: desk, agents: 1}\n  - {name: kept, agents: 0}\n",
                     NULL, NULL);
  simulate(&own, 1, 10, &all);
  own.planned[1] = false;
  simulate(&own, 1, 10, &some);
  for (size_t s = 0; s < STEPS; s++) {
    assert_near(all.work[s], some.work[s], 1e-9);
  }
  own.planned[0] = false;
  simulate(&own, 1, 10, &some);
  assert_near(some.work[10] + some.held[10] + some.asks[10], 0, 0);
  stf_plan_desk_free(&own);
}

static bool stop(void *context) {
  (void)context;
  return true;
}

static void test_load_when_stopped_expect_interrupted(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct stf_offered offered;
  stf_plan_desk_make(&own,
                     "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
                     "classes:\n  - {name: chat, arrivals: 12/h, service: 10 min}\n"
                     "teams:\n  - {name: desk, agents: 1}\n",
                     NULL, NULL);
  struct stf_grid grid = stf_plan_desk_grid(&own, HOUR_US, 0);
  const struct stf_offered_in in = {
      .desk = &own.scenario->desk, .seed = 1, .replications_n = 5, .stop = stop};
  assert_int_equal(stf_offered_simulate(&in, &grid, own.arena, &offered), STF_ERR_INTERRUPTED);
  stf_plan_desk_free(&own);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_load_when_service_is_exponential_expect_the_fluid_with_memory),
      cmocka_unit_test(test_load_when_in_turns_expect_work_apart_from_places),
      cmocka_unit_test(test_load_when_closed_at_night_expect_the_night_at_the_opening),
      cmocka_unit_test(test_load_when_only_one_team_is_planned_expect_its_own_work),
      cmocka_unit_test(test_load_when_stopped_expect_interrupted)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
