/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a requirement may end, and that it ends so for the reasons given. */
#include "plan/require.h"
#include "support/near.h"
#include "support/plan_desk.h"
#include "support/ration.h"

#include <math.h>
#include <string.h>

static void find(const struct stf_require_in *in, struct stf_plan_desk *own,
                 struct stf_require *out) {
  assert_int_equal(stf_require_find(in, NULL, own->arena, out), STF_OK);
}

/* What the last proof says is what any simulation with its seed says, and the seed is the one
 * behind the search's and the proofs before. */
static void test_find_when_proven_expect_limit_above_and_proof_on_its_own_seed(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct stf_require found;
  stf_plan_desk_make(&own, STF_PLAN_DESK_TEXT, STF_PLAN_DESK_CURVE, STF_PLAN_DESK_STAFFING);
  struct stf_require_in in = stf_plan_desk_require(&own);
  find(&in, &own, &found);
  assert_int_equal(found.end, STF_REQUIRE_PROVEN);
  assert_int_equal(found.stretches_n, 2);
  assert_string_equal(found.proven[1].name, "2026-03-03");
  double people_h = 0;
  for (size_t s = 0; s < found.grid.steps_n; s++) {
    assert_true(found.grid.open[s] || found.grid.agents[s] == 0);
    people_h += found.grid.agents[s];
  }
  assert_near(found.people_h, people_h, 1e-9);
  assert_near(found.cost, 20 * people_h, 1e-9);
  struct stf_judge *judge = NULL;
  struct stf_judge_figure figures[2];
  double wanted[2] = {0.9, 0.9};
  in.judge.seed += found.attempts_n;
  in.judge.replications_n = in.proof_n;
  assert_int_equal(stf_judge_new(&in.judge, &found.grid, NULL, &judge), STF_OK);
  assert_int_equal(stf_judge_staffing(judge, &found.grid, wanted, figures, NULL), STF_OK);
  for (size_t i = 0; i < 2; i++) {
    assert_true(found.low[i] >= 0.9 && found.low[found.worst] <= found.low[i]);
    assert_true(found.low[i] < stf_judge_probability(&found.proven[i]));
    assert_int_equal(found.proven[i].kept_n, figures[i].kept_n);
    assert_near(found.proven[i].late, figures[i].late, 0);
  }
  stf_judge_free(judge);
  stf_plan_desk_free(&own);
}

/* Ten of ten do not show 90 %, whoever is there. */
static void test_find_when_proof_is_too_small_expect_every_attempt_used(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct stf_require found;
  stf_plan_desk_make(&own, STF_PLAN_DESK_TEXT, STF_PLAN_DESK_CURVE, STF_PLAN_DESK_STAFFING);
  for (uint32_t attempts_n = 1; attempts_n <= 3; attempts_n += 2) {
    struct stf_require_in in = stf_plan_desk_require(&own);
    in.judge.replications_n = 20;
    in.proof_n = 10;
    in.attempts_n = attempts_n;
    find(&in, &own, &found);
    assert_int_equal(found.end, STF_REQUIRE_NOT_PROVEN);
    assert_int_equal(found.attempts_n, attempts_n);
    assert_int_equal(found.proof_n, 10);
    assert_true(found.low[found.worst] < 0.9);
  }
  stf_plan_desk_free(&own);
}

/* n of n kept have the limit n / (n + z^2) (Wilson 1927), so that n = z^2 p / (1 - p) just
 * does; z = 1.6449 of 5 %, 2.1280 of a third of it. */
static void test_proof_least_when_every_day_is_kept_expect_wilson(void **state) {
  (void)state;
  assert_int_equal(stf_require_proof_least(0.9, 1), 25);
  assert_int_equal(stf_require_proof_least(0.9, 3), 41);
  assert_int_equal(stf_require_proof_least(0.99, 3), 449);
  assert_int_equal(stf_require_proof_least(0.01, 1), 1);
}

/* On Tuesday half of them come when everybody has gone home. */
static void test_find_when_closed_to_customers_expect_the_day_out_of_reach(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct stf_require found;
  stf_plan_desk_make(&own, STF_PLAN_DESK_TEXT,
                     "weekday,start,arrivals\nmon,09:00,40\nmon,10:00,0\n"
                     "tue,09:00,12\ntue,10:00,0\ntue,20:00,12\ntue,21:00,0\n",
                     STF_PLAN_DESK_STAFFING);
  struct stf_require_in in = stf_plan_desk_require(&own);
  find(&in, &own, &found);
  assert_int_equal(found.end, STF_REQUIRE_OUT_OF_REACH);
  assert_int_equal(found.worst, 1);
  assert_null(found.proven);
  assert_true(stf_judge_probability(&found.searched[0]) > 0.9);
  assert_true(stf_judge_probability(&found.searched[1]) < 0.9);
  stf_plan_desk_free(&own);
}

/* Either nothing has held yet, or what is left behind does, with the figures of its own. */
static void check_left(const struct stf_require_in *in, const struct stf_require *found) {
  struct stf_judge_in alone = in->judge;
  struct stf_judge *judge = NULL;
  struct stf_judge_figure figures[2];
  double wanted[2] = {0.9, 0.9};
  alone.stop = NULL;
  assert_int_equal(stf_judge_new(&alone, &found->grid, NULL, &judge), STF_OK);
  assert_int_equal(stf_judge_staffing(judge, &found->grid, wanted, figures, NULL), STF_OK);
  for (size_t i = 0; i < 2; i++) {
    assert_true(stf_judge_probability(&figures[i]) >= 0.9);
    assert_near(found->searched[i].late, figures[i].late, 0);
    assert_string_equal(found->searched[i].name, figures[i].name);
  }
  stf_judge_free(judge);
}

/* The proof that failed was of fewer people than are being looked at now. */
static void test_find_when_interrupted_after_a_proof_expect_none_told(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, STF_PLAN_DESK_TEXT, STF_PLAN_DESK_CURVE, STF_PLAN_DESK_STAFFING);
  struct stf_require_in in = stf_plan_desk_require(&own);
  struct stf_require found;
  struct stf_plan_desk_fuse fuse = {UINT32_MAX};
  in.judge.replications_n = 20;
  in.proof_n = 10;
  in.attempts_n = 3;
  in.judge.context = &fuse;
  in.judge.stop = stf_plan_desk_burnt;
  assert_int_equal(stf_require_find(&in, NULL, own.arena, &found), STF_OK);
  uint32_t used_n = UINT32_MAX - fuse.left;
  int after_n = 0;
  for (uint32_t back_n = 1; back_n < used_n && back_n < 300; back_n += 20) {
    fuse.left = used_n - back_n;
    assert_int_equal(stf_require_find(&in, NULL, own.arena, &found), STF_ERR_INTERRUPTED);
    assert_null(found.proven);
    after_n += found.attempts_n > 0;
  }
  assert_true(after_n > 0);
  stf_plan_desk_free(&own);
}

static void test_find_when_interrupted_expect_the_best_so_far_or_nothing(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, STF_PLAN_DESK_TEXT, STF_PLAN_DESK_CURVE, STF_PLAN_DESK_STAFFING);
  int left_n = 0;
  int nothing_n = 0;
  for (uint32_t n = 1; n < 4000; n = 3 * n + 1) {
    struct stf_require_in in = stf_plan_desk_require(&own);
    struct stf_require found;
    struct stf_plan_desk_fuse fuse = {n};
    in.judge.context = &fuse;
    in.judge.stop = stf_plan_desk_burnt;
    assert_int_equal(stf_require_find(&in, NULL, own.arena, &found), STF_ERR_INTERRUPTED);
    assert_null(found.proven);
    left_n += found.grid.agents != NULL;
    nothing_n += found.grid.agents == NULL;
    if (found.grid.agents != NULL) {
      check_left(&in, &found);
    }
  }
  assert_true(left_n >= 2 && nothing_n >= 2);
  stf_plan_desk_free(&own);
}

static void test_find_when_more_threads_expect_the_same(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct stf_require one;
  stf_plan_desk_make(&own, STF_PLAN_DESK_TEXT, STF_PLAN_DESK_CURVE, STF_PLAN_DESK_STAFFING);
  struct stf_require_in in = stf_plan_desk_require(&own);
  find(&in, &own, &one);
  for (unsigned threads_n = 2; threads_n <= 4; threads_n += 2) {
    struct stf_require other;
    in.judge.threads_n = threads_n;
    find(&in, &own, &other);
    assert_int_equal(one.simulations_n, other.simulations_n);
    assert_memory_equal(one.grid.agents, other.grid.agents,
                        one.grid.steps_n * sizeof *one.grid.agents);
    for (size_t i = 0; i < 2; i++) {
      assert_near(one.searched[i].late, other.searched[i].late, 0);
      assert_near(one.proven[i].late, other.proven[i].late, 0);
    }
  }
  stf_plan_desk_free(&own);
}

static void test_find_when_on_average_expect_margin_above_nought(void **state) {
  (void)state;
  struct stf_plan_desk own;
  struct stf_require sure;
  struct stf_require average;
  stf_plan_desk_make(&own, STF_PLAN_DESK_TEXT, STF_PLAN_DESK_CURVE, STF_PLAN_DESK_STAFFING);
  struct stf_require_in in = stf_plan_desk_require(&own);
  find(&in, &own, &sure);
  in.judge.probability = 0;
  find(&in, &own, &average);
  assert_int_equal(average.end, STF_REQUIRE_PROVEN);
  for (size_t i = 0; i < 2; i++) {
    assert_true(average.low[i] >= 0 && average.low[i] < average.proven[i].margin);
  }
  assert_true(average.people_h < sure.people_h);
  stf_plan_desk_free(&own);
}

/* The n-th allocation fails, n upwards. */
static void test_find_when_memory_runs_out_expect_status_and_no_leak(void **state) {
  (void)state;
  struct stf_plan_desk own;
  stf_plan_desk_make(&own, STF_PLAN_DESK_TEXT, STF_PLAN_DESK_CURVE, STF_PLAN_DESK_STAFFING);
  int successes_n = 0;
  int failures_n = 0;
  for (long n = 0; successes_n == 0 && n < 10000000; n += 1 + n / 20) {
    struct stf_ration ration;
    struct stf_require found;
    stf_ration_init(&ration, n);
    struct stf_require_in in = stf_plan_desk_require(&own);
    in.judge.replications_n = 10;
    in.proof_n = 20;
    in.attempts_n = 1;
    in.step_us = 24 * STF_PLAN_DESK_HOUR_US;
    struct stf_arena *arena = stf_arena_new(&ration.allocator);
    enum stf_status status = arena != NULL
                                 ? stf_require_find(&in, &ration.allocator, arena, &found)
                                 : STF_ERR_MEMORY;
    assert_true(status == STF_OK || status == STF_ERR_MEMORY);
    successes_n += status == STF_OK;
    failures_n += status == STF_ERR_MEMORY;
    stf_arena_free(arena);
    assert_int_equal(ration.alive, 0);
  }
  assert_int_equal(successes_n, 1);
  assert_true(failures_n > 50);
  stf_plan_desk_free(&own);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_find_when_proven_expect_limit_above_and_proof_on_its_own_seed),
      cmocka_unit_test(test_find_when_proof_is_too_small_expect_every_attempt_used),
      cmocka_unit_test(test_proof_least_when_every_day_is_kept_expect_wilson),
      cmocka_unit_test(test_find_when_closed_to_customers_expect_the_day_out_of_reach),
      cmocka_unit_test(test_find_when_interrupted_after_a_proof_expect_none_told),
      cmocka_unit_test(test_find_when_interrupted_expect_the_best_so_far_or_nothing),
      cmocka_unit_test(test_find_when_more_threads_expect_the_same),
      cmocka_unit_test(test_find_when_on_average_expect_margin_above_nought),
      cmocka_unit_test(test_find_when_memory_runs_out_expect_status_and_no_leak)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
