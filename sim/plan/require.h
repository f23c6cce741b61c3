/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requirement: the least people by step of time and team with which promises are kept, and
 * the proof of it on customers that the search has never seen.
 *
 * 1. Start: n(t) = R(t) + beta sqrt(R(t)) of the simulated offered load R (plan/offered.h;
 *    Jennings et al. 1996), the same beta in all steps of a stretch, raised until it holds.
 * 2. Search, on the same customers throughout (common random numbers): marginal values of a
 *    person in each step from the run itself (plan/marginal.h) move, add and take people in all
 *    stretches at once; then persons one by one, where a person matters (plan/seek.h).
 * 3. Proof: other customers, more replications; accepted if the lower 95 % limit (one-sided,
 *    Wilson) of the probability clears the wanted one in each stretch. Else more people where
 *    it failed, held to more on fresh customers and twice as many, and another proof with
 *    customers of its own: the 5 % are shared by all the attempts that are allowed.
 *
 * What comes out is a local least, not the least of all.
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
  int32_t least_n;           /* of people in every open step */
  uint32_t proof_n;          /* replications of a proof */
  uint32_t attempts_n;       /* proofs at most, 1 to STF_REQUIRE_ATTEMPTS_MAX */
  bool draft;  /* many people at a time only, and no proof: for who goes on from there */
  bool coarse; /* of a draft: it ends where fewer no longer do, without the last per cent */
  /* Told how many simulations of the search are done; may be NULL. */
  void (*progress)(void *context, uint32_t done_n);
};

/* Least replications of a proof with which the probability can be proven at all: its limit
 * clears it if the promise is kept in every one. 0 < probability < 1, attempts_n as above. */
uint32_t stf_require_proof_least(double probability, uint32_t attempts_n);

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
  uint32_t proof_n;           /* replications of the last proof: fewer than asked for where
                                 these have refuted it */
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
