/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closing the loop: rosters of real shifts, simulated as they are, until the promises hold with
 * them and not only with the people that the requirement would have liked.
 *
 * The requirement's people are wanted; whoever makes rosters covers them as cheaply as the
 * rules allow; the roster is simulated, breaks, absence and all; marginal values
 * (plan/marginal.h) say where one person more would do most and one fewer least, and that is
 * wanted next. On the same customers throughout, in this order:
 *
 * 1. Reach: a missing person costs more and more, so that more are hired, until the promises
 *    hold or nobody else can be had; then others are wanted. Always more at the times at which
 *    one does more.
 * 2. Hire less: what may be spent on hiring is halved down to the least with which rosters are
 *    found that hold.
 * 3. Save: overtime and premiums, by a lower price of who is missing and by fewer wanted.
 *
 * The best roster is then put to the proof as a requirement is (plan/require.h); where that
 * fails, other rosters are sought on other customers, twice as many, dearer ones if need be.
 * Nothing of this cuts off a roster that might hold: what is wanted moves both ways.
 */
#ifndef STF_LOOP_H
#define STF_LOOP_H

#include "plan/require.h"

struct stf_loop_roster {
  const struct stf_desk *desk; /* the requirement's, with the roster's people */
  double cost;                 /* of them, in the currency */
  double hires;                /* of it, for those who are hired */
  double extra;                /* of it, what another roster of the same people may save */
};

/* What a roster is to be made for. */
struct stf_loop_ask {
  const struct stf_grid *want; /* people rostered */
  const double *urgency; /* by place of the grid, > 0: how many times its usual price a missing
                            person costs, where one may be missing */
  double hires_most;     /* what may be spent on hiring; INFINITY: as much as there is */
};

struct stf_loop_in {
  const struct stf_require_in *require; /* least_n: wanted at least in each open step; draft:
                                           the search alone, without proof and bound */
  const int32_t *need; /* [team * steps_n + step] of the require's grid: people on duty */
  uint32_t rosters_n;  /* at most, for each proof; >= 1 */
  double hire_least; /* what hiring one person costs at least; INFINITY: nobody can be hired */
  bool hires_alike;  /* and nobody costs more: what is spent is a multiple of it */
  void *context;
  /* Valid until the next call or keep. */
  enum stf_status (*cover)(void *context, const struct stf_loop_ask *ask,
                           struct stf_loop_roster *out);
  /* The last one is the best so far: it is to be kept, valid until something else is. */
  void (*keep)(void *context);
  /* By place: people of the planned teams who could be at work at most, whatever the roster,
   * with so much spent on hiring; of closed steps and other teams as it was. */
  void (*most)(void *context, double hires_most, int32_t *people);
};

/* *out as of a requirement: grid: people rostered by the roster that was kept; searched: its
 * figures; cost: NAN, it is the roster's. STF_REQUIRE_OUT_OF_REACH: the search has found no
 * roster with which the promises hold; the one that comes nearest is kept and was simulated in
 * one proof. STF_ERR_INTERRUPTED: stopped; the best so far is kept if out->kept_n > 0. */
struct stf_loop {
  struct stf_require result;
  uint32_t kept_n;               /* rosters that were the best so far */
  uint32_t tried_n;              /* and all of them */
  bool is_cut;                   /* a search has ended at rosters_n */
  struct stf_loop_roster roster; /* that is kept */
  double hires_bound; /* what any must spend on hiring that holds (plan/bound.h): 0: not known
                         of any; INFINITY: none can */
};

STF_MUST_USE enum stf_status stf_loop_close(const struct stf_loop_in *in,
                                            const struct stf_allocator *allocator,
                                            struct stf_arena *arena, struct stf_loop *out);

#endif
