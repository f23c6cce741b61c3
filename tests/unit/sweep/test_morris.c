/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/near.h"
#include "sweep/morris.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  AXES = 3,
  MOST = 4 * 2000
};

struct fixture {
  struct stf_arena *arena;
  struct stf_axis axes[AXES];
  struct stf_design design;
  struct stf_morris morris;
  struct stf_error error;
  double values[MOST];
};

static int setup(void **state) {
  static struct fixture fixture;
  static const char *const TEXTS[AXES] = {"a=0..1", "b=10..40 %", "teams.front.agents=2..8"};
  fixture = (struct fixture){.arena = stf_arena_new(NULL)};
  for (size_t a = 0; a < AXES; a++) {
    assert_int_equal(stf_axis_read(TEXTS[a], fixture.arena, &fixture.axes[a], NULL), STF_OK);
  }
  *state = &fixture;
  return 0;
}

static int teardown(void **state) {
  struct fixture *fixture = *state;
  stf_arena_free(fixture->arena);
  return 0;
}

static void design(struct fixture *fixture, size_t trajectories_n) {
  const struct stf_morris_in in = {
      .axes = fixture->axes, .axes_n = AXES, .trajectories_n = trajectories_n, .seed = 5};
  assert_int_equal(stf_morris_design(&in, fixture->arena, &fixture->design, &fixture->morris,
                                     &fixture->error),
                   STF_OK);
  assert_int_equal(fixture->design.points_n, trajectories_n * (AXES + 1));
  assert_true(fixture->design.points_n <= MOST);
}

static double place(const struct fixture *fixture, size_t point, size_t axis) {
  return fixture->morris.places[point * AXES + axis];
}

static void evaluate(struct fixture *fixture, double (*f)(double a, double b, double c)) {
  for (size_t p = 0; p < fixture->design.points_n; p++) {
    fixture->values[p] = f(place(fixture, p, 0), place(fixture, p, 1), place(fixture, p, 2));
  }
}

static struct stf_morris_effect effect_of(const struct fixture *fixture, size_t axis) {
  struct stf_morris_effect effect;
  assert_int_equal(stf_morris_effect_of(&fixture->morris, fixture->values, axis, &effect),
                   STF_OK);
  return effect;
}

/* Each trajectory moves each key once, by two thirds of its range, and stays on the grid. */
static void test_trajectories_move_one_key_at_a_time(void **state) {
  struct fixture *fixture = *state;
  design(fixture, 10);
  for (size_t p = 0; p < fixture->design.points_n; p++) {
    size_t moved = fixture->morris.moved[p];
    bool begins = p % (AXES + 1) == 0;
    assert_true(begins == (moved == STF_MORRIS_BEGINS));
    for (size_t a = 0; a < AXES; a++) {
      double thirds = 3 * place(fixture, p, a);
      assert_near(thirds, floor(thirds + 0.5), 0.01);
      assert_true(thirds > -0.01 && thirds < 3.01);
      if (!begins) {
        double step = fabs(place(fixture, p, a) - place(fixture, p - 1, a));
        assert_near(step, a == moved ? 2.0 / 3 : 0, 0.005);
      }
    }
  }
}

static void test_values_are_those_of_the_places(void **state) {
  struct fixture *fixture = *state;
  design(fixture, 4);
  for (size_t p = 0; p < fixture->design.points_n; p++) {
    const char *const *texts = &fixture->design.texts[p * AXES];
    assert_near(strtod(texts[0], NULL), place(fixture, p, 0), 1e-9);
    assert_near(strtod(texts[1], NULL), 10 + 30 * place(fixture, p, 1), 1e-9);
    assert_non_null(strstr(texts[1], " %"));
    assert_near(strtod(texts[2], NULL), 2 + 6 * place(fixture, p, 2), 1e-9);
    assert_null(strchr(texts[2], '.'));
  }
}

static double line(double a, double b, double c) {
  return 7 + 3 * a - 2 * b + 0 * c;
}

static void test_line_has_its_coefficients_and_no_sigma(void **state) {
  static const double WANTED[AXES] = {3, -2, 0};
  struct fixture *fixture = *state;
  design(fixture, 10);
  evaluate(fixture, line);
  for (size_t a = 0; a < AXES; a++) {
    struct stf_morris_effect effect = effect_of(fixture, a);
    assert_int_equal(effect.n, 10);
    assert_near(effect.mu, WANTED[a], 1e-9);
    assert_near(effect.mu_star, fabs(WANTED[a]), 1e-9);
    assert_near(effect.sigma, 0, 1e-9);
    assert_near(effect.mu_se, 0, 1e-9);
  }
}

static double product(double a, double b, double c) {
  return a * b + 4 * (c - 0.5) * (c - 0.5);
}

/* Elementary effects of a are b, which is each of 0, 1/3, 2/3, 1 equally often: mean 1/2,
 * variance 5/36. Those of c are 4 (c + c' - 1), c and c' its places, 0 and 2/3 or 1/3 and 1:
 * -4/3 or 4/3, mean 0, mu* and sigma 4/3 (n - 1: a little more). 600 independent trajectories,
 * 3.5 standard errors (false alarm 5e-4 each). */
static void test_product_and_parabola_have_known_moments(void **state) {
  struct fixture *fixture = *state;
  design(fixture, 600);
  evaluate(fixture, product);
  for (size_t a = 0; a < 2; a++) {
    struct stf_morris_effect effect = effect_of(fixture, a);
    assert_near(effect.mu, 0.5, 3.5 * sqrt(5.0 / 36 / 600) + 0.002);
    assert_near(effect.mu_star, effect.mu, 1e-9);
    assert_near(effect.sigma, sqrt(5.0 / 36), 3.5 * effect.sigma_se + 0.002);
    assert_near(effect.mu_se, effect.sigma / sqrt(600), 1e-9);
  }
  struct stf_morris_effect c = effect_of(fixture, 2);
  assert_near(c.mu, 0, 3.5 * 4.0 / 3 / sqrt(600));
  assert_near(c.mu_star, 4.0 / 3, 1e-9);
  assert_near(c.sigma, 4.0 / 3, 0.02);
}

/* The standard errors are those of repeated experiments: 100 of 6 trajectories each, cut from
 * 600 independent ones. Of a mean square over 100 a standard error is 14 %; 3.5 of them. */
static void test_standard_errors_are_those_of_repeated_experiments(void **state) {
  enum {
    EACH = 6,
    EXPERIMENTS = 100
  };
  struct fixture *fixture = *state;
  design(fixture, EACH * EXPERIMENTS);
  evaluate(fixture, product);
  double spread = 0;
  double told = 0;
  for (size_t e = 0; e < EXPERIMENTS; e++) {
    size_t from = e * EACH * (AXES + 1);
    const struct stf_morris part = {.axes_n = AXES,
                                    .points_n = EACH * (AXES + 1),
                                    .places = &fixture->morris.places[from * AXES],
                                    .moved = &fixture->morris.moved[from]};
    struct stf_morris_effect effect;
    assert_int_equal(stf_morris_effect_of(&part, &fixture->values[from], 0, &effect), STF_OK);
    spread += (effect.mu - 0.5) * (effect.mu - 0.5);
    told += effect.mu_se * effect.mu_se;
  }
  assert_near_relative(told, spread, 3.5 * 0.14);
}

static void test_effect_without_a_value_does_not_count(void **state) {
  struct fixture *fixture = *state;
  design(fixture, 3);
  evaluate(fixture, line);
  fixture->values[0] = (double)NAN;
  size_t n = 0;
  for (size_t a = 0; a < AXES; a++) {
    n += effect_of(fixture, a).n;
  }
  assert_int_equal(n, 3 * AXES - 1);
}

static double distance(const struct fixture *fixture, size_t p, size_t q) {
  double square = 0;
  for (size_t a = 0; a < AXES; a++) {
    double d = place(fixture, p, a) - place(fixture, q, a);
    square += d * d;
  }
  return sqrt(square);
}

/* Sum of the distances of the first n points. */
static double spread_of(const struct fixture *fixture, size_t n) {
  double sum = 0;
  for (size_t p = 0; p < n; p++) {
    for (size_t q = 0; q < p; q++) {
      sum += distance(fixture, p, q);
    }
  }
  return sum;
}

/* Far from each other: farther than the first ten that are drawn. */
static void test_trajectories_are_far_from_each_other(void **state) {
  struct fixture *fixture = *state;
  const size_t points_n = (size_t)10 * (AXES + 1);
  design(fixture, 10);
  double chosen = spread_of(fixture, points_n);
  design(fixture, STF_MORRIS_CANDIDATES);
  assert_true(chosen > 1.03 * spread_of(fixture, points_n));
}

static void test_list_of_values_is_refused(void **state) {
  struct fixture *fixture = *state;
  struct stf_axis list;
  assert_int_equal(stf_axis_read("k=1,2", fixture->arena, &list, NULL), STF_OK);
  const struct stf_morris_in in = {.axes = &list, .axes_n = 1, .trajectories_n = 4, .seed = 1};
  assert_int_equal(stf_morris_design(&in, fixture->arena, &fixture->design, &fixture->morris,
                                     &fixture->error),
                   STF_ERR_USAGE);
  assert_non_null(strstr(fixture->error.message, "Morris wants a range"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_trajectories_move_one_key_at_a_time, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_values_are_those_of_the_places, setup, teardown),
      cmocka_unit_test_setup_teardown(test_line_has_its_coefficients_and_no_sigma, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_product_and_parabola_have_known_moments, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_standard_errors_are_those_of_repeated_experiments,
                                      setup, teardown),
      cmocka_unit_test_setup_teardown(test_effect_without_a_value_does_not_count, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_trajectories_are_far_from_each_other, setup,
                                      teardown),
      cmocka_unit_test_setup_teardown(test_list_of_values_is_refused, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
