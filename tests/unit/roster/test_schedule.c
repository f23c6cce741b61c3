/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best schedule of one agent against all of them: 300 random problems of few days, each
 * schedule tried and held against the rules by roster/legal.h. */
#include "roster/legal.h"
#include "roster/schedule.h"
#include "support/dice.h"
#include "support/near.h"
#include "support/random_roster.h"

enum {
  PROBLEMS = 300,
  DAYS = 5
};

struct trial {
  struct stf_problem problem;
  struct stf_variants variants;
  struct stf_arena *arena;
  int64_t *sums;
};

static void begin(uint32_t number, struct trial *out) {
  struct stf_random_roster_size size = {
      .days_n = DAYS, .agents_n = 1, .starts_n = 2, .day_steps = 24};
  struct stf_dice dice = {.number = number + 100000};
  out->arena = stf_arena_new(NULL);
  assert_non_null(out->arena);
  out->problem = stf_random_roster_make(number, &size, out->arena);
  assert_int_equal(stf_variants_make(&out->problem, NULL, &out->variants), STF_OK);
  size_t n = stf_schedule_sums(&out->problem);
  out->sums = stf_arena_alloc(out->arena, n, sizeof *out->sums);
  assert_non_null(out->sums);
  for (size_t t = 0; t + 1 < n; t++) {
    out->sums[t + 1] = out->sums[t] + stf_dice_pick(&dice, -4, 6) * 1000000;
  }
}

static void end(struct trial *trial) {
  stf_variants_clear(&trial->variants, NULL);
  stf_arena_free(trial->arena);
}

static bool rests_at(const struct stf_problem_shift *shift, int32_t step) {
  bool rests = false;
  for (size_t b = 0; b < shift->breaks_n; b++) {
    rests = rests || (step >= shift->breaks[b].start && step < shift->breaks[b].end);
  }
  return rests;
}

/* What the steps of a shift are worth, one by one. */
static int64_t steps_of(const struct trial *trial, int32_t day,
                        const struct stf_problem_shift *shift) {
  size_t midnight = (size_t)day * (size_t)trial->problem.day_steps;
  int64_t value = 0;
  for (int32_t t = shift->start; t < shift->end; t++) {
    size_t at = midnight + (size_t)t;
    value += rests_at(shift, t) ? 0 : trial->sums[at + 1] - trial->sums[at];
  }
  return value;
}

/* What a schedule is worth, added up from its shifts. */
static int64_t value_of(const struct trial *trial, const int32_t *choices) {
  const struct stf_problem *problem = &trial->problem;
  const struct stf_problem_agent *agent = &problem->agents[0];
  const struct stf_problem_contract *contract = &problem->contracts[agent->contract];
  int64_t value = 0;
  for (int32_t first = 0; first < DAYS; first = stf_problem_week_end(problem, first)) {
    int32_t paid = 0;
    for (int32_t d = first; d < stf_problem_week_end(problem, first); d++) {
      const struct stf_problem_shift *shift =
          stf_schedule_shift(&trial->variants, agent, d, choices[d]);
      if (shift != NULL) {
        paid += stf_problem_paid(shift);
        value += steps_of(trial, d, shift) - stf_problem_premiums(problem, contract, d, shift);
      }
    }
    int32_t limit = stf_problem_limit_of(problem, agent, first).steps;
    value -= paid > limit ? (paid - limit) * contract->overtime_price : 0;
  }
  return value;
}

/* The next schedule in the order of choices; false after the last. */
static bool turn(const struct trial *trial, int32_t *choices) {
  for (int32_t d = 0; d < DAYS; d++) {
    if (trial->problem.agents[0].days[d].cell != STF_PROBLEM_FREE) {
      continue;
    }
    if (choices[d] + 1 < (int32_t)trial->variants.n) {
      choices[d]++;
      return true;
    }
    choices[d] = STF_SCHEDULE_NONE;
  }
  return false;
}

static int64_t best_of_all(const struct trial *trial) {
  int32_t choices[DAYS];
  int64_t best = INT64_MIN;
  for (int32_t d = 0; d < DAYS; d++) {
    bool fixed = trial->problem.agents[0].days[d].cell == STF_PROBLEM_FIXED;
    choices[d] = fixed ? STF_SCHEDULE_FIXED : STF_SCHEDULE_NONE;
  }
  do {
    int64_t value = value_of(trial, choices);
    if (value > best &&
        stf_legal_check(&trial->problem, &trial->variants, &trial->problem.agents[0], choices,
                        (struct stf_legal_taker){0}) == 0) {
      best = value;
    }
  } while (turn(trial, choices));
  return best;
}

static void test_best_of_random_problems_is_the_best_of_all_schedules(void **state) {
  (void)state;
  size_t at_work_n = 0;
  for (uint32_t number = 0; number < PROBLEMS; number++) {
    struct trial trial;
    int32_t choices[DAYS];
    int64_t value = 0;
    begin(number, &trial);
    struct stf_schedule_maker *maker = stf_schedule_new(&trial.problem, &trial.variants, NULL);
    assert_non_null(maker);
    struct stf_schedule_gain gain = {.sums = trial.sums};
    assert_int_equal(stf_schedule_best(maker, &trial.problem.agents[0], &gain, choices, &value),
                     STF_OK);
    int64_t best = best_of_all(&trial);
    if (value != best || value != value_of(&trial, choices)) {
      print_error("problem %u: %lld, of all schedules %lld\n", number, (long long)value,
                  (long long)best);
    }
    assert_true(value == best);
    assert_true(value == value_of(&trial, choices));
    assert_int_equal(stf_legal_check(&trial.problem, &trial.variants, &trial.problem.agents[0],
                                     choices, (struct stf_legal_taker){0}),
                     0);
    for (int32_t d = 0; d < DAYS; d++) {
      at_work_n += choices[d] != STF_SCHEDULE_NONE;
    }
    stf_schedule_free(maker);
    end(&trial);
  }
  assert_true(at_work_n > PROBLEMS);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_best_of_random_problems_is_the_best_of_all_schedules),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
