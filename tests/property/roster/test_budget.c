/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A larger budget is never a worse plan: more moves, more people who may be hired, fewer rules.
 * And plans with two to be hired against all rosters there are. */
#include "roster/cover.h"
#include "roster/legal.h"
#include "support/near.h"
#include "support/random_roster.h"

#include <string.h>

enum {
  LARGER = 8,
  SMALL = 40,
  TWO = 40, /* problems with two to be hired */
  DAYS = 2,
  STEPS = DAYS * 24,
  PEOPLE = 3
};

static int64_t plan(const struct stf_problem *problem, uint32_t rounds_n, double *bound) {
  const struct stf_cover_options options = {.rounds_n = rounds_n, .nodes_most = 200};
  struct stf_error error = {0};
  struct stf_cover cover;
  assert_int_equal(stf_cover_begin(problem, NULL, &cover, &error), STF_OK);
  assert_int_equal(stf_cover_plan(&cover, &options, &error), STF_OK);
  int64_t sum = stf_team_roster_sum(&cover.cost);
  *bound = cover.bound;
  stf_cover_clear(&cover);
  return sum;
}

static void test_more_rounds_are_never_dearer(void **state) {
  (void)state;
  static const uint32_t ROUNDS[] = {0, 5, 30, 60, 61, 150};
  const struct stf_random_roster_size size = {
      .days_n = 10, .agents_n = 8, .starts_n = 4, .day_steps = 24, .hires = true};
  int64_t gained = 0;
  for (uint32_t number = 0; number < LARGER; number++) {
    struct stf_arena *arena = stf_arena_new(NULL);
    struct stf_problem problem = stf_random_roster_make(number, &size, arena);
    int64_t before = INT64_MAX;
    for (size_t i = 0; i < STF_COUNT_OF(ROUNDS); i++) {
      double bound = 0;
      int64_t sum = plan(&problem, ROUNDS[i], &bound);
      assert_true(sum <= before);
      gained += i > 0 ? before - sum : 0;
      before = sum;
    }
    stf_arena_free(arena);
  }
  assert_true(gained > 0);
}

/* Each makes more rosters legal. */
static void relax(struct stf_problem *problem, struct stf_problem_contract *contracts,
                  int how) {
  memcpy(contracts, problem->contracts, problem->contracts_n * sizeof *contracts);
  problem->contracts = contracts;
  switch (how) {
  case 0:
    problem->pairs_n = 0;
    break;
  case 1:
    problem->rest_steps -= 3;
    break;
  case 2:
    problem->day_off_steps -= 12;
    break;
  case 3:
    problem->days_in_row++;
    break;
  case 4:
    for (size_t c = 0; c < problem->contracts_n; c++) {
      contracts[c].overtime_steps += 8;
    }
    break;
  default:
    contracts[2].hire_most = contracts[2].hire_most > 0 ? contracts[2].hire_most + 1 : 0;
    break;
  }
}

enum {
  WAYS_TO_RELAX = 6
};

/* Small plans are the cheapest there are (test_cover.c), so theirs must not be dearer. */
static void test_fewer_rules_and_more_hires_are_never_dearer(void **state) {
  (void)state;
  size_t cheaper_n[WAYS_TO_RELAX] = {0};
  for (uint32_t number = 0; number < SMALL; number++) {
    const struct stf_random_roster_size size = {.days_n = 3,
                                                .agents_n = number % 2 == 0 ? 2 : 1,
                                                .starts_n = 2,
                                                .day_steps = 24,
                                                .hires = number % 2 == 1};
    struct stf_arena *arena = stf_arena_new(NULL);
    struct stf_problem problem = stf_random_roster_make(number, &size, arena);
    double bound = 0;
    int64_t sum = plan(&problem, 60, &bound);
    for (int how = 0; how < WAYS_TO_RELAX; how++) {
      struct stf_problem_contract contracts[STF_PROBLEM_CONTRACTS_MAX];
      struct stf_problem relaxed = problem;
      double relaxed_bound = 0;
      relax(&relaxed, contracts, how);
      int64_t other = plan(&relaxed, 60, &relaxed_bound);
      if (other > sum) {
        print_error("problem %u, relaxed %d: %lld, before %lld\n", number, how,
                    (long long)other, (long long)sum);
      }
      assert_true(other <= sum);
      assert_true(relaxed_bound * STF_PROBLEM_MICRO <= (double)sum + 1);
      cheaper_n[how] += other < sum;
    }
    stf_arena_free(arena);
  }
  for (int how = 0; how < WAYS_TO_RELAX; how++) {
    print_message("relaxed %d: cheaper in %zu of %d\n", how, cheaper_n[how], SMALL);
  }
  assert_true(cheaper_n[4] > 0 && cheaper_n[5] > 0);
}

/* ---- all rosters with up to two hired ---- */

struct schedule {
  int8_t at_work[STEPS];
  int64_t cost; /* premiums and overtime */
};

struct schedules {
  struct schedule *items;
  size_t n;
  size_t capacity;
  uint32_t team;
};

static bool turn(const struct stf_variants *variants, const struct stf_problem_agent *agent,
                 int32_t *choices) {
  for (int32_t d = 0; d < DAYS; d++) {
    if (agent->days[d].cell != STF_PROBLEM_FREE) {
      continue;
    }
    if (choices[d] + 1 < (int32_t)variants->n) {
      choices[d]++;
      return true;
    }
    choices[d] = STF_SCHEDULE_NONE;
  }
  return false;
}

/* Two days in one week or, if the second is a Monday, two weeks. */
static int64_t overtime_of(const struct stf_problem *problem,
                           const struct stf_problem_agent *agent, const int32_t *paid) {
  const struct stf_problem_contract *contract = &problem->contracts[agent->contract];
  bool parted = stf_problem_weekday(problem, 1) == 0;
  int64_t sum = 0;
  for (int32_t d = 0; d < DAYS; d += parted ? 1 : DAYS) {
    int32_t week = parted ? paid[d] : paid[0] + paid[1];
    int32_t limit = stf_problem_limit_of(problem, agent, d).steps;
    sum += week > limit ? (week - limit) * contract->overtime_price : 0;
  }
  return sum;
}

static struct schedule make(const struct stf_problem *problem,
                            const struct stf_variants *variants,
                            const struct stf_problem_agent *agent, const int32_t *choices) {
  struct schedule out = {.cost = 0};
  int32_t paid[DAYS] = {0};
  for (int32_t d = 0; d < DAYS; d++) {
    const struct stf_problem_shift *shift = stf_schedule_shift(variants, agent, d, choices[d]);
    if (shift == NULL) {
      continue;
    }
    paid[d] = stf_problem_paid(shift);
    out.cost += stf_problem_premiums(problem, &problem->contracts[agent->contract], d, shift);
    for (int32_t t = shift->start; t < shift->end && d * 24 + t < STEPS; t++) {
      bool rests = false;
      for (size_t b = 0; b < shift->breaks_n; b++) {
        rests = rests || (t >= shift->breaks[b].start && t < shift->breaks[b].end);
      }
      out.at_work[d * 24 + t] = rests ? 0 : 1;
    }
  }
  out.cost += overtime_of(problem, agent, paid);
  return out;
}

static void list(const struct stf_problem *problem, const struct stf_variants *variants,
                 const struct stf_problem_agent *agent, struct schedules *out) {
  int32_t choices[DAYS];
  for (int32_t d = 0; d < DAYS; d++) {
    bool fixed = agent->days[d].cell == STF_PROBLEM_FIXED;
    choices[d] = fixed ? STF_SCHEDULE_FIXED : STF_SCHEDULE_NONE;
  }
  *out = (struct schedules){.team = agent->team};
  do {
    if (stf_legal_check(problem, variants, agent, choices, (struct stf_legal_taker){0}) == 0) {
      out->items =
          stf_mem_grown(NULL, out->items, &out->capacity, out->n + 1, sizeof *out->items);
      assert_non_null(out->items);
      out->items[out->n++] = make(problem, variants, agent, choices);
    }
  } while (turn(variants, agent, choices));
}

/* Price of the cover of a team by the people at hand. */
static int64_t cover_cost(const struct stf_problem *problem, uint32_t team,
                          const struct schedule *const *who, const struct schedules *lists,
                          size_t n) {
  int64_t sum = 0;
  for (int32_t t = problem->open_from * 24; t < problem->open_to * 24; t++) {
    int32_t lack = problem->need[team * STEPS + (uint32_t)t];
    for (size_t i = 0; i < n; i++) {
      lack -= lists[i].team == team ? who[i]->at_work[t] : 0;
    }
    sum += lack > 0 ? lack * problem->short_price : -lack * problem->over_price;
  }
  return sum;
}

static int64_t cheapest(const struct stf_problem *problem, const struct schedules *lists,
                        size_t n) {
  static const struct schedule IDLE = {.cost = 0};
  int64_t best = INT64_MAX;
  size_t all_n = 1;
  for (size_t i = 0; i < n; i++) {
    all_n *= lists[i].n;
  }
  for (size_t k = 0; k < all_n; k++) {
    const struct schedule *who[PEOPLE] = {&IDLE, &IDLE, &IDLE};
    size_t rest = k;
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
      who[i] = &lists[i].items[rest % lists[i].n];
      rest /= lists[i].n;
      sum += who[i]->cost;
    }
    for (uint32_t team = 0; team < problem->teams_n; team++) {
      sum += cover_cost(problem, team, who, lists, n);
    }
    best = sum < best ? sum : best;
  }
  return best;
}

/* The cheapest with one there and those hired in the ways one and two (-1: nobody). */
static int64_t cheapest_with(const struct stf_problem *problem, const struct stf_cover *cover,
                             int32_t one, int32_t two) {
  const int32_t ways[] = {one, two};
  struct schedules lists[PEOPLE];
  const struct stf_problem_contract *own = &problem->contracts[problem->agents[0].contract];
  int64_t sum = own->step_price * own->week_steps * (problem->open_to - problem->open_from) / 7;
  size_t n = 1;
  list(problem, &cover->variants, &problem->agents[0], &lists[0]);
  for (size_t i = 0; i < STF_COUNT_OF(ways); i++) {
    if (ways[i] < 0) {
      continue;
    }
    const struct stf_team_roster_hire *hire = &cover->roster.hires[ways[i]];
    struct stf_problem_day days[DAYS] = {{.line = 0}};
    struct stf_problem_agent agent = {
        .contract = 2, .team = problem->contracts[2].hire_team, .days = days};
    stf_team_roster_days(problem, hire, days);
    list(problem, &cover->variants, &agent, &lists[n++]);
    sum += problem->contracts[2].step_price * problem->contracts[2].week_steps * hire->weeks +
           problem->contracts[2].hire_price;
  }
  sum += cheapest(problem, lists, n);
  for (size_t i = 0; i < n; i++) {
    stf_mem_release(NULL, lists[i].items);
  }
  return sum;
}

static void test_plan_with_two_to_hire_is_the_cheapest_of_all_rosters(void **state) {
  (void)state;
  const struct stf_cover_options options = {.rounds_n = 60, .nodes_most = 200};
  const struct stf_random_roster_size size = {
      .days_n = DAYS, .agents_n = 1, .starts_n = 2, .day_steps = 24, .hires = true};
  size_t two_n = 0;
  for (uint32_t number = 0; number < TWO; number++) {
    struct stf_problem_contract contracts[STF_PROBLEM_CONTRACTS_MAX];
    struct stf_arena *arena = stf_arena_new(NULL);
    struct stf_error error = {0};
    struct stf_problem problem = stf_random_roster_make(number + 300, &size, arena);
    memcpy(contracts, problem.contracts, problem.contracts_n * sizeof *contracts);
    contracts[2].hire_most = 2;
    contracts[2].hire_price /= 20; /* so that hiring often pays on two days */
    contracts[2].step_price /= 20;
    problem.contracts = contracts;
    struct stf_cover cover;
    assert_int_equal(stf_cover_begin(&problem, NULL, &cover, &error), STF_OK);
    assert_int_equal(stf_cover_plan(&cover, &options, &error), STF_OK);
    int64_t best = INT64_MAX;
    for (int32_t one = -1; one < (int32_t)cover.roster.hires_n; one++) {
      for (int32_t two = -1; two <= one; two++) {
        int64_t own = cheapest_with(&problem, &cover, one, two);
        best = own < best ? own : best;
      }
    }
    int64_t sum = stf_team_roster_sum(&cover.cost);
    if (sum != best) {
      print_error("problem %u: planned %lld, cheapest %lld\n", number, (long long)sum,
                  (long long)best);
    }
    assert_true(sum == best);
    assert_true(cover.bound * STF_PROBLEM_MICRO <= (double)best + 1);
    two_n += cover.roster.agents_n == PEOPLE;
    stf_cover_clear(&cover);
    stf_arena_free(arena);
  }
  print_message("two are hired in %zu of %d\n", two_n, TWO);
  assert_true(two_n > 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_more_rounds_are_never_dearer),
      cmocka_unit_test(test_fewer_rules_and_more_hires_are_never_dearer),
      cmocka_unit_test(test_plan_with_two_to_hire_is_the_cheapest_of_all_rosters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
