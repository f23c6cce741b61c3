/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trade's staffing against published tables and theory/staffing.h, from a load that is
 * written down, not simulated. */
#include "plan/customary.h"
#include "support/near.h"
#include "support/plan_desk.h"
#include "support/table.h"

#include <stdio.h>
#include <string.h>

#define HOUR_US STF_PLAN_DESK_HOUR_US

enum {
  STEPS = 24
};

struct bench {
  struct stf_plan_desk own;
  struct stf_grid grid;
  double work[2 * STEPS];
  double held[2 * STEPS];
  double asks[2 * STEPS];
  struct stf_offered offered;
  struct stf_customary_in in;
};

static void bench_make(struct bench *bench, const char *classes, const char *teams) {
  char text[512];
  (void)snprintf(text, sizeof text,
                 "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
                 "interval: 1 h\ncosts: {currency: EUR}\nclasses:\n%steams:\n%s",
                 classes, teams);
  stf_plan_desk_make(&bench->own, text, NULL,
                     "weekday,start,agents\nmon,09:00,1\nmon,12:00,0\n");
  bench->grid = stf_plan_desk_grid(&bench->own, HOUR_US, 0);
  memset(bench->asks, 0, sizeof bench->asks);
  memset(bench->held, 0, sizeof bench->held);
  bench->offered = (struct stf_offered){bench->work, bench->held, bench->asks};
  bench->in = (struct stf_customary_in){.desk = &bench->own.scenario->desk,
                                        .grid = &bench->grid,
                                        .offered = &bench->offered,
                                        .cost_per_h = bench->own.cost_per_h,
                                        .model = STF_STAFFING_C,
                                        .share = 0.8,
                                        .within_s = 20};
}

/* So many come in a step of a class, held for so long each. */
static void come(struct bench *bench, size_t class_index, size_t step, double asks,
                 double handle_s) {
  bench->asks[class_index * STEPS + step] = asks;
  bench->held[class_index * STEPS + step] = asks * handle_s / 3600;
}

#define ONE_CLASS "  - {name: chat, arrivals: 1/h, service: 3 min, patience: 5 min}\n"

static void test_agents_when_in_the_table_expect_its_least(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/staffing.csv");
  if (table == NULL) {
    skip();
  }
  int rows_n = 0;
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    if (strncmp(stf_table_text(table, row, "target"), "sl_", 3) != 0) {
      continue;
    }
    struct bench bench;
    char classes[160];
    bool c = strcmp(stf_table_text(table, row, "model"), "erlang_c") == 0;
    double theta = c ? 1 : stf_table_number(table, row, "theta_per_min");
    (void)snprintf(classes, sizeof classes,
                   "  - {name: chat, arrivals: 1/h, service: 3 min, patience: {exponential: "
                   "{mean: %.0f s}}}\n",
                   60 / theta);
    bench_make(&bench, classes, "  - {name: desk, agents: 1}\n");
    bench.in.model = c ? STF_STAFFING_C : STF_STAFFING_A;
    bench.in.share = stf_table_number(table, row, "target_value");
    bench.in.within_s = 60 * stf_table_number(table, row, "T_min");
    come(&bench, 0, 10, 60 * stf_table_number(table, row, "lambda_per_min"),
         60 / stf_table_number(table, row, "mu_per_min"));
    int32_t agents[STEPS];
    assert_int_equal(stf_customary_agents(&bench.in, NULL, agents), STF_OK);
    assert_int_equal(agents[10], (int)stf_table_number(table, row, "n_min"));
    stf_plan_desk_free(&bench.own);
    rows_n++;
  }
  assert_true(rows_n == 8);
  stf_table_free(table);
}

static void test_agents_when_several_in_hand_expect_the_time_divided(void **state) {
  (void)state;
  struct bench bench;
  bench_make(&bench, ONE_CLASS,
             "  - {name: desk, agents: 1, concurrency: 3, speed_by_load: [1, 1.6, 2]}\n");
  come(&bench, 0, 10, 120, 540);
  int32_t agents[STEPS];
  assert_int_equal(stf_customary_agents(&bench.in, NULL, agents), STF_OK);
  const struct stf_staffing staffing = {
      .model = STF_STAFFING_C, .arrivals_per_s = 120.0 / 3600, .handle_s = 180};
  const struct stf_staffing_target target = {
      .measure = STF_STAFFING_SERVICE_LEVEL, .value = 0.8, .within_s = 20};
  int64_t least = 0;
  assert_int_equal(stf_staffing_least_agents(&staffing, &target, NULL, &least), STF_OK);
  assert_int_equal(agents[10], least);
  stf_plan_desk_free(&bench.own);
}

/* The dear team stands in where the cheap one is closed; nobody comes, or it is closed: nobody
 * is there, or the least. */
static void test_agents_when_two_teams_expect_the_cheapest_that_is_open(void **state) {
  (void)state;
  struct bench bench;
  bench_make(&bench, ONE_CLASS,
             "  - {name: dear, agents: 1, cost_per_h: 30}\n"
             "  - {name: cheap, staffing: staffing.csv, cost_per_h: 20}\n");
  come(&bench, 0, 10, 60, 300);
  come(&bench, 0, 14, 60, 300);
  int32_t agents[2 * STEPS];
  bench.in.least_n = 1;
  assert_int_equal(stf_customary_agents(&bench.in, NULL, agents), STF_OK);
  assert_int_equal(agents[10], 1);
  assert_true(agents[STEPS + 10] > 5 && agents[STEPS + 10] == agents[14]);
  assert_int_equal(agents[STEPS + 9], 1);
  assert_int_equal(agents[STEPS + 14], 0);
  stf_plan_desk_free(&bench.own);
}

/* Two classes of one team: their patience is that of who comes, more of the impatient. */
static void test_agents_when_some_never_leave_expect_a_mixture_or_a_refusal(void **state) {
  (void)state;
  struct bench bench;
  int32_t agents[STEPS];
  bench_make(&bench,
             "  - {name: a, arrivals: 1/h, service: 3 min, patience: {exponential: {mean: 2 "
             "min}}}\n"
             "  - {name: b, arrivals: 1/h, service: 3 min}\n",
             "  - {name: desk, agents: 1}\n");
  bench.in.model = STF_STAFFING_A;
  come(&bench, 1, 10, 50, 200);
  assert_int_equal(stf_customary_agents(&bench.in, NULL, agents), STF_ERR_USAGE);
  come(&bench, 0, 10, 50, 400);
  assert_int_equal(stf_customary_agents(&bench.in, NULL, agents), STF_OK);
  double patience_s = 240; /* half of them leave at 1 / 120 s */
  const struct stf_staffing staffing = {.model = STF_STAFFING_A,
                                        .arrivals_per_s = 100.0 / 3600,
                                        .handle_s = 300,
                                        .patience = stf_erlang_a_exponential(&patience_s)};
  const struct stf_staffing_target target = {
      .measure = STF_STAFFING_SERVICE_LEVEL, .value = 0.8, .within_s = 20};
  int64_t least = 0;
  assert_int_equal(stf_staffing_least_agents(&staffing, &target, NULL, &least), STF_OK);
  assert_int_equal(agents[10], least);
  stf_plan_desk_free(&bench.own);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_agents_when_in_the_table_expect_its_least),
      cmocka_unit_test(test_agents_when_several_in_hand_expect_the_time_divided),
      cmocka_unit_test(test_agents_when_two_teams_expect_the_cheapest_that_is_open),
      cmocka_unit_test(test_agents_when_some_never_leave_expect_a_mixture_or_a_refusal)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
