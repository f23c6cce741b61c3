/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a requirement that must be met cannot be: a set of intervals, cells and rules that cannot
 * hold together, found by a deletion filter (Chinneck & Dravnieks 1991, ORSA Journal on
 * Computing 3(2); Chinneck 2008, Feasibility and Infeasibility in Optimization, ch. 6): what
 * can be left out with the rest still impossible is left out, in chunks that are halved down to
 * one. What remains is irreducible: without any one of it there is a roster for the rest. There
 * may be other such sets.
 *
 * What is always taken to hold: how many people there are and may be hired, from when, the
 * rules of the hired, and which shifts there are.
 */
#ifndef STF_CONFLICT_H
#define STF_CONFLICT_H

#include "roster/cover.h"
#include "roster/persons.h"

enum stf_conflict_kind {
  STF_CONFLICT_NEED, /* so many are wanted in an interval */
  STF_CONFLICT_CELL, /* leave, a day off, a fixed shift or a frozen day of one agent */
  STF_CONFLICT_RULE  /* a rule for one agent, told where legal.h tells its breach */
};

struct stf_conflict_member {
  enum stf_conflict_kind kind;
  int32_t day;
  uint32_t team;            /* NEED */
  int32_t step;             /* NEED: of the day */
  int32_t agent;            /* CELL, RULE: index in the problem */
  enum stf_legal_rule rule; /* RULE */
};

struct stf_conflict {
  enum stf_persons_answer answer; /* to the whole requirement; POSSIBLE: the cover's roster now
                                     is one that meets it */
  struct stf_conflict_member *members; /* IMPOSSIBLE: by kind, then as told above; owned */
  size_t n;
  bool is_least; /* else limits ended it before the set was irreducible */
  const struct stf_allocator *allocator;
};

struct stf_conflict_options {
  int32_t interval_steps; /* of an interval of the requirement */
  uint32_t nodes_most;    /* of branch and bound, for each question */
  size_t columns_most;    /* of one question, and ... */
  size_t columns_budget;  /* ... of all together: then the set stays as it is */
  bool (*stop)(void *context);
  void *context;
};

/* Asks of a cover that was planned hard and is short (or of any other). STF_ERR_INTERRUPTED:
 * stopped. The caller clears *out, also after failure. */
STF_MUST_USE enum stf_status stf_conflict_find(struct stf_cover *cover,
                                               const struct stf_conflict_options *options,
                                               struct stf_conflict *out,
                                               struct stf_error *error);
void stf_conflict_clear(struct stf_conflict *conflict);

#endif
