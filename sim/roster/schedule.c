/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/schedule.h"

#include "roster/schedule_memory.h"

#include <string.h>

/* A start on a day: the best of the shifts that differ in their breaks. */
struct slot {
  int64_t gain;
  int32_t choice;
  struct stf_schedule_memory_shift shift;
};

struct back {
  int32_t state;
  int32_t choice;
};

struct stf_schedule_maker {
  const struct stf_problem *problem;
  const struct stf_variants *variants;
  const struct stf_allocator *allocator;

  /* Of the agent at hand. */
  const struct stf_problem_agent *agent;
  const struct stf_schedule_gain *gain;
  struct stf_schedule_memory memory;
  bool blocked[STF_PROBLEM_DAYS_MAX];

  struct slot *slots;
  size_t slots_n;
  size_t slots_capacity;
  int32_t *choices; /* of the path at hand */
  int64_t *now;
  int64_t *next;
  size_t states_n;
  size_t now_capacity;
  size_t next_capacity;
  struct back *backs; /* by day and state */
  size_t backs_capacity;
};

size_t stf_schedule_sums(const struct stf_problem *problem) {
  return stf_problem_steps(problem) + 2 * (size_t)problem->day_steps + 1;
}

struct stf_schedule_maker *stf_schedule_new(const struct stf_problem *problem,
                                            const struct stf_variants *variants,
                                            const struct stf_allocator *allocator) {
  struct stf_schedule_maker *maker = stf_mem_zeroed(allocator, 1, sizeof *maker);
  if (maker == NULL) {
    return NULL;
  }
  maker->problem = problem;
  maker->variants = variants;
  maker->allocator = allocator;
  enum stf_status status =
      stf_schedule_memory_init(problem, variants, allocator, &maker->memory);
  maker->choices =
      stf_mem_zeroed(allocator, (size_t)problem->days_n + 1, sizeof *maker->choices);
  if (status != STF_OK || maker->choices == NULL) {
    stf_schedule_free(maker);
    return NULL;
  }
  return maker;
}

void stf_schedule_free(struct stf_schedule_maker *maker) {
  if (maker == NULL) {
    return;
  }
  void *const owned[] = {maker->slots, maker->choices, maker->now, maker->next, maker->backs};
  for (size_t i = 0; i < STF_COUNT_OF(owned); i++) {
    stf_mem_release(maker->allocator, owned[i]);
  }
  stf_schedule_memory_clear(&maker->memory);
  stf_mem_release(maker->allocator, maker);
}

const struct stf_problem_shift *stf_schedule_shift(const struct stf_variants *variants,
                                                   const struct stf_problem_agent *agent,
                                                   int32_t day, int32_t choice) {
  return choice == STF_SCHEDULE_NONE    ? NULL
         : choice == STF_SCHEDULE_FIXED ? &agent->days[day].shift
                                        : &variants->items[choice].shift;
}

/* ---- room ---- */

static bool works(const struct stf_schedule_maker *maker, size_t variant) {
  return (maker->variants->items[variant].contracts >> maker->agent->contract & 1) != 0;
}

static enum stf_status make_room(struct stf_schedule_maker *maker) {
  maker->states_n = stf_schedule_memory_n(&maker->memory);
  int64_t *now = stf_mem_grown(maker->allocator, maker->now, &maker->now_capacity,
                               maker->states_n, sizeof *now);
  maker->now = now != NULL ? now : maker->now;
  int64_t *next = stf_mem_grown(maker->allocator, maker->next, &maker->next_capacity,
                                maker->states_n, sizeof *next);
  maker->next = next != NULL ? next : maker->next;
  struct back *backs =
      stf_mem_grown(maker->allocator, maker->backs, &maker->backs_capacity,
                    maker->states_n * (size_t)maker->problem->days_n, sizeof *backs);
  maker->backs = backs != NULL ? backs : maker->backs;
  return now != NULL && next != NULL && backs != NULL ? STF_OK : STF_ERR_MEMORY;
}

/* ---- slots of a day ---- */

static int64_t gain_of(const struct stf_schedule_maker *maker, int32_t day,
                       const struct stf_problem_shift *shift) {
  const int64_t *sums = maker->gain->sums + (size_t)day * (size_t)maker->problem->day_steps;
  int64_t gain = sums[shift->end] - sums[shift->start];
  for (size_t b = 0; b < shift->breaks_n; b++) {
    gain -= sums[shift->breaks[b].end] - sums[shift->breaks[b].start];
  }
  return gain - stf_problem_premiums(maker->problem,
                                     &maker->problem->contracts[maker->agent->contract], day,
                                     shift);
}

static enum stf_status add_slot(struct stf_schedule_maker *maker, const struct slot *slot) {
  struct slot *slots = stf_mem_grown(maker->allocator, maker->slots, &maker->slots_capacity,
                                     maker->slots_n + 1, sizeof *slots);
  if (slots == NULL) {
    return STF_ERR_MEMORY;
  }
  maker->slots = slots;
  slots[maker->slots_n++] = *slot;
  return STF_OK;
}

/* Keeps the better of shifts that differ in their breaks and in nothing that rules see. */
static enum stf_status offer(struct stf_schedule_maker *maker, size_t v, int64_t gain) {
  const struct stf_variants_shift *item = &maker->variants->items[v];
  struct slot slot = {.gain = gain,
                      .choice = (int32_t)v,
                      .shift = stf_schedule_memory_see(&maker->memory, &item->shift, item->paid,
                                                       item->is_night)};
  struct slot *last = maker->slots_n > 0 ? &maker->slots[maker->slots_n - 1] : NULL;
  if (last == NULL || maker->variants->items[last->choice].shape != item->shape ||
      last->shift.start != slot.shift.start || last->shift.is_night != item->is_night) {
    return add_slot(maker, &slot);
  }
  if (gain > last->gain) {
    *last = slot;
  }
  return STF_OK;
}

/* The shift that stands. */
static enum stf_status add_own(struct stf_schedule_maker *maker, int32_t day) {
  const struct stf_problem_shift *shift = &maker->agent->days[day].shift;
  struct slot slot = {
      .gain = gain_of(maker, day, shift),
      .choice = STF_SCHEDULE_FIXED,
      .shift = stf_schedule_memory_see(&maker->memory, shift, stf_problem_paid(shift),
                                       stf_problem_is_night(maker->problem, shift))};
  return add_slot(maker, &slot);
}

static enum stf_status find_slots(struct stf_schedule_maker *maker, int32_t day) {
  enum stf_problem_cell cell = maker->agent->days[day].cell;
  maker->slots_n = 0;
  if (cell == STF_PROBLEM_FIXED) {
    return add_own(maker, day);
  }
  enum stf_status status = STF_OK;
  bool is_free =
      (cell == STF_PROBLEM_FREE || cell == STF_PROBLEM_MOVABLE) && !maker->blocked[day];
  const int64_t *shifts = maker->gain->shifts != NULL
                              ? maker->gain->shifts + (size_t)day * maker->variants->n
                              : NULL;
  for (size_t v = 0; is_free && v < maker->variants->n && status == STF_OK; v++) {
    const struct stf_problem_shift *shift = &maker->variants->items[v].shift;
    if (works(maker, v) && (shifts == NULL || shifts[v] != STF_SCHEDULE_NEVER) &&
        (cell == STF_PROBLEM_FREE ||
         !stf_problem_same_shift(shift, &maker->agent->days[day].shift))) {
      int64_t gain = gain_of(maker, day, shift);
      status =
          offer(maker, v, gain + (shifts != NULL ? shifts[v] : 0) - maker->gain->change_price);
    }
  }
  /* Last: offer compares with the slot before. */
  return status == STF_OK && is_free && cell == STF_PROBLEM_MOVABLE ? add_own(maker, day)
                                                                    : status;
}

/* ---- the path ---- */

/* What stands for a day's walk. */
struct walk {
  int32_t day;
  bool week_ends; /* tomorrow is a Monday */
  struct stf_problem_limit limit;
  int64_t overtime_price;
  int64_t rest_price; /* of no shift where one stands */
  struct back *backs;
};

static void reach(struct stf_schedule_maker *maker, const struct walk *walk, int32_t from,
                  struct stf_schedule_memory_state *to, int64_t value, int32_t choice) {
  if (walk->week_ends) {
    stf_schedule_memory_turn(&maker->memory, to);
  }
  int32_t state = stf_schedule_memory_pack(&maker->memory, to);
  if (value > maker->next[state]) {
    maker->next[state] = value;
    walk->backs[state] = (struct back){.state = from, .choice = choice};
  }
}

static int32_t over(int32_t steps, int32_t limit) {
  return steps > limit ? steps - limit : 0;
}

static void take(struct stf_schedule_maker *maker, const struct walk *walk, int32_t from,
                 const struct stf_schedule_memory_state *s, const struct slot *slot) {
  int32_t before = maker->memory.weeks[s->week].steps;
  struct stf_schedule_memory_state to = *s;
  if (!stf_schedule_memory_work(&maker->memory, walk->day, &walk->limit, &slot->shift, &to)) {
    return;
  }
  int32_t overtime =
      over(before + slot->shift.paid, walk->limit.steps) - over(before, walk->limit.steps);
  reach(maker, walk, from, &to, maker->now[from] + slot->gain - overtime * walk->overtime_price,
        slot->choice);
}

static void rest(struct stf_schedule_maker *maker, const struct walk *walk, int32_t from,
                 const struct stf_schedule_memory_state *s) {
  struct stf_schedule_memory_state to = *s;
  stf_schedule_memory_rest(&to);
  reach(maker, walk, from, &to, maker->now[from] - walk->rest_price, STF_SCHEDULE_NONE);
}

static void walk_day(struct stf_schedule_maker *maker, const struct walk *walk) {
  for (size_t i = 0; i < maker->states_n; i++) {
    maker->next[i] = INT64_MIN;
  }
  bool is_fixed = maker->agent->days[walk->day].cell == STF_PROBLEM_FIXED;
  for (size_t i = 0; i < maker->states_n; i++) {
    if (maker->now[i] == INT64_MIN) {
      continue;
    }
    struct stf_schedule_memory_state s = stf_schedule_memory_unpack(&maker->memory, (int32_t)i);
    if (!is_fixed) {
      rest(maker, walk, (int32_t)i, &s);
    }
    for (size_t k = 0; k < maker->slots_n; k++) {
      take(maker, walk, (int32_t)i, &s, &maker->slots[k]);
    }
  }
  int64_t *now = maker->now;
  size_t capacity = maker->now_capacity;
  maker->now = maker->next;
  maker->now_capacity = maker->next_capacity;
  maker->next = now;
  maker->next_capacity = capacity;
}

/* Follows the best end back; false: there is none. */
static bool trace(struct stf_schedule_maker *maker, int64_t *value) {
  int32_t best = -1;
  for (size_t i = 0; i < maker->states_n; i++) {
    if (maker->now[i] != INT64_MIN && (best < 0 || maker->now[i] > maker->now[best])) {
      best = (int32_t)i;
    }
  }
  if (best < 0) {
    return false;
  }
  *value = maker->now[best];
  for (int32_t d = maker->problem->days_n; d > 0; d--) {
    const struct back *back = &maker->backs[(size_t)(d - 1) * maker->states_n + (size_t)best];
    maker->choices[d - 1] = back->choice;
    best = back->state;
  }
  return true;
}

static enum stf_status find_path(struct stf_schedule_maker *maker, bool *found,
                                 int64_t *value) {
  const struct stf_problem *problem = maker->problem;
  for (size_t i = 0; i < maker->states_n; i++) {
    maker->now[i] = i == 0 ? 0 : INT64_MIN;
  }
  struct walk walk = {.overtime_price =
                          problem->contracts[maker->agent->contract].overtime_price};
  enum stf_status status = STF_OK;
  for (int32_t d = 0; d < problem->days_n && status == STF_OK; d++) {
    if (d == 0 || stf_problem_weekday(problem, d) == 0) {
      walk.limit = stf_problem_limit_of(problem, maker->agent, d);
    }
    walk.day = d;
    walk.rest_price =
        maker->agent->days[d].cell == STF_PROBLEM_MOVABLE ? maker->gain->change_price : 0;
    walk.week_ends = stf_problem_weekday(problem, d) == 6;
    walk.backs = maker->backs + (size_t)d * maker->states_n;
    status = find_slots(maker, d);
    if (status == STF_OK) {
      walk_day(maker, &walk);
    }
  }
  *found = status == STF_OK && trace(maker, value);
  return status;
}

/* ---- not both days of a pair ---- */

/* Blocks for each pair the day that bit p of `sides` names; false: that day is fixed. */
static bool block(struct stf_schedule_maker *maker, uint32_t sides) {
  const struct stf_problem *problem = maker->problem;
  bool fits = true;
  memset(maker->blocked, 0, sizeof maker->blocked);
  for (size_t p = 0; p < problem->pairs_n; p++) {
    const struct stf_problem_pair *pair = &problem->pairs[p];
    int32_t day = (sides >> p & 1) != 0 ? pair->second : pair->first;
    if (pair->first >= 0 && pair->second >= 0) {
      maker->blocked[day] = true;
      fits = fits && maker->agent->days[day].cell != STF_PROBLEM_FIXED;
    } else {
      fits = fits && (sides >> p & 1) == 0;
    }
  }
  return fits;
}

enum stf_status stf_schedule_best(struct stf_schedule_maker *maker,
                                  const struct stf_problem_agent *agent,
                                  const struct stf_schedule_gain *gain, int32_t *choices,
                                  int64_t *value) {
  maker->agent = agent;
  maker->gain = gain;
  enum stf_status status = stf_schedule_memory_take(&maker->memory, agent);
  status = status == STF_OK ? make_room(maker) : status;
  bool any = false;
  for (uint32_t sides = 0; sides < 1U << maker->problem->pairs_n && status == STF_OK; sides++) {
    bool found = false;
    int64_t own = 0;
    if (block(maker, sides)) {
      status = find_path(maker, &found, &own);
    }
    if (found && (!any || own > *value)) {
      any = true;
      *value = own;
      memcpy(choices, maker->choices, (size_t)maker->problem->days_n * sizeof *choices);
    }
  }
  return status == STF_OK && !any ? STF_ERR_INPUT : status;
}
