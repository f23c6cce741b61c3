/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many turns: the laws of the number against their closed forms. */
#include "desk/turns.h"
#include "support/near.h"

#include <math.h>

enum {
  GRID = 1000000
};

/* Mean and variance by inversion, at the middles of a fine grid of uniforms. */
static void moments(const struct stf_turns_number *number, double *mean, double *variance) {
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < GRID; i++) {
    double n = stf_turns_draw(number, (i + 0.5) / GRID);
    sum += n;
    squares += n * n;
  }
  *mean = sum / GRID;
  *variance = squares / GRID - *mean * *mean;
}

static void test_geometric_expect_mean_m_and_variance_m_m_less_1(void **state) {
  (void)state;
  const struct stf_turns_number number = stf_turns_geometric(4);
  double mean = 0;
  double variance = 0;
  moments(&number, &mean, &variance);
  assert_near(mean, 4, 1e-4);
  assert_near(variance, 4 * 3, 1e-2);
}

static void test_negative_binomial_expect_its_mean_and_coefficient_of_variation(void **state) {
  (void)state;
  static const double WANTED[][2] = {{4, 0.8}, {2, 1.5}, {12, 0.4}};
  struct stf_arena *arena = stf_arena_new(NULL);
  assert_non_null(arena);
  for (size_t i = 0; i < sizeof WANTED / sizeof WANTED[0]; i++) {
    struct stf_turns_number number;
    double mean = 0;
    double variance = 0;
    assert_int_equal(stf_turns_negative_binomial(arena, WANTED[i][0], WANTED[i][1], &number),
                     STF_OK);
    moments(&number, &mean, &variance);
    assert_near(number.mean, WANTED[i][0], 1e-9);
    assert_near(mean, WANTED[i][0], 1e-3);
    assert_near(sqrt(variance) / mean, WANTED[i][1], 1e-3);
  }
  struct stf_turns_number number;
  assert_int_equal(stf_turns_negative_binomial(arena, 4, 0.4, &number), STF_ERR_INPUT);
  stf_arena_free(arena);
}

static void test_empirical_expect_the_weights(void **state) {
  (void)state;
  static const double WEIGHTS[] = {1, 0, 3};
  struct stf_arena *arena = stf_arena_new(NULL);
  assert_non_null(arena);
  struct stf_turns_number number;
  assert_int_equal(stf_turns_empirical(arena, WEIGHTS, 3, &number), STF_OK);
  assert_near(number.mean, (1 + 3 * 3) / 4.0, 1e-12);
  double mean = 0;
  double variance = 0;
  moments(&number, &mean, &variance);
  assert_near(mean, 2.5, 1e-5);
  assert_near(variance, 0.75, 1e-5); /* 7 - 2.5^2 */
  assert_int_equal(stf_turns_empirical(arena, (const double[]){0, 0}, 2, &number),
                   STF_ERR_INPUT);
  stf_arena_free(arena);
}

/* N W + (N - 1) E min(Z, c), E min(Z, c) = z (1 - exp(-c / z)) for an exponential Z of mean z.
 */
static void test_place_held_expect_think_times_cut_where_they_park(void **state) {
  (void)state;
  struct stf_turns turns = {.number = stf_turns_geometric(4),
                            .work = stf_law_exponential(60),
                            .think = stf_law_exponential(100),
                            .park_after_us = STF_NEVER,
                            .close_after_us = STF_NEVER};
  assert_near(stf_turns_held_s(&turns), 4 * 60 + 3 * 100, 1e-9);
  turns.park_after_us = 120000000;
  double cut_s = 100 * (1 - exp(-1.2));
  assert_near(stf_turns_held_s(&turns), 4 * 60 + 3 * cut_s, 1e-3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_geometric_expect_mean_m_and_variance_m_m_less_1),
      cmocka_unit_test(test_negative_binomial_expect_its_mean_and_coefficient_of_variation),
      cmocka_unit_test(test_empirical_expect_the_weights),
      cmocka_unit_test(test_place_held_expect_think_times_cut_where_they_park),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
