/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of one person, or of several who are alike, as rows of the program of
 * roster/persons.h: over her columns, which stand already.
 */
#ifndef STF_PERSONS_RULES_H
#define STF_PERSONS_RULES_H

#include "roster/persons.h"
#include "roster/program.h"

enum {
  STF_PERSONS_RULES_GAPS = 3 /* days after a shift on which its end may still bind */
};

/* A column of a person. */
struct stf_persons_place {
  uint32_t column;
  uint32_t person;
  int32_t day;
  int32_t choice;
  int32_t start;
  int32_t end;
  int32_t paid;
  bool is_night;
};

struct stf_persons_build {
  const struct stf_persons *in;
  const struct stf_allocator *allocator;
  bool together; /* people who are alike are one group */
  struct stf_program program;
  uint32_t *cover_rows; /* by team and step; NONE: not wanted */
  bool *useful; /* by day and variant: it covers a step that is wanted of the team at hand */
  struct stf_persons_place *places;
  size_t places_n;
  size_t places_capacity;

  /* Of the person or group at hand. */
  uint32_t person;
  int32_t count;
  struct stf_problem_agent agent; /* with the cells that hold */
  struct stf_problem_day *days;
  size_t starts[STF_PROBLEM_DAYS_MAX + 1]; /* of each day's columns in places */
  bool failed;
};

/* Adds a row for each rule that holds and may bind for the person at hand. */
void stf_persons_rules_add(struct stf_persons_build *build);

#endif
