/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows from values set by hand: estimates, bands and verdicts at the edges of what few
 * replications can say. */
#include "replicate/summary.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  MOST = 39
};

/* A plan of totals only, all values undefined until set. */
struct bench {
  struct stf_zone *zone;
  struct stf_names names;
  struct stf_kpi_layout *layout;
  struct stf_replicate_values values;
  struct stf_kpi_value *actuals;
  struct stf_table table;
};

static void bench_open(struct bench *bench, uint32_t replications_n) {
  *bench = (struct bench){0};
  assert_int_equal(stf_zone_open("UTC", &bench->zone), STF_OK);
  assert_int_equal(stf_names_init(&bench->names, NULL), STF_OK);
  struct stf_kpi_plan plan = {.zone = bench->zone,
                              .names = &bench->names,
                              .to_us = INT64_C(86400000000),
                              .interval_us = INT64_C(3600000000),
                              .within_us = {20000000},
                              .within_n = 1,
                              .has_queue = true};
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &bench->layout), STF_OK);
  size_t rows_n = stf_kpi_layout_rows_n(bench->layout);
  bench->values = (struct stf_replicate_values){
      .num = calloc(rows_n * replications_n, sizeof(double)),
      .den = calloc(rows_n * replications_n, sizeof(double)),
      .rows_n = rows_n,
      .replications_n = replications_n,
      .done_n = replications_n,
  };
  bench->actuals = calloc(rows_n, sizeof *bench->actuals);
  for (size_t i = 0; i < rows_n * replications_n; i++) {
    bench->values.num[i] = (double)NAN;
    bench->values.den[i] = (double)NAN;
  }
  for (size_t i = 0; i < rows_n; i++) {
    bench->actuals[i] = (struct stf_kpi_value){.value = (double)NAN, .n = -1};
  }
}

static void bench_close(struct bench *bench) {
  stf_row_table_clear(&bench->table);
  stf_replicate_clear(&bench->values, NULL);
  free(bench->actuals);
  stf_kpi_layout_free(bench->layout);
  stf_names_clear(&bench->names);
  stf_zone_free(bench->zone);
}

static size_t row_of(const struct bench *bench, const char *kpi, const char *statistic) {
  for (size_t i = 0; i < bench->values.rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(bench->layout, i, &row);
    if (strcmp(row.kpi, kpi) == 0 && strcmp(row.statistic, statistic) == 0) {
      return i;
    }
  }
  fail_msg("no row %s %s", kpi, statistic);
  return 0;
}

static void set(struct bench *bench, size_t row, uint32_t replication, double num, double den) {
  bench->values.num[row * bench->values.replications_n + replication] = num;
  bench->values.den[row * bench->values.replications_n + replication] = den;
}

/* The only row that says anything. */
static struct stf_row summarised(struct bench *bench, struct stf_summary_given given) {
  struct stf_summary_in in = {.layout = bench->layout,
                              .values = &bench->values,
                              .actuals = bench->actuals,
                              .comparable = true,
                              .given = given,
                              .scenario = "by-hand"};
  stf_row_table_clear(&bench->table);
  assert_int_equal(stf_row_table_init(&bench->table, NULL), STF_OK);
  assert_int_equal(stf_summary_rows(&in, NULL, &bench->table), STF_OK);
  assert_int_equal(bench->table.rows_n, 1);
  return bench->table.rows[0];
}

static void test_rows_when_some_replications_are_empty_expect_ratio_of_sums(void **state) {
  (void)state;
  struct bench bench;
  bench_open(&bench, 3);
  size_t row = row_of(&bench, "service_level", "share");
  set(&bench, row, 0, 0, 0);
  set(&bench, row, 1, 9, 10);
  set(&bench, row, 2, 15, 30);
  bench.actuals[row] = (struct stf_kpi_value){.value = 0.5, .num = 1, .den = 2, .n = 2};
  struct stf_row out = summarised(&bench, (struct stf_summary_given){0});
  assert_near(out.predicted, 0.6, 1e-12);
  assert_true(out.ci95_lo < 0.6 && out.ci95_hi > 0.6);
  assert_true(isnan(out.band80_lo));
  assert_int_equal(out.inside80, STF_INSIDE_NONE);
  bench_close(&bench);
}

static void test_rows_when_replications_are_few_expect_no_band(void **state) {
  (void)state;
  static const struct {
    uint32_t replications_n;
    bool band80;
    bool band95;
  } CASES[] = {{1, false, false}, {5, false, false}, {8, false, false},
               {9, true, false},  {38, true, false}, {39, true, true}};
  for (size_t c = 0; c < STF_COUNT_OF(CASES); c++) {
    struct bench bench;
    bench_open(&bench, CASES[c].replications_n);
    size_t row = row_of(&bench, "wait", "p90");
    for (uint32_t r = 0; r < CASES[c].replications_n; r++) {
      set(&bench, row, r, r + 1, (double)NAN);
    }
    bench.actuals[row].value = 0;
    struct stf_row out = summarised(&bench, (struct stf_summary_given){0});
    assert_near(out.predicted, (CASES[c].replications_n + 1) / 2.0, 1e-12);
    assert_int_equal(isfinite(out.band80_lo), CASES[c].band80);
    assert_int_equal(isfinite(out.band95_hi), CASES[c].band95);
    assert_int_equal(out.inside80, CASES[c].band80 ? STF_INSIDE_BELOW : STF_INSIDE_NONE);
    if (CASES[c].replications_n == 9) {
      assert_near(out.band80_lo, 1, 1e-12);
      assert_near(out.band80_hi, 9, 1e-12);
    }
    bench_close(&bench);
  }
}

static void test_rows_when_all_are_ties_expect_inside(void **state) {
  (void)state;
  struct bench bench;
  bench_open(&bench, MOST);
  size_t row = row_of(&bench, "wait", "p50");
  for (uint32_t r = 0; r < MOST; r++) {
    set(&bench, row, r, 0, (double)NAN);
  }
  bench.actuals[row].value = 0;
  assert_int_equal(summarised(&bench, (struct stf_summary_given){0}).inside80,
                   STF_INSIDE_INSIDE);
  bench.actuals[row].value = 1e-9;
  assert_int_equal(summarised(&bench, (struct stf_summary_given){0}).inside80,
                   STF_INSIDE_ABOVE);
  bench_close(&bench);
}

static void test_rows_when_fed_in_expect_given_without_band(void **state) {
  (void)state;
  struct bench bench;
  bench_open(&bench, MOST);
  size_t row = row_of(&bench, "arrivals", "count");
  for (uint32_t r = 0; r < MOST; r++) {
    set(&bench, row, r, 100, 1);
  }
  bench.actuals[row] = (struct stf_kpi_value){.value = 100, .num = 100, .den = 1, .n = 100};
  struct stf_row out = summarised(&bench, (struct stf_summary_given){.arrivals = true});
  assert_int_equal(out.inside80, STF_INSIDE_GIVEN);
  assert_near(out.predicted, 100, 1e-12);
  assert_true(isnan(out.band80_lo) && isnan(out.ci95_lo));
  out = summarised(&bench, (struct stf_summary_given){.presence = true, .service = true});
  assert_int_equal(out.inside80, STF_INSIDE_INSIDE);
  bench_close(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows_when_some_replications_are_empty_expect_ratio_of_sums),
      cmocka_unit_test(test_rows_when_replications_are_few_expect_no_band),
      cmocka_unit_test(test_rows_when_all_are_ties_expect_inside),
      cmocka_unit_test(test_rows_when_fed_in_expect_given_without_band),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
