/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bot in front of a pool against Poisson thinning: whatever the law of its duration, the
 * agents see a Poisson stream of the rate of those handed over (the output of M/G/inf is
 * Poisson), so Erlang A holds. Each measure within 3.5 standard errors (false alarm 5e-4 a
 * measure), 95 % half-width at most 2 % of the value or 0.005 for a probability. Seeds are
 * fixed. Times of the table are minutes.
 */
#include "support/near.h"
#include "support/pool.h"
#include "support/table.h"

#include <math.h>
#include <stdio.h>

#define OFFSET(name) offsetof(struct stf_pool_sums, name)

#define WARMUP_SHARE 0.1

enum {
  RUNS = 40
};

/* Contacts at the bot. */
#define CUSTOMERS_N 9e6

static struct stf_law law(enum stf_law_kind kind, double a, double b) {
  const double parameters[STF_LAW_PARAMETERS_MAX] = {a, b, (double)NAN, (double)NAN,
                                                     (double)NAN};
  struct stf_law out;
  const char *why = "";
  if (!stf_law_make(kind, parameters, &out, &why)) {
    fail_msg("%s", why);
  }
  return out;
}

static struct stf_pool pool_of(const struct stf_table_file *table, size_t row,
                               const struct stf_law *duration) {
  double rate_per_min = stf_table_number(table, row, "lambda_per_min");
  return (struct stf_pool){
      .rates_per_s = {rate_per_min / 60},
      .rates_n = 1,
      .counts = {(int)stf_table_number(table, row, "n")},
      .counts_n = 1,
      .service = stf_law_exponential(60 / stf_table_number(table, row, "mu_per_min")),
      .patience = stf_law_exponential(60 / stf_table_number(table, row, "theta_per_min")),
      .bot = {.reach_share = 1,
              .containment_share = stf_table_number(table, row, "p_contained"),
              .leave_share =
                  stf_table_number(table, row, "p_leave_during_bot_given_not_contained"),
              .duration = *duration},
      .length_s = CUSTOMERS_N / rate_per_min * 60 / RUNS,
      .within_s = 60 * stf_table_number(table, row, "T_min")};
}

static void check(const struct stf_pool_sums *sums, const char *name, size_t num,
                  double exact) {
  bool is_wait = num == OFFSET(wait_s);
  struct stf_estimate estimate = stf_pool_ratio(sums, RUNS, 1, num, OFFSET(arrived));
  estimate.mean /= is_wait ? 60 : 1;
  estimate.se /= is_wait ? 60 : 1;
  stf_estimate_check_closely(name, estimate, exact, !is_wait);
}

/* Checks all measures of a row under one law of the bot's duration. */
static void check_row(const struct stf_table_file *table, size_t row,
                      const struct stf_law *duration) {
  static const struct {
    const char *column;
    size_t num;
  } MEASURES[] = {{"p_wait", OFFSET(waited)},
                  {"p_abandon", OFFSET(abandoned)},
                  {"ew_all_min", OFFSET(wait_s)},
                  {"sl_served_in_T_over_offered", OFFSET(in_time)}};
  struct stf_pool pool = pool_of(table, row, duration);
  struct stf_pool_sums sums[RUNS];
  const double edges_s[] = {WARMUP_SHARE * pool.length_s, pool.length_s};
  const struct stf_pool_stretches whole = {edges_s, 1, NULL};
  stf_pool_run(&pool, &whole, 1, RUNS, sums);
  char name[96];
  const char *id = stf_table_text(table, row, "id");
  for (size_t i = 0; i < STF_COUNT_OF(MEASURES); i++) {
    (void)snprintf(name, sizeof name, "%s %s law %d", id, MEASURES[i].column,
                   (int)duration->kind);
    check(sums, name, MEASURES[i].num, stf_table_number(table, row, MEASURES[i].column));
  }
  double measured_s = (1 - WARMUP_SHARE) * pool.length_s;
  struct stf_estimate rate = stf_pool_mean(sums, RUNS, 1, OFFSET(arrived));
  rate.mean /= measured_s / 60;
  rate.se /= measured_s / 60;
  stf_estimate_check_closely(id, rate, stf_table_number(table, row, "lambda_to_agents_per_min"),
                             false);
  struct stf_estimate busy = stf_pool_mean(sums, RUNS, 1, OFFSET(busy_time_s));
  busy.mean /= pool.counts[0] * measured_s;
  busy.se /= pool.counts[0] * measured_s;
  stf_estimate_check_closely(id, busy, stf_table_number(table, row, "occupancy"), true);
}

static void test_bot_thins_whatever_its_duration(void **state) {
  (void)state;
  struct stf_table_file *table = stf_table_read("reference/bot_thinning.csv");
  if (table == NULL) {
    skip();
  }
  const struct stf_law laws[] = {stf_law_constant(120), stf_law_exponential(60),
                                 law(STF_LAW_LOGNORMAL, 300, 2), law(STF_LAW_UNIFORM, 0, 90)};
  size_t rows_n = stf_table_rows_n(table);
  assert_true(rows_n >= 4);
  for (size_t row = 0; row < rows_n; row++) {
    for (size_t i = 0; i < STF_COUNT_OF(laws); i++) {
      /* Each row under a law of its own and the last one under two; slow: under every law. */
      bool last = row + 1 == rows_n && i == 0;
      if (stf_near_slow() || i == row % STF_COUNT_OF(laws) || last) {
        check_row(table, row, &laws[i]);
      }
    }
  }
  stf_table_free(table);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_bot_thins_whatever_its_duration)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
