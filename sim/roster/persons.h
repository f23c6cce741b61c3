/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether any roster of named people meets a requirement: an integer program in which every
 * rule stands for every person. It has a solution in which nobody is missing if and only if
 * such a roster exists, so that its answers are proofs. Unlike the program of roster/program.h
 * it is for questions about a few days.
 *
 * For each person and day a column for each shift that could matter, of which one at most is
 * worked; rows for the days and hours of a week, days in a row, pairs of days, and for rest: of
 * the shifts of one day that end at e or later and those of a later day that begin too early
 * for e at most one, unless (days off) there is work between them. Too few agents have columns
 * whose sum is least. First people who are alike are taken together and fractions allowed: if
 * somebody is missing even so, the bound of its prices proves it. Then person by person, in
 * whole numbers.
 */
#ifndef STF_PERSONS_H
#define STF_PERSONS_H

#include "roster/legal.h"

struct stf_persons {
  const struct stf_problem *problem;
  const struct stf_variants *variants;
  const struct stf_problem_agent *people;
  size_t people_n;
  const bool *needs; /* by team and step as problem->need: it must be met there */
  /* By person and day. */
  const bool *freed;      /* the cell does not hold: leave and days off are free on days of the
                             plan, a fixed shift may be worked or not */
  const uint32_t *waived; /* bit of each rule (enum stf_legal_rule) that does not hold, where
                             legal.h tells its breach: at the later day or the week's first */
  uint32_t nodes_most;    /* of branch and bound */
  size_t columns_most;    /* a larger program is not tried */
  bool (*stop)(void *context); /* NULL: never */
  void *context;
};

enum stf_persons_answer {
  STF_PERSONS_UNKNOWN, /* a limit came first */
  STF_PERSONS_POSSIBLE,
  STF_PERSONS_IMPOSSIBLE
};

/* Asks. *columns_n grows by the columns that were solved. choices (NULL: not wanted): by person
 * and day, of a roster that does it, where the answer is POSSIBLE. STF_ERR_INTERRUPTED: the
 * user stopped it. */
STF_MUST_USE enum stf_status stf_persons_ask(const struct stf_persons *in,
                                             enum stf_persons_answer *answer, int32_t *choices,
                                             size_t *columns_n, struct stf_error *error);

#endif
