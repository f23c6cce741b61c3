/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/axes.h"
#include "support/near.h"
#include "sweep/design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  AXES = 2
};

static void test_grid_changes_the_last_key_fastest(void **state) {
  struct stf_axes *fixture = *state;
  stf_axes_read(fixture, "a=x,y", "b=1..3");
  assert_int_equal(stf_design_grid(fixture->axes, AXES, fixture->arena, &fixture->design, NULL),
                   STF_OK);
  static const char *const WANTED[] = {"x", "1", "x", "2", "x", "3",
                                       "y", "1", "y", "2", "y", "3"};
  assert_int_equal(fixture->design.points_n, 6);
  for (size_t i = 0; i < STF_COUNT_OF(WANTED); i++) {
    assert_string_equal(fixture->design.texts[i], WANTED[i]);
  }
}

static void test_grid_of_too_many_points_says_how_many(void **state) {
  struct stf_axes *fixture = *state;
  stf_axes_read(fixture, "a=1..1000", "b=1..1234");
  assert_int_equal(
      stf_design_grid(fixture->axes, AXES, fixture->arena, &fixture->design, &fixture->error),
      STF_ERR_USAGE);
  assert_non_null(strstr(fixture->error.message, "1234000 points, at most 100000"));
}

static void make_latin(struct stf_axes *fixture, size_t points_n, uint64_t seed) {
  const struct stf_design_latin in = {
      .axes = fixture->axes, .axes_n = AXES, .points_n = points_n, .seed = seed};
  assert_int_equal(stf_design_latin(&in, fixture->arena, &fixture->design, NULL), STF_OK);
  assert_int_equal(fixture->design.points_n, points_n);
}

static double place(const struct stf_axes *fixture, size_t point, size_t axis) {
  return strtod(fixture->design.texts[point * AXES + axis], NULL);
}

static void test_latin_hypercube_has_one_point_in_each_part(void **state) {
  struct stf_axes *fixture = *state;
  enum {
    POINTS = 40
  };
  stf_axes_read(fixture, "a=0..1", "b=0..1");
  for (uint64_t seed = 1; seed <= 5; seed++) {
    make_latin(fixture, POINTS, seed);
    for (size_t axis = 0; axis < AXES; axis++) {
      int counts[POINTS] = {0};
      for (size_t p = 0; p < POINTS; p++) {
        /* A value is written to a hundredth of a part: it may be rounded over its edge. */
        double at = place(fixture, p, axis) * POINTS;
        double near = floor(at + 0.5);
        bool at_edge = fabs(at - near) < 0.011;
        counts[(size_t)floor(at < POINTS ? at : POINTS - 1)] += !at_edge;
      }
      for (size_t i = 0; i < POINTS; i++) {
        assert_true(counts[i] <= 1);
      }
    }
  }
}

static void test_latin_hypercube_gives_each_level_its_share(void **state) {
  struct stf_axes *fixture = *state;
  stf_axes_read(fixture, "a=x,y,z", "teams.front.agents=2..5");
  make_latin(fixture, 12, 7);
  int levels[3] = {0};
  int agents[6] = {0};
  for (size_t p = 0; p < 12; p++) {
    levels[fixture->design.texts[p * AXES][0] - 'x']++;
    agents[(size_t)place(fixture, p, 1)]++;
  }
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(levels[i], 4);
  }
  for (size_t i = 2; i <= 5; i++) {
    assert_int_equal(agents[i], 3);
  }
}

static double nearest(const struct stf_axes *fixture) {
  double least = 2;
  for (size_t p = 0; p < fixture->design.points_n; p++) {
    for (size_t q = 0; q < p; q++) {
      double distance = hypot(place(fixture, p, 0) - place(fixture, q, 0),
                              place(fixture, p, 1) - place(fixture, q, 1));
      least = distance < least ? distance : least;
    }
  }
  return least;
}

/* The smallest distance of ten points in the unit square is 0.13 on average for plain Latin
 * hypercubes, 0.23 for the best of 100, and of 200 such none was below 0.198 (measured with
 * another program). */
static void test_latin_hypercube_keeps_its_points_apart(void **state) {
  struct stf_axes *fixture = *state;
  stf_axes_read(fixture, "a=0..1", "b=0..1");
  for (uint64_t seed = 1; seed <= 5; seed++) {
    make_latin(fixture, 10, seed);
    assert_true(nearest(fixture) > 0.19);
  }
}

static void test_latin_hypercube_changes_with_the_seed_alone(void **state) {
  struct stf_axes *fixture = *state;
  stf_axes_read(fixture, "a=0..1", "b=0..1");
  make_latin(fixture, 10, 3);
  struct stf_design first = fixture->design;
  make_latin(fixture, 10, 3);
  for (size_t i = 0; i < 20; i++) {
    assert_string_equal(first.texts[i], fixture->design.texts[i]);
  }
  make_latin(fixture, 10, 4);
  size_t same_n = 0;
  for (size_t i = 0; i < 20; i++) {
    same_n += strcmp(first.texts[i], fixture->design.texts[i]) == 0;
  }
  assert_true(same_n < 5);
}

static void test_candidates_become_fewer_with_the_points(void **state) {
  (void)state;
  assert_int_equal(stf_design_candidates(632), 100);
  assert_int_equal(stf_design_candidates(633), 99);
  assert_int_equal(stf_design_candidates(4472), 2);
  assert_int_equal(stf_design_candidates(4473), 1);
  assert_int_equal(stf_design_candidates(100000), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_grid_changes_the_last_key_fastest, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_grid_of_too_many_points_says_how_many,
                                      stf_axes_setup, stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_latin_hypercube_has_one_point_in_each_part,
                                      stf_axes_setup, stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_latin_hypercube_gives_each_level_its_share,
                                      stf_axes_setup, stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_latin_hypercube_keeps_its_points_apart,
                                      stf_axes_setup, stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_latin_hypercube_changes_with_the_seed_alone,
                                      stf_axes_setup, stf_axes_teardown),
      cmocka_unit_test(test_candidates_become_fewer_with_the_points),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
