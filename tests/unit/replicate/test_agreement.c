/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nineteen replications whose service level is 1/20, 2/20 ... 19/20 in every cell, on two days
 * of two half-day intervals; everything else follows by hand.
 */
#include "replicate/agreement.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  R = 19,
  CELLS = 4
};

#define HALF_DAY_US INT64_C(43200000000)
/* 2026-03-02, a Monday. */
#define START_US INT64_C(1772409600000000)

struct bench {
  struct stf_zone *zone;
  struct stf_names names;
  struct stf_kpi_layout *layout;
  struct stf_replicate_values values;
  struct stf_kpi_value *actuals;
  size_t cells[CELLS]; /* their rows */
  struct stf_agreement_in in;
};

static void find_cells(struct bench *bench) {
  size_t n = 0;
  for (size_t i = 0; i < bench->values.rows_n; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(bench->layout, i, &row);
    if (strcmp(row.kpi, "service_level") == 0 && strcmp(row.statistic, "share") == 0 &&
        row.interval_start_us != STF_NEVER) {
      assert_true(n < CELLS);
      bench->cells[n++] = i;
    }
  }
  assert_int_equal(n, CELLS);
}

static void prepare(struct bench *bench) {
  *bench = (struct bench){0};
  assert_int_equal(stf_zone_open("UTC", &bench->zone), STF_OK);
  assert_int_equal(stf_names_init(&bench->names, NULL), STF_OK);
  struct stf_kpi_plan plan = {.zone = bench->zone,
                              .names = &bench->names,
                              .from_us = START_US,
                              .to_us = START_US + CELLS * HALF_DAY_US,
                              .interval_us = HALF_DAY_US,
                              .groups = STF_KPI_BY_INTERVAL | STF_KPI_BY_DAY,
                              .within_us = {20000000},
                              .within_n = 1,
                              .has_queue = true};
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &bench->layout), STF_OK);
  size_t rows_n = stf_kpi_layout_rows_n(bench->layout);
  bench->values =
      (struct stf_replicate_values){.rows_n = rows_n, .replications_n = R, .done_n = R};
  bench->values.num = calloc(rows_n * R, sizeof(double));
  bench->values.den = calloc(rows_n * R, sizeof(double));
  bench->actuals = calloc(rows_n, sizeof *bench->actuals);
  assert_non_null(bench->values.num);
  assert_non_null(bench->values.den);
  assert_non_null(bench->actuals);
  find_cells(bench);
  for (size_t c = 0; c < CELLS; c++) {
    for (size_t r = 0; r < R; r++) {
      bench->values.num[bench->cells[c] * R + r] = (double)(r + 1);
      bench->values.den[bench->cells[c] * R + r] = 20;
    }
  }
  bench->in = (struct stf_agreement_in){.layout = bench->layout,
                                        .values = &bench->values,
                                        .actuals = bench->actuals,
                                        .zone = bench->zone,
                                        .definition = "sl3_within_20s",
                                        .weekdays = {true, true, true, true, true, true, true},
                                        .from_s = 0,
                                        .to_s = 86400,
                                        .least_n = 5};
}

static void clear(struct bench *bench) {
  stf_replicate_clear(&bench->values, NULL);
  free(bench->actuals);
  stf_kpi_layout_free(bench->layout);
  stf_names_clear(&bench->names);
  stf_zone_free(bench->zone);
}

/* `num` of n contacts in a cell were answered in time. */
static void set_actual(struct bench *bench, size_t cell, double num, int64_t n) {
  bench->actuals[bench->cells[cell]] =
      (struct stf_kpi_value){.value = num / (double)n, .num = num, .den = (double)n, .n = n};
}

static void test_measure_three_cells_worked_out_by_hand(void **state) {
  (void)state;
  struct bench bench;
  struct stf_agreement out;
  prepare(&bench);
  set_actual(&bench, 0, 10, 20); /* 0.5: as predicted */
  set_actual(&bench, 1, 38, 40); /* 0.95: its rank is above 0.9 */
  set_actual(&bench, 2, 2, 20);  /* 0.1: at the edge, inside */
  set_actual(&bench, 3, 0, 4);   /* too few contacts */
  assert_int_equal(stf_agreement_measure(&bench.in, NULL, &out), STF_OK);
  assert_int_equal(out.cells_n, 3);
  assert_int_equal(out.days_n, 2);
  assert_near(out.mae_interval, (0 + 0.45 + 0.4) / 3, 1e-12);
  /* Mean of |v - mean of the other 18| = 19/18 mean |v - 0.5|, and that mean is 4.5/19. */
  assert_near(out.floor, 0.25, 1e-12);
  assert_near(out.mean_error, (-0.45 * 40 + 0.4 * 20) / 80, 1e-12);
  /* Monday: 48 of 60 against 0.5; Tuesday: 0.1. */
  assert_near(out.mae_day, (0.3 + 0.4) / 2, 1e-12);
  assert_int_equal(out.below_n, 0);
  assert_int_equal(out.above_n, 1);
  assert_near(out.coverage, 2.0 / 3, 1e-12);
  /* Monday has 1 of 2 inside, Tuesday 1 of 1. Two days drawn with replacement give 1/2 (1/4),
   * 2/3 (1/2) or 1 (1/4): standard deviation 0.18162; of 2000 draws within 0.008. */
  assert_near(out.coverage_se, 0.18162, 0.008);
  /* With 18 others, replication k (from 0) has the middle rank (k + 1/2)/19: inside for k = 2
   * to 16. */
  assert_near(out.self_coverage, 15.0 / 19, 1e-12);
  /* The same four replications are outside in all three cells. */
  assert_near(out.expected_n, 3 * 4.0 / 19, 1e-12);
  assert_near(out.expected_lo, 0, 0);
  assert_near(out.expected_hi, 3, 0);
  clear(&bench);
}

static void test_measure_takes_only_the_wanted_hours_and_weekdays(void **state) {
  (void)state;
  struct bench bench;
  struct stf_agreement out;
  prepare(&bench);
  for (size_t c = 0; c < CELLS; c++) {
    set_actual(&bench, c, (double)c + 1, 20);
  }
  bench.in.from_s = 43200;
  assert_int_equal(stf_agreement_measure(&bench.in, NULL, &out), STF_OK);
  assert_int_equal(out.cells_n, 2);
  assert_near(out.mae_interval, (0.4 + 0.3) / 2, 1e-12);
  bench.in.weekdays[0] = false; /* without Monday */
  assert_int_equal(stf_agreement_measure(&bench.in, NULL, &out), STF_OK);
  assert_int_equal(out.cells_n, 1);
  assert_near(out.mae_interval, 0.3, 1e-12);
  assert_true(isnan(out.coverage_se)); /* one day says nothing of how days differ */
  bench.in.weekdays[1] = false;
  assert_int_equal(stf_agreement_measure(&bench.in, NULL, &out), STF_OK);
  assert_int_equal(out.cells_n, 0);
  clear(&bench);
}

static void test_measure_leaves_out_cells_where_a_replication_has_nobody(void **state) {
  (void)state;
  struct bench bench;
  struct stf_agreement out;
  prepare(&bench);
  for (size_t c = 0; c < CELLS; c++) {
    set_actual(&bench, c, 10, 20);
  }
  bench.values.num[bench.cells[2] * R + 7] = 0;
  bench.values.den[bench.cells[2] * R + 7] = 0;
  assert_int_equal(stf_agreement_measure(&bench.in, NULL, &out), STF_OK);
  assert_int_equal(out.cells_n, 3);
  clear(&bench);
}

static void test_measure_few_replications_have_errors_but_no_coverage(void **state) {
  (void)state;
  struct bench bench;
  struct stf_agreement out;
  prepare(&bench);
  set_actual(&bench, 0, 10, 20);
  bench.values.done_n = 9; /* the others of each are eight: no 80 % band */
  assert_int_equal(stf_agreement_measure(&bench.in, NULL, &out), STF_OK);
  assert_near(out.mae_interval, 0.25, 1e-12); /* 0.05 ... 0.45 on average */
  assert_true(isnan(out.self_coverage));
  assert_true(isnan(out.coverage));
  clear(&bench);
}

static void test_join_counts_rows_that_move_together(void **state) {
  (void)state;
  struct bench bench;
  prepare(&bench);
  const double actuals[CELLS] = {0.01, 0.99, 0.5, (double)NAN};
  for (size_t c = 0; c < CELLS; c++) {
    bench.actuals[bench.cells[c]] = (struct stf_kpi_value){.value = actuals[c], .n = 20};
  }
  struct stf_agreement_joint joint;
  assert_int_equal(
      stf_agreement_join(&bench.values, bench.actuals, bench.cells, CELLS, NULL, &joint),
      STF_OK);
  assert_int_equal(joint.cells_n, 3); /* without an actual there is no verdict */
  assert_int_equal(joint.below_n, 1);
  assert_int_equal(joint.above_n, 1);
  /* Of the 19 the two least and the two largest lie outside the band of the others, each in all
   * three rows. */
  assert_near(joint.expected_n, 3 * 4.0 / 19, 1e-15);
  assert_near(joint.expected_lo, 0, 0);
  assert_near(joint.expected_hi, 3, 0);
  bench.values.done_n = 9; /* bands, but none without one of them */
  assert_int_equal(
      stf_agreement_join(&bench.values, bench.actuals, bench.cells, CELLS, NULL, &joint),
      STF_OK);
  assert_int_equal(joint.cells_n, 3);
  assert_true(isnan(joint.expected_n));
  clear(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_measure_three_cells_worked_out_by_hand),
      cmocka_unit_test(test_measure_takes_only_the_wanted_hours_and_weekdays),
      cmocka_unit_test(test_measure_leaves_out_cells_where_a_replication_has_nobody),
      cmocka_unit_test(test_join_counts_rows_that_move_together),
      cmocka_unit_test(test_measure_few_replications_have_errors_but_no_coverage),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
