/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/select.h"
#include "random/elementary.h"
#include "support/dice.h"
#include "support/near.h"
#include "support/ration.h"

#include <math.h>

enum {
  MOST = 4000, /* replications of one selection */
  SCENARIOS = 5,
  FIRST = 20
};

static double room[SCENARIOS][MOST];

/* k = 2, n0 = 11, 1 - alpha = 0.95: eta = (0.1^-0.2 - 1) / 2, h2 = 20 eta. */
static void test_constants_are_those_of_the_paper(void **state) {
  (void)state;
  double eta = (pow(0.1, -0.2) - 1) / 2;
  assert_near(stf_select_eta(2, 11, 0.95), eta, 1e-12);
  assert_near(eta, 0.29244659623, 1e-10);
  assert_near(stf_select_h2(2, 11, 0.95), 20 * eta, 1e-12);
  /* As n0 grows h2 tends to 2 ln((k - 1) / (2 alpha)): the known-variance triangle. */
  assert_near(stf_select_h2(5, 1000001, 0.95), 2 * log(4 / 0.1), 1e-4);
}

static double normal(struct stf_dice *dice) {
  return stf_elementary_normal_quantile(stf_dice_roll(dice));
}

/* One selection among means 0, ..., 0, delta with common and own noise: which is selected; sums
 * up the replications. */
static size_t select_one(uint32_t number, double common, double delta, int sign,
                         size_t *replications) {
  struct stf_select *select = NULL;
  struct stf_dice dice = {.number = number};
  const double *values[SCENARIOS];
  size_t n = 0;
  size_t left = SCENARIOS;
  const struct stf_select_in in = {SCENARIOS, FIRST, delta, 0.95, sign};
  assert_int_equal(stf_select_new(&in, NULL, &select), STF_OK);
  while (left > 1) {
    size_t end = n == 0 ? FIRST : n + 1;
    assert_true(end <= MOST);
    for (; n < end; n++) {
      double shared = common * normal(&dice);
      for (size_t i = 0; i < SCENARIOS; i++) {
        room[i][n] = shared + normal(&dice) + (i == SCENARIOS - 1 ? sign * delta : 0);
        values[i] = room[i];
      }
    }
    left = stf_select_screen(select, values, n);
    assert_true(left >= 1);
    assert_true(left == 1 || (double)n < stf_select_most(select));
  }
  size_t best = 0;
  while (!stf_select_is_left(select, best)) {
    assert_true(stf_select_dropped_at(select, best) >= FIRST);
    best++;
  }
  *replications += n;
  stf_select_free(select);
  return best;
}

/* The least favourable means: 400 selections must be right in 95 %, less 3.5 standard errors.
 */
static void test_screen_selects_the_best_as_often_as_promised(void **state) {
  (void)state;
  enum {
    SELECTIONS = 400
  };
  size_t right_n = 0;
  size_t replications = 0;
  for (uint32_t e = 0; e < SELECTIONS; e++) {
    right_n += select_one(9000 + e, 0, 0.5, 1, &replications) == SCENARIOS - 1;
  }
  assert_true((double)right_n / SELECTIONS >= 0.95 - 3.5 * 0.0109);
  size_t low_n = 0;
  for (uint32_t e = 0; e < SELECTIONS; e++) {
    low_n += select_one(9000 + e, 3, 0.5, -1, &replications) == SCENARIOS - 1;
  }
  assert_true((double)low_n / SELECTIONS >= 0.95 - 3.5 * 0.0109);
}

/* What all share makes no difference at all: the same selections, replication by replication.
 */
static void test_screen_common_noise_costs_nothing(void **state) {
  (void)state;
  size_t without = 0;
  size_t with = 0;
  for (uint32_t e = 0; e < 20; e++) {
    assert_int_equal(select_one(100 + e, 0, 0.7, 1, &without),
                     select_one(100 + e, 50, 0.7, 1, &with));
  }
  assert_int_equal(without, with);
}

static void test_screen_never_drops_the_last(void **state) {
  (void)state;
  static const double SAME[] = {1, 2, 3, 4};
  const double *const values[] = {SAME, SAME, SAME};
  struct stf_select *select = NULL;
  const struct stf_select_in in = {3, 2, 1, 0.9, 1};
  assert_int_equal(stf_select_new(&in, NULL, &select), STF_OK);
  assert_int_equal(stf_select_screen(select, values, 2), 3);
  assert_int_equal(stf_select_screen(select, values, 4), 3);
  stf_select_free(select);
}

static void test_new_without_memory_fails_cleanly(void **state) {
  (void)state;
  for (long n = 0; n < 4; n++) {
    struct stf_ration ration;
    struct stf_select *select = NULL;
    const struct stf_select_in in = {3, 2, 1, 0.9, 1};
    stf_ration_init(&ration, n);
    assert_int_equal(stf_select_new(&in, &ration.allocator, &select), STF_ERR_MEMORY);
    assert_int_equal(ration.alive, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_constants_are_those_of_the_paper),
      cmocka_unit_test(test_screen_selects_the_best_as_often_as_promised),
      cmocka_unit_test(test_screen_common_noise_costs_nothing),
      cmocka_unit_test(test_screen_never_drops_the_last),
      cmocka_unit_test(test_new_without_memory_fails_cleanly),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
