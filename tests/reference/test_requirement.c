/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for a requirement against exact least numbers: a desk in a steady state, weeks of
 * it as one step of one team, the target on average over the period. What the search finds is
 * the exact least number, or one beside it of which the exact value lies so near the target
 * that the search's own standard error hides the difference.
 *
 * And a plan against customers that nobody has met: a desk whose arrivals rise and fall,
 * planned for each day with a probability, and the share of fresh days that keep the promise.
 */
#include "plan/require.h"
#include "stats/interval.h"
#include "support/estimate.h"
#include "support/near.h"
#include "support/plan_desk.h"
#include "support/table.h"
#include "theory/staffing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  REPLICATIONS = 40,
  HUGE_REPLICATIONS = 8, /* of HUGE_AGENTS; they come within hours to where they stay */
  HUGE_AGENTS = 1000,
  TEXT_SIZE = 2048,
  FAST_DAYS = 500,
  SLOW_DAYS = 10000
};

/* ---- exact least numbers ---- */

#define FAST_CUSTOMERS 4000 /* in a replication */
#define SLOW_CUSTOMERS 150000

/* Only promises of an answer are the planner's: 8 rows of 11. */
static bool is_promise(const struct stf_table_file *table, size_t row) {
  return strncmp(stf_table_text(table, row, "target"), "sl_", 3) == 0;
}

/* Days that the period has: until so many have come, a tenth more as warm-up. */
static int days_for(double customers_n, double rate_per_min) {
  int days = (int)ceil(customers_n / rate_per_min / 1440);
  return days > 1 ? days : 1;
}

static void write_desk(const struct stf_table_file *table, size_t row, int days, char *text) {
  char patience[80] = "";
  double theta = stf_table_number(table, row, "theta_per_min");
  if (theta > 0) {
    (void)snprintf(patience, sizeof patience, ", patience: {exponential: {mean: %.9f min}}",
                   1 / theta);
  }
  (void)snprintf(text, TEXT_SIZE,
                 "format: 1\ntimezone: UTC\ninterval: 1 h\n"
                 "period: {from: 2026-01-01 00:00, to: \"2026-%02d-%02d 00:00\"}\n"
                 "edges: {start: {warmup: 8 h}, end: until_empty}\n"
                 "classes:\n  - {name: chat, arrivals: %.9f/min, sla: fast,\n"
                 "     service: {exponential: {mean: %.9f min}}%s}\n"
                 "sla:\n  - {name: fast, answer: assignment,\n"
                 "     first_response: {within: %.9f min, share: %.6f}}\n"
                 "teams:\n  - {name: desk, agents: 1}\n",
                 days < 31   ? 1
                 : days < 59 ? 2
                             : 3,
                 days < 31   ? days + 1
                 : days < 59 ? days - 30
                             : 1,
                 stf_table_number(table, row, "lambda_per_min"),
                 1 / stf_table_number(table, row, "mu_per_min"), patience,
                 stf_table_number(table, row, "T_min"),
                 stf_table_number(table, row, "target_value"));
}

static double exact_value(const struct stf_table_file *table, size_t row, int64_t agents_n) {
  bool patient = strcmp(stf_table_text(table, row, "model"), "erlang_c") == 0;
  double patience_s = 60 / stf_table_number(table, row, "theta_per_min");
  const struct stf_staffing staffing = {
      .model = patient ? STF_STAFFING_C : STF_STAFFING_A,
      .arrivals_per_s = stf_table_number(table, row, "lambda_per_min") / 60,
      .handle_s = 60 / stf_table_number(table, row, "mu_per_min"),
      .patience = stf_erlang_a_exponential(&patience_s)};
  const struct stf_staffing_target target = {
      .measure = STF_STAFFING_SERVICE_LEVEL,
      .value = stf_table_number(table, row, "target_value"),
      .within_s = 60 * stf_table_number(table, row, "T_min")};
  double value = 0;
  assert_int_equal(stf_staffing_value(&staffing, &target, agents_n, NULL, &value), STF_OK);
  return value;
}

/* One row; true: the search's number is the table's. */
static bool check_row(const struct stf_table_file *table, size_t row, double customers_n) {
  char text[TEXT_SIZE];
  struct stf_plan_desk own;
  struct stf_require found;
  int n_min = (int)stf_table_number(table, row, "n_min");
  uint32_t replications_n = n_min > HUGE_AGENTS ? HUGE_REPLICATIONS : REPLICATIONS;
  int days = days_for(customers_n, stf_table_number(table, row, "lambda_per_min"));
  write_desk(table, row, days > 59 ? 59 : days, text);
  stf_plan_desk_make(&own, text, NULL, NULL);
  struct stf_require_in in = stf_plan_desk_require(&own);
  in.judge.probability = 0;
  in.judge.stretch = STF_JUDGE_PERIOD;
  in.judge.replications_n = replications_n;
  in.judge.threads_n = stf_near_slow() ? 2 : 1;
  in.proof_n = replications_n;
  in.attempts_n = 1;
  in.step_us = own.scenario->desk.to_us - own.scenario->desk.from_us;
  assert_int_equal(stf_require_find(&in, NULL, own.arena, &found), STF_OK);
  assert_int_equal(found.grid.steps_n, 1);
  int n = found.grid.agents[0];
  double target = stf_table_number(table, row, "target_value");
  double error = found.searched[0].margin_error;
  double exact = exact_value(table, row, n);
  double fewer = exact_value(table, row, n - 1);
  const char *id = stf_table_text(table, row, "id");
  print_message("%s: search %d, exact %d; with %d %.5f exactly, %.5f simulated (standard error "
                "%.5f), with %d %.5f exactly, wanted %.5f; %u simulations\n",
                id, n, n_min, n, exact, target + found.searched[0].margin, error, n - 1, fewer,
                target, found.simulations_n);
  char what[80];
  (void)snprintf(what, sizeof what, "%s share with the %d of the search", id, n);
  stf_estimate_check(what, (struct stf_estimate){target + found.searched[0].margin, error},
                     exact, n_min > HUGE_AGENTS ? 0.05 : 0.01);
  /* Enough, and one fewer not: where that is not so exactly, it is within the error. */
  assert_true(target - exact < 3.5 * error && fewer - target < 3.5 * error);
  assert_true(n_min > HUGE_AGENTS || abs(n - n_min) <= 1);
  stf_plan_desk_free(&own);
  return n == n_min;
}

static void test_search_when_stationary_expect_the_exact_least(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/staffing.csv");
  if (table == NULL) {
    skip();
  }
  int rows_n = 0;
  int same_n = 0;
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    bool large = stf_table_number(table, row, "n_min") > 100;
    if (is_promise(table, row) && (stf_near_slow() || !large)) {
      rows_n++;
      same_n += check_row(table, row, stf_near_slow() ? SLOW_CUSTOMERS : FAST_CUSTOMERS);
    }
  }
  print_message("%d of %d the exact number\n", same_n, rows_n);
  assert_true(rows_n == (stf_near_slow() ? 8 : 6) && same_n >= rows_n - 2);
  stf_table_free(table);
}

/* ---- transient days ---- */

static const char DAY[] =
    "format: 1\ntimezone: Europe/Rome\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
    "interval: 30 min\nedges: {end: until_empty}\ndemand: {curve: curve.csv, busyness: "
    "{day_shape: 60}}\n"
    "classes:\n  - {name: chat, sla: fast, service: {lognormal: {mean: 8 min, cv: 1}},\n"
    "     patience: {weibull: {mean: 50 min, shape: 0.9}}}\n"
    "sla:\n  - {name: fast, answer: assignment, first_response: {within: 10 min, share: 90 "
    "%}}\n"
    "teams:\n  - {name: desk, staffing: staffing.csv}\n";
static const char CURVE[] =
    "weekday,start,arrivals\nmon,00:00,4\nmon,06:00,4\nmon,08:00,60\nmon,09:00,95\n"
    "mon,10:00,110\nmon,11:00,90\nmon,12:00,55\nmon,13:00,50\nmon,14:00,70\nmon,15:00,80\n"
    "mon,16:00,65\nmon,17:00,40\nmon,18:00,20\nmon,19:00,8\nmon,20:00,4\n"
    "mon,21:00,0\n";
static const char OPEN[] = "weekday,start,agents\nmon,00:00,2\n";

/* The plan of a transient day on fresh days with a seed of their own: as many keep the promise
 * as were wanted. */
static void test_plan_when_the_day_rises_and_falls_expect_it_kept_on_fresh_days(void **state) {
  (void)state;
  static const double PROBABILITIES[] = {0.8, 0.9, 0.95};
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, DAY, CURVE, OPEN);
  uint32_t days_n = stf_near_slow() ? SLOW_DAYS : FAST_DAYS;
  for (size_t k = stf_near_slow() ? 0 : 1; k < (stf_near_slow() ? 3 : 2); k++) {
    struct stf_require_in in = stf_plan_desk_require(&own);
    struct stf_require found;
    struct stf_judge *judge = NULL;
    struct stf_judge_figure figure;
    in.judge.probability = PROBABILITIES[k];
    in.judge.replications_n = 100;
    in.step_us = STF_PLAN_DESK_HOUR_US;
    in.proof_n = 1000;
    assert_int_equal(stf_require_find(&in, NULL, own.arena, &found), STF_OK);
    assert_int_equal(found.end, STF_REQUIRE_PROVEN);
    in.judge.seed = 987654321;
    in.judge.replications_n = days_n;
    assert_int_equal(stf_judge_new(&in.judge, &found.grid, NULL, &judge), STF_OK);
    assert_int_equal(stf_judge_staffing(judge, &found.grid, &PROBABILITIES[k], &figure, NULL),
                     STF_OK);
    struct stf_interval kept = stf_interval_wilson(figure.kept_n, figure.known_n, 0.95);
    print_message("wanted on %.0f %% of days: %.1f h of people; search %.1f %%, proof %.1f %% "
                  "(at least %.1f %%), %u fresh days %.2f %% (%.2f to %.2f)\n",
                  100 * PROBABILITIES[k], found.people_h,
                  100 * stf_judge_probability(&found.searched[0]),
                  100 * stf_judge_probability(&found.proven[0]), 100 * found.low[0], days_n,
                  100 * stf_judge_probability(&figure), 100 * kept.low, 100 * kept.high);
    assert_int_equal(figure.known_n, days_n);
    assert_true(stf_judge_probability(&figure) >= PROBABILITIES[k] && kept.high > found.low[0]);
    stf_judge_free(judge);
  }
  stf_plan_desk_free(&own);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_search_when_stationary_expect_the_exact_least),
      cmocka_unit_test(test_plan_when_the_day_rises_and_falls_expect_it_kept_on_fresh_days)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
