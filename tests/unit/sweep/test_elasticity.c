/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/axes.h"
#include "support/dice.h"
#include "support/near.h"
#include "sweep/elasticity.h"

#include <math.h>
#include <string.h>

enum {
  SIDES = STF_ELASTICITY_SIDES,
  N = 400
};

/* ---- points ---- */

static enum stf_status design(struct stf_axes *fixture, const char *first, const char *second,
                              const char *const now[2]) {
  stf_axes_read(fixture, first, second);
  const struct stf_elasticity_in in = {
      .axes = fixture->axes, .axes_n = 2, .now = now, .step = 0.05};
  return stf_elasticity_design(&in, fixture->arena, &fixture->design, &fixture->error);
}

static void test_points_are_the_base_and_each_key_low_and_high(void **state) {
  static const char *const NOW[2] = {"6 min", NULL};
  static const char *const WANTED[] = {"6 min", "50 %",  "5.7 min", "50 %",  "6.3 min",
                                       "50 %",  "6 min", "45 %",    "6 min", "55 %"};
  struct stf_axes *fixture = *state;
  assert_int_equal(design(fixture, "service", "share=45..55 %", NOW), STF_OK);
  assert_int_equal(fixture->design.points_n, 5);
  for (size_t i = 0; i < STF_COUNT_OF(WANTED); i++) {
    assert_string_equal(fixture->design.texts[i], WANTED[i]);
  }
}

static void test_whole_numbers_move_by_one_at_least(void **state) {
  static const char *const NOW[2] = {"4", "50"};
  struct stf_axes *fixture = *state;
  assert_int_equal(design(fixture, "teams.front.agents", "teams.back.agents", NOW), STF_OK);
  assert_string_equal(fixture->design.texts[2], "3");
  assert_string_equal(fixture->design.texts[4], "5");
  assert_string_equal(fixture->design.texts[7], "47"); /* 5 % of 50 is 2.5: 3 */
  assert_string_equal(fixture->design.texts[9], "53");
}

static void test_key_without_a_number_to_start_from_is_refused(void **state) {
  static const char *const NONE[2] = {NULL, "1"};
  static const char *const ZERO[2] = {"0 s", "1"};
  static const char *const WORDS[2] = {"never", "1"};
  struct stf_axes *fixture = *state;
  assert_int_equal(design(fixture, "a", "b", NONE), STF_ERR_USAGE);
  assert_non_null(strstr(fixture->error.message, "no number other than 0"));
  assert_int_equal(design(fixture, "a", "b", ZERO), STF_ERR_USAGE);
  assert_int_equal(design(fixture, "a", "b", WORDS), STF_ERR_USAGE);
  assert_int_equal(design(fixture, "teams.front.agents=2..5", "b", NONE), STF_ERR_USAGE);
  assert_non_null(strstr(fixture->error.message, "one in its middle"));
}

/* ---- effects ---- */

struct sample {
  double num[SIDES][N];
  double den[SIDES][N];
};

static struct stf_elasticity effect_of(const struct sample *sample, const double x[SIDES],
                                       enum stf_paired_kind kind) {
  struct stf_elasticity_data data = {.n = N, .kind = kind};
  struct stf_elasticity effect;
  for (size_t s = 0; s < SIDES; s++) {
    data.sides[s] = (struct stf_paired_side){sample->num[s], sample->den[s]};
    data.x[s] = x[s];
  }
  assert_int_equal(stf_elasticity_of(&data, &effect), STF_OK);
  return effect;
}

/* 3 x^-2 without chance, steps of h = 1 %: the central difference adds h^2 x^2 / 6 times the
 * third derivative over the figure, -24 x^-3 x, to the elasticity -2: -4 h^2. */
static void test_power_has_its_exponent_as_elasticity(void **state) {
  (void)state;
  static const double X[SIDES] = {1.98, 2, 2.02};
  static struct sample sample;
  for (size_t s = 0; s < SIDES; s++) {
    for (size_t r = 0; r < N; r++) {
      sample.num[s][r] = 3 / (X[s] * X[s]);
    }
  }
  struct stf_elasticity effect = effect_of(&sample, X, STF_PAIRED_MEAN);
  assert_near(effect.elasticity, -2 - 4e-4, 1e-6);
  assert_near(effect.slope, -0.75, 2e-4);
  assert_near(effect.change_se, 0, 1e-12);
  assert_false(effect.is_curved);
  assert_int_equal(effect.n, N);
}

static void test_corner_is_curved_and_line_is_not(void **state) {
  (void)state;
  static const double X[SIDES] = {0.9, 1, 1.1};
  static struct sample sample;
  for (int corner = 0; corner < 2; corner++) {
    for (size_t s = 0; s < SIDES; s++) {
      for (size_t r = 0; r < N; r++) {
        double noise = 0.01 * sin((double)r); /* common to all sides */
        sample.num[s][r] = noise + (corner ? fmax(X[s], 1) : X[s]);
      }
    }
    struct stf_elasticity effect = effect_of(&sample, X, STF_PAIRED_MEAN);
    assert_int_equal(effect.is_curved, corner);
    assert_near(effect.slope_below, corner ? 0 : 1, 1e-9);
    assert_near(effect.slope_above, 1, 1e-9);
    assert_near(effect.bend, corner ? 0.1 : 0, 1e-9);
  }
}

/* Ratios with chance that the sides share and chance of their own; the truth is known: num and
 * den have means 2 x and 1, so f = 2 x, elasticity 1. Over 300 experiments the standard errors
 * told are those seen: a mean square over 300 has a standard error of 8 %, 3.5 of them. */
static void test_standard_errors_of_ratios_are_those_of_repeated_experiments(void **state) {
  (void)state;
  enum {
    EXPERIMENTS = 300
  };
  static const double X[SIDES] = {0.95, 1, 1.05};
  static struct sample sample;
  struct stf_dice dice = {.number = 11};
  double seen[2] = {0, 0};
  double told[2] = {0, 0};
  for (int e = 0; e < EXPERIMENTS; e++) {
    for (size_t r = 0; r < N; r++) {
      double volume = 0.5 + stf_dice_roll(&dice);
      for (size_t s = 0; s < SIDES; s++) {
        sample.den[s][r] = volume;
        sample.num[s][r] = X[s] * volume * (1.5 + stf_dice_roll(&dice));
      }
    }
    struct stf_elasticity effect = effect_of(&sample, X, STF_PAIRED_RATIO);
    seen[0] += (effect.slope - 2) * (effect.slope - 2);
    seen[1] += (effect.elasticity - 1) * (effect.elasticity - 1);
    told[0] += effect.slope_se * effect.slope_se;
    told[1] += effect.elasticity_se * effect.elasticity_se;
  }
  assert_near_relative(told[0], seen[0], 3.5 * 0.08);
  assert_near_relative(told[1], seen[1], 3.5 * 0.08);
}

static void test_replication_that_one_side_lacks_does_not_count(void **state) {
  (void)state;
  static const double X[SIDES] = {1, 2, 3};
  static struct sample sample;
  for (size_t s = 0; s < SIDES; s++) {
    for (size_t r = 0; r < N; r++) {
      sample.num[s][r] = X[s];
    }
  }
  sample.num[STF_ELASTICITY_HIGH][7] = (double)NAN;
  struct stf_elasticity effect = effect_of(&sample, X, STF_PAIRED_MEDIAN);
  assert_int_equal(effect.n, N - 1);
  assert_near(effect.slope, 1, 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_points_are_the_base_and_each_key_low_and_high,
                                      stf_axes_setup, stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_whole_numbers_move_by_one_at_least, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_key_without_a_number_to_start_from_is_refused,
                                      stf_axes_setup, stf_axes_teardown),
      cmocka_unit_test(test_power_has_its_exponent_as_elasticity),
      cmocka_unit_test(test_corner_is_curved_and_line_is_not),
      cmocka_unit_test(test_standard_errors_of_ratios_are_those_of_repeated_experiments),
      cmocka_unit_test(test_replication_that_one_side_lacks_does_not_count),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
