/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weekends off in turn over several weeks, one agent who may work on weekends only: her best
 * schedule against all there are; and, where she is wanted on given days, whether she can, and
 * if not, whether the days and windows that are named cannot hold while they can without any
 * one of them. Both by counting weekends here, not by roster/legal.h. */
#include "roster/conflict.h"
#include "support/dice.h"
#include "support/near.h"

#include <string.h>

enum {
  MONDAY = 20423, /* 2025-12-01 */
  WEEKS = 6,
  DAYS = 7 * WEEKS,
  WEEKEND_DAYS = 2 * WEEKS,
  PROBLEMS = 150
};

struct desk {
  struct stf_problem problem;
  struct stf_problem_contract contract;
  struct stf_problem_shape shape;
  struct stf_problem_agent agent;
  struct stf_problem_day days[DAYS];
  bool holidays[DAYS + 2];
  int32_t lost[DAYS + 2];
  int32_t need[DAYS * 24];
};

/* The day of a bit: Saturday and Sunday of each week. */
static int32_t day_of(int32_t bit) {
  return 7 * (bit / 2) + 5 + bit % 2;
}

static void set_up(uint32_t number, struct desk *desk) {
  struct stf_dice dice = {.number = number + 40000};
  static const char *const TEAMS[] = {"front"};
  *desk = (struct desk){
      .contract = {.name = "full", .week_steps = 40, .week_days = 6},
      .shape = {.name = "half", .first_start = 9, .last_start = 9, .every = 1, .length = 4}};
  desk->shape.contracts = 1;
  desk->agent = (struct stf_problem_agent){.name = "anna", .days = desk->days};
  desk->problem = (struct stf_problem){.first_day = MONDAY,
                                       .days_n = DAYS,
                                       .open_to = DAYS,
                                       .step_s = 3600,
                                       .day_steps = 24,
                                       .teams = TEAMS,
                                       .teams_n = 1,
                                       .need = desk->need,
                                       .shapes = &desk->shape,
                                       .shapes_n = 1,
                                       .contracts = &desk->contract,
                                       .contracts_n = 1,
                                       .agents = &desk->agent,
                                       .agents_n = 1,
                                       .rest_steps = 11,
                                       .day_off_steps = 24,
                                       .days_in_row = 6,
                                       .pause_over = 6,
                                       .holidays = desk->holidays,
                                       .lost_steps = desk->lost,
                                       .short_price = 1000000};
  int of = stf_dice_pick(&dice, 1, STF_PROBLEM_WEEKENDS_MAX);
  desk->problem.weekends =
      (struct stf_problem_weekends){.of = of,
                                    .free = stf_dice_pick(&dice, 1, of),
                                    .sundays = stf_dice_pick(&dice, 0, 2) == 0};
  for (int32_t d = 0; d < DAYS; d++) {
    desk->days[d].cell = STF_PROBLEM_OUT;
  }
  for (int32_t bit = 0; bit < WEEKEND_DAYS; bit++) {
    bool off = stf_dice_pick(&dice, 0, 7) == 0;
    desk->days[day_of(bit)].cell = off ? STF_PROBLEM_OUT : STF_PROBLEM_FREE;
  }
}

static bool works_in(const struct desk *desk, uint32_t worked, int32_t week) {
  uint32_t days = worked >> (2 * week) & 3U;
  return desk->problem.weekends.sundays ? (days & 2U) != 0 : days != 0;
}

/* Whether the rule holds up to a weekend that is worked. */
static bool is_kept(const struct desk *desk, uint32_t worked, int32_t week) {
  const struct stf_problem_weekends *rule = &desk->problem.weekends;
  int32_t n = 0;
  for (int32_t k = 0; k < rule->of && k <= week; k++) {
    n += works_in(desk, worked, week - k);
  }
  return !works_in(desk, worked, week) || n + rule->free <= rule->of;
}

static bool is_free(const struct desk *desk, uint32_t worked) {
  bool free = true;
  for (int32_t bit = 0; bit < WEEKEND_DAYS; bit++) {
    free =
        free && ((worked >> bit & 1) == 0 || desk->days[day_of(bit)].cell == STF_PROBLEM_FREE);
  }
  return free;
}

static int64_t best_of_all(const struct desk *desk, const int64_t gains[WEEKEND_DAYS]) {
  int64_t best = 0;
  for (uint32_t worked = 0; worked < 1U << WEEKEND_DAYS; worked++) {
    int64_t own = 0;
    bool good = is_free(desk, worked);
    for (int32_t week = 0; week < WEEKS && good; week++) {
      good = is_kept(desk, worked, week);
    }
    for (int32_t bit = 0; bit < WEEKEND_DAYS; bit++) {
      own += (worked >> bit & 1) != 0 ? gains[bit] : 0;
    }
    best = good && own > best ? own : best;
  }
  return best;
}

static void test_best_schedule_over_weeks_is_the_best_of_all(void **state) {
  (void)state;
  for (uint32_t number = 0; number < PROBLEMS; number++) {
    struct desk desk;
    struct stf_variants variants;
    struct stf_dice dice = {.number = number + 50000};
    int64_t sums[(DAYS + 2) * 24 + 1] = {0};
    int64_t gains[WEEKEND_DAYS];
    int32_t choices[DAYS];
    int64_t value = 0;
    set_up(number, &desk);
    for (int32_t bit = 0; bit < WEEKEND_DAYS; bit++) {
      gains[bit] = stf_dice_pick(&dice, -2, 9);
      sums[day_of(bit) * 24 + 10] = gains[bit];
    }
    for (size_t t = 1; t < STF_COUNT_OF(sums); t++) {
      sums[t] += sums[t - 1];
    }
    assert_int_equal(stf_variants_make(&desk.problem, NULL, &variants), STF_OK);
    struct stf_schedule_maker *maker = stf_schedule_new(&desk.problem, &variants, NULL);
    assert_non_null(maker);
    struct stf_schedule_gain gain = {.sums = sums};
    assert_int_equal(stf_schedule_best(maker, &desk.agent, &gain, choices, &value), STF_OK);
    assert_true(value == best_of_all(&desk, gains));
    stf_schedule_free(maker);
    stf_variants_clear(&variants, NULL);
  }
}

/* Whether the days wanted can be worked with the windows that hold, cells free but where they
 * hold; `without` is a member left out. */
static bool can_be(const struct desk *desk, const struct stf_conflict *conflict,
                   size_t without) {
  uint32_t worked = 0;
  uint32_t windows = 0;
  bool good = true;
  for (size_t i = 0; i < conflict->n; i++) {
    const struct stf_conflict_member *member = &conflict->members[i];
    int32_t bit = 2 * (member->day / 7) + member->day % 7 - 5;
    if (i != without && member->kind == STF_CONFLICT_NEED) {
      worked |= 1U << bit;
    } else if (i != without && member->kind == STF_CONFLICT_RULE) {
      assert_int_equal(member->rule, STF_LEGAL_WEEKENDS);
      assert_int_equal(member->day % 7, 6);
      windows |= 1U << (member->day / 7);
    }
  }
  for (int32_t week = 0; week < WEEKS; week++) {
    good = good && ((windows >> week & 1) == 0 || is_kept(desk, worked, week));
  }
  return good && is_free(desk, worked);
}

static void check_conflict(struct desk *desk, bool possible, size_t *impossible_n) {
  static const struct stf_conflict_options LIMITS = {.interval_steps = 1,
                                                     .nodes_most = 10000,
                                                     .columns_most = 100000,
                                                     .columns_budget = 100000000};
  struct stf_cover cover;
  struct stf_conflict conflict;
  struct stf_error error = {0};
  struct stf_cover_options plain = {.rounds_n = 10, .nodes_most = 200};
  desk->problem.is_hard = true;
  assert_int_equal(stf_cover_begin(&desk->problem, NULL, &cover, &error), STF_OK);
  assert_int_equal(stf_cover_plan(&cover, &plain, &error), STF_OK);
  assert_int_equal(cover.state == STF_COVER_PLANNED, possible);
  if (!possible) {
    assert_int_equal(stf_conflict_find(&cover, &LIMITS, &conflict, &error), STF_OK);
    assert_int_equal(conflict.answer, STF_PERSONS_IMPOSSIBLE);
    assert_true(conflict.is_least);
    assert_false(can_be(desk, &conflict, SIZE_MAX));
    for (size_t i = 0; i < conflict.n; i++) {
      assert_true(can_be(desk, &conflict, i));
    }
    *impossible_n += conflict.n > 1;
    stf_conflict_clear(&conflict);
  }
  stf_cover_clear(&cover);
}

static void test_days_wanted_can_be_or_a_least_set_is_named(void **state) {
  (void)state;
  size_t impossible_n = 0;
  size_t possible_n = 0;
  for (uint32_t number = 0; number < PROBLEMS; number++) {
    struct desk desk;
    struct stf_dice dice = {.number = number + 60000};
    uint32_t wanted = 0;
    set_up(number, &desk);
    for (int32_t bit = 0; bit < WEEKEND_DAYS; bit++) {
      bool free = desk.days[day_of(bit)].cell == STF_PROBLEM_FREE;
      bool any = free && stf_dice_pick(&dice, 0, 3) == 0;
      wanted |= any ? 1U << bit : 0;
      desk.need[day_of(bit) * 24 + 10] = any;
    }
    bool possible = true;
    for (int32_t week = 0; week < WEEKS; week++) {
      possible = possible && is_kept(&desk, wanted, week);
    }
    possible_n += possible;
    check_conflict(&desk, possible, &impossible_n);
  }
  print_message("%zu can be, %zu cannot for the weekends\n", possible_n, impossible_n);
  assert_true(possible_n > 10 && impossible_n > 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_best_schedule_over_weeks_is_the_best_of_all),
      cmocka_unit_test(test_days_wanted_can_be_or_a_least_set_is_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
