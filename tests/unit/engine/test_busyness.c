/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Factors of the season, the week and the day, and a volume drawn in each replication: closed
 * forms of the scatter of counts, and each draw at its own address. */
#include "desk/volume.h"
#include "engine/arrivals.h"
#include "random/elementary.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>

#define SEED   17
#define KEY    404
#define DAY_US INT64_C(86400000000)

enum {
  WEEKS = 4,
  DAYS = 7 * WEEKS,
  FIRST_DAY = 20514, /* a Monday */
  REPLICATIONS = 3000,
  GIVEN = 400
};

/* Mean contacts of the days of each week. */
static const double MEANS[7] = {14, 12, 10, 10, 9, 4, 0};

/* Points into itself: not to be copied. */
struct weeks {
  struct stf_desk desk;
  struct stf_class class;
  double rates_per_s[DAYS];
  int64_t edges_us[DAYS + 1];
  int64_t days[DAYS];
  int64_t mondays[DAYS];
};

struct spreads {
  double season_cv;
  double week_cv;
  double day_shape;
  double volume_cv;
};

static void build(const struct spreads *spreads, struct weeks *out) {
  *out = (struct weeks){0};
  for (int64_t d = 0; d <= DAYS; d++) {
    out->edges_us[d] = (FIRST_DAY + d) * DAY_US;
  }
  for (int64_t d = 0; d < DAYS; d++) {
    out->days[d] = FIRST_DAY + d;
    out->mondays[d] = FIRST_DAY + d / 7 * 7;
    out->rates_per_s[d] = MEANS[d % 7] / 86400;
  }
  out->class = (struct stf_class){.key = KEY, .rates_per_s = out->rates_per_s};
  out->desk = (struct stf_desk){.from_us = out->edges_us[0],
                                .to_us = out->edges_us[DAYS],
                                .interval_us = DAY_US / 24,
                                .classes = &out->class,
                                .classes_n = 1,
                                .rate_edges_us = out->edges_us,
                                .rate_days = out->days,
                                .rate_weeks = out->mondays,
                                .rates_n = DAYS,
                                .season_cv = spreads->season_cv,
                                .week_cv = spreads->week_cv,
                                .day_shape = spreads->day_shape,
                                .volume = 1.2,
                                .volume_cv = spreads->volume_cv};
  out->desk.volume_spread = spreads->volume_cv > 0 ? STF_VOLUME_GAMMA : STF_VOLUME_FIXED;
}

struct counts {
  double weeks[WEEKS];
  double total;
};

static void count(struct stf_arrivals *arrivals, uint32_t replication, struct counts *out) {
  struct stf_stream stream = stf_stream_of(SEED, replication);
  *out = (struct counts){0};
  assert_int_equal(stf_arrivals_start(arrivals, &stream), STF_OK);
  while (stf_arrivals_next_us(arrivals) != INT64_MAX) {
    struct stf_arrival arrival;
    stf_arrivals_take(arrivals, &arrival);
    out->weeks[(arrival.queue_us / DAY_US - FIRST_DAY) / 7] += 1;
    out->total += 1;
  }
}

/* Products of deviations from known means, with the standard error of their mean. */
struct covariance {
  double sum;
  double square;
};

static void add_product(struct covariance *to, double product) {
  to->sum += product;
  to->square += product * product;
}

/* 3.5 standard errors: a false alarm in 2000 comparisons, with a fixed seed. */
static void assert_mean(const struct covariance *of, double expected) {
  double mean = of->sum / REPLICATIONS;
  double variance = of->square / REPLICATIONS - mean * mean;
  assert_near(mean, expected, 3.5 * sqrt(variance / REPLICATIONS));
}

/* E of the squared sum of rates x factors: with M the total, M_w the week's and m_d the day's
 * mean, a, b and c the coefficients of variation of season, week and day,
 * (1 + a^2) (M^2 + sum_w (b^2 M_w^2 + (1 + b^2) c^2 sum_d m_d^2)). */
static double second_moment(const struct spreads *spreads) {
  double week = 0;
  double squares = 0;
  for (int d = 0; d < 7; d++) {
    week += MEANS[d];
    squares += MEANS[d] * MEANS[d];
  }
  double a2 = spreads->season_cv * spreads->season_cv;
  double b2 = spreads->week_cv * spreads->week_cv;
  double c2 = spreads->day_shape > 0 ? 1 / spreads->day_shape : 0;
  double total = WEEKS * week;
  return (1 + a2) * (total * total + WEEKS * (b2 * week * week + (1 + b2) * c2 * squares));
}

static void check_scatter(const struct spreads *spreads) {
  struct weeks weeks;
  struct stf_arrivals *arrivals = NULL;
  struct covariance mean = {0};
  struct covariance own = {0};
  struct covariance apart = {0};
  build(spreads, &weeks);
  assert_int_equal(stf_arrivals_new(&weeks.desk, NULL, &arrivals), STF_OK);
  double week = 1.2 * 59;
  double v2 = 1.44 * (1 + spreads->volume_cv * spreads->volume_cv);
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    struct counts counts;
    count(arrivals, r, &counts);
    double rest = counts.total - WEEKS * week;
    add_product(&mean, counts.total);
    add_product(&own, rest * rest);
    add_product(&apart, (counts.weeks[0] - week) * (counts.weeks[WEEKS - 1] - week));
  }
  assert_mean(&mean, WEEKS * week);
  assert_mean(&own, WEEKS * week + v2 * second_moment(spreads) - WEEKS * week * WEEKS * week);
  double common = (1 + spreads->season_cv * spreads->season_cv) * v2 / 1.44 - 1;
  assert_mean(&apart, common * week * week);
  stf_arrivals_free(arrivals);
}

static void test_counts_scatter_as_each_level_says(void **state) {
  (void)state;
  check_scatter(&(struct spreads){.season_cv = 0.15});
  check_scatter(&(struct spreads){.week_cv = 0.3});
  check_scatter(&(struct spreads){.day_shape = 4});
  check_scatter(&(struct spreads){.volume_cv = 0.2});
}

static void test_counts_scatter_as_all_levels_together_say(void **state) {
  (void)state;
  check_scatter(
      &(struct spreads){.season_cv = 0.1, .week_cv = 0.2, .day_shape = 8, .volume_cv = 0.1});
}

static double drawn_factor(int64_t entity, enum stf_stream_purpose purpose, double shape) {
  struct stf_stream stream = stf_stream_of(SEED, 0);
  double u[2];
  stf_stream_pair(&stream, STF_STREAM_DAY, (uint64_t)entity, purpose, 0, u);
  return shape > 0 ? stf_law_gamma_factor(shape, u[0]) : 1;
}

/* Sum of the unit exponentials of the class's first n arrivals, from their addresses. */
static double exponentials(uint32_t n) {
  struct stf_stream stream = stf_stream_of(SEED, 0);
  double sum = 0;
  for (uint32_t i = 0; i < n; i++) {
    double u[2];
    stf_stream_pair(&stream, STF_STREAM_CLASS, (uint64_t)KEY << 32 | i / 2, STF_STREAM_ARRIVAL,
                    0, u);
    sum += -stf_elementary_log(u[i % 2]);
  }
  return sum;
}

/* Rates x factors up to an instant, the factors drawn here at their addresses. */
static double cumulated(const struct weeks *weeks, int64_t until_us) {
  const struct stf_desk *desk = &weeks->desk;
  double season_shape = desk->season_cv > 0 ? 1 / (desk->season_cv * desk->season_cv) : 0;
  double week_shape = desk->week_cv > 0 ? 1 / (desk->week_cv * desk->week_cv) : 0;
  double sum = 0;
  for (size_t d = 0; d < DAYS && weeks->edges_us[d] < until_us; d++) {
    int64_t end_us = until_us < weeks->edges_us[d + 1] ? until_us : weeks->edges_us[d + 1];
    sum += weeks->rates_per_s[d] * (double)(end_us - weeks->edges_us[d]) * 1e-6 *
           drawn_factor(0, STF_STREAM_SEASON, season_shape) *
           drawn_factor(weeks->mondays[d], STF_STREAM_WEEK, week_shape) *
           drawn_factor(weeks->days[d], STF_STREAM_FACTOR, desk->day_shape);
  }
  return sum;
}

/* Whatever is switched on, every factor and every contact keeps its own draw: the rates under
 * the factors, cumulated up to a contact, are its unit exponentials. */
static void test_switching_a_factor_on_moves_no_other_draw(void **state) {
  (void)state;
  for (unsigned on = 0; on < 16; on++) {
    struct spreads spreads = {.season_cv = (on & 1) != 0 ? 0.2 : 0,
                              .week_cv = (on & 2) != 0 ? 0.3 : 0,
                              .day_shape = (on & 4) != 0 ? 5 : 0,
                              .volume_cv = (on & 8) != 0 ? 1e-3 : 0};
    struct weeks weeks;
    struct stf_arrivals *arrivals = NULL;
    build(&spreads, &weeks);
    assert_int_equal(stf_arrivals_new(&weeks.desk, NULL, &arrivals), STF_OK);
    struct stf_stream stream = stf_stream_of(SEED, 0);
    assert_int_equal(stf_arrivals_start(arrivals, &stream), STF_OK);
    uint32_t seen = 0;
    while (stf_arrivals_next_us(arrivals) != INT64_MAX) {
      struct stf_arrival arrival;
      stf_arrivals_take(arrivals, &arrival);
      if (arrival.kind == STF_STREAM_CONTACT) {
        assert_int_equal(arrival.id, seen++);
        assert_near(cumulated(&weeks, arrival.queue_us), exponentials(seen), 1e-6);
      }
    }
    assert_true(seen > 100);
    stf_arrivals_free(arrivals);
  }
}

/* A desk of given contacts, one every quarter of an hour from the start on. */
static void give(struct weeks *weeks, struct stf_given given[GIVEN], double low, double high) {
  build(&(struct spreads){.season_cv = 0.5, .week_cv = 0.5, .day_shape = 2}, weeks);
  weeks->class.rates_per_s = NULL;
  for (uint32_t i = 0; i < GIVEN; i++) {
    int64_t at_us = weeks->desk.from_us + i * INT64_C(900000000);
    given[i] = (struct stf_given){
        .address = 7 + i * 13, .open_us = at_us, .queue_us = at_us, .assign_us = STF_NEVER};
  }
  weeks->desk.given = given;
  weeks->desk.given_n = GIVEN;
  weeks->desk.volume = (low + high) / 2;
  weeks->desk.volume_spread = STF_VOLUME_TRIANGULAR;
  weeks->desk.volume_low = low;
  weeks->desk.volume_high = high;
}

/* Contacts of the log itself and clones of one replication. */
static void count_given(struct stf_arrivals *arrivals, uint32_t replication, double out[2]) {
  struct stf_stream stream = stf_stream_of(SEED, replication);
  out[0] = 0;
  out[1] = 0;
  assert_int_equal(stf_arrivals_start(arrivals, &stream), STF_OK);
  while (stf_arrivals_next_us(arrivals) != INT64_MAX) {
    struct stf_arrival arrival;
    stf_arrivals_take(arrivals, &arrival);
    out[arrival.kind == STF_STREAM_LOGGED_EXTRA] += 1;
  }
}

/* n contacts at a volume V: a share |1 - V| leaves or is cloned, each by its own uniform, so
 * that the count has the mean n E(V) and the variance n E(|1 - V| (1 - |1 - V|)) + n^2 Var(V).
 * On [low, high] triangular about the middle, with half width h and d = middle - 1,
 * Var(V) = h^2 / 6 and E((1 - V)^2) = d^2 + h^2 / 6. Season, week and day do not touch them. */
static void check_given(double low, double high) {
  struct weeks weeks;
  static struct stf_given given[GIVEN];
  struct stf_arrivals *arrivals = NULL;
  struct covariance mean = {0};
  struct covariance own = {0};
  give(&weeks, given, low, high);
  assert_int_equal(stf_arrivals_new(&weeks.desk, NULL, &arrivals), STF_OK);
  double middle = (low + high) / 2;
  double spread = (high - low) * (high - low) / 24;
  double away = fabs(middle - 1);
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    double n[2];
    count_given(arrivals, r, n);
    assert_true(n[1] > 0 ? n[0] >= GIVEN : n[0] <= GIVEN);
    double rest = n[0] + n[1] - middle * GIVEN;
    add_product(&mean, n[0] + n[1]);
    add_product(&own, rest * rest);
  }
  assert_mean(&mean, middle * GIVEN);
  assert_mean(&own, GIVEN * (away - away * away - spread) + (double)GIVEN * GIVEN * spread);
  stf_arrivals_free(arrivals);
}

static void test_given_contacts_follow_a_drawn_volume_and_nothing_else(void **state) {
  (void)state;
  check_given(1.1, 1.5);
  check_given(0.5, 0.9);
}

/* Replications of a triangular volume around 1: each has either all of the log and clones, or a
 * part of the log; those kept are kept by their own uniform under the drawn volume. */
static void test_given_contacts_at_a_drawn_volume_are_those_of_that_fixed_volume(void **state) {
  (void)state;
  struct weeks drawn;
  static struct stf_given given[GIVEN];
  struct stf_arrivals *arrivals = NULL;
  give(&drawn, given, 0.6, 1.4);
  assert_int_equal(stf_arrivals_new(&drawn.desk, NULL, &arrivals), STF_OK);
  for (uint32_t r = 0; r < 40; r++) {
    double n[2];
    double fixed_n[2];
    double u[2];
    struct stf_stream stream = stf_stream_of(SEED, r);
    stf_stream_pair(&stream, STF_STREAM_DAY, 0, STF_STREAM_SEASON, 0, u);
    struct stf_desk desk = drawn.desk;
    desk.volume = stf_volume_draw(&drawn.desk, u[1]);
    desk.volume_spread = STF_VOLUME_FIXED;
    struct stf_arrivals *fixed = NULL;
    assert_int_equal(stf_arrivals_new(&desk, NULL, &fixed), STF_OK);
    count_given(arrivals, r, n);
    count_given(fixed, r, fixed_n);
    assert_near(n[0], fixed_n[0], 0);
    assert_near(n[1], fixed_n[1], 0);
    stf_arrivals_free(fixed);
  }
  stf_arrivals_free(arrivals);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_counts_scatter_as_each_level_says),
      cmocka_unit_test(test_counts_scatter_as_all_levels_together_say),
      cmocka_unit_test(test_switching_a_factor_on_moves_no_other_draw),
      cmocka_unit_test(test_given_contacts_follow_a_drawn_volume_and_nothing_else),
      cmocka_unit_test(test_given_contacts_at_a_drawn_volume_are_those_of_that_fixed_volume),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
