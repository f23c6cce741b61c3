/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elasticities on the same customers against a station whose formula is known: M/M/3, answered
 * within 20 s and mean wait, by the arrivals and by the mean work, stationary from the warm-up
 * on. The exact central difference over the same step is held against the simulated one within
 * 3.5 standard errors (false alarm 5e-4), and the step's own error against the derivative.
 */
#include "kpi/kpi.h"
#include "replicate/replicate.h"
#include "support/desk_folder.h"
#include "support/estimate.h"
#include "support/near.h"
#include "sweep/elasticity.h"
#include "theory/erlang_c.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  SIDES = STF_ELASTICITY_SIDES,
  REPLICATIONS = 300,
  REPLICATIONS_SLOW = 3000,
  AGENTS = 3
};

static const double PER_H = 40;
static const double WORK_S = 180;
static const double STEP = 0.05;

static struct stf_desk_folder folder;

struct side {
  struct stf_scenario *scenario;
  struct stf_kpi_layout *layout;
  struct stf_replicate_values values;
};

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

static void simulate(enum lever lever, double factor, struct side *side) {
  char text[512];
  (void)snprintf(text, sizeof text,
                 "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-03}\n"
                 "edges: {start: {warmup: 1 d}, end: until_empty}\n"
                 "demand: {volume: %g}\n"
                 "classes: [{name: a, arrivals: 40/h, service: {exponential: {mean: %g s}}}]\n"
                 "teams: [{name: t, agents: %d}]\n",
                 lever == BY_ARRIVALS ? factor : 1, WORK_S * (lever == BY_WORK ? factor : 1),
                 AGENTS);
  side->scenario = stf_desk_folder_read(&folder, text, 0);
  const struct stf_desk *desk = &side->scenario->desk;
  const struct stf_kpi_plan plan = {.zone = side->scenario->zone,
                                    .names = &side->scenario->names,
                                    .from_us = desk->from_us,
                                    .to_us = desk->to_us,
                                    .interval_us = desk->interval_us,
                                    .within_us = {20000000},
                                    .within_n = 1,
                                    .short_abandon_us = 5000000,
                                    .has_queue = true,
                                    .quantiles = STF_KPI_QUANTILES_NONE};
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &side->layout), STF_OK);
  const struct stf_replicate_options options = {
      .seed = 21,
      .replications_n = stf_near_slow() ? REPLICATIONS_SLOW : REPLICATIONS,
      .threads_n = 2};
  assert_int_equal(stf_replicate_run(desk, side->layout, &options, NULL, &side->values),
                   STF_OK);
}

static void clear(struct side *side) {
  stf_replicate_clear(&side->values, NULL);
  stf_kpi_layout_free(side->layout);
  stf_scenario_free(side->scenario);
}

static size_t row_of(const struct side *side, const char *definition, const char *statistic) {
  size_t rows_n = stf_kpi_layout_rows_n(side->layout);
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(side->layout, i, &row);
    if (strcmp(row.definition, definition) == 0 && strcmp(row.statistic, statistic) == 0) {
      return i;
    }
  }
  fail_msg("no row %s.%s", definition, statistic);
  return 0;
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

static void check(const char *what, const struct side sides[SIDES], size_t row,
                  double expected) {
  static const double X[SIDES] = {0.95, 1, 1.05};
  struct stf_elasticity_data data = {.kind = STF_PAIRED_RATIO, .n = sides[0].values.done_n};
  for (size_t s = 0; s < SIDES; s++) {
    size_t at = row * sides[s].values.replications_n;
    data.sides[s] =
        (struct stf_paired_side){&sides[s].values.num[at], &sides[s].values.den[at]};
    data.x[s] = X[s];
  }
  struct stf_elasticity effect;
  assert_int_equal(stf_elasticity_of(&data, &effect), STF_OK);
  const struct stf_estimate estimate = {effect.elasticity, effect.elasticity_se};
  stf_estimate_check(what, estimate, expected, 0.2);
}

static void check_lever(enum lever lever, const char *within, const char *wait) {
  struct side sides[SIDES];
  for (size_t s = 0; s < SIDES; s++) {
    simulate(lever, 1 + STEP * ((double)s - 1), &sides[s]);
  }
  check(within, sides, row_of(&sides[0], "sl3_within_20s", "share"),
        exact(lever, STEP, within_20_s));
  check(wait, sides, row_of(&sides[0], "answered", "mean"), exact(lever, STEP, mean_wait));
  for (size_t s = 0; s < SIDES; s++) {
    clear(&sides[s]);
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

static int make_folder(void **state) {
  (void)state;
  stf_desk_folder_make(&folder);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  stf_desk_folder_remove(&folder);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_elasticities_by_arrivals_are_those_of_the_formula),
      cmocka_unit_test(test_elasticities_by_work_are_those_of_the_formula),
      cmocka_unit_test(test_step_of_five_per_cent_is_near_the_derivative),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
