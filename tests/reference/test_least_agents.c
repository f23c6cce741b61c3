/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least number of agents for a target, by simulation: with n_min the target is met and with
 * n_min - 1 it is not, each by an interval of 3.5 standard errors around the simulated measure
 * (false alarm 5e-4 a measure), which also holds the table's value.
 *
 * How many customers that takes follows from a pilot run: its standard error and the distance
 * of the table's value from the target; enough for a standard error of an eighth of the
 * distance, so that a sound measure lies outside the interval with 4.5 standard errors to
 * spare. What would take more customers than MOST is not run: without STF_SLOW that is half of
 * the rows.
 *
 * SC4, SC6 and SA5 are held against the formulas only (test_erlang): their values lie within
 * 0.0004 to 0.01 of the target, and a queue of 500 agents and more forgets in thousands of
 * arrivals, so that telling them apart would take 10^9 customers and more.
 */
#include "support/near.h"
#include "support/pool.h"
#include "support/table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define OFFSET(name) offsetof(struct stf_pool_sums, name)

#define WARMUP_SHARE 0.1
#define PILOT_N      2e5
#define FAST_MOST_N  6e6
#define SLOW_MOST_N  1.5e8

enum {
  RUNS = 40,
  AGENTS_MOST = 300
};

struct goal {
  size_t num;
  double value;
  bool at_least;
};

static struct goal goal_of(const struct stf_table_file *table, size_t row) {
  const char *name = stf_table_text(table, row, "target");
  struct goal goal = {.value = stf_table_number(table, row, "target_value"),
                      .at_least = strstr(name, ">=") != NULL};
  if (strcmp(name, "p_abandon<=") == 0) {
    goal.num = OFFSET(abandoned);
  } else if (strcmp(name, "p_wait<=") == 0) {
    goal.num = OFFSET(waited);
  } else {
    assert_true(goal.at_least);
    goal.num = OFFSET(in_time);
  }
  return goal;
}

static struct stf_estimate simulate(const struct stf_table_file *table, size_t row,
                                    int agents_n, double customers_n) {
  double rate_per_min = stf_table_number(table, row, "lambda_per_min");
  bool patient = strcmp(stf_table_text(table, row, "model"), "erlang_c") == 0;
  struct stf_pool pool = {
      .rates_per_s = {rate_per_min / 60},
      .rates_n = 1,
      .counts = {agents_n},
      .counts_n = 1,
      .service = stf_law_exponential(60 / stf_table_number(table, row, "mu_per_min")),
      .patience = patient
                      ? stf_law_never()
                      : stf_law_exponential(60 / stf_table_number(table, row, "theta_per_min")),
      .length_s = customers_n / rate_per_min * 60 / RUNS,
      .within_s = 60 * stf_table_number(table, row, "T_min")};
  struct stf_pool_sums sums[RUNS];
  const double edges_s[] = {WARMUP_SHARE * pool.length_s, pool.length_s};
  const struct stf_pool_stretches whole = {edges_s, 1, NULL};
  stf_pool_run(&pool, &whole, 7, RUNS, sums);
  return stf_pool_ratio(sums, RUNS, 1, goal_of(table, row).num, OFFSET(arrived));
}

/* Checks one side of the target; false: it would take too many customers. */
static bool check_side(const struct stf_table_file *table, size_t row, int agents_n,
                       double exact) {
  struct goal goal = goal_of(table, row);
  struct stf_estimate pilot = simulate(table, row, agents_n, PILOT_N);
  double wanted_se = fabs(exact - goal.value) / 8;
  double ratio = pilot.se / wanted_se;
  double customers_n = fmax(PILOT_N, 1.2 * PILOT_N * ratio * ratio);
  if (customers_n > (stf_near_slow() ? SLOW_MOST_N : FAST_MOST_N)) {
    return false;
  }
  struct stf_estimate estimate = simulate(table, row, agents_n, customers_n);
  bool above = exact > goal.value;
  double reserve = (above ? 1 : -1) * (estimate.mean - goal.value);
  char name[80];
  (void)snprintf(name, sizeof name, "%s with %d agents", stf_table_text(table, row, "id"),
                 agents_n);
  stf_estimate_check(name, estimate, exact, 2 * wanted_se);
  if (!(reserve > 3.5 * estimate.se)) {
    fail_msg("%s with %d agents: %.6f (standard error %.2g) for %.6f, target %.6f",
             stf_table_text(table, row, "id"), agents_n, estimate.mean, estimate.se, exact,
             goal.value);
  }
  return true;
}

static void test_target_is_met_at_n_min_and_missed_below(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/staffing.csv");
  if (table == NULL) {
    skip();
  }
  int sides_n = 0;
  for (size_t row = 0; row < stf_table_rows_n(table); row++) {
    int n_min = (int)stf_table_number(table, row, "n_min");
    if (n_min > AGENTS_MOST) {
      continue;
    }
    struct goal goal = goal_of(table, row);
    double met = stf_table_number(table, row, "value_at_n_min");
    double missed = stf_table_number(table, row, "value_at_n_min_minus_1");
    assert_true(goal.at_least ? met >= goal.value && missed < goal.value
                              : met <= goal.value && missed > goal.value);
    bool told_met = check_side(table, row, n_min, met);
    bool told_missed = check_side(table, row, n_min - 1, missed);
    sides_n += told_met + told_missed;
    if (!told_met || !told_missed) {
      print_message("%s: %s%s%s by formula only\n", stf_table_text(table, row, "id"),
                    told_met ? "" : "n_min", told_met || told_missed ? "" : " and ",
                    told_missed ? "" : "n_min - 1");
    }
  }
  assert_true(sides_n >= (stf_near_slow() ? 16 : 8));
  stf_table_free(table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_target_is_met_at_n_min_and_missed_below)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
