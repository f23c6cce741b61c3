/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected numbers: rows ST4, ST5 and ST6 of reference/stats.csv. */
#include "stats/score.h"
#include "support/near.h"

#include <math.h>

static void test_crps_matches_reference(void **state) {
  (void)state;
  const double members[] = {2.2, 3.1, 3.9, 4.7, 5.0};
  assert_near(stf_score_crps(members, 5, 4.2), 0.364, 1e-14);
  assert_near(stf_score_crps_fair(members, 5, 4.2), 0.22, 1e-14);
}

static void test_crps_of_one_member_is_the_error(void **state) {
  (void)state;
  const double member[] = {3};
  assert_near(stf_score_crps(member, 1, 5), 2, 0);
  assert_true(isnan(stf_score_crps_fair(member, 1, 5)));
}

static void test_pinball_matches_reference(void **state) {
  (void)state;
  assert_near(stf_score_pinball(0.9, 10, 14), 3.6, 1e-14);
  assert_near(stf_score_pinball(0.9, 10, 7), 0.3, 1e-14);
  assert_near(stf_score_pinball(0.1, 10, 7), 2.7, 1e-14);
}

static void test_interval_score_matches_reference(void **state) {
  (void)state;
  assert_near(stf_score_interval(10, 20, 0.9, 12), 10, 1e-12);
  assert_near(stf_score_interval(10, 20, 0.9, 8), 50, 1e-12);
  assert_near(stf_score_interval(10, 20, 0.9, 26), 130, 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_crps_matches_reference),
      cmocka_unit_test(test_crps_of_one_member_is_the_error),
      cmocka_unit_test(test_pinball_matches_reference),
      cmocka_unit_test(test_interval_score_matches_reference),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
