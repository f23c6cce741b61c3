/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elasticities on the same customers against a station whose formula is known: M/M/3, answered
 * within 20 s and mean wait, by the arrivals and by the mean work, stationary from the warm-up
 * on. The exact central difference over the same step is held against the simulated one within
 * 3.5 standard errors (false alarm 5e-4), and the step's own error against the derivative.
 */
#include "support/estimate.h"
#include "support/near.h"
#include "support/station.h"
#include "sweep/elasticity.h"
#include "theory/erlang_c.h"

#include <math.h>
#include <stdio.h>

enum {
  SIDES = STF_ELASTICITY_SIDES,
  REPLICATIONS = 300,
  REPLICATIONS_SLOW = 3000,
  AGENTS = 3
};

static const double PER_H = 40;
static const double WORK_S = 180;
static const double STEP = 0.05;

enum lever {
  BY_ARRIVALS,
  BY_WORK
};

/* The lever `factor` times its base. */
static struct stf_load load_at(enum lever lever, double factor) {
  return (struct stf_load){.arrivals_per_s = PER_H / 3600 * (lever == BY_ARRIVALS ? factor : 1),
                           .handle_s = WORK_S * (lever == BY_WORK ? factor : 1),
                           .agents_n = AGENTS};
}

static void simulate(enum lever lever, double factor, struct stf_station *side) {
  char text[512];
  (void)snprintf(text, sizeof text,
                 "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-03}\n"
                 "edges: {start: {warmup: 1 d}, end: until_empty}\n"
                 "demand: {volume: %g}\n"
                 "classes: [{name: a, arrivals: 40/h, service: {exponential: {mean: %g s}}}]\n"
                 "teams: [{name: t, agents: %d}]\n",
                 lever == BY_ARRIVALS ? factor : 1, WORK_S * (lever == BY_WORK ? factor : 1),
                 AGENTS);
  stf_station_run(text, 21, stf_near_slow() ? REPLICATIONS_SLOW : REPLICATIONS, side);
}

static double within_20_s(const struct stf_load *load) {
  return stf_erlang_c_within_share(load, 20);
}

static double mean_wait(const struct stf_load *load) {
  return stf_erlang_c_measures(load).mean_wait_s;
}

/* Elasticity by the central difference over a relative step. */
static double exact(enum lever lever, double step, double (*f)(const struct stf_load *load)) {
  struct stf_load low = load_at(lever, 1 - step);
  struct stf_load base = load_at(lever, 1);
  struct stf_load high = load_at(lever, 1 + step);
  return (f(&high) - f(&low)) / (2 * step * f(&base));
}

static void check(const char *what, const struct stf_station sides[SIDES], const char *kpi,
                  const char *definition, const char *statistic, double expected) {
  static const double X[SIDES] = {0.95, 1, 1.05};
  struct stf_elasticity_data data = {.kind = STF_PAIRED_RATIO, .n = sides[0].values.done_n};
  for (size_t s = 0; s < SIDES; s++) {
    data.sides[s] = stf_station_values(&sides[s], kpi, definition, statistic, 0);
    data.x[s] = X[s];
  }
  struct stf_elasticity effect;
  assert_int_equal(stf_elasticity_of(&data, &effect), STF_OK);
  const struct stf_estimate estimate = {effect.elasticity, effect.elasticity_se};
  stf_estimate_check(what, estimate, expected, 0.2);
}

static void check_lever(enum lever lever, const char *within, const char *wait) {
  struct stf_station sides[SIDES];
  for (size_t s = 0; s < SIDES; s++) {
    simulate(lever, 1 + STEP * ((double)s - 1), &sides[s]);
  }
  check(within, sides, "service_level", "sl3_within_20s", "share",
        exact(lever, STEP, within_20_s));
  check(wait, sides, "wait", "answered", "mean", exact(lever, STEP, mean_wait));
  for (size_t s = 0; s < SIDES; s++) {
    stf_station_clear(&sides[s]);
  }
}

static void test_elasticities_by_arrivals_are_those_of_the_formula(void **state) {
  (void)state;
  check_lever(BY_ARRIVALS, "elasticity of answered within 20 s by the arrivals",
              "elasticity of the mean wait by the arrivals");
}

static void test_elasticities_by_work_are_those_of_the_formula(void **state) {
  (void)state;
  check_lever(BY_WORK, "elasticity of answered within 20 s by the work",
              "elasticity of the mean wait by the work");
}

/* A step of 5 % is off by less than 3 % of the derivative, which a step of 0.01 % gives. */
static void test_step_of_five_per_cent_is_near_the_derivative(void **state) {
  (void)state;
  for (int lever = BY_ARRIVALS; lever <= BY_WORK; lever++) {
    assert_near_relative(exact((enum lever)lever, STEP, within_20_s),
                         exact((enum lever)lever, 1e-4, within_20_s), 0.03);
    assert_near_relative(exact((enum lever)lever, STEP, mean_wait),
                         exact((enum lever)lever, 1e-4, mean_wait), 0.03);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_elasticities_by_arrivals_are_those_of_the_formula),
      cmocka_unit_test(test_elasticities_by_work_are_those_of_the_formula),
      cmocka_unit_test(test_step_of_five_per_cent_is_near_the_derivative),
  };
  return cmocka_run_group_tests(tests, stf_station_open, stf_station_close);
}
