/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/random_roster.h"

#include "roster/legal.h"
#include "roster/schedule.h"
#include "support/dice.h"
#include "support/near.h"

enum {
  MONDAY = 20423, /* 2025-12-01 */
  CONTRACTS = 3,
  SHAPES = 2
};

static void *room(struct stf_arena *arena, size_t n, size_t size) {
  void *memory = stf_arena_alloc(arena, n, size);
  assert_non_null(memory);
  return memory;
}

static void make_shapes(struct stf_dice *dice, int starts_n, struct stf_problem *out,
                        struct stf_arena *arena) {
  struct stf_problem_shape *shapes = room(arena, SHAPES, sizeof *shapes);
  int hour = out->day_steps / 24;
  for (int s = 0; s < SHAPES; s++) {
    struct stf_problem_shape *shape = &shapes[s];
    shape->name = s == 0 ? "long" : "short";
    shape->every = stf_dice_pick(dice, 1, 4) * hour;
    shape->first_start = stf_dice_pick(dice, 5, 10) * hour;
    shape->last_start = shape->first_start + (starts_n - 1) * shape->every;
    shape->last_start =
        shape->last_start < out->day_steps ? shape->last_start : shape->first_start;
    shape->length = (s == 0 ? stf_dice_pick(dice, 7, 9) : stf_dice_pick(dice, 3, 6)) * hour;
    shape->contracts = s == 0 ? 1 | 4 : 2 | (stf_dice_pick(dice, 0, 1) == 1 ? 4U : 0U);
    if (s == 0) {
      shape->breaks_n = 1;
      shape->breaks[0] = (struct stf_problem_break){.length = hour,
                                                    .after_least = 3 * hour,
                                                    .after_most = 4 * hour,
                                                    .paid = stf_dice_pick(dice, 0, 3) == 0};
    }
  }
  out->shapes = shapes;
  out->shapes_n = SHAPES;
}

static void make_contracts(struct stf_dice *dice, bool hires, struct stf_problem *out,
                           struct stf_arena *arena) {
  struct stf_problem_contract *contracts = room(arena, CONTRACTS, sizeof *contracts);
  int hour = out->day_steps / 24;
  for (int c = 0; c < CONTRACTS; c++) {
    struct stf_problem_contract *contract = &contracts[c];
    contract->name = c == 0 ? "full" : c == 1 ? "part" : "temp";
    contract->week_steps =
        (c == 1 ? stf_dice_pick(dice, 8, 24) : stf_dice_pick(dice, 20, 42)) * hour;
    contract->week_days = stf_dice_pick(dice, 3, 6);
    contract->step_price = stf_dice_pick(dice, 0, 20) * 1000000 / hour;
    contract->overtime_steps = stf_dice_pick(dice, 0, 1) * stf_dice_pick(dice, 1, 8) * hour;
    contract->overtime_price = contract->step_price + contract->step_price / 4;
  }
  contracts[2].hire_most = hires ? stf_dice_pick(dice, 1, 2) : 0;
  contracts[2].hire_day = stf_dice_pick(dice, -3, 4);
  contracts[2].hire_weeks = stf_dice_pick(dice, 1, 2);
  contracts[2].training_days = stf_dice_pick(dice, 0, 2);
  contracts[2].hire_price = stf_dice_pick(dice, 0, 100) * 1000000;
  contracts[2].hire_team = (uint32_t)stf_dice_pick(dice, 0, (int)out->teams_n - 1);
  out->contracts = contracts;
  out->contracts_n = CONTRACTS;
}

/* A fixed shift that is against a rule is taken off again. */
static void fix_some(struct stf_dice *dice, const struct stf_problem *problem,
                     struct stf_problem_agent *agent) {
  static const struct stf_variants NONE = {.n = 0};
  int32_t choices[STF_PROBLEM_DAYS_MAX];
  int hour = problem->day_steps / 24;
  for (int32_t d = 0; d < problem->days_n; d++) {
    choices[d] = STF_SCHEDULE_NONE;
  }
  for (int32_t d = 0; d < problem->days_n; d++) {
    int kind = stf_dice_pick(dice, 0, 12);
    struct stf_problem_day *day = &agent->days[d];
    bool open = d >= problem->open_from && d < problem->open_to;
    day->cell = kind == 0 || !open ? STF_PROBLEM_OUT
                : kind == 1        ? STF_PROBLEM_LEAVE
                                   : STF_PROBLEM_FREE;
    day->code = kind == 0 ? "R" : NULL;
    if (kind != 2) {
      continue;
    }
    day->cell = STF_PROBLEM_FIXED;
    day->shift = (struct stf_problem_shift){.start = stf_dice_pick(dice, 4, 20) * hour};
    day->shift.end = day->shift.start + stf_dice_pick(dice, 2, 6) * hour;
    choices[d] = STF_SCHEDULE_FIXED;
    if (stf_legal_check(problem, &NONE, agent, choices, (struct stf_legal_taker){0}) > 0) {
      day->cell = STF_PROBLEM_OUT;
      choices[d] = STF_SCHEDULE_NONE;
    }
  }
  /* Leave that came behind a fixed shift may have made its week too short. */
  for (int32_t d = 0; d < problem->days_n && stf_legal_check(problem, &NONE, agent, choices,
                                                             (struct stf_legal_taker){0}) > 0;
       d++) {
    if (choices[d] == STF_SCHEDULE_FIXED) {
      agent->days[d].cell = STF_PROBLEM_OUT;
      choices[d] = STF_SCHEDULE_NONE;
    }
  }
}

static void make_agents(struct stf_dice *dice, int agents_n, struct stf_problem *out,
                        struct stf_arena *arena) {
  struct stf_problem_agent *agents = room(arena, (size_t)agents_n + 1, sizeof *agents);
  for (int a = 0; a < agents_n; a++) {
    agents[a].name = "agent";
    agents[a].contract = (uint32_t)stf_dice_pick(dice, 0, 1);
    agents[a].team = (uint32_t)stf_dice_pick(dice, 0, (int)out->teams_n - 1);
    agents[a].days = room(arena, (size_t)out->days_n, sizeof *agents[a].days);
    fix_some(dice, out, &agents[a]);
  }
  out->agents = agents;
  out->agents_n = (size_t)agents_n;
}

static void make_need(struct stf_dice *dice, int agents_n, struct stf_problem *out,
                      struct stf_arena *arena) {
  size_t steps_n = stf_problem_steps(out);
  int32_t *need = room(arena, out->teams_n * steps_n, sizeof *need);
  int most = agents_n / (int)out->teams_n / 2 + 1;
  int hour = out->day_steps / 24;
  for (size_t i = 0; i < out->teams_n * steps_n; i++) {
    int32_t of_day = (int32_t)(i % (size_t)out->day_steps) / hour;
    bool open = of_day >= 7 && of_day < 20;
    need[i] = open ? stf_dice_pick(dice, 0, most) : 0;
  }
  out->need = need;
}

/* From the number itself, so that no other draw moves. */
static struct stf_problem_nights make_nights(uint32_t number, int hour) {
  struct stf_dice dice = {.number = number + 7000000};
  return (struct stf_problem_nights){.counts = stf_dice_pick(&dice, 0, 3) * hour,
                                     .from = stf_dice_pick(&dice, 17, 22) * hour,
                                     .to = stf_dice_pick(&dice, 0, 7) * hour,
                                     .most = stf_dice_pick(&dice, 5, 9) * hour,
                                     .in_row = stf_dice_pick(&dice, 1, 3),
                                     .rest = stf_dice_pick(&dice, 0, 48) * hour};
}

/* In half of the problems; days are few: weekends that are mostly free bind soonest. */
static struct stf_problem_weekends make_weekends(uint32_t number) {
  struct stf_dice dice = {.number = number + 8000000};
  int of = stf_dice_pick(&dice, 0, 1) * stf_dice_pick(&dice, 1, 4);
  return (struct stf_problem_weekends){.of = of,
                                       .free = of > 0 ? stf_dice_pick(&dice, 1, of) : 0,
                                       .sundays = stf_dice_pick(&dice, 0, 2) == 0};
}

struct stf_problem stf_random_roster_make(uint32_t number,
                                          const struct stf_random_roster_size *size,
                                          struct stf_arena *arena) {
  struct stf_dice dice = {.number = number};
  struct stf_problem out = {.first_day = MONDAY + stf_dice_pick(&dice, 0, 6),
                            .days_n = size->days_n,
                            .day_steps = size->day_steps,
                            .step_s = 86400 / size->day_steps};
  int hour = size->day_steps / 24;
  static const char *const TEAMS[] = {"front", "back"};
  out.open_from = size->days_n > 3 ? stf_dice_pick(&dice, 0, 1) : 0;
  out.open_to = size->days_n - (size->days_n > 3 ? stf_dice_pick(&dice, 0, 1) : 0);
  out.teams = TEAMS;
  out.teams_n = (uint32_t)stf_dice_pick(&dice, 1, 2);
  out.rest_steps = stf_dice_pick(&dice, 9, 14) * hour;
  out.day_off_steps = stf_dice_pick(&dice, 24, 48) * hour;
  out.days_in_row = stf_dice_pick(&dice, 2, 6);
  out.pause_over = 6 * hour;
  out.pause_least = 1;
  bool *holidays = room(arena, (size_t)size->days_n + 2, sizeof *holidays);
  int32_t *lost = room(arena, (size_t)size->days_n + 2, sizeof *lost);
  struct stf_problem_pair *pair = room(arena, 1, sizeof *pair);
  holidays[stf_dice_pick(&dice, 0, size->days_n - 1)] = true;
  lost[stf_dice_pick(&dice, 0, size->days_n - 1)] = stf_dice_pick(&dice, 0, 1) * hour;
  pair->first = stf_dice_pick(&dice, 0, size->days_n - 2);
  pair->second = stf_dice_pick(&dice, pair->first + 1, size->days_n - 1);
  out.holidays = holidays;
  out.lost_steps = lost;
  out.pairs = pair;
  out.pairs_n = (size_t)stf_dice_pick(&dice, 0, 1);
  out.sunday_permille = 150;
  out.holiday_permille = 300;
  out.night_permille = number % 3 == 0 ? 200 : 0;
  out.night_from = 19 * hour;
  out.night_to = number % 2 == 0 ? 6 * hour : 23 * hour;
  out.short_price = stf_dice_pick(&dice, 10, 80) * 1000000 / hour;
  out.over_price = stf_dice_pick(&dice, 0, 5) * 1000000 / hour;
  out.nights = make_nights(number, hour);
  out.weekends = make_weekends(number);
  make_shapes(&dice, size->starts_n, &out, arena);
  make_contracts(&dice, size->hires, &out, arena);
  make_agents(&dice, size->agents_n, &out, arena);
  make_need(&dice, size->agents_n, &out, arena);
  return out;
}
