/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After-work: M/G/1 by Pollaczek and Khinchine, and by hand. */
#include "support/near.h"
#include "support/stage.h"
#include "support/steady.h"

#include <stdlib.h>

/* Service S of mean 1 s and after-work W of mean 0.5 s, exponential: the agent is occupied for
 * X = S + W, so that customers wait L E(X^2) / (2 (1 - L E X)), E(X^2) = 2 + 2 x 0.5 + 2 x
 * 0.25, and are there for S more. */
static void expect_pollaczek_khinchine(uint32_t cap) {
  static const double SPEEDS[] = {1, 1};
  const double lambda = 0.5;
  struct stf_wrap_up wrap_up = {stf_law_exponential(0.5)};
  struct stf_steady *steady = stf_steady_new(&lambda, 1, 1, 60000);
  struct stf_steady_sums sums[STF_STEADY_RUNS];
  struct stf_people people = {.away_every = stf_law_exponential(1e15),
                              .away_lasts = stf_law_exponential(1)};
  steady->classes[0].wrap_up = &wrap_up;
  if (cap == 0) {
    steady->team.people = &people; /* an agent with a seat who is never away */
    steady->team.speeds = SPEEDS;
  }
  stf_steady_run(steady, sums);
  double wait_s = lambda * 3.5 / (2 * (1 - lambda * 1.5));
  STF_STEADY_CHECK(sums, wait_s[0], opened_n[0], wait_s);
  STF_STEADY_CHECK(sums, sojourn_s[0], opened_n[0], wait_s + 1);
  STF_STEADY_CHECK(sums, work_s[0], length_s, lambda * 1.5);
  free(steady);
}

static void test_after_work_expect_pollaczek_khinchine(void **state) {
  (void)state;
  expect_pollaczek_khinchine(1);
  expect_pollaczek_khinchine(0);
}

/* 60 s of service, 20 s of after-work, 10 s of pause; the shift ends in the after-work of the
 * second. */
static void test_after_work_by_hand(void **state) {
  (void)state;
  struct stf_wrap_up wrap_up = {stf_law_constant(20)};
  for (uint32_t seated = 0; seated < 2; seated++) {
    struct stf_stage *stage = stf_stage_new(60);
    struct stf_people people = {.away_every = stf_law_constant(1e6),
                                .away_lasts = stf_law_constant(1)};
    stage->teams[0].people = seated == 1 ? &people : NULL;
    stage->teams[0].pause = stf_law_constant(10);
    stage->classes[0].wrap_up = &wrap_up;
    (void)stf_stage_shift(stage, 0, 0, 0, 160);
    stf_stage_give(stage, 0, 0);
    stf_stage_give(stage, 5, 0);
    stf_stage_play(stage, 0);
    stf_stage_assert_taken(stage, 1, 90, 0);
    const struct stf_contact *first = stf_stage_contact_of(stage, 0);
    assert_int_equal(first->close_us, STF_STAGE_START_US + 60 * STF_STAGE_SECOND_US);
    assert_int_equal(first->work.end_us, STF_STAGE_START_US + 80 * STF_STAGE_SECOND_US);
    assert_int_equal(stage->spans_n, 1);
    assert_int_equal(stage->spans[0].end_us, STF_STAGE_START_US + 170 * STF_STAGE_SECOND_US);
    free(stage);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_after_work_expect_pollaczek_khinchine),
      cmocka_unit_test(test_after_work_by_hand),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
