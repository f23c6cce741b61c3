/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rosters that stand and may be changed in a few cells: never more are, the bound holds, frozen
 * cells stay, and on small problems the plan is held against all rosters with so few changes.
 */
#include "roster/cover.h"
#include "roster/keep.h"
#include "roster/legal.h"
#include "support/near.h"
#include "support/random_roster.h"
#include "time/zone.h"

#include <string.h>

enum {
  SMALL = 12,
  LARGER = 8,
  DAYS = 3
};

static const struct stf_cover_options PLAIN = {.rounds_n = 60, .nodes_most = 200};

static int64_t sum_of(const struct stf_team_roster *roster) {
  struct stf_team_roster_cost cost = stf_team_roster_price(roster);
  return stf_team_roster_sum(&cost);
}

static void plan(const struct stf_problem *problem, struct stf_cover *out) {
  struct stf_error error = {0};
  assert_int_equal(stf_cover_begin(problem, NULL, out, &error), STF_OK);
  enum stf_status status = stf_cover_plan(out, &PLAIN, &error);
  if (status != STF_OK) {
    print_error("%s\n", error.message);
  }
  assert_int_equal(status, STF_OK);
  for (size_t a = 0; a < out->roster.agents_n; a++) {
    assert_int_equal(
        stf_legal_check(&out->problem, &out->variants, &out->roster.agents[a].agent,
                        out->roster.agents[a].choices, (struct stf_legal_taker){0}),
        0);
  }
  assert_true(out->bound * STF_PROBLEM_MICRO <= (double)stf_team_roster_sum(&out->cost) + 1);
}

/* The next choices of both people, from what may stand up to the last shift. */
static bool turn(const struct stf_team_roster *roster, int32_t choices[2][DAYS]) {
  for (size_t i = 0; i < 2 * (size_t)DAYS; i++) {
    const struct stf_problem_day *day = &roster->agents[i / DAYS].agent.days[i % DAYS];
    int32_t *choice = &choices[i / DAYS][i % DAYS];
    bool is_open = day->cell == STF_PROBLEM_FREE || day->cell == STF_PROBLEM_MOVABLE;
    int32_t least = stf_problem_has_shift(day) ? STF_SCHEDULE_FIXED : STF_SCHEDULE_NONE;
    if (is_open && *choice + 1 < (int32_t)roster->variants->n) {
      ++*choice;
      return true;
    }
    *choice = least;
  }
  return false;
}

static bool is_legal(const struct stf_team_roster *roster, size_t a, const int32_t *choices) {
  return stf_legal_check(roster->problem, roster->variants, &roster->agents[a].agent, choices,
                         (struct stf_legal_taker){0}) == 0;
}

/* The cheapest of two people's rosters with at most so many changes. */
static int64_t cheapest(const struct stf_cover *cover) {
  struct stf_team_roster roster;
  int32_t choices[2][DAYS];
  int64_t best = INT64_MAX;
  assert_int_equal(stf_team_roster_init(&cover->problem, &cover->variants, NULL, &roster),
                   STF_OK);
  for (size_t a = 0; a < 2; a++) {
    memcpy(choices[a], roster.agents[a].choices, sizeof choices[a]);
  }
  do {
    int32_t changes = 0;
    for (size_t a = 0; a < 2; a++) {
      changes += stf_team_roster_changes(&cover->problem, &roster.agents[a].agent, choices[a]);
    }
    if (changes > cover->problem.changes_most || !is_legal(&roster, 0, choices[0]) ||
        !is_legal(&roster, 1, choices[1])) {
      continue;
    }
    stf_team_roster_put(&roster, 0, choices[0]);
    stf_team_roster_put(&roster, 1, choices[1]);
    int64_t sum = sum_of(&roster);
    best = sum < best ? sum : best;
  } while (turn(&roster, choices));
  stf_team_roster_clear(&roster);
  return best;
}

static void test_few_changes_of_two_people_against_all_rosters(void **state) {
  (void)state;
  const struct stf_random_roster_size size = {
      .days_n = DAYS, .agents_n = 2, .starts_n = 2, .day_steps = 24};
  int cheapest_n = 0;
  double worst = 0;
  for (uint32_t number = 0; number < SMALL; number++) {
    struct stf_arena *arena = stf_arena_new(NULL);
    struct stf_problem problem = stf_random_roster_make(number, &size, arena);
    struct stf_keep keep = {.limits_changes = true, .changes_most = (int32_t)(number % 4)};
    struct stf_cover cover;
    stf_keep_apply(&keep, &problem);
    plan(&problem, &cover);
    int64_t best = cheapest(&cover);
    int64_t sum = stf_team_roster_sum(&cover.cost);
    assert_true(stf_team_roster_changed_n(&cover.roster) <= keep.changes_most);
    assert_true(sum >= best);
    assert_true(cover.bound * STF_PROBLEM_MICRO <= (double)best + 1);
    assert_true(keep.changes_most > 0 || sum == best);
    cheapest_n += sum == best;
    double more = best > 0 ? (double)(sum - best) / (double)best : 0;
    worst = more > worst ? more : worst;
    stf_cover_clear(&cover);
    stf_arena_free(arena);
  }
  print_message("the cheapest in %d of %d, else at most %.1f %% dearer\n", cheapest_n, SMALL,
                100 * worst);
  assert_true(cheapest_n >= SMALL * 3 / 4);
}

/* A roster that was planned is what stands. */
static void adopt(const struct stf_cover *cover, struct stf_problem *problem) {
  for (size_t a = 0; a < problem->agents_n; a++) {
    const struct stf_team_roster_agent *own = &cover->roster.agents[a];
    for (int32_t d = 0; d < problem->days_n; d++) {
      struct stf_problem_day *day = &problem->agents[a].days[d];
      if (own->choices[d] >= 0) {
        day->shift = *stf_schedule_shift(&cover->variants, &own->agent, d, own->choices[d]);
        day->cell = STF_PROBLEM_FIXED;
      }
    }
  }
}

static void raise_need(struct stf_problem *problem, struct stf_arena *arena) {
  size_t n = problem->teams_n * stf_problem_steps(problem);
  int32_t *need = stf_arena_alloc(arena, n, sizeof *need);
  assert_non_null(need);
  for (size_t i = 0; i < n; i++) {
    need[i] = problem->need[i] + (i % 7 == 0 && problem->need[i] > 0);
  }
  problem->need = need;
}

static void test_more_changes_come_nearer_to_a_new_plan(void **state) {
  (void)state;
  const struct stf_random_roster_size size = {
      .days_n = 10, .agents_n = 8, .starts_n = 4, .day_steps = 24};
  static const int32_t MOST[] = {0, 2, 5, 10, 1000};
  int64_t sums[STF_COUNT_OF(MOST)] = {0};
  for (uint32_t number = 0; number < LARGER; number++) {
    struct stf_arena *arena = stf_arena_new(NULL);
    struct stf_problem problem = stf_random_roster_make(number, &size, arena);
    struct stf_cover first;
    struct stf_error error = {0};
    int64_t day = problem.first_day + problem.open_from;
    struct stf_civil civil;
    char frozen[16];
    plan(&problem, &first);
    adopt(&first, &problem);
    stf_cover_clear(&first);
    raise_need(&problem, arena);
    stf_zone_day_civil(day, &civil);
    (void)snprintf(frozen, sizeof frozen, "%04d-%02d-%02d", civil.year % 10000,
                   civil.month % 100, civil.day % 100);
    int64_t stood = 0;
    for (size_t i = 0; i < STF_COUNT_OF(MOST); i++) {
      struct stf_keep keep = {.limits_changes = true, .changes_most = MOST[i]};
      struct stf_cover cover;
      stf_keep_apply(&keep, &problem);
      assert_int_equal(stf_keep_freeze(frozen, &problem, &error), STF_OK);
      plan(&problem, &cover);
      assert_true(stf_team_roster_changed_n(&cover.roster) <= MOST[i]);
      for (size_t a = 0; a < problem.agents_n; a++) {
        int32_t choice = cover.roster.agents[a].choices[problem.open_from];
        assert_true(choice < 0); /* what stood, or nothing */
      }
      stood = i == 0 ? stf_team_roster_sum(&cover.cost) : stood;
      assert_true(stf_team_roster_sum(&cover.cost) <= stood);
      sums[i] += stf_team_roster_sum(&cover.cost);
      stf_cover_clear(&cover);
    }
    stf_arena_free(arena);
  }
  for (size_t i = 0; i < STF_COUNT_OF(MOST); i++) {
    print_message("at most %d changes: %.0f in all\n", (int)MOST[i],
                  (double)sums[i] / STF_PROBLEM_MICRO);
    assert_true(i == 0 || sums[i] < sums[i - 1]);
  }
}

static void test_freeze_when_it_is_nothing_expects_error(void **state) {
  (void)state;
  const struct stf_random_roster_size size = {
      .days_n = DAYS, .agents_n = 2, .starts_n = 2, .day_steps = 24};
  static const char *const WRONG[] = {"", "2026-12", "2001-01-01", "2025-12-09..2025-12-01",
                                      "nobody"};
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_problem problem = stf_random_roster_make(1, &size, arena);
  for (size_t i = 0; i < STF_COUNT_OF(WRONG); i++) {
    struct stf_error error = {0};
    assert_int_equal(stf_keep_freeze(WRONG[i], &problem, &error), STF_ERR_USAGE);
    assert_non_null(strstr(error.message, "--freeze"));
  }
  stf_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_few_changes_of_two_people_against_all_rosters),
      cmocka_unit_test(test_more_changes_come_nearer_to_a_new_plan),
      cmocka_unit_test(test_freeze_when_it_is_nothing_expects_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
