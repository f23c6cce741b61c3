/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed forms against the reference tables: minutes there, seconds here. */
#include "support/near.h"
#include "support/table.h"
#include "theory/erlang_a.h"
#include "theory/erlang_b.h"
#include "theory/erlang_c.h"
#include "theory/staffing.h"

#include <math.h>
#include <string.h>

static const double EXACT = 1e-9; /* relative; the tables print 12 digits */

static struct stf_table_file *open_table(const char *name) {
  struct stf_table_file *table = stf_table_read(name);
  if (table == NULL) {
    skip();
  }
  return table;
}

/* The printed value of a column, within a relative tolerance; half a unit of the twelfth digit
 * is far below it. */
static void check(const struct stf_table_file *table, size_t row, const char *column,
                  double value, double tolerance) {
  double printed = stf_table_number(table, row, column);
  if (!(fabs(value - printed) <= tolerance * fabs(printed))) {
    print_error("%s, %s:\n", stf_table_text(table, row, "id"), column);
  }
  assert_near_relative(value, printed, tolerance);
}

static struct stf_load load_of(const struct stf_table_file *table, size_t row) {
  return (struct stf_load){
      .arrivals_per_s = stf_table_number(table, row, "lambda_per_min") / 60,
      .handle_s = 60 / stf_table_number(table, row, "mu_per_min"),
      .agents_n = (int64_t)stf_table_number(table, row, "n"),
  };
}

static void test_erlang_b_table(void **state) {
  (void)state;
  struct stf_table_file *table = open_table("reference/erlang_b.csv");
  assert_true(stf_table_rows_n(table) >= 15);
  for (size_t i = 0; i < stf_table_rows_n(table); i++) {
    double offered = stf_table_number(table, i, "offered_erlangs");
    int64_t agents_n = (int64_t)stf_table_number(table, i, "n");
    double blocked = stf_erlang_b_block_share(agents_n, offered);
    check(table, i, "p_block", blocked, EXACT);
    check(table, i, "occupancy", offered * (1 - blocked) / (double)agents_n, EXACT);
  }
  stf_table_free(table);
}

static void test_erlang_c_table(void **state) {
  (void)state;
  struct stf_table_file *table = open_table("reference/erlang_c.csv");
  assert_true(stf_table_rows_n(table) >= 16);
  for (size_t i = 0; i < stf_table_rows_n(table); i++) {
    const struct stf_load load = load_of(table, i);
    const struct stf_erlang_c c = stf_erlang_c_measures(&load);
    check(table, i, "occupancy", c.occupancy_share, EXACT);
    check(table, i, "p_wait", c.wait_share, EXACT);
    check(table, i, "ew_min", c.mean_wait_s / 60, EXACT);
    check(table, i, "sd_w_min", c.sd_wait_s / 60, EXACT);
    check(table, i, "mean_queue", c.mean_queue_n, EXACT);
    double within_s = 60 * stf_table_number(table, i, "T_min");
    check(table, i, "sl_T", stf_erlang_c_within_share(&load, within_s), EXACT);
    check(table, i, "w_p50_min", stf_erlang_c_quantile_s(&load, 0.5) / 60, EXACT);
    check(table, i, "w_p90_min", stf_erlang_c_quantile_s(&load, 0.9) / 60, EXACT);
    check(table, i, "w_p95_min", stf_erlang_c_quantile_s(&load, 0.95) / 60, EXACT);
    check(table, i, "w_p99_min", stf_erlang_c_quantile_s(&load, 0.99) / 60, EXACT);
  }
  stf_table_free(table);
}

static void check_station(const struct stf_table_file *table, size_t i,
                          const struct stf_erlang_a *station) {
  const struct stf_erlang_a_measures a = stf_erlang_a_measures(station);
  check(table, i, "p_wait", a.wait_share, EXACT);
  check(table, i, "p_abandon", a.abandon_share, EXACT);
  check(table, i, "occupancy", a.occupancy_share, EXACT);
  check(table, i, "ew_all_min", a.mean_wait_s / 60, EXACT);
  check(table, i, "ew_served_min", a.mean_wait_served_s / 60, EXACT);
  check(table, i, "ew_abandoned_min", a.mean_wait_abandoned_s / 60, EXACT);
  check(table, i, "mean_queue", a.mean_queue_n, EXACT);
  double within_s = 60 * stf_table_number(table, i, "T_min");
  double served = stf_erlang_a_served_within_share(station, within_s);
  double left = stf_erlang_a_abandoned_within_share(station, within_s);
  check(table, i, "sl_served_in_T_over_offered", served, EXACT);
  check(table, i, "abandoned_in_T_over_offered", left, EXACT);
  check(table, i, "sl_excl_short_abandons", served / (1 - left), EXACT);
  check(table, i, "sl_over_served", served / (1 - a.abandon_share), EXACT);
  check(table, i, "p_wait_le_T", served + left, EXACT);
  check(table, i, "w_served_p50_min", stf_erlang_a_served_quantile_s(station, 0.5) / 60, EXACT);
  check(table, i, "w_served_p90_min", stf_erlang_a_served_quantile_s(station, 0.9) / 60, EXACT);
  check(table, i, "w_served_p95_min", stf_erlang_a_served_quantile_s(station, 0.95) / 60,
        EXACT);
}

static void test_erlang_a_table(void **state) {
  (void)state;
  struct stf_table_file *table = open_table("reference/erlang_a.csv");
  assert_true(stf_table_rows_n(table) >= 16);
  for (size_t i = 0; i < stf_table_rows_n(table); i++) {
    const struct stf_load load = load_of(table, i);
    double mean_s = 60 / stf_table_number(table, i, "theta_per_min");
    const struct stf_patience patience = stf_erlang_a_exponential(&mean_s);
    struct stf_erlang_a *station = NULL;
    assert_int_equal(stf_erlang_a_new(&load, &patience, NULL, &station), STF_OK);
    check_station(table, i, station);
    stf_erlang_a_free(station);
  }
  stf_table_free(table);
}

/* Laws of the general patience table; times in seconds. */
struct law {
  double a;
  double b;
};

static double deterministic_survival(const void *context, double t_s) {
  const struct law *law = context;
  return t_s < 60 * law->a ? 1 : 0;
}

static double weibull_survival(const void *context, double t_s) {
  const struct law *law = context;
  return exp(-pow(t_s / (60 * law->a), law->b));
}

static double uniform_survival(const void *context, double t_s) {
  const struct law *law = context;
  return fmax(0, 1 - t_s / (60 * law->a));
}

static double hyperexponential_survival(const void *context, double t_s) {
  const struct law *law = context;
  return 0.5 * exp(-law->a * t_s / 60) + 0.5 * exp(-law->b * t_s / 60);
}

static struct stf_patience named_patience(const char *name, const struct law *law) {
  static const struct {
    const char *name;
    double (*survival)(const void *, double);
  } LAWS[] = {
      {"deterministic", deterministic_survival},
      {"weibull(scale=a,shape=b)", weibull_survival},
      {"uniform(0,a)", uniform_survival},
      {"hyperexp(0.5 at rate a, 0.5 at rate b)", hyperexponential_survival},
  };
  for (size_t i = 0; i < STF_COUNT_OF(LAWS); i++) {
    if (strcmp(LAWS[i].name, name) == 0) {
      return (struct stf_patience){.survival = LAWS[i].survival, .context = law};
    }
  }
  fail_msg("unknown law '%s'", name);
  return (struct stf_patience){0};
}

static void test_general_patience_table(void **state) {
  (void)state;
  const double printed = 1e-7; /* the table's own accuracy */
  struct stf_table_file *table = open_table("reference/mmn_general_patience.csv");
  assert_true(stf_table_rows_n(table) >= 5);
  for (size_t i = 0; i < stf_table_rows_n(table); i++) {
    const struct stf_load load = load_of(table, i);
    const struct law law = {stf_table_number(table, i, "a"), stf_table_number(table, i, "b")};
    const struct stf_patience patience =
        named_patience(stf_table_text(table, i, "patience_law"), &law);
    struct stf_erlang_a *station = NULL;
    assert_int_equal(stf_erlang_a_new(&load, &patience, NULL, &station), STF_OK);
    const struct stf_erlang_a_measures a = stf_erlang_a_measures(station);
    check(table, i, "p_wait", a.wait_share, printed);
    check(table, i, "p_abandon", a.abandon_share, printed);
    check(table, i, "occupancy", a.occupancy_share, printed);
    check(table, i, "ew_all_min", a.mean_wait_s / 60, printed);
    check(table, i, "ew_served_min", a.mean_wait_served_s / 60, printed);
    check(table, i, "mean_queue", a.mean_queue_n, printed);
    double within_s = 60 * stf_table_number(table, i, "T_min");
    check(table, i, "sl_served_in_T_over_offered",
          stf_erlang_a_served_within_share(station, within_s), printed);
    stf_erlang_a_free(station);
  }
  stf_table_free(table);
}

static struct stf_staffing_target named_target(const struct stf_table_file *table, size_t i) {
  const char *name = stf_table_text(table, i, "target");
  double value = stf_table_number(table, i, "target_value");
  if (strcmp(name, "p_abandon<=") == 0) {
    return (struct stf_staffing_target){STF_STAFFING_ABANDON_SHARE, value, 0};
  }
  if (strcmp(name, "p_wait<=") == 0) {
    return (struct stf_staffing_target){STF_STAFFING_WAIT_SHARE, value, 0};
  }
  assert_non_null(strstr(name, ">="));
  double within_s = 60 * stf_table_number(table, i, "T_min");
  return (struct stf_staffing_target){STF_STAFFING_SERVICE_LEVEL, value, within_s};
}

static void test_staffing_table(void **state) {
  (void)state;
  struct stf_table_file *table = open_table("reference/staffing.csv");
  assert_true(stf_table_rows_n(table) >= 11);
  for (size_t i = 0; i < stf_table_rows_n(table); i++) {
    double mean_s = 60 / stf_table_number(table, i, "theta_per_min");
    const struct stf_staffing staffing = {
        .model = strcmp(stf_table_text(table, i, "model"), "erlang_a") == 0 ? STF_STAFFING_A
                                                                            : STF_STAFFING_C,
        .arrivals_per_s = stf_table_number(table, i, "lambda_per_min") / 60,
        .handle_s = 60 / stf_table_number(table, i, "mu_per_min"),
        .patience = stf_erlang_a_exponential(&mean_s),
    };
    const struct stf_staffing_target target = named_target(table, i);
    int64_t agents_n = 0;
    assert_int_equal(stf_staffing_least_agents(&staffing, &target, NULL, &agents_n), STF_OK);
    assert_int_equal(agents_n, (int64_t)stf_table_number(table, i, "n_min"));
    double value = 0;
    assert_int_equal(stf_staffing_value(&staffing, &target, agents_n, NULL, &value), STF_OK);
    check(table, i, "value_at_n_min", value, EXACT);
    assert_int_equal(stf_staffing_value(&staffing, &target, agents_n - 1, NULL, &value),
                     STF_OK);
    check(table, i, "value_at_n_min_minus_1", value, EXACT);
  }
  stf_table_free(table);
}

/* Rows of published.csv in the order of the file; each within its own tolerance of the printed
 * figure and, where more digits of the exact value are given, within 1e-8 of that. */
static void check_published(const struct stf_table_file *table, const char *id,
                            const double *values, size_t n) {
  size_t found = 0;
  for (size_t i = 0; i < stf_table_rows_n(table); i++) {
    if (strcmp(stf_table_text(table, i, "id"), id) != 0) {
      continue;
    }
    if (found == n) {
      fail_msg("%s has more rows than the test knows", id);
      return;
    }
    double tolerance = stf_table_number(table, i, "tolerance");
    assert_near(values[found], stf_table_number(table, i, "published"), tolerance);
    check(table, i, "exact_by_our_calculators", values[found], 1e-8);
    found++;
  }
  assert_int_equal(found, n);
}

static void test_published_figures(void **state) {
  (void)state;
  struct stf_table_file *table = open_table("reference/published.csv");
  const struct stf_load garnett = {48.0 / 60, 60, 50};
  const struct stf_erlang_c p01 = stf_erlang_c_measures(&garnett);
  check_published(
      table, "P01",
      (double[]){p01.mean_wait_s, stf_erlang_c_quantile_s(&garnett, 0.9), p01.mean_queue_n}, 3);

  double mean_s = 120;
  const struct stf_patience patience = stf_erlang_a_exponential(&mean_s);
  struct stf_erlang_a *station = NULL;
  assert_int_equal(stf_erlang_a_new(&garnett, &patience, NULL, &station), STF_OK);
  const struct stf_erlang_a_measures p02 = stf_erlang_a_measures(station);
  check_published(table, "P02",
                  (double[]){p02.abandon_share, p02.mean_wait_s,
                             stf_erlang_a_quantile_s(station, 0.9), p02.occupancy_share},
                  4);
  stf_erlang_a_free(station);

  const struct stf_load worked = {100.0 / 1800, 180, 14};
  const struct stf_erlang_c p03 = stf_erlang_c_measures(&worked);
  check_published(table, "P03",
                  (double[]){stf_erlang_c_within_share(&worked, 20), p03.wait_share,
                             p03.mean_wait_s, p03.occupancy_share},
                  4);

  check_published(
      table, "P06",
      (double[]){stf_erlang_b_block_share(5, 1.36), stf_erlang_b_block_share(10, 4.46),
                 stf_erlang_b_block_share(20, 12), stf_erlang_b_block_share(50, 37.9),
                 stf_erlang_b_block_share(100, 84.1)},
      5);
  stf_table_free(table);
}

int main(void) {
  if (stf_near_data("reference/erlang_a.csv") == NULL) {
    return STF_NEAR_SKIPPED;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_erlang_b_table), cmocka_unit_test(test_erlang_c_table),
      cmocka_unit_test(test_erlang_a_table), cmocka_unit_test(test_general_patience_table),
      cmocka_unit_test(test_staffing_table), cmocka_unit_test(test_published_figures),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
