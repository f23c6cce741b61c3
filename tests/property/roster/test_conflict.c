/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requirements that must be met, on problems so small that all rosters can be tried: whether
 * one does it, and if none does, whether the set that is named cannot hold, and can without any
 * one of its members. The trying knows nothing of the program that found the set: it holds
 * every schedule against the rules (roster/legal.h) and leaves out the breaches of what is
 * dropped. */
#include "roster/conflict.h"
#include "support/dice.h"
#include "support/near.h"
#include "support/random_roster.h"

#include <string.h>

enum {
  WANTED = 200, /* impossible problems of each kind */
  DAYS = 3,
  MOST = 2, /* people */
  TRIES = 4000
};

static const struct stf_cover_options PLAIN = {.rounds_n = 40, .nodes_most = 200};
static const struct stf_conflict_options LIMITS = {.interval_steps = 1,
                                                   .nodes_most = 10000,
                                                   .columns_most = 100000,
                                                   .columns_budget = 100000000};

/* Hours at work, a bit each. */
struct hours {
  uint32_t days[DAYS];
};

static const struct hours IDLE = {{0}};

struct schedules {
  struct hours *items;
  size_t n;
  size_t capacity;
};

struct trial {
  struct stf_arena *arena;
  struct stf_problem problem;
  struct stf_cover cover;
  struct stf_conflict conflict;
  size_t without; /* member that is dropped */
  int32_t agent;  /* at hand; -1: hired */
  int breaches_n;
};

/* ---- what is dropped ---- */

static bool drops_cell(const struct trial *trial, int32_t agent, int32_t day) {
  const struct stf_problem_day *own =
      agent >= 0 ? &trial->problem.agents[agent].days[day] : NULL;
  if (own == NULL || (own->cell == STF_PROBLEM_OUT && own->code == NULL)) {
    return false; /* not to be planned for nobody's sake */
  }
  for (size_t i = 0; i < trial->conflict.n; i++) {
    const struct stf_conflict_member *member = &trial->conflict.members[i];
    if (i != trial->without && member->kind == STF_CONFLICT_CELL && member->agent == agent &&
        member->day == day) {
      return false;
    }
  }
  return true;
}

static bool drops_rule(const struct trial *trial, const struct stf_legal_breach *breach) {
  for (size_t i = 0; i < trial->conflict.n; i++) {
    const struct stf_conflict_member *member = &trial->conflict.members[i];
    if (i != trial->without && member->kind == STF_CONFLICT_RULE &&
        member->agent == trial->agent && member->day == breach->day &&
        member->rule == breach->rule) {
      return false;
    }
  }
  return trial->agent >= 0;
}

static void take(void *context, const struct stf_legal_breach *breach) {
  struct trial *trial = context;
  bool is_place = breach->rule == STF_LEGAL_NOT_FREE || breach->rule == STF_LEGAL_SHAPE;
  trial->breaches_n += !is_place && !drops_rule(trial, breach);
}

/* ---- all schedules of a person ---- */

static void put_hours(const struct stf_problem_shift *shift, int32_t day, struct hours *out) {
  for (int32_t t = shift->start; t < shift->end; t++) {
    bool rests = false;
    for (size_t b = 0; b < shift->breaks_n; b++) {
      rests = rests || (t >= shift->breaks[b].start && t < shift->breaks[b].end);
    }
    int32_t on = day + t / 24;
    if (!rests && on < DAYS) {
      out->days[on] |= 1U << (t % 24);
    }
  }
}

static void add(struct schedules *out, const struct hours *hours) {
  for (size_t i = 0; i < out->n; i++) {
    if (memcmp(out->items[i].days, hours->days, sizeof hours->days) == 0) {
      return;
    }
  }
  out->items = stf_mem_grown(NULL, out->items, &out->capacity, out->n + 1, sizeof *hours);
  assert_non_null(out->items);
  out->items[out->n++] = *hours;
}

/* Whether she may choose so on the day; `was`: her cell before anything was dropped. */
static bool may_choose(const struct trial *trial, const struct stf_problem_agent *agent,
                       enum stf_problem_cell was, int32_t day, int32_t choice) {
  enum stf_problem_cell cell = agent->days[day].cell;
  if (choice == STF_SCHEDULE_FIXED) {
    return was == STF_PROBLEM_FIXED;
  }
  if (choice == STF_SCHEDULE_NONE) {
    return cell != STF_PROBLEM_FIXED;
  }
  return cell == STF_PROBLEM_FREE &&
         (trial->cover.variants.items[choice].contracts >> agent->contract & 1) != 0;
}

/* The next choices, from FIXED up to the last shift on each day; false after the last. */
static bool turn(const struct trial *trial, int32_t *choices) {
  for (int32_t d = 0; d < DAYS; d++) {
    if (choices[d] + 1 < (int32_t)trial->cover.variants.n) {
      choices[d]++;
      return true;
    }
    choices[d] = STF_SCHEDULE_FIXED;
  }
  return false;
}

static bool is_allowed(struct trial *trial, const struct stf_problem_agent *agent,
                       const struct stf_problem_agent *before, const int32_t *choices) {
  for (int32_t d = 0; d < DAYS; d++) {
    if (!may_choose(trial, agent, before->days[d].cell, d, choices[d])) {
      return false;
    }
  }
  trial->breaches_n = 0;
  (void)stf_legal_check(&trial->problem, &trial->cover.variants, agent, choices,
                        (struct stf_legal_taker){.take = take, .context = trial});
  return trial->breaches_n == 0;
}

static void list(struct trial *trial, const struct stf_problem_agent *person, int32_t index,
                 struct schedules *out) {
  const struct stf_problem *problem = &trial->problem;
  struct stf_problem_day days[DAYS];
  struct stf_problem_agent agent = *person;
  memcpy(days, person->days, sizeof days);
  agent.days = days;
  trial->agent = index;
  for (int32_t d = 0; d < DAYS; d++) {
    bool open = d >= problem->open_from && d < problem->open_to;
    if (drops_cell(trial, index, d)) {
      days[d].cell = open ? STF_PROBLEM_FREE : STF_PROBLEM_OUT;
    }
  }
  int32_t choices[DAYS] = {STF_SCHEDULE_FIXED, STF_SCHEDULE_FIXED, STF_SCHEDULE_FIXED};
  do {
    struct hours hours = {{0}};
    if (!is_allowed(trial, &agent, person, choices)) {
      continue;
    }
    for (int32_t d = 0; d < DAYS; d++) {
      const struct stf_problem_shift *shift =
          stf_schedule_shift(&trial->cover.variants, &agent, d, choices[d]);
      if (shift != NULL) {
        put_hours(shift, d, &hours);
      }
    }
    add(out, &hours);
  } while (turn(trial, choices));
}

/* ---- all rosters ---- */

/* Hours of a team in which at least n are wanted, of those that are held. */
static struct hours wanted(const struct trial *trial, bool all, uint32_t team, int32_t n) {
  const struct stf_problem *problem = &trial->problem;
  struct hours out = {{0}};
  for (int32_t t = 0; t < DAYS * 24; t++) {
    bool held = all;
    for (size_t i = 0; i < trial->conflict.n && !all; i++) {
      const struct stf_conflict_member *member = &trial->conflict.members[i];
      held = held || (i != trial->without && member->kind == STF_CONFLICT_NEED &&
                      member->team == team && member->day * 24 + member->step == t);
    }
    if (held && problem->need[team * DAYS * 24 + (uint32_t)t] >= n) {
      out.days[t / 24] |= 1U << (t % 24);
    }
  }
  return out;
}

static bool is_in(const struct hours *inner, const struct hours *outer) {
  uint32_t open = 0;
  for (int32_t d = 0; d < DAYS; d++) {
    open |= inner->days[d] & ~outer->days[d];
  }
  return open == 0;
}

/* Whether two people, of whom either may be idle, do what the team wants. */
static bool do_it(const struct hours need[3], const struct hours *a, const struct hours *b) {
  struct hours any;
  struct hours both;
  for (int32_t d = 0; d < DAYS; d++) {
    any.days[d] = a->days[d] | b->days[d];
    both.days[d] = a->days[d] & b->days[d];
  }
  return is_in(&need[0], &any) && is_in(&need[1], &both) && is_in(&need[2], &IDLE);
}

/* Schedules of both people; one who is not there is idle. */
static void list_people(struct trial *trial, struct schedules *lists, uint32_t *teams) {
  const struct stf_problem *problem = &trial->problem;
  size_t n = problem->agents_n;
  for (size_t a = 0; a < n; a++) {
    list(trial, &problem->agents[a], (int32_t)a, &lists[a]);
    teams[a] = problem->agents[a].team;
  }
  if (n < MOST) {
    for (size_t h = 0; h < trial->cover.roster.hires_n; h++) {
      struct stf_problem_day days[DAYS] = {{.line = 0}};
      struct stf_problem_agent person = {.contract = 2, .days = days};
      stf_team_roster_days(problem, &trial->cover.roster.hires[h], days);
      list(trial, &person, -1, &lists[n]);
    }
    add(&lists[n], &IDLE);
    teams[n] = problem->contracts[2].hire_team;
  }
}

/* Whether any pair of schedules does what both teams want. */
static bool any_does(const struct schedules *lists, const uint32_t *teams,
                     struct hours need[2][3]) {
  for (size_t k = 0; k < lists[0].n * lists[1].n; k++) {
    const struct hours *a = &lists[0].items[k / lists[1].n];
    const struct hours *b = &lists[1].items[k % lists[1].n];
    bool done = true;
    for (uint32_t t = 0; t < 2 && done; t++) {
      done = do_it(need[t], teams[0] == t ? a : &IDLE, teams[1] == t ? b : &IDLE);
    }
    if (done) {
      return true;
    }
  }
  return false;
}

/* Whether any roster does all (or what the conflict holds, without one member). */
static bool is_possible(struct trial *trial, bool all) {
  struct schedules lists[MOST] = {{0}};
  uint32_t teams[MOST] = {0};
  struct hours need[2][3];
  list_people(trial, lists, teams);
  for (uint32_t t = 0; t < 2; t++) {
    for (int32_t k = 0; k < 3; k++) {
      need[t][k] = t < trial->problem.teams_n ? wanted(trial, all, t, k + 1) : IDLE;
    }
  }
  bool found = any_does(lists, teams, need);
  stf_mem_release(NULL, lists[0].items);
  stf_mem_release(NULL, lists[1].items);
  return found;
}

/* ---- the checks ---- */

/* Before there is a conflict: everything holds. */
static bool is_possible_at_all(struct trial *trial) {
  const struct stf_problem *problem = &trial->problem;
  size_t n = 0;
  struct stf_conflict_member members[1000];
  for (int32_t a = 0; a < (int32_t)problem->agents_n; a++) {
    for (int32_t d = 0; d < DAYS; d++) {
      members[n++] =
          (struct stf_conflict_member){.kind = STF_CONFLICT_CELL, .agent = a, .day = d};
      for (int rule = 0; rule < STF_LEGAL_RULES_N; rule++) {
        members[n++] = (struct stf_conflict_member){
            .kind = STF_CONFLICT_RULE, .agent = a, .day = d, .rule = (enum stf_legal_rule)rule};
      }
    }
  }
  trial->conflict = (struct stf_conflict){.members = members, .n = n};
  trial->without = SIZE_MAX;
  bool possible = is_possible(trial, true);
  trial->conflict = (struct stf_conflict){0};
  return possible;
}

static void check_least(uint32_t number, struct trial *trial) {
  assert_true(trial->conflict.is_least);
  assert_true(trial->conflict.n > 0);
  trial->without = SIZE_MAX;
  if (is_possible(trial, false)) {
    print_error("problem %u: the set of %zu can hold\n", number, trial->conflict.n);
    assert_true(false);
  }
  for (size_t i = 0; i < trial->conflict.n; i++) {
    trial->without = i;
    if (!is_possible(trial, false)) {
      print_error("problem %u: member %zu of %zu is needless\n", number, i, trial->conflict.n);
      assert_true(false);
    }
  }
}

/* Fewer hours are wanted, so that it is not always the number of people that forbids them. */
static void thin(uint32_t number, struct trial *trial) {
  struct stf_dice dice = {.number = number + 900000};
  size_t n = trial->problem.teams_n * stf_problem_steps(&trial->problem);
  int32_t *need = stf_arena_alloc(trial->arena, n, sizeof *need);
  assert_non_null(need);
  for (size_t i = 0; i < n; i++) {
    need[i] = stf_dice_pick(&dice, 0, 19) == 0 ? trial->problem.need[i] : 0;
    need[i] = need[i] > 1 && stf_dice_pick(&dice, 0, 3) > 0 ? 1 : need[i];
  }
  trial->problem.need = need;
}

/* What the sets have had in them. */
struct seen {
  size_t rules_n;
  size_t cells_n;
  uint32_t kinds; /* bit of each rule */
};

/* True if the problem is impossible. */
static bool check(uint32_t number, bool hires, struct seen *seen) {
  struct stf_random_roster_size size = {.days_n = DAYS,
                                        .agents_n = hires ? 1 : 2,
                                        .starts_n = 2,
                                        .day_steps = 24,
                                        .hires = hires};
  struct trial trial = {.arena = stf_arena_new(NULL)};
  struct stf_error error = {0};
  trial.problem = stf_random_roster_make(number, &size, trial.arena);
  trial.problem.is_hard = true;
  thin(number, &trial);
  if (hires && trial.problem.contracts[2].hire_most > 1) {
    stf_arena_free(trial.arena);
    return false;
  }
  assert_int_equal(stf_cover_begin(&trial.problem, NULL, &trial.cover, &error), STF_OK);
  assert_int_equal(stf_cover_plan(&trial.cover, &PLAIN, &error), STF_OK);
  bool possible = is_possible_at_all(&trial);
  assert_true(possible || trial.cover.state != STF_COVER_PLANNED);
  assert_true(!possible || trial.cover.state != STF_COVER_IMPOSSIBLE);
  if (trial.cover.state != STF_COVER_PLANNED) {
    struct stf_conflict conflict;
    assert_int_equal(stf_conflict_find(&trial.cover, &LIMITS, &conflict, &error), STF_OK);
    trial.conflict = conflict;
    assert_int_equal(conflict.answer, possible ? STF_PERSONS_POSSIBLE : STF_PERSONS_IMPOSSIBLE);
    if (possible) {
      assert_int_equal(stf_cover_plan(&trial.cover, &PLAIN, &error), STF_OK);
      assert_int_equal(trial.cover.state, STF_COVER_PLANNED);
    } else {
      check_least(number, &trial);
    }
    for (size_t i = 0; i < conflict.n; i++) {
      seen->rules_n += conflict.members[i].kind == STF_CONFLICT_RULE;
      seen->kinds |=
          conflict.members[i].kind == STF_CONFLICT_RULE ? 1U << conflict.members[i].rule : 0;
      seen->cells_n += conflict.members[i].kind == STF_CONFLICT_CELL;
    }
    stf_conflict_clear(&conflict);
  }
  stf_cover_clear(&trial.cover);
  stf_arena_free(trial.arena);
  return !possible;
}

static void check_many(bool hires, uint32_t from) {
  uint32_t impossible_n = 0;
  uint32_t number = from;
  struct seen seen = {.rules_n = 0};
  for (; number < from + TRIES && impossible_n < WANTED; number++) {
    impossible_n += check(number, hires, &seen);
  }
  assert_int_equal(impossible_n, WANTED);
  print_message("%u of %u problems are impossible; in their sets are %zu rules (kinds %x), %zu "
                "cells\n",
                impossible_n, number - from, seen.rules_n, seen.kinds, seen.cells_n);
  assert_true(seen.rules_n > 10 && seen.cells_n > 10);
}

static void test_conflict_of_two_people_is_irreducible(void **state) {
  (void)state;
  check_many(false, 0);
}

static void test_conflict_with_hiring_is_irreducible(void **state) {
  (void)state;
  check_many(true, 5000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_conflict_of_two_people_is_irreducible),
      cmocka_unit_test(test_conflict_with_hiring_is_irreducible),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
