/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawn factors of single days: mean and variance of the triangular law over its mean, the same
 * draw on all days of a factor, none on the others, and no other draw moved. */
#include "desk/demand.h"
#include "engine/busyness.h"
#include "support/near.h"

#include <math.h>

#define SEED   23
#define DAY_US INT64_C(86400000000)

enum {
  DAYS = 6,
  REPLICATIONS = 20000
};

static const int64_t NUMBERS[DAYS] = {20514, 20515, 20516, 20517, 20518, 20519};

/* Days 1 and 4 are of the first factor, day 2 of the second. */
static const uint32_t OF_STEP[DAYS] = {0, 1, 2, 0, 1, 0};
static const struct stf_demand_day_factor FACTORS[] = {
    {.key = 1, .low = 0.3, .likely = 0.4, .high = 0.6},
    {.key = 2, .low = 1, .likely = 1, .high = 1}};
static const struct stf_demand DEMAND = {
    .days = {.items = FACTORS, .n = 2, .of_step = OF_STEP}};

static void draw(const struct stf_demand *demand, uint32_t replication, double *factors) {
  const struct stf_desk desk = {
      .rate_days = NUMBERS, .rates_n = DAYS, .day_shape = 30, .demand = demand};
  struct stf_stream stream = stf_stream_of(SEED, replication);
  stf_busyness_draw(&desk, &stream, factors);
}

/* Tolerance: 3.5 standard errors, of the variance as of a normal law's (the triangular one has
 * lighter tails). */
static void test_days_expect_the_moments_of_the_triangular_law(void **state) {
  (void)state;
  double sum = 0;
  double squares = 0;
  for (uint32_t r = 0; r < REPLICATIONS; r++) {
    double with[DAYS];
    double without[DAYS];
    draw(&DEMAND, r, with);
    draw(NULL, r, without);
    double factor = with[1] / without[1];
    sum += factor;
    squares += factor * factor;
    assert_near(with[4] / without[4], factor, 1e-12);
    assert_near(with[2], without[2], 1e-12);
    assert_near(with[0], without[0], 0);
    assert_near(with[3], without[3], 0);
    assert_near(with[5], without[5], 0);
  }
  const double a = 0.3;
  const double b = 0.4;
  const double c = 0.6;
  double mean = (a + b + c) / 3;
  double variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18 / (mean * mean);
  double seen = squares / REPLICATIONS - sum / REPLICATIONS * (sum / REPLICATIONS);
  assert_near(sum / REPLICATIONS, 1, 3.5 * sqrt(variance / REPLICATIONS));
  assert_near(seen, variance, 3.5 * variance * sqrt(2.0 / REPLICATIONS));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days_expect_the_moments_of_the_triangular_law),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
