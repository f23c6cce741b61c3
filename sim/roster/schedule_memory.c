/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/schedule_memory.h"

#include <string.h>

enum {
  GAPS = 3, /* days after a shift on which its end may still bind */
  WEEK_DAYS = 7
};

/* ---- weekends ---- */

/* The weekends before the one that begins: those of which so many were free that no later
 * count can come out wrong for them are forgotten. */
static uint32_t turned(const struct stf_problem *problem, uint32_t mask) {
  uint32_t next = 0;
  int32_t free = 0;
  for (int32_t k = 1; k < problem->weekends.of && free < problem->weekends.free; k++) {
    uint32_t worked = mask >> (k - 1) & 1;
    next |= worked << k;
    free += worked == 0;
  }
  return next;
}

static int32_t worked_n(uint32_t mask) {
  int32_t n = 0;
  for (; mask != 0; mask >>= 1) {
    n += (int32_t)(mask & 1);
  }
  return n;
}

/* Whether the rule allows what stands in the mask. */
static bool is_allowed(const struct stf_problem *problem, uint32_t mask) {
  return worked_n(mask) <= problem->weekends.of - problem->weekends.free;
}

static void add_mask(struct stf_schedule_memory *memory, uint32_t mask) {
  if (memory->mask_of[mask] < 0 && is_allowed(memory->problem, mask)) {
    memory->mask_of[mask] = memory->masks_n;
    memory->masks[memory->masks_n++] = mask;
  }
}

/* Whether there are weekends enough for the rule to bind. */
static bool may_bind(const struct stf_problem *problem) {
  int32_t n = 0;
  for (int32_t d = 0; d < problem->days_n; d++) {
    n += stf_problem_weekday(problem, d) == 6 || d + 1 == problem->days_n;
  }
  return problem->weekends.of > 0 && n > problem->weekends.of - problem->weekends.free;
}

static void find_masks(struct stf_schedule_memory *memory) {
  for (size_t i = 0; i < STF_SCHEDULE_MEMORY_MASKS; i++) {
    memory->mask_of[i] = -1;
  }
  memory->mask_of[0] = 0;
  memory->masks_n = 1;
  memory->weekends_bind = may_bind(memory->problem);
  for (int32_t i = 0; i < memory->masks_n && memory->weekends_bind; i++) {
    add_mask(memory, memory->masks[i] | 1);
    add_mask(memory, turned(memory->problem, memory->masks[i]));
  }
}

/* ---- life ---- */

enum stf_status stf_schedule_memory_init(const struct stf_problem *problem,
                                         const struct stf_variants *variants,
                                         const struct stf_allocator *allocator,
                                         struct stf_schedule_memory *out) {
  *out = (struct stf_schedule_memory){
      .problem = problem, .variants = variants, .allocator = allocator};
  out->classes =
      stf_mem_zeroed(allocator, 6 * (size_t)problem->day_steps + 2, sizeof *out->classes);
  for (int32_t d = 0; d < problem->days_n; d++) {
    if (problem->lost_steps[d] > out->lost_most) {
      out->lost_most = problem->lost_steps[d];
    }
  }
  find_masks(out);
  return out->classes != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_schedule_memory_clear(struct stf_schedule_memory *memory) {
  void *const owned[] = {memory->ends, memory->classes, memory->weeks, memory->week_of};
  for (size_t i = 0; i < STF_COUNT_OF(owned); i++) {
    stf_mem_release(memory->allocator, owned[i]);
  }
}

/* ---- ends that bind ---- */

/* Least rest behind a shift, before one that is a night shift or not, `gap` days later. */
static int32_t least_rest(const struct stf_problem *problem, bool was_night, bool is_night,
                          int32_t gap) {
  int32_t rest = gap == 1 ? problem->rest_steps : problem->day_off_steps;
  bool leaves = was_night && !is_night;
  return leaves && problem->nights.rest > rest ? problem->nights.rest : rest;
}

/* Earliest start `gap` days after the day of a shift with this end. */
static int32_t earliest(const struct stf_problem *problem,
                        const struct stf_schedule_memory_end *end, bool is_night, int32_t gap) {
  return end->end + least_rest(problem, end->is_night, is_night, gap) -
         gap * problem->day_steps;
}

static bool binds(const struct stf_schedule_memory *memory,
                  const struct stf_schedule_memory_end *end) {
  for (int32_t gap = 1; gap <= GAPS; gap++) {
    if (earliest(memory->problem, end, false, gap) + memory->lost_most > memory->least_start) {
      return true;
    }
  }
  return false;
}

static bool works(const struct stf_schedule_memory *memory, size_t variant) {
  return (memory->variants->items[variant].contracts >> memory->agent->contract & 1) != 0;
}

static int32_t *class_place(const struct stf_schedule_memory *memory,
                            const struct stf_schedule_memory_end *end) {
  int32_t nights = 3 * memory->problem->day_steps + 1;
  return &memory->classes[end->end + (end->is_night ? nights : 0)];
}

static enum stf_status add_end(struct stf_schedule_memory *memory,
                               const struct stf_schedule_memory_end *end) {
  int32_t *place = class_place(memory, end);
  if (*place != 0 || !binds(memory, end)) {
    return STF_OK;
  }
  struct stf_schedule_memory_end *ends =
      stf_mem_grown(memory->allocator, memory->ends, &memory->ends_capacity,
                    (size_t)memory->ends_n + 2, sizeof *ends);
  if (ends == NULL) {
    return STF_ERR_MEMORY;
  }
  memory->ends = ends;
  *place = ++memory->ends_n;
  ends[memory->ends_n] = *end;
  return STF_OK;
}

static void add_length(struct stf_schedule_memory *memory, int32_t paid) {
  for (size_t i = 0; i < memory->lengths_n; i++) {
    if (memory->lengths[i] == paid) {
      return;
    }
  }
  if (memory->lengths_n < STF_COUNT_OF(memory->lengths)) {
    memory->lengths[memory->lengths_n++] = paid;
  }
}

static void find_least_start(struct stf_schedule_memory *memory) {
  const struct stf_problem *problem = memory->problem;
  memory->least_start = problem->day_steps;
  for (size_t v = 0; v < memory->variants->n; v++) {
    int32_t start = memory->variants->items[v].shift.start;
    if (works(memory, v) && start < memory->least_start) {
      memory->least_start = start;
    }
  }
  for (int32_t d = 0; d < problem->days_n; d++) {
    const struct stf_problem_day *day = &memory->agent->days[d];
    if (stf_problem_has_shift(day) && day->shift.start < memory->least_start) {
      memory->least_start = day->shift.start;
    }
  }
}

/* A shift that may come. */
static enum stf_status learn(struct stf_schedule_memory *memory,
                             const struct stf_problem_shift *shift, int32_t paid,
                             bool is_night) {
  add_length(memory, paid);
  if (is_night && memory->problem->nights.in_row < memory->problem->days_in_row) {
    memory->nights_n = memory->problem->nights.in_row + 1;
  }
  return add_end(memory,
                 &(struct stf_schedule_memory_end){.end = shift->end, .is_night = is_night});
}

static enum stf_status learn_all(struct stf_schedule_memory *memory) {
  const struct stf_problem *problem = memory->problem;
  enum stf_status status = STF_OK;
  memset(memory->classes, 0, (6 * (size_t)problem->day_steps + 2) * sizeof *memory->classes);
  memory->ends_n = 0;
  memory->lengths_n = 0;
  memory->nights_n = 1;
  find_least_start(memory);
  for (size_t v = 0; v < memory->variants->n && status == STF_OK; v++) {
    const struct stf_variants_shift *item = &memory->variants->items[v];
    if (works(memory, v)) {
      status = learn(memory, &item->shift, item->paid, item->is_night);
    }
  }
  for (int32_t d = 0; d < problem->days_n && status == STF_OK; d++) {
    const struct stf_problem_day *day = &memory->agent->days[d];
    if (stf_problem_has_shift(day)) {
      status = learn(memory, &day->shift, stf_problem_paid(&day->shift),
                     stf_problem_is_night(problem, &day->shift));
    }
  }
  return status;
}

/* ---- weeks that can come about ---- */

static int32_t *week_place(const struct stf_schedule_memory *memory, int32_t days,
                           int32_t steps) {
  return &memory->week_of[(size_t)days * (size_t)(memory->week_steps_most + 1) + (size_t)steps];
}

static enum stf_status add_week(struct stf_schedule_memory *memory, int32_t days,
                                int32_t steps) {
  if (days > WEEK_DAYS || steps > memory->week_steps_most ||
      *week_place(memory, days, steps) >= 0) {
    return STF_OK;
  }
  struct stf_schedule_memory_week *weeks =
      stf_mem_grown(memory->allocator, memory->weeks, &memory->weeks_capacity,
                    memory->weeks_n + 1, sizeof *weeks);
  if (weeks == NULL) {
    return STF_ERR_MEMORY;
  }
  memory->weeks = weeks;
  *week_place(memory, days, steps) = (int32_t)memory->weeks_n;
  weeks[memory->weeks_n++] = (struct stf_schedule_memory_week){.days = days, .steps = steps};
  return STF_OK;
}

static enum stf_status find_weeks(struct stf_schedule_memory *memory) {
  const struct stf_problem_contract *contract =
      &memory->problem->contracts[memory->agent->contract];
  memory->week_steps_most = contract->week_steps + contract->overtime_steps;
  size_t room = (size_t)(WEEK_DAYS + 1) * (size_t)(memory->week_steps_most + 1);
  int32_t *week_of = stf_mem_grown(memory->allocator, memory->week_of,
                                   &memory->week_of_capacity, room, sizeof *week_of);
  if (week_of == NULL) {
    return STF_ERR_MEMORY;
  }
  memory->week_of = week_of;
  memset(week_of, -1, room * sizeof *week_of);
  memory->weeks_n = 0;
  enum stf_status status = add_week(memory, 0, 0);
  for (size_t w = 0; w < memory->weeks_n && status == STF_OK; w++) {
    for (size_t i = 0; i < memory->lengths_n && status == STF_OK; i++) {
      struct stf_schedule_memory_week week = memory->weeks[w];
      status = add_week(memory, week.days + 1, week.steps + memory->lengths[i]);
    }
  }
  return status;
}

enum stf_status stf_schedule_memory_take(struct stf_schedule_memory *memory,
                                         const struct stf_problem_agent *agent) {
  memory->agent = agent;
  enum stf_status status = learn_all(memory);
  return status == STF_OK ? find_weeks(memory) : status;
}

/* ---- states ---- */

/* Of the last shift: 0, or 1 + (class - 1) * GAPS + days since - 1. */
static int32_t lasts_n(const struct stf_schedule_memory *memory) {
  return 1 + memory->ends_n * GAPS;
}

size_t stf_schedule_memory_n(const struct stf_schedule_memory *memory) {
  return memory->weeks_n * (size_t)(memory->problem->days_in_row + 1) *
         (size_t)lasts_n(memory) * (size_t)memory->nights_n * (size_t)memory->masks_n;
}

int32_t stf_schedule_memory_pack(const struct stf_schedule_memory *memory,
                                 const struct stf_schedule_memory_state *state) {
  int32_t packed = state->weekend * memory->nights_n + state->nights;
  packed = packed * (int32_t)memory->weeks_n + state->week;
  packed = packed * (memory->problem->days_in_row + 1) + state->run;
  return packed * lasts_n(memory) + state->last;
}

struct stf_schedule_memory_state
stf_schedule_memory_unpack(const struct stf_schedule_memory *memory, int32_t state) {
  int32_t runs_n = memory->problem->days_in_row + 1;
  int32_t weeks_n = (int32_t)memory->weeks_n;
  struct stf_schedule_memory_state out = {.last = state % lasts_n(memory)};
  state /= lasts_n(memory);
  out.run = state % runs_n;
  state /= runs_n;
  out.week = state % weeks_n;
  state /= weeks_n;
  out.nights = state % memory->nights_n;
  out.weekend = state / memory->nights_n;
  return out;
}

struct stf_schedule_memory_shift
stf_schedule_memory_see(const struct stf_schedule_memory *memory,
                        const struct stf_problem_shift *shift, int32_t paid, bool is_night) {
  struct stf_schedule_memory_end end = {.end = shift->end, .is_night = is_night};
  return (struct stf_schedule_memory_shift){.start = shift->start,
                                            .paid = paid,
                                            .end_class = *class_place(memory, &end),
                                            .is_night = is_night};
}

static bool may_start(const struct stf_schedule_memory *memory, int32_t day, int32_t last,
                      const struct stf_schedule_memory_shift *shift) {
  if (last == 0) {
    return true;
  }
  int32_t gap = (last - 1) % GAPS + 1;
  int32_t lost = 0;
  for (int32_t back = 0; back < gap && back <= day; back++) {
    lost += memory->problem->lost_steps[day - back];
  }
  const struct stf_schedule_memory_end *end = &memory->ends[(last - 1) / GAPS + 1];
  return shift->start >= earliest(memory->problem, end, shift->is_night, gap) + lost;
}

/* One more night shift in a row, or the end of the row; false: one too many. */
static bool count_night(const struct stf_schedule_memory *memory, bool is_night,
                        int32_t *nights) {
  *nights = is_night && memory->nights_n > 1 ? *nights + 1 : 0;
  return *nights < memory->nights_n;
}

/* This week's weekend is worked; false: one too many. */
static bool count_weekend(const struct stf_schedule_memory *memory, int32_t day,
                          int32_t *weekend) {
  if (memory->weekends_bind && stf_problem_is_weekend(memory->problem, day)) {
    *weekend = memory->mask_of[memory->masks[*weekend] | 1];
  }
  return *weekend >= 0;
}

bool stf_schedule_memory_work(const struct stf_schedule_memory *memory, int32_t day,
                              const struct stf_problem_limit *limit,
                              const struct stf_schedule_memory_shift *shift,
                              struct stf_schedule_memory_state *state) {
  const struct stf_schedule_memory_week *week = &memory->weeks[state->week];
  int32_t steps = week->steps + shift->paid;
  if (week->days >= limit->days || steps > limit->steps + limit->overtime ||
      state->run >= memory->problem->days_in_row ||
      !may_start(memory, day, state->last, shift) ||
      !count_night(memory, shift->is_night, &state->nights) ||
      !count_weekend(memory, day, &state->weekend)) {
    return false;
  }
  state->week = *week_place(memory, week->days + 1, steps);
  state->run++;
  state->last = shift->end_class > 0 ? 1 + (shift->end_class - 1) * GAPS : 0;
  return state->week >= 0;
}

void stf_schedule_memory_rest(struct stf_schedule_memory_state *state) {
  bool binds_on = state->last > 0 && (state->last - 1) % GAPS < GAPS - 1;
  state->last = binds_on ? state->last + 1 : 0;
  state->run = 0;
  state->nights = 0;
}

void stf_schedule_memory_turn(const struct stf_schedule_memory *memory,
                              struct stf_schedule_memory_state *state) {
  state->week = 0;
  if (memory->weekends_bind) {
    state->weekend = memory->mask_of[turned(memory->problem, memory->masks[state->weekend])];
  }
}
