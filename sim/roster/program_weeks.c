/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "roster/program_weeks.h"

enum {
  DAYS = 7
};

static int32_t larger(int32_t a, int32_t b) {
  return a > b ? a : b;
}

struct stf_program_weeks_room stf_program_weeks_room_of(const struct stf_problem *problem,
                                                        const struct stf_problem_agent *agent,
                                                        int32_t first) {
  struct stf_problem_limit limit = stf_problem_limit_of(problem, agent, first);
  struct stf_program_weeks_room room = {
      .days = limit.days, .steps = limit.steps, .overtime = limit.overtime};
  for (int32_t d = first; d < stf_problem_week_end(problem, first); d++) {
    if (agent->days[d].cell == STF_PROBLEM_FIXED) {
      room.days -= room.days > 0;
      room.steps -= stf_problem_paid(&agent->days[d].shift);
    }
  }
  if (room.steps < 0) {
    room.overtime = larger(room.overtime + room.steps, 0);
    room.steps = 0;
  }
  return room;
}

size_t stf_program_weeks_add(struct stf_program_weeks_class *classes, size_t n,
                             const struct stf_program_weeks_room *room) {
  for (size_t i = 0; i < n; i++) {
    const struct stf_program_weeks_room *own = &classes[i].room;
    if (own->days == room->days && own->steps == room->steps &&
        own->overtime == room->overtime) {
      classes[i].people_n++;
      return n;
    }
  }
  if (n < STF_PROGRAM_WEEKS_CLASSES) {
    classes[n] = (struct stf_program_weeks_class){.room = *room, .people_n = 1};
    return n + 1;
  }
  struct stf_program_weeks_class *last = &classes[n - 1];
  last->people_n++;
  int32_t most = larger(last->room.steps + last->room.overtime, room->steps + room->overtime);
  last->room.days = larger(last->room.days, room->days);
  last->room.steps = larger(last->room.steps, room->steps);
  last->room.overtime = most - last->room.steps;
  return n;
}

void stf_program_weeks_learn(struct stf_program_weeks_lengths *lengths, int32_t paid) {
  for (size_t i = 0; i < lengths->n && i < STF_PROGRAM_WEEKS_LENGTHS; i++) {
    if (lengths->items[i] == paid) {
      return;
    }
  }
  if (lengths->n < STF_PROGRAM_WEEKS_LENGTHS) {
    lengths->items[lengths->n++] = paid;
  } else {
    lengths->n = STF_PROGRAM_WEEKS_LENGTHS + 1;
  }
}

/* The next counts of at most a week's days each; false after the last. */
static bool turn(int32_t counts[STF_PROGRAM_WEEKS_LENGTHS], size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (counts[i] < DAYS) {
      counts[i]++;
      return true;
    }
    counts[i] = 0;
  }
  return false;
}

static bool fits(const struct stf_program_weeks_lengths *lengths,
                 const struct stf_program_weeks_room *room,
                 struct stf_program_weeks_pattern *pattern) {
  int32_t days = 0;
  int32_t steps = 0;
  for (size_t i = 0; i < lengths->n; i++) {
    days += pattern->counts[i];
    steps += pattern->counts[i] * lengths->items[i];
  }
  pattern->overtime = larger(steps - room->steps, 0);
  return days <= room->days && days <= DAYS && steps <= room->steps + room->overtime;
}

/* Whether `other` has as many shifts of each length, at no more overtime. */
static bool is_held_by(const struct stf_program_weeks_pattern *pattern,
                       const struct stf_program_weeks_pattern *other, size_t n) {
  bool held = other->overtime <= pattern->overtime;
  for (size_t i = 0; i < n; i++) {
    held = held && other->counts[i] >= pattern->counts[i];
  }
  return held;
}

static bool is_needless(const struct stf_program_weeks_pattern *all, size_t all_n, size_t at,
                        size_t n) {
  for (size_t i = 0; i < all_n; i++) {
    if (i != at && is_held_by(&all[at], &all[i], n)) {
      return true; /* no two are the same, so that never each holds the other */
    }
  }
  return false;
}

size_t
stf_program_weeks_find(const struct stf_program_weeks_lengths *lengths,
                       const struct stf_program_weeks_room *room,
                       struct stf_program_weeks_pattern out[STF_PROGRAM_WEEKS_PATTERNS]) {
  struct stf_program_weeks_pattern all[STF_PROGRAM_WEEKS_PATTERNS];
  struct stf_program_weeks_pattern pattern = {.counts = {0}};
  size_t all_n = 0;
  size_t n = 0;
  do {
    if (fits(lengths, room, &pattern) && all_n < STF_PROGRAM_WEEKS_PATTERNS) {
      all[all_n++] = pattern;
    }
  } while (turn(pattern.counts, lengths->n));
  for (size_t i = 0; i < all_n; i++) {
    if (!is_needless(all, all_n, i, lengths->n)) {
      out[n++] = all[i];
    }
  }
  return n;
}
