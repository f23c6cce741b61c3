/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Factors of the intervals of a day: moments of counts against a quadrature of the copula, the
 * limits of its correlation, and each factor at its own address. */
#include "engine/arrivals.h"
#include "engine/busyness.h"
#include "random/elementary.h"
#include "random/law_gamma.h"
#include "support/near.h"

#include <math.h>

#define SEED   29
#define KEY    808
#define DAY_US INT64_C(86400000000)

enum {
  SLOTS = 6, /* intervals of a day */
  DAYS = 250,
  STEPS = SLOTS * DAYS,
  FIRST_DAY = 20514,
  REPLICATIONS = 40,
  OBSERVED = DAYS * REPLICATIONS
};

static const double MEANS[SLOTS] = {0, 12, 20, 16, 8, 3};

/* Points into itself: not to be copied. */
struct days {
  struct stf_desk desk;
  struct stf_class class;
  struct stf_demand demand;
  double rates_per_s[STEPS];
  int64_t edges_us[STEPS + 1];
  int64_t days[STEPS];
  uint32_t number[STEPS];
};

static void build(double cv, double correlation, double day_shape, struct days *out) {
  *out = (struct days){0};
  for (int64_t i = 0; i <= STEPS; i++) {
    out->edges_us[i] = FIRST_DAY * DAY_US + i * (DAY_US / SLOTS);
  }
  for (int64_t i = 0; i < STEPS; i++) {
    out->days[i] = FIRST_DAY + i / SLOTS;
    out->number[i] = (uint32_t)(i % SLOTS);
    out->rates_per_s[i] = MEANS[i % SLOTS] * SLOTS / 86400;
  }
  out->class = (struct stf_class){.key = KEY, .rates_per_s = out->rates_per_s};
  out->demand.intervals = (struct stf_demand_intervals){
      .cv = cv, .correlation = correlation, .number = out->number};
  out->desk = (struct stf_desk){.from_us = out->edges_us[0],
                                .to_us = out->edges_us[STEPS],
                                .interval_us = DAY_US / SLOTS,
                                .classes = &out->class,
                                .classes_n = 1,
                                .rate_edges_us = out->edges_us,
                                .rate_days = out->days,
                                .rates_n = STEPS,
                                .day_shape = day_shape,
                                .demand = &out->demand,
                                .volume = 1};
}

/* E(C_i C_j) of two factors whose normal scores have the correlation r: the integral of
 * g(x) g(r x + sqrt(1 - r^2) y) under the normal density of x and y, g(z) the gamma quantile at
 * Phi(z), by the trapezoidal rule, whose error falls exponentially here. */
static double copula_moment(double cv, double r) {
  const int points = 60; /* on each side of 0 */
  const double step = 0.125;
  double shape = 1 / (cv * cv);
  double rest = sqrt(1 - r * r);
  double sum = 0;
  double mass = 0;
  for (int i = -points; i <= points; i++) {
    double x = i * step;
    double g = stf_law_gamma_factor(shape, stf_law_gamma_normal_survival(x));
    for (int j = -points; j <= points; j++) {
      double y = j * step;
      double weight = exp(-(x * x + y * y) / 2);
      double z = fmin(fmax(r * x + rest * y, -8), 8);
      sum += weight * g * stf_law_gamma_factor(shape, stf_law_gamma_normal_survival(z));
      mass += weight;
    }
  }
  return sum / mass;
}

static void test_quadrature_of_the_copula_gives_its_closed_limits(void **state) {
  (void)state;
  assert_near(copula_moment(0.5, 0), 1, 1e-9);
  assert_near(copula_moment(0.5, 1), 1.25, 1e-7);
  /* Shape 1 is exponential: C = -ln(1 - Phi(Z)); r = 1 is its second moment. */
  assert_near(copula_moment(1, 1), 2, 1e-6);
}

static void count_days(struct stf_arrivals *arrivals, uint32_t replication,
                       double counts[DAYS][SLOTS]) {
  struct stf_stream stream = stf_stream_of(SEED, replication);
  assert_int_equal(stf_arrivals_start(arrivals, &stream), STF_OK);
  while (stf_arrivals_next_us(arrivals) != INT64_MAX) {
    struct stf_arrival arrival;
    stf_arrivals_take(arrivals, &arrival);
    int64_t at_us = arrival.queue_us - FIRST_DAY * DAY_US;
    counts[at_us / DAY_US][at_us % DAY_US / (DAY_US / SLOTS)] += 1;
  }
}

/* Sums of products of deviations from the known means, and their squares. */
struct products {
  double sum[SLOTS][SLOTS];
  double square[SLOTS][SLOTS];
  double mean[SLOTS];
};

static void add_day(struct products *to, const double counts[SLOTS]) {
  for (size_t i = 0; i < SLOTS; i++) {
    to->mean[i] += counts[i] / OBSERVED;
    for (size_t j = i; j < SLOTS; j++) {
      double product = (counts[i] - MEANS[i]) * (counts[j] - MEANS[j]);
      to->sum[i][j] += product / OBSERVED;
      to->square[i][j] += product * product / OBSERVED;
    }
  }
}

static void observe(struct stf_arrivals *arrivals, struct products *out) {
  *out = (struct products){0};
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    double counts[DAYS][SLOTS] = {0};
    count_days(arrivals, r, counts);
    for (size_t d = 0; d < DAYS; d++) {
      add_day(out, counts[d]);
    }
  }
}

/* Counts given their means: Cov(N_i, N_j) = m_i m_j ((1 + c^2) E(C_i C_j) - 1), and m_i more on
 * the diagonal; c the coefficient of variation of the day factor. 3.5 standard errors: a false
 * alarm in 2000 comparisons, with a fixed seed. */
static void check_moments(double cv, double correlation, double day_shape) {
  static struct days days;
  struct stf_arrivals *arrivals = NULL;
  struct products seen;
  build(cv, correlation, day_shape, &days);
  assert_int_equal(stf_arrivals_new(&days.desk, NULL, &arrivals), STF_OK);
  observe(arrivals, &seen);
  stf_arrivals_free(arrivals);
  double c2 = day_shape > 0 ? 1 / day_shape : 0;
  double moments[SLOTS];
  for (size_t k = 0; k < SLOTS; k++) {
    moments[k] = k == 0 ? 1 + cv * cv : copula_moment(cv, pow(correlation, (double)k));
  }
  for (size_t i = 0; i < SLOTS; i++) {
    double variance = seen.sum[i][i];
    assert_near(seen.mean[i], MEANS[i], 3.5 * sqrt(variance / OBSERVED));
    for (size_t j = i; j < SLOTS; j++) {
      double wanted = MEANS[i] * MEANS[j] * ((1 + c2) * moments[j - i] - 1);
      double spread = seen.square[i][j] - seen.sum[i][j] * seen.sum[i][j];
      assert_near(seen.sum[i][j], wanted + (i == j ? MEANS[i] : 0),
                  3.5 * sqrt(spread / OBSERVED));
    }
  }
}

static void test_counts_of_intervals_scatter_as_the_copula_says(void **state) {
  (void)state;
  check_moments(0.4, 0.6, 0);
  check_moments(0.3, 0.8, 10);
}

static void test_counts_of_intervals_scatter_alone_at_correlation_0(void **state) {
  (void)state;
  check_moments(0.4, 0, 0);
}

static void draw(const struct days *days, double *factors) {
  struct stf_stream stream = stf_stream_of(SEED, 3);
  stf_busyness_draw(&days->desk, &stream, factors);
}

static void test_factors_of_a_day_are_one_at_correlation_1(void **state) {
  (void)state;
  static struct days days;
  static double factors[STEPS];
  build(0.4, 1, 0, &days);
  draw(&days, factors);
  size_t changes_n = 0;
  for (size_t i = 1; i < STEPS; i++) {
    bool same = !(factors[i] < factors[i - 1] || factors[i] > factors[i - 1]);
    assert_true(same || i % SLOTS == 0);
    changes_n += !same;
  }
  assert_int_equal(changes_n, DAYS - 1);
}

/* A run that begins at another time of day, or whose grid is finer, has the factors of the same
 * intervals to the last bit. */
static void test_factor_of_an_interval_does_not_depend_on_the_period_or_the_grid(void **state) {
  (void)state;
  static struct days whole;
  static struct days late;
  static double factors[STEPS];
  static double other[STEPS];
  build(0.4, 0.7, 5, &whole);
  build(0.4, 0.7, 5, &late);
  draw(&whole, factors);
  const size_t skipped = 3;
  late.desk.rate_edges_us += skipped;
  late.desk.rate_days += skipped;
  late.demand.intervals.number += skipped;
  late.desk.rates_n -= skipped;
  draw(&late, other);
  assert_memory_equal(other, factors + skipped, late.desk.rates_n * sizeof *other);
  for (size_t i = 0; i < STEPS; i++) { /* each interval in two steps */
    late.days[i] = FIRST_DAY + (int64_t)(i / (2 * (size_t)SLOTS));
    late.number[i] = (uint32_t)(i / 2 % SLOTS);
  }
  late.desk.rate_days = late.days;
  late.demand.intervals.number = late.number;
  late.desk.rates_n = STEPS;
  draw(&late, other);
  for (size_t i = 0; i < STEPS; i++) {
    assert_memory_equal(&other[i], &factors[i / 2], sizeof *other);
  }
}

/* When the clocks go back, the repeated hour has the factors that it had before. */
static void test_repeated_interval_has_its_factor_again(void **state) {
  (void)state;
  static struct days days;
  static double factors[STEPS];
  static double plain[STEPS];
  build(0.4, 0.7, 0, &days);
  draw(&days, plain);
  static const uint32_t TWICE[] = {0, 1, 1, 2, 1, 2, 3, 4, 5};
  for (size_t i = 0; i < STF_COUNT_OF(TWICE); i++) {
    days.days[i] = FIRST_DAY;
    days.number[i] = TWICE[i];
  }
  days.desk.rates_n = STF_COUNT_OF(TWICE);
  draw(&days, factors);
  for (size_t i = 0; i < STF_COUNT_OF(TWICE); i++) {
    assert_memory_equal(&factors[i], &plain[TWICE[i]], sizeof *factors);
  }
}

/* With the factors the contacts keep their unit exponentials and the day its factor. */
static void test_switching_intervals_on_moves_no_other_draw(void **state) {
  (void)state;
  static struct days with;
  static struct days without;
  static double on[STEPS];
  static double off[STEPS];
  build(0.4, 0.7, 5, &with);
  build(0, 0, 5, &without);
  draw(&with, on);
  draw(&without, off);
  struct stf_arrivals *arrivals = NULL;
  struct stf_stream stream = stf_stream_of(SEED, 3);
  assert_int_equal(stf_arrivals_new(&with.desk, NULL, &arrivals), STF_OK);
  assert_int_equal(stf_arrivals_start(arrivals, &stream), STF_OK);
  double exponentials = 0;
  double cumulated = 0;
  size_t step = 0;
  for (uint32_t n = 0; n < 5000; n++) {
    double u[2];
    struct stf_arrival arrival;
    stf_arrivals_take(arrivals, &arrival);
    int64_t at_us = arrival.queue_us;
    stf_stream_pair(&stream, STF_STREAM_CLASS, (uint64_t)KEY << 32 | n / 2, STF_STREAM_ARRIVAL,
                    0, u);
    exponentials += -stf_elementary_log(u[n % 2]);
    while (with.edges_us[step + 1] <= at_us) {
      cumulated += MEANS[step % SLOTS] * on[step];
      step++;
    }
    double into = (double)(at_us - with.edges_us[step]) / (double)(DAY_US / SLOTS);
    assert_near(cumulated + into * MEANS[step % SLOTS] * on[step], exponentials, 1e-5);
  }
  stf_arrivals_free(arrivals);
  static struct days alone;
  static double intervals[STEPS];
  build(0.4, 0.7, 0, &alone);
  draw(&alone, intervals);
  for (size_t i = 0; i < STEPS; i++) {
    assert_near(on[i], off[i] * intervals[i], 1e-12 * on[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_quadrature_of_the_copula_gives_its_closed_limits),
      cmocka_unit_test(test_counts_of_intervals_scatter_as_the_copula_says),
      cmocka_unit_test(test_counts_of_intervals_scatter_alone_at_correlation_0),
      cmocka_unit_test(test_factors_of_a_day_are_one_at_correlation_1),
      cmocka_unit_test(test_factor_of_an_interval_does_not_depend_on_the_period_or_the_grid),
      cmocka_unit_test(test_repeated_interval_has_its_factor_again),
      cmocka_unit_test(test_switching_intervals_on_moves_no_other_draw),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
