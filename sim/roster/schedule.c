/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/schedule.h"

#include <string.h>

enum {
  GAPS = 3, /* days after a shift on which its end may still bind */
  WEEK_DAYS = 7,
  RUNS_MAX = 14
};

/* A start on a day: the best of the shifts that differ in their breaks. */
struct slot {
  int64_t gain;
  int32_t choice;
  int32_t start;
  int32_t paid;
  int32_t end_class; /* 0: its end never binds */
};

/* What has been worked in a week. */
struct week {
  int32_t days;
  int32_t steps;
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
  int32_t *ends; /* by class from 1: end of the shift on the axis of its day */
  int32_t ends_n;
  size_t ends_capacity;
  int32_t *classes; /* by end: class, over three days of steps */
  struct week *weeks;
  size_t weeks_n;
  size_t weeks_capacity;
  int32_t *week_of; /* by days and steps: index in weeks, or -1 */
  size_t week_of_capacity;
  int32_t week_steps_most;
  bool blocked[STF_PROBLEM_DAYS_MAX];
  int32_t least_start;
  int32_t lost_most;

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
  int32_t lengths[STF_PROBLEM_DAYS_MAX]; /* paid lengths that may come */
  size_t lengths_n;
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
  maker->classes =
      stf_mem_zeroed(allocator, 3 * (size_t)problem->day_steps + 1, sizeof *maker->classes);
  maker->choices =
      stf_mem_zeroed(allocator, (size_t)problem->days_n + 1, sizeof *maker->choices);
  if (maker->classes == NULL || maker->choices == NULL) {
    stf_schedule_free(maker);
    return NULL;
  }
  for (int32_t d = 0; d < problem->days_n; d++) {
    if (problem->lost_steps[d] > maker->lost_most) {
      maker->lost_most = problem->lost_steps[d];
    }
  }
  return maker;
}

void stf_schedule_free(struct stf_schedule_maker *maker) {
  if (maker == NULL) {
    return;
  }
  void *const owned[] = {maker->ends,    maker->classes, maker->weeks,
                         maker->week_of, maker->slots,   maker->choices,
                         maker->now,     maker->next,    maker->backs};
  for (size_t i = 0; i < STF_COUNT_OF(owned); i++) {
    stf_mem_release(maker->allocator, owned[i]);
  }
  stf_mem_release(maker->allocator, maker);
}

const struct stf_problem_shift *stf_schedule_shift(const struct stf_variants *variants,
                                                   const struct stf_problem_agent *agent,
                                                   int32_t day, int32_t choice) {
  return choice == STF_SCHEDULE_NONE    ? NULL
         : choice == STF_SCHEDULE_FIXED ? &agent->days[day].shift
                                        : &variants->items[choice].shift;
}

/* ---- what the rules remember ---- */

/* Earliest start `gap` days after the day of a shift with this end. */
static int32_t earliest(const struct stf_problem *problem, int32_t end, int32_t gap) {
  int32_t rest = gap == 1 ? problem->rest_steps : problem->day_off_steps;
  return end + rest - gap * problem->day_steps;
}

static bool binds(const struct stf_schedule_maker *maker, int32_t end) {
  for (int32_t gap = 1; gap <= GAPS; gap++) {
    if (earliest(maker->problem, end, gap) + maker->lost_most > maker->least_start) {
      return true;
    }
  }
  return false;
}

static bool works(const struct stf_schedule_maker *maker, size_t variant) {
  return (maker->variants->items[variant].contracts >> maker->agent->contract & 1) != 0;
}

static enum stf_status add_end(struct stf_schedule_maker *maker, int32_t end) {
  if (maker->classes[end] != 0 || !binds(maker, end)) {
    return STF_OK;
  }
  int32_t *ends = stf_mem_grown(maker->allocator, maker->ends, &maker->ends_capacity,
                                (size_t)maker->ends_n + 2, sizeof *ends);
  if (ends == NULL) {
    return STF_ERR_MEMORY;
  }
  maker->ends = ends;
  maker->classes[end] = ++maker->ends_n;
  ends[maker->ends_n] = end;
  return STF_OK;
}

static void add_length(struct stf_schedule_maker *maker, int32_t paid) {
  for (size_t i = 0; i < maker->lengths_n; i++) {
    if (maker->lengths[i] == paid) {
      return;
    }
  }
  if (maker->lengths_n < STF_COUNT_OF(maker->lengths)) {
    maker->lengths[maker->lengths_n++] = paid;
  }
}

static void find_least_start(struct stf_schedule_maker *maker) {
  const struct stf_problem *problem = maker->problem;
  maker->least_start = problem->day_steps;
  for (size_t v = 0; v < maker->variants->n; v++) {
    int32_t start = maker->variants->items[v].shift.start;
    if (works(maker, v) && start < maker->least_start) {
      maker->least_start = start;
    }
  }
  for (int32_t d = 0; d < problem->days_n; d++) {
    const struct stf_problem_day *day = &maker->agent->days[d];
    if (stf_problem_has_shift(day) && day->shift.start < maker->least_start) {
      maker->least_start = day->shift.start;
    }
  }
}

static enum stf_status find_ends(struct stf_schedule_maker *maker) {
  const struct stf_problem *problem = maker->problem;
  enum stf_status status = STF_OK;
  memset(maker->classes, 0, (3 * (size_t)problem->day_steps + 1) * sizeof *maker->classes);
  maker->ends_n = 0;
  maker->lengths_n = 0;
  find_least_start(maker);
  for (size_t v = 0; v < maker->variants->n && status == STF_OK; v++) {
    if (works(maker, v)) {
      add_length(maker, maker->variants->items[v].paid);
      status = add_end(maker, maker->variants->items[v].shift.end);
    }
  }
  for (int32_t d = 0; d < problem->days_n && status == STF_OK; d++) {
    const struct stf_problem_day *day = &maker->agent->days[d];
    if (stf_problem_has_shift(day)) {
      add_length(maker, stf_problem_paid(&day->shift));
      status = add_end(maker, day->shift.end);
    }
  }
  return status;
}

/* ---- weeks that can come about ---- */

static int32_t *week_place(const struct stf_schedule_maker *maker, int32_t days,
                           int32_t steps) {
  return &maker->week_of[(size_t)days * (size_t)(maker->week_steps_most + 1) + (size_t)steps];
}

static enum stf_status add_week(struct stf_schedule_maker *maker, int32_t days, int32_t steps) {
  if (days > WEEK_DAYS || steps > maker->week_steps_most ||
      *week_place(maker, days, steps) >= 0) {
    return STF_OK;
  }
  struct week *weeks = stf_mem_grown(maker->allocator, maker->weeks, &maker->weeks_capacity,
                                     maker->weeks_n + 1, sizeof *weeks);
  if (weeks == NULL) {
    return STF_ERR_MEMORY;
  }
  maker->weeks = weeks;
  *week_place(maker, days, steps) = (int32_t)maker->weeks_n;
  weeks[maker->weeks_n++] = (struct week){.days = days, .steps = steps};
  return STF_OK;
}

static enum stf_status find_weeks(struct stf_schedule_maker *maker) {
  const struct stf_problem_contract *contract =
      &maker->problem->contracts[maker->agent->contract];
  maker->week_steps_most = contract->week_steps + contract->overtime_steps;
  size_t room = (size_t)(WEEK_DAYS + 1) * (size_t)(maker->week_steps_most + 1);
  int32_t *week_of = stf_mem_grown(maker->allocator, maker->week_of, &maker->week_of_capacity,
                                   room, sizeof *week_of);
  if (week_of == NULL) {
    return STF_ERR_MEMORY;
  }
  maker->week_of = week_of;
  memset(week_of, -1, room * sizeof *week_of);
  maker->weeks_n = 0;
  enum stf_status status = add_week(maker, 0, 0);
  for (size_t w = 0; w < maker->weeks_n && status == STF_OK; w++) {
    for (size_t i = 0; i < maker->lengths_n && status == STF_OK; i++) {
      struct week week = maker->weeks[w];
      status = add_week(maker, week.days + 1, week.steps + maker->lengths[i]);
    }
  }
  return status;
}

/* ---- states ---- */

/* A state's parts: week, days in a row (0: the day before was free), and the last shift: 0, or
 * 1 + (class - 1) * GAPS + days since - 1. */
struct state {
  int32_t week;
  int32_t run;
  int32_t last;
};

static int32_t lasts_n(const struct stf_schedule_maker *maker) {
  return 1 + maker->ends_n * GAPS;
}

static int32_t pack(const struct stf_schedule_maker *maker, struct state s) {
  return (s.week * (maker->problem->days_in_row + 1) + s.run) * lasts_n(maker) + s.last;
}

static struct state unpack(const struct stf_schedule_maker *maker, int32_t state) {
  int32_t runs_n = maker->problem->days_in_row + 1;
  int32_t rest = state / lasts_n(maker);
  return (struct state){
      .week = rest / runs_n, .run = rest % runs_n, .last = state % lasts_n(maker)};
}

static enum stf_status make_room(struct stf_schedule_maker *maker) {
  maker->states_n =
      maker->weeks_n * (size_t)(maker->problem->days_in_row + 1) * (size_t)lasts_n(maker);
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

/* Keeps the better of shifts with one start and length. */
static enum stf_status offer(struct stf_schedule_maker *maker, size_t v, int64_t gain) {
  const struct stf_variants_shift *item = &maker->variants->items[v];
  struct slot slot = {.gain = gain,
                      .choice = (int32_t)v,
                      .start = item->shift.start,
                      .paid = item->paid,
                      .end_class = maker->classes[item->shift.end]};
  struct slot *last = maker->slots_n > 0 ? &maker->slots[maker->slots_n - 1] : NULL;
  if (last == NULL || maker->variants->items[last->choice].shape != item->shape ||
      last->start != slot.start) {
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
  return add_slot(maker, &(struct slot){.gain = gain_of(maker, day, shift),
                                        .choice = STF_SCHEDULE_FIXED,
                                        .start = shift->start,
                                        .paid = stf_problem_paid(shift),
                                        .end_class = maker->classes[shift->end]});
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
                  struct state to, int64_t value, int32_t choice) {
  to.week = walk->week_ends ? 0 : to.week;
  int32_t state = pack(maker, to);
  if (value > maker->next[state]) {
    maker->next[state] = value;
    walk->backs[state] = (struct back){.state = from, .choice = choice};
  }
}

static int32_t over(int32_t steps, int32_t limit) {
  return steps > limit ? steps - limit : 0;
}

static bool may_start(const struct stf_schedule_maker *maker, const struct walk *walk,
                      const struct state *s, int32_t start) {
  if (s->last == 0) {
    return true;
  }
  int32_t gap = (s->last - 1) % GAPS + 1;
  int32_t lost = 0;
  for (int32_t back = 0; back < gap && back <= walk->day; back++) {
    lost += maker->problem->lost_steps[walk->day - back];
  }
  return start >= earliest(maker->problem, maker->ends[(s->last - 1) / GAPS + 1], gap) + lost;
}

static void take(struct stf_schedule_maker *maker, const struct walk *walk, int32_t from,
                 const struct state *s, const struct slot *slot) {
  const struct week *week = &maker->weeks[s->week];
  int32_t steps = week->steps + slot->paid;
  if (week->days >= walk->limit.days || steps > walk->limit.steps + walk->limit.overtime ||
      s->run >= maker->problem->days_in_row || !may_start(maker, walk, s, slot->start)) {
    return;
  }
  int32_t place = *week_place(maker, week->days + 1, steps);
  if (place < 0) {
    return;
  }
  int64_t overtime = over(steps, walk->limit.steps) - over(week->steps, walk->limit.steps);
  struct state to = {.week = place,
                     .run = s->run + 1,
                     .last = slot->end_class > 0 ? 1 + (slot->end_class - 1) * GAPS : 0};
  reach(maker, walk, from, to, maker->now[from] + slot->gain - overtime * walk->overtime_price,
        slot->choice);
}

static void rest(struct stf_schedule_maker *maker, const struct walk *walk, int32_t from,
                 const struct state *s) {
  struct state to = {.week = s->week, .run = 0, .last = 0};
  if (s->last > 0 && (s->last - 1) % GAPS < GAPS - 1) {
    to.last = s->last + 1;
  }
  reach(maker, walk, from, to, maker->now[from] - walk->rest_price, STF_SCHEDULE_NONE);
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
    struct state s = unpack(maker, (int32_t)i);
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
  enum stf_status status = find_ends(maker);
  status = status == STF_OK ? find_weeks(maker) : status;
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
