/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The integer program of the cover, and what it bounds.
 *
 * Agents of one team and contract (and those hired in one way) are a group. Columns: how many
 * of a group take each shift on each day, how many are hired in each way, how many have each
 * pattern of a week (roster/program_weeks.h), agents too few and too many in each step. Rows:
 * cover of each step; on each day no more shifts than people who may work; in each week no more
 * shifts of each length than their patterns hold, with their overtime, or, of groups with many
 * lengths, days, time and overtime together; of a pair of days each person one; of weekends in
 * a row as many as may be worked; most hired under a contract.
 *
 * Rest and rows of days are not in it, nor that one person's shifts are one pattern: a legal
 * roster always gives a solution of the program of the same cost, so that its optimum, and that
 * of its relaxation, is never above the cost of any legal roster. A set-covering program in the
 * manner of Dantzig 1954 with the breaks of each shift written out (compare Aykin 1996,
 * Management Science 42(4)).
 */
#ifndef STF_PROGRAM_H
#define STF_PROGRAM_H

#include "roster/team_roster.h"

#include <stdio.h>

enum {
  STF_PROGRAM_NAME = 64
};

struct stf_program_column {
  char name[STF_PROGRAM_NAME];
  double cost;  /* in the currency */
  double upper; /* finite; the lower bound is 0 */
  bool integer;
  bool is_hire;
};

struct stf_program_row {
  char name[STF_PROGRAM_NAME];
  bool is_equal; /* sum = right; else sum <= right */
  double right;
};

struct stf_program_entry {
  uint32_t row;
  uint32_t column;
  double value;
};

struct stf_program {
  const struct stf_allocator *allocator;
  struct stf_program_column *columns;
  size_t columns_n;
  size_t columns_capacity;
  struct stf_program_row *rows;
  size_t rows_n;
  size_t rows_capacity;
  struct stf_program_entry *entries; /* by column */
  size_t entries_n;
  size_t entries_capacity;
  double constant;      /* of the cost */
  uint32_t hires_first; /* column of the first way of hiring */
  bool failed;          /* roster/program_parts.h */
};

/* The program of a roster in which nobody has more than her fixed shifts, and no movable ones.
 * The caller clears *out, also after failure. */
STF_MUST_USE enum stf_status stf_program_make(const struct stf_team_roster *roster,
                                              struct stf_program *out);
void stf_program_clear(struct stf_program *program);

#endif
