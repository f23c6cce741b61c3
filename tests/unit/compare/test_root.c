/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/root.h"
#include "random/elementary.h"
#include "support/dice.h"
#include "support/near.h"

#include <math.h>

/* slope (x - root) + bend (x - root)^3 + error, known to -+ half. */
struct curve {
  double slope;
  double root;
  double bend;
  double error;
  double half;
};

static enum stf_status evaluate(void *context, struct stf_root_point *point) {
  const struct curve *curve = context;
  double d = point->x - curve->root;
  point->difference = curve->slope * d + curve->bend * d * d * d + curve->error;
  point->half = curve->half;
  return STF_OK;
}

static struct stf_root find(struct curve curve, double low, double high, bool whole) {
  struct stf_root out;
  const struct stf_root_in in = {low, high, whole, &curve, evaluate};
  assert_int_equal(stf_root_find(&in, &out), STF_OK);
  return out;
}

static void test_find_line_meets_zero_with_the_interval_of_its_slope(void **state) {
  (void)state;
  struct stf_root root =
      find((struct curve){.slope = -4, .root = 0.52, .half = 0.2}, 0, 1, false);
  assert_int_equal(root.kind, STF_ROOT_FOUND);
  assert_near(root.x, 0.52, 1e-9);
  assert_near(root.x_low, 0.47, 1e-9);
  assert_near(root.x_high, 0.57, 1e-9);
  assert_false(root.rises);
}

static void test_find_bent_curve_takes_few_looks(void **state) {
  (void)state;
  struct stf_root root =
      find((struct curve){.slope = 1, .root = 3, .bend = 0.5, .half = 0.01}, -10, 20, false);
  assert_int_equal(root.kind, STF_ROOT_FOUND);
  assert_near(root.x, 3, 0.06);
  assert_true(root.rises && root.evaluations_n <= 16);
}

static void test_find_without_a_change_of_sign_says_which_side(void **state) {
  (void)state;
  assert_int_equal(find((struct curve){.slope = 1, .root = -1}, 0, 1, false).kind,
                   STF_ROOT_ABOVE);
  assert_int_equal(find((struct curve){.slope = 1, .root = 2}, 0, 1, false).kind,
                   STF_ROOT_BELOW);
  assert_int_equal(find((struct curve){.slope = (double)NAN}, 0, 1, false).kind,
                   STF_ROOT_UNKNOWN);
}

static void test_find_whole_number_is_the_first_of_the_other_side(void **state) {
  (void)state;
  for (int k = 0; k < 9; k++) {
    struct stf_root root =
        find((struct curve){.slope = 2, .root = k + 0.3, .half = 0.5}, 0, 10, true);
    assert_near(root.x, k + 1, 0);
    assert_near(root.x_low, k + 1, 0); /* 0.6 below and 1.4 above 0, known to 0.5 */
    assert_near(root.x_high, k + 1, 0);
    root = find((struct curve){.slope = 2, .root = k + 0.3, .half = 1}, 0, 10, true);
    assert_true(root.x_low <= k && root.x_high <= k + 1);
  }
}

static enum stf_status evaluate_inside(void *context, struct stf_root_point *point) {
  if (point->x > 0.97 || point->x < 0.01) {
    point->difference = (double)NAN;
    return STF_OK;
  }
  return evaluate(context, point);
}

static void test_find_end_without_a_value_moves_in(void **state) {
  (void)state;
  struct curve curve = {.slope = 1, .root = 0.4, .half = 0.1};
  struct stf_root out;
  const struct stf_root_in in = {0, 1, false, &curve, evaluate_inside};
  assert_int_equal(stf_root_find(&in, &out), STF_OK);
  assert_int_equal(out.kind, STF_ROOT_FOUND);
  assert_near(out.x, 0.4, 1e-9);
}

static void test_find_interval_stays_in_the_range(void **state) {
  (void)state;
  struct stf_root root =
      find((struct curve){.slope = 1, .root = 0.9, .half = 0.3}, 0, 1, false);
  assert_near(root.x_low, 0.6, 1e-9);
  assert_near(root.x_high, 1, 0);
}

/* One error for all values of the lever, as common random numbers give: 2,000 roots, 95 % +-
 * 3.5 standard errors (0.0049 each). */
static void test_find_interval_covers_the_true_root(void **state) {
  (void)state;
  enum {
    EXPERIMENTS = 2000
  };
  size_t inside_n = 0;
  for (uint32_t e = 0; e < EXPERIMENTS; e++) {
    struct stf_dice dice = {.number = 7000 + e};
    struct curve curve = {.slope = 3, .root = 0.5, .half = 1.96 * 0.1};
    curve.error = 0.1 * stf_elementary_normal_quantile(stf_dice_roll(&dice));
    struct stf_root root = find(curve, 0, 1, false);
    inside_n += root.x_low <= 0.5 && root.x_high >= 0.5;
  }
  assert_near((double)inside_n / EXPERIMENTS, 0.95, 3.5 * 0.0049);
}

static enum stf_status refuse(void *context, struct stf_root_point *point) {
  (void)context;
  (void)point;
  return STF_ERR_INPUT;
}

static void test_find_failure_is_passed_up(void **state) {
  (void)state;
  struct stf_root out;
  const struct stf_root_in in = {0, 1, false, NULL, refuse};
  assert_int_equal(stf_root_find(&in, &out), STF_ERR_INPUT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_find_line_meets_zero_with_the_interval_of_its_slope),
      cmocka_unit_test(test_find_bent_curve_takes_few_looks),
      cmocka_unit_test(test_find_without_a_change_of_sign_says_which_side),
      cmocka_unit_test(test_find_whole_number_is_the_first_of_the_other_side),
      cmocka_unit_test(test_find_end_without_a_value_moves_in),
      cmocka_unit_test(test_find_interval_stays_in_the_range),
      cmocka_unit_test(test_find_interval_covers_the_true_root),
      cmocka_unit_test(test_find_failure_is_passed_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
