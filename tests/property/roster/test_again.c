/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning again after the requirement has changed: the roster that stands stays legal and is
 * where the next plan starts; what comes out is held against everything that a first plan is.
 */
#include "roster/cover.h"
#include "roster/legal.h"
#include "support/dice.h"
#include "support/near.h"
#include "support/random_roster.h"

#include <math.h>

enum {
  PROBLEMS = 8,
  TIMES = 4,
  HOUR_S = 3600
};

static const struct stf_random_roster_size SIZE = {
    .days_n = 10, .agents_n = 8, .starts_n = 4, .day_steps = 24, .hires = true};
static const struct stf_cover_options PLAIN = {.rounds_n = 60, .nodes_most = 200};

static int64_t sum_of(const struct stf_cover *cover) {
  return stf_team_roster_sum(&cover->cost);
}

static void check(const struct stf_cover *cover) {
  const struct stf_team_roster *roster = &cover->roster;
  for (size_t a = 0; a < roster->agents_n; a++) {
    assert_int_equal(stf_legal_check(roster->problem, roster->variants,
                                     &roster->agents[a].agent, roster->agents[a].choices,
                                     (struct stf_legal_taker){0}),
                     0);
    assert_non_null(roster->agents[a].agent.name);
  }
  assert_int_equal(cover->state, STF_COVER_PLANNED);
  assert_true(cover->bound <= (double)sum_of(cover) / STF_PROBLEM_MICRO + 1e-3);
}

/* An hour of an open day. */
static struct stf_cover_span draw_hour(struct stf_dice *dice, const struct stf_problem *p) {
  int64_t day = p->first_day + stf_dice_pick(dice, p->open_from, p->open_to - 1);
  int32_t hour = stf_dice_pick(dice, 7, 19);
  return (struct stf_cover_span){.team = (uint32_t)stf_dice_pick(dice, 0, (int)p->teams_n - 1),
                                 .day = day,
                                 .from_s = hour * HOUR_S,
                                 .to_s = (hour + 1) * HOUR_S};
}

/* One more agent in a few hours, and another price in one. */
static void raise(struct stf_dice *dice, struct stf_cover *cover) {
  for (int i = 0; i < 6; i++) {
    struct stf_cover_span span = draw_hour(dice, &cover->problem);
    size_t steps_n = stf_problem_steps(&cover->problem);
    size_t at = span.team * steps_n + (size_t)(span.day - cover->problem.first_day) * 24 +
                (size_t)span.from_s / HOUR_S;
    int32_t wanted = cover->need[at] + 1;
    assert_true(stf_cover_want(cover, &span, wanted));
    assert_int_equal(cover->need[at], wanted);
    assert_int_equal(stf_cover_there(cover, &span), cover->roster.cover[at]);
  }
  struct stf_cover_span span = draw_hour(dice, &cover->problem);
  assert_true(stf_cover_price(cover, &span, stf_dice_pick(dice, 5, 200)));
}

static void test_plan_again_keeps_the_rules_and_its_bound(void **state) {
  (void)state;
  double worst = 0;
  for (uint32_t number = 0; number < PROBLEMS; number++) {
    struct stf_dice dice = {.number = number + 7000};
    struct stf_error error = {0};
    struct stf_arena *arena = stf_arena_new(NULL);
    struct stf_problem problem = stf_random_roster_make(number, &SIZE, arena);
    struct stf_cover cover;
    assert_int_equal(stf_cover_begin(&problem, NULL, &cover, &error), STF_OK);
    assert_int_equal(stf_cover_plan(&cover, &PLAIN, &error), STF_OK);
    for (int i = 0; i < TIMES; i++) {
      raise(&dice, &cover);
      assert_int_equal(stf_cover_plan(&cover, &PLAIN, &error), STF_OK);
      check(&cover);
    }
    /* A first plan of the last requirement is another search: neither is far from the other. */
    struct stf_cover fresh;
    assert_int_equal(stf_cover_begin(&cover.problem, NULL, &fresh, &error), STF_OK);
    assert_int_equal(stf_cover_plan(&fresh, &PLAIN, &error), STF_OK);
    assert_true(fabs(fresh.bound - cover.bound) <= 1e-6 * (1 + fabs(cover.bound)));
    double apart = (double)(sum_of(&cover) - sum_of(&fresh)) / (double)sum_of(&fresh);
    worst = fmax(worst, apart);
    stf_cover_clear(&fresh);
    stf_cover_clear(&cover);
    stf_arena_free(arena);
  }
  print_message("planned again, at most %.1f %% dearer than planned at once\n", 100 * worst);
  assert_true(worst < 0.03);
}

static void test_plan_again_of_the_same_is_never_dearer(void **state) {
  (void)state;
  for (uint32_t number = 0; number < PROBLEMS; number++) {
    struct stf_error error = {0};
    struct stf_arena *arena = stf_arena_new(NULL);
    struct stf_problem problem = stf_random_roster_make(number, &SIZE, arena);
    struct stf_cover cover;
    assert_int_equal(stf_cover_begin(&problem, NULL, &cover, &error), STF_OK);
    int64_t before = INT64_MAX;
    for (int i = 0; i < TIMES; i++) {
      assert_int_equal(stf_cover_plan(&cover, &PLAIN, &error), STF_OK);
      assert_true(sum_of(&cover) <= before);
      before = sum_of(&cover);
      check(&cover);
    }
    stf_cover_clear(&cover);
    stf_arena_free(arena);
  }
}

/* Nobody is there where the ceiling says that nobody can be. */
static void check_ceiling(const struct stf_cover *cover, double hires_most) {
  const struct stf_problem *problem = &cover->problem;
  size_t steps_n = stf_problem_steps(problem);
  for (uint32_t team = 0; team < problem->teams_n; team++) {
    for (int32_t day = problem->open_from; day < problem->open_to; day++) {
      for (int32_t hour = 0; hour < 24; hour++) {
        const struct stf_cover_span span = {.team = team,
                                            .day = problem->first_day + day,
                                            .from_s = hour * HOUR_S,
                                            .to_s = (hour + 1) * HOUR_S};
        size_t at = team * steps_n + (size_t)day * 24 + (size_t)hour;
        assert_true(cover->roster.cover[at] <= stf_cover_most(cover, &span, hires_most));
      }
    }
  }
}

/* What may be spent on hiring is kept to, downwards and upwards again, and less of it never
 * lowers the bound. */
static void test_plan_when_hiring_is_limited_expects_no_more_spent(void **state) {
  (void)state;
  size_t hired_n = 0;
  for (uint32_t number = 0; number < PROBLEMS; number++) {
    struct stf_arena *arena = stf_arena_new(NULL);
    struct stf_problem problem = stf_random_roster_make(number, &SIZE, arena);
    struct stf_error error = {0};
    struct stf_cover cover;
    assert_int_equal(stf_cover_begin(&problem, NULL, &cover, &error), STF_OK);
    for (uint32_t t = 0; t < problem.teams_n; t++) { /* so dear that somebody is hired */
      for (int32_t d = problem.open_from; d < problem.open_to; d++) {
        struct stf_cover_span span = {
            .team = t, .day = problem.first_day + d, .to_s = 24 * HOUR_S};
        assert_true(stf_cover_price(&cover, &span, 100000));
      }
    }
    double least = stf_cover_hire_least(&cover);
    const double limits[] = {(double)INFINITY, 1.5 * least, 0, 2 * least, (double)INFINITY};
    double before = 0;
    for (size_t i = 0; i < STF_COUNT_OF(limits); i++) {
      stf_cover_limit_hires(&cover, limits[i]);
      assert_int_equal(stf_cover_plan(&cover, &PLAIN, &error), STF_OK);
      check(&cover);
      check_ceiling(&cover, limits[i]);
      double spent = stf_cover_hires_cost(&cover);
      assert_true(spent <= limits[i] + 1e-6);
      assert_true(i != 2 || cover.roster.agents_n == problem.agents_n);
      assert_true(i == 0 || limits[i] > limits[i - 1] || cover.bound >= before - 1e-3);
      before = cover.bound;
      hired_n += spent > 0;
    }
    stf_cover_clear(&cover);
    stf_arena_free(arena);
  }
  assert_true(hired_n >= PROBLEMS);
}

static void test_want_when_span_is_not_in_the_plan_expects_refusal(void **state) {
  (void)state;
  struct stf_error error = {0};
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_problem problem = stf_random_roster_make(3, &SIZE, arena);
  struct stf_cover cover;
  assert_int_equal(stf_cover_begin(&problem, NULL, &cover, &error), STF_OK);
  struct stf_cover_span good = {
      .day = problem.first_day + problem.open_from, .from_s = 0, .to_s = HOUR_S};
  struct stf_cover_span bad[] = {good, good, good, good};
  bad[0].team = problem.teams_n;
  bad[1].day = problem.first_day + problem.open_to;
  bad[2].to_s = 25 * HOUR_S;
  bad[3].to_s = 0;
  assert_true(stf_cover_want(&cover, &good, 1));
  for (size_t i = 0; i < STF_COUNT_OF(bad); i++) {
    assert_false(stf_cover_want(&cover, &bad[i], 1));
    assert_false(stf_cover_price(&cover, &bad[i], 1));
    assert_int_equal(stf_cover_there(&cover, &bad[i]), -1);
  }
  stf_cover_clear(&cover);
  stf_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_plan_again_keeps_the_rules_and_its_bound),
      cmocka_unit_test(test_plan_again_of_the_same_is_never_dearer),
      cmocka_unit_test(test_plan_when_hiring_is_limited_expects_no_more_spent),
      cmocka_unit_test(test_want_when_span_is_not_in_the_plan_expects_refusal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
