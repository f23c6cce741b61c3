/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person's week can hold, for the program of roster/program.h: how many shifts of each
 * paid length, and the overtime in them. Hours of a group taken together would let four and a
 * half shifts of nine hours be a week of forty; written out as patterns, of which each person
 * has one, they do not.
 */
#ifndef STF_PROGRAM_WEEKS_H
#define STF_PROGRAM_WEEKS_H

#include "roster/problem.h"

enum {
  STF_PROGRAM_WEEKS_LENGTHS = 4,    /* paid lengths of shifts that are told apart */
  STF_PROGRAM_WEEKS_PATTERNS = 330, /* so many ways are there to have at most seven of four */
  STF_PROGRAM_WEEKS_CLASSES = 12    /* rooms that are told apart */
};

/* What one person may still work in a week beside her fixed shifts. */
struct stf_program_weeks_room {
  int32_t days;
  int32_t steps;
  int32_t overtime;
};
struct stf_program_weeks_room stf_program_weeks_room_of(const struct stf_problem *problem,
                                                        const struct stf_problem_agent *agent,
                                                        int32_t first);

/* People with the same room, or with no more. */
struct stf_program_weeks_class {
  struct stf_program_weeks_room room;
  int32_t people_n;
};

/* Puts a person into her class; beyond as many as are told apart, the last class takes her and
 * grows with her. Returns how many classes there are then. */
size_t stf_program_weeks_add(struct stf_program_weeks_class *classes, size_t n,
                             const struct stf_program_weeks_room *room);

/* Different lengths; n is LENGTHS + 1 if there are more than can be told apart. */
struct stf_program_weeks_lengths {
  int32_t items[STF_PROGRAM_WEEKS_LENGTHS];
  size_t n;
};
void stf_program_weeks_learn(struct stf_program_weeks_lengths *lengths, int32_t paid);

struct stf_program_weeks_pattern {
  int32_t counts[STF_PROGRAM_WEEKS_LENGTHS]; /* shifts, by length */
  int32_t overtime;                          /* steps beyond the room's */
};

/* Fills all patterns that fit the room but those that another holds at no more overtime.
 * Returns how many. */
size_t stf_program_weeks_find(const struct stf_program_weeks_lengths *lengths,
                              const struct stf_program_weeks_room *room,
                              struct stf_program_weeks_pattern out[STF_PROGRAM_WEEKS_PATTERNS]);

#endif
