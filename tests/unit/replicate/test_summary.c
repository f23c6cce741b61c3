/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nine replications, worked out by hand: their 80 % band reaches from the least to the largest,
 * since 0.1 x (9 + 1) = 1. */
#include "replicate/summary.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  R = 9
};

#define NOT_THERE ((double)NAN)

struct bench {
  struct stf_zone *zone;
  struct stf_names names;
  struct stf_kpi_layout *layout;
  struct stf_replicate_values values;
  struct stf_kpi_value *actuals;
  struct stf_table table;
};

/* One policy, so that there are rows that are 1 or 0. */
static const struct stf_sla_policy POLICY = {
    .name = "standard", .response = {.within_us = INT64_C(600000000), .share = 0.95}};
static const uint8_t POLICY_OF[] = {0};
static const struct stf_sla_terms TERMS = {&POLICY, 1, POLICY_OF, 1, 1, 0};

/* Rows without any value. */
static void prepare(struct bench *bench) {
  *bench = (struct bench){0};
  assert_int_equal(stf_zone_open("UTC", &bench->zone), STF_OK);
  assert_int_equal(stf_names_init(&bench->names, NULL), STF_OK);
  struct stf_kpi_plan plan = {.zone = bench->zone,
                              .names = &bench->names,
                              .from_us = 0,
                              .to_us = INT64_C(86400000000),
                              .interval_us = INT64_C(1800000000),
                              .within_us = {20000000},
                              .within_n = 1,
                              .terms = &TERMS,
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
  for (size_t i = 0; i < rows_n; i++) {
    bench->actuals[i] = (struct stf_kpi_value){.value = NOT_THERE, .n = -1};
    for (size_t r = 0; r < R; r++) {
      bench->values.num[i * R + r] = NOT_THERE;
      bench->values.den[i * R + r] = NOT_THERE;
    }
  }
}

static void clear(struct bench *bench) {
  stf_row_table_clear(&bench->table);
  stf_replicate_clear(&bench->values, NULL);
  free(bench->actuals);
  stf_kpi_layout_free(bench->layout);
  stf_names_clear(&bench->names);
  stf_zone_free(bench->zone);
}

static bool labelled(const struct stf_row *row, const char *kpi, const char *definition,
                     const char *statistic) {
  return strcmp(row->kpi, kpi) == 0 && strcmp(row->definition, definition) == 0 &&
         strcmp(row->statistic, statistic) == 0;
}

static size_t place_of(const struct bench *bench, const char *kpi, const char *definition,
                       const char *statistic) {
  size_t i = 0;
  for (; i < bench->values.rows_n; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(bench->layout, i, &row);
    if (labelled(&row, kpi, definition, statistic)) {
      break;
    }
  }
  assert_true(i < bench->values.rows_n);
  return i;
}

/* What R replications and the log say of a row; dens NULL: no ratio. */
static void put(struct bench *bench, size_t row, const double *nums, const double *dens,
                double actual) {
  for (size_t r = 0; r < R; r++) {
    bench->values.num[row * R + r] = nums[r];
    bench->values.den[row * R + r] = dens != NULL ? dens[r] : NOT_THERE;
  }
  bench->actuals[row] = (struct stf_kpi_value){.value = actual, .n = 50};
}

static void summarise(struct bench *bench, bool comparable, struct stf_summary_given given) {
  struct stf_summary_in in = {.layout = bench->layout,
                              .values = &bench->values,
                              .actuals = bench->actuals,
                              .comparable = comparable,
                              .given = given,
                              .scenario = "try"};
  stf_row_table_clear(&bench->table);
  assert_int_equal(stf_row_table_init(&bench->table, NULL), STF_OK);
  assert_int_equal(stf_summary_rows(&in, NULL, &bench->table), STF_OK);
}

static const double SHARES[R] = {9, 1, 8, 2, 7, 3, 6, 4, 5}; /* of ten */
static const double TENS[R] = {10, 10, 10, 10, 10, 10, 10, 10, 10};

static void test_ratio_is_the_ratio_of_sums_with_its_interval_and_band(void **state) {
  (void)state;
  struct bench bench;
  prepare(&bench);
  static const double SIZES[R] = {10, 10, 10, 10, 10, 10, 10, 10, 20};
  put(&bench, place_of(&bench, "service_level", "sl3_within_20s", "share"), SHARES, SIZES, 0.5);
  summarise(&bench, true, (struct stf_summary_given){0});
  assert_int_equal(bench.table.rows_n, 1);
  const struct stf_row *row = &bench.table.rows[0];
  assert_string_equal(row->scenario, "try");
  assert_int_equal(row->n_replications, R);
  assert_int_equal(row->n_actual, 50);
  assert_near(row->predicted, 0.45, 1e-15); /* 45 of 100, not the mean of the shares */
  /* Residuals num - 0.45 den: 4.5 3.5 3.5 2.5 2.5 1.5 1.5 0.5 4 (signs aside): squares 78.  The
   * mean of den is 100/9; t of 8 degrees is 2.306004135. */
  double half = 2.306004135 * sqrt(78.0 / 8 / 9) / (100.0 / 9);
  assert_near(row->ci95_lo, 0.45 - half, 1e-9);
  assert_near(row->ci95_hi, 0.45 + half, 1e-9);
  assert_near(row->band80_lo, 0.1, 1e-15);
  assert_near(row->band80_hi, 0.9, 1e-15);
  assert_true(isnan(row->band95_lo)); /* needs 39 replications */
  assert_int_equal(row->inside80, STF_INSIDE_INSIDE);
  clear(&bench);
}

static void test_quantile_is_predicted_by_the_median_of_the_replications(void **state) {
  (void)state;
  struct bench bench;
  prepare(&bench);
  static const double WAITS_S[R] = {30, 10, 1000, 20, 60, 40, 50, 80, 70};
  put(&bench, place_of(&bench, "wait", "answered", "p90"), WAITS_S, NULL, 55);
  summarise(&bench, true, (struct stf_summary_given){0});
  const struct stf_row *row = &bench.table.rows[0];
  assert_near(row->predicted, 50, 0);
  /* Median of 9: P(binomial(9, 1/2) <= 1) = 0.0195 < 0.025 <= P(<= 2): ranks 2 and 8. */
  assert_near(row->ci95_lo, 20, 0);
  assert_near(row->ci95_hi, 80, 0);
  assert_near(row->band80_lo, 10, 0);
  assert_near(row->band80_hi, 1000, 0);
  clear(&bench);
}

static enum stf_inside verdict_on(double actual, bool comparable) {
  struct bench bench;
  prepare(&bench);
  put(&bench, place_of(&bench, "service_level", "sl3_within_20s", "share"), SHARES, TENS,
      actual);
  summarise(&bench, comparable, (struct stf_summary_given){0});
  enum stf_inside verdict = bench.table.rows[0].inside80;
  clear(&bench);
  return verdict;
}

static void test_verdict_goes_by_the_place_among_the_replications(void **state) {
  (void)state;
  assert_int_equal(verdict_on(0.05, true), STF_INSIDE_BELOW); /* middle of rank: 0.05 */
  assert_int_equal(verdict_on(0.1, true), STF_INSIDE_INSIDE); /* a tie: 0.1 */
  assert_int_equal(verdict_on(0.9, true), STF_INSIDE_INSIDE);
  assert_int_equal(verdict_on(0.95, true), STF_INSIDE_ABOVE);
  assert_int_equal(verdict_on(0.95, false), STF_INSIDE_NONE);
  assert_int_equal(verdict_on(NOT_THERE, true), STF_INSIDE_NONE);
}

static void test_given_rows_have_no_verdict_and_no_band(void **state) {
  (void)state;
  static const double ONES[R] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
  static const double HUNDREDS[R] = {100, 100, 100, 100, 100, 100, 100, 100, 100};
  struct bench bench;
  prepare(&bench);
  put(&bench, place_of(&bench, "arrivals", "offered", "count"), HUNDREDS, ONES, 100);
  put(&bench, place_of(&bench, "arrivals", "answered", "count"), HUNDREDS, ONES, 100);
  put(&bench, place_of(&bench, "aht", "agent_work", "mean"), SHARES, TENS, 0.5);
  put(&bench, place_of(&bench, "utilization", "busy", "share"), SHARES, TENS, 0.5);
  const struct {
    struct stf_summary_given given;
    const char *kpi; /* of the rows that are then given; arrivals: not the answered */
  } cases[] = {{{.arrivals = true}, "arrivals"},
               {{.service = true}, "aht"},
               {{.presence = true}, "none: work is simulated"}};
  for (size_t c = 0; c < STF_COUNT_OF(cases); c++) {
    summarise(&bench, true, cases[c].given);
    assert_int_equal(bench.table.rows_n, 4);
    for (size_t i = 0; i < 4; i++) {
      const struct stf_row *row = &bench.table.rows[i];
      bool given =
          strcmp(row->kpi, cases[c].kpi) == 0 && strcmp(row->definition, "answered") != 0;
      assert_int_equal(row->inside80, given ? STF_INSIDE_GIVEN : STF_INSIDE_INSIDE);
      assert_int_equal(isnan(row->band80_lo) != 0, given);
      assert_int_equal(isnan(row->ci95_lo) != 0, given);
    }
  }
  summarise(&bench, true, (struct stf_summary_given){.service = true, .presence = true});
  for (size_t i = 0; i < 4; i++) {
    const struct stf_row *row = &bench.table.rows[i];
    bool given = strcmp(row->kpi, "aht") == 0 || strcmp(row->kpi, "utilization") == 0;
    assert_int_equal(row->inside80, given ? STF_INSIDE_GIVEN : STF_INSIDE_INSIDE);
  }
  clear(&bench);
}

/* 3 of the 8 replications that had contacts met the target: Wilson's interval for 3 of 8. */
static void test_an_event_is_predicted_by_its_probability(void **state) {
  (void)state;
  struct bench bench;
  prepare(&bench);
  static const double MET[R] = {1, 0, 0, 1, 0, 1, 0, 0, 0};
  static const double HAD[R] = {1, 1, 1, 1, 1, 1, 1, 1, 0};
  put(&bench,
      place_of(&bench, "sla_target_met", "standard_first_response_10min_period", "share"), MET,
      HAD, 1);
  summarise(&bench, true, (struct stf_summary_given){0});
  assert_int_equal(bench.table.rows_n, 1);
  const struct stf_row *row = &bench.table.rows[0];
  assert_near(row->predicted, 0.375, 0);
  /* (p + z2/2n -+ z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n) with z = 1.959964. */
  assert_near(row->ci95_lo, 0.136844, 1e-6);
  assert_near(row->ci95_hi, 0.694258, 1e-6);
  assert_true(isnan(row->band80_lo));
  assert_true(isnan(row->band95_hi));
  assert_near(row->actual, 1, 0);
  assert_int_equal(row->inside80, STF_INSIDE_NONE);
  clear(&bench);
}

static void test_rows_with_nothing_to_say_are_left_out(void **state) {
  (void)state;
  struct bench bench;
  prepare(&bench);
  summarise(&bench, true, (struct stf_summary_given){0});
  assert_int_equal(bench.table.rows_n, 0);
  /* An actual alone is a row, without prediction and verdict. */
  bench.actuals[place_of(&bench, "frt", "human", "mean")].value = 12;
  summarise(&bench, true, (struct stf_summary_given){0});
  assert_int_equal(bench.table.rows_n, 1);
  assert_near(bench.table.rows[0].actual, 12, 0);
  assert_true(isnan(bench.table.rows[0].predicted));
  assert_int_equal(bench.table.rows[0].inside80, STF_INSIDE_NONE);
  clear(&bench);
}

static void test_sorted_leaves_out_what_is_undefined_or_not_done(void **state) {
  (void)state;
  struct bench bench;
  double out[R];
  prepare(&bench);
  static const double NUMS[R] = {4, 0, 2, 6, 1, 99, 99, 99, 99};
  static const double DENS[R] = {4, 0, 4, 0, 4, 1, 1, 1, 1};
  put(&bench, 0, NUMS, DENS, 0);
  bench.values.done_n = 5;
  assert_int_equal(stf_summary_sorted(&bench.values, 0, out), 3);
  assert_near(out[0], 0.25, 0);
  assert_near(out[1], 0.5, 0);
  assert_near(out[2], 1, 0);
  stf_summary_values(&bench.values, 0, out);
  assert_true(isnan(out[1]) && isnan(out[3]));
  assert_near(out[4], 0.25, 0);
  clear(&bench);
}

/* Replications seen through a log without a queue, beside what they are. */
static void test_masked_rows_that_differ_stand_twice(void **state) {
  (void)state;
  struct bench whole;
  struct bench seen;
  prepare(&whole);
  prepare(&seen);
  stf_kpi_layout_free(seen.layout);
  struct stf_kpi_plan plan = {.zone = seen.zone,
                              .names = &seen.names,
                              .to_us = INT64_C(86400000000),
                              .interval_us = INT64_C(1800000000),
                              .within_us = {20000000},
                              .within_n = 1};
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &seen.layout), STF_OK);
  seen.values.rows_n = stf_kpi_layout_rows_n(seen.layout); /* fewer: no row needs a queue */
  assert_true(seen.values.rows_n < whole.values.rows_n);
  static const double LESS[R] = {1, 2, 3, 4, 5, 1, 2, 3, 4};
  put(&whole, place_of(&whole, "arrivals", "answered", "count"), SHARES, TENS, 0);
  put(&seen, place_of(&seen, "arrivals", "answered", "count"), SHARES, TENS, 0.5);
  put(&whole, place_of(&whole, "frt", "human", "mean"), SHARES, TENS, 0);
  put(&seen, place_of(&seen, "frt", "human", "mean"), LESS, TENS, 0.3);
  put(&whole, place_of(&whole, "wait", "answered", "mean"), SHARES, TENS, 0);
  const struct stf_summary_in in = {.layout = seen.layout,
                                    .values = &seen.values,
                                    .actuals = seen.actuals,
                                    .whole_layout = whole.layout,
                                    .whole = &whole.values,
                                    .comparable = true,
                                    .scenario = "try"};
  assert_int_equal(stf_row_table_init(&seen.table, NULL), STF_OK);
  assert_int_equal(stf_summary_rows(&in, NULL, &seen.table), STF_OK);
  const struct stf_row *rows = seen.table.rows;
  assert_int_equal(seen.table.rows_n, 4);
  assert_true(labelled(&rows[0], "arrivals", "answered", "count")); /* the same: once */
  assert_true(labelled(&rows[1], "wait", "answered_unmasked", "mean"));
  assert_near(rows[1].predicted, 0.5, 1e-15);
  assert_true(labelled(&rows[2], "frt", "human", "mean"));
  assert_near(rows[2].predicted, 25.0 / 90, 1e-15);
  assert_near(rows[2].actual, 0.3, 0);
  assert_int_equal(rows[2].inside80, STF_INSIDE_INSIDE);
  assert_true(labelled(&rows[3], "frt", "human_unmasked", "mean"));
  assert_near(rows[3].predicted, 0.5, 1e-15);
  assert_true(isnan(rows[3].actual));
  assert_int_equal(rows[3].n_actual, -1);
  assert_near(rows[3].band80_lo, 0.1, 1e-15);
  assert_int_equal(rows[3].inside80, STF_INSIDE_NONE);
  clear(&whole);
  clear(&seen);
}

static void test_openings_given_leave_the_offered_to_the_bot(void **state) {
  (void)state;
  static const double ONES[R] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
  struct bench bench;
  prepare(&bench);
  put(&bench, place_of(&bench, "arrivals", "opened", "count"), SHARES, ONES, 5);
  put(&bench, place_of(&bench, "arrivals", "offered", "count"), SHARES, ONES, 5);
  summarise(&bench, true, (struct stf_summary_given){.arrivals = true, .openings = true});
  assert_int_equal(bench.table.rows[0].inside80, STF_INSIDE_GIVEN);
  assert_int_equal(bench.table.rows[1].inside80, STF_INSIDE_INSIDE);
  clear(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ratio_is_the_ratio_of_sums_with_its_interval_and_band),
      cmocka_unit_test(test_quantile_is_predicted_by_the_median_of_the_replications),
      cmocka_unit_test(test_verdict_goes_by_the_place_among_the_replications),
      cmocka_unit_test(test_given_rows_have_no_verdict_and_no_band),
      cmocka_unit_test(test_masked_rows_that_differ_stand_twice),
      cmocka_unit_test(test_openings_given_leave_the_offered_to_the_bot),
      cmocka_unit_test(test_an_event_is_predicted_by_its_probability),
      cmocka_unit_test(test_rows_with_nothing_to_say_are_left_out),
      cmocka_unit_test(test_sorted_leaves_out_what_is_undefined_or_not_done),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
