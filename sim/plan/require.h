/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requirement: the least people by step of time and team with which a promise is kept, and
 * the proof of it on customers that the search has never seen.
 *
 * Search, on the same customers throughout (common random numbers):
 * 1. n(t) = R(t) + beta sqrt(R(t)) of the simulated offered load R (plan/offered.h; Jennings et
 *    al. 1996), one beta for each stretch, by bisection of simulations.
 * 2. Fewer: one person less in several steps at once, where few wait too long first; halved
 *    where that breaks the promise, until nobody can be spared by himself. Where teams can
 * stand in for each other, a cheaper one for a dearer one, too. Proof: other customers, more
 * replications; accepted if the lower 95 % limit (one-sided, Wilson) of the probability clears
 * the wanted one in each stretch. Else more people where too many still wait, and another proof
 * with its own customers: the 5 % are shared by all the attempts that are allowed.
 *
 * What comes out is a local least, not the least of all: a saving may exist that takes several
 * people at once elsewhere.
 */
#ifndef STF_REQUIRE_H
#define STF_REQUIRE_H

#include "plan/judge.h"
#include "plan/offered.h"

enum {
  STF_REQUIRE_ATTEMPTS_MAX = 5
};

struct stf_require_in {
  struct stf_judge_in judge; /* replications_n: of the search */
  const bool *planned;       /* by team of the desk; one at least */
  const double *cost_per_h;  /* by team; NULL: all alike */
  int64_t step_us;           /* > 0 */
  double probability;  /* with which each stretch must reach the share, in (0, 1); 0: all of its
                          customers together must, on average */
  int32_t least_n;     /* of people in every open step */
  uint32_t proof_n;    /* replications of a proof */
  uint32_t attempts_n; /* proofs at most, 1 to STF_REQUIRE_ATTEMPTS_MAX */
  /* Told how many simulations of the search are done; may be NULL. */
  void (*progress)(void *context, uint32_t done_n);
};

enum stf_require_end {
  STF_REQUIRE_PROVEN,
  STF_REQUIRE_NOT_PROVEN,  /* the attempts are used up */
  STF_REQUIRE_OUT_OF_REACH /* not even with R + 64 sqrt(R) people */
};

struct stf_require {
  struct stf_grid grid; /* the result */
  enum stf_require_end end;
  const struct stf_judge_figure *searched; /* by stretch, as the search saw it */
  struct stf_judge_figure *proven;         /* as the last proof saw it; NULL: none was made */
  const double *low;          /* by stretch: lower limit of the probability (on average: of
 the margin) in the last proof */
  const double *late;         /* by step, of the last simulation */
  struct stf_offered offered; /* as the search began with it */
  size_t stretches_n;
  size_t worst;           /* stretch with the lowest limit, or the one out of reach */
  uint32_t attempts_n;    /* proofs made */
  uint32_t simulations_n; /* of the search */
  double cost;            /* of people, per period; NAN without cost_per_h */
  double people_h;        /* hours of people */
};

/* Everything in *out belongs to the arena; in->judge.terms etc. are borrowed.
 * STF_ERR_INTERRUPTED: stopped; *out then holds the best found so far if out->grid.agents is
 * not NULL, not proven. */
STF_MUST_USE enum stf_status stf_require_find(const struct stf_require_in *in,
                                              const struct stf_allocator *allocator,
                                              struct stf_arena *arena, struct stf_require *out);

#endif
