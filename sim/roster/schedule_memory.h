/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rules remember of one agent's days up to now: days and time worked this week, days in a
 * row, night shifts in a row, weekends worked, and the end of the last shift while it still
 * binds. Two histories that no rule tells apart are one state, a whole number from 0 (nothing
 * yet).
 */
#ifndef STF_SCHEDULE_MEMORY_H
#define STF_SCHEDULE_MEMORY_H

#include "roster/variants.h"

enum {
  STF_SCHEDULE_MEMORY_MASKS = 1 << STF_PROBLEM_WEEKENDS_MAX
};

/* What has been worked in a week. */
struct stf_schedule_memory_week {
  int32_t days;
  int32_t steps;
};

/* An end of a shift that still binds. */
struct stf_schedule_memory_end {
  int32_t end; /* on the axis of its day */
  bool is_night;
};

struct stf_schedule_memory {
  const struct stf_problem *problem;
  const struct stf_variants *variants;
  const struct stf_allocator *allocator;

  /* Weekends: bit 0 is this week's, bit k that of k weeks ago; what cannot matter any more is
   * 0.
   */
  uint32_t masks[STF_SCHEDULE_MEMORY_MASKS]; /* by index */
  int32_t mask_of[STF_SCHEDULE_MEMORY_MASKS];
  int32_t masks_n;
  bool weekends_bind;
  int32_t lost_most;

  /* Of the agent at hand. */
  const struct stf_problem_agent *agent;
  struct stf_schedule_memory_end *ends; /* by class from 1 */
  int32_t ends_n;
  size_t ends_capacity;
  int32_t *classes; /* by end over three days of steps, then those of night shifts */
  struct stf_schedule_memory_week *weeks;
  size_t weeks_n;
  size_t weeks_capacity;
  int32_t *week_of; /* by days and steps: index in weeks, or -1 */
  size_t week_of_capacity;
  int32_t week_steps_most;
  int32_t nights_n; /* lengths of a row of nights that are told apart, 0 among them */
  int32_t least_start;
  int32_t lengths[STF_PROBLEM_DAYS_MAX]; /* paid lengths that may come */
  size_t lengths_n;
};

/* The parts of a state. */
struct stf_schedule_memory_state {
  int32_t week;    /* index in weeks */
  int32_t run;     /* days in a row; 0: the day before was free */
  int32_t last;    /* 0, or which end of the last shift binds, and since how many days */
  int32_t nights;  /* night shifts in a row */
  int32_t weekend; /* index in masks */
};

/* Of a shift, as rules see it. */
struct stf_schedule_memory_shift {
  int32_t start;
  int32_t paid;
  int32_t end_class; /* 0: its end never binds */
  bool is_night;
};

/* Problem and variants are borrowed until the memory is cleared; cleared also after failure. */
STF_MUST_USE enum stf_status stf_schedule_memory_init(const struct stf_problem *problem,
                                                      const struct stf_variants *variants,
                                                      const struct stf_allocator *allocator,
                                                      struct stf_schedule_memory *out);
void stf_schedule_memory_clear(struct stf_schedule_memory *memory);

/* Takes an agent in hand: states are hers from now on. */
STF_MUST_USE enum stf_status stf_schedule_memory_take(struct stf_schedule_memory *memory,
                                                      const struct stf_problem_agent *agent);

/* How many states there are. */
size_t stf_schedule_memory_n(const struct stf_schedule_memory *memory);
int32_t stf_schedule_memory_pack(const struct stf_schedule_memory *memory,
                                 const struct stf_schedule_memory_state *state);
struct stf_schedule_memory_state
stf_schedule_memory_unpack(const struct stf_schedule_memory *memory, int32_t state);

struct stf_schedule_memory_shift
stf_schedule_memory_see(const struct stf_schedule_memory *memory,
                        const struct stf_problem_shift *shift, int32_t paid, bool is_night);

/* What the state becomes when the shift is worked on the day, the week's limit of the day's
 * week given; false: a rule forbids it. */
bool stf_schedule_memory_work(const struct stf_schedule_memory *memory, int32_t day,
                              const struct stf_problem_limit *limit,
                              const struct stf_schedule_memory_shift *shift,
                              struct stf_schedule_memory_state *state);

/* When the day is free, and when a Sunday is over. */
void stf_schedule_memory_rest(struct stf_schedule_memory_state *state);
void stf_schedule_memory_turn(const struct stf_schedule_memory *memory,
                              struct stf_schedule_memory_state *state);

#endif
