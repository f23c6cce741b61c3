/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closing the loop: rosters of real shifts, simulated as they are, until the promises hold with
 * them and not only with the people that the requirement would have liked.
 *
 * The requirement's people are wanted; whoever makes rosters covers them as cheaply as the
 * rules allow; the roster is simulated, breaks, absence and all; marginal values
 * (plan/marginal.h) say where one person more would do most and one fewer least, and that is
 * wanted next. On the same customers throughout, until nothing better has come several times in
 * a row. The best roster is then put to the proof as a requirement is (plan/require.h).
 */
#ifndef STF_LOOP_H
#define STF_LOOP_H

#include "plan/require.h"

struct stf_loop_roster {
  const struct stf_desk *desk; /* the requirement's, with the roster's people */
  double cost;                 /* of them, in the currency */
};

struct stf_loop_in {
  const struct stf_require_in *require; /* least_n: wanted at least in each open step */
  const int32_t *need; /* [team * steps_n + step] of the require's grid: people on duty */
  uint32_t rounds_n;   /* rosters at most, for each proof; >= 1 */
  void *context;
  /* A roster for so many people rostered; valid until the next call or keep. urgency >= 1: how
   * many times its usual price a missing person shall cost, where one may be missing. */
  enum stf_status (*cover)(void *context, const struct stf_grid *want, double urgency,
                           struct stf_loop_roster *out);
  /* The last one is the best so far: it is to be kept, valid until something else is. */
  void (*keep)(void *context);
};

/* *out as of a requirement: grid: people rostered by the roster that was kept; searched: its
 * figures; cost: NAN, it is the roster's. STF_REQUIRE_OUT_OF_REACH: the search has found no
 * roster with which the promises hold; the one that comes nearest is kept and was simulated in
 * one proof. STF_ERR_INTERRUPTED: stopped; the best so far is kept if out->rosters_n > 0. */
struct stf_loop {
  struct stf_require result;
  uint32_t rosters_n;
};

STF_MUST_USE enum stf_status stf_loop_close(const struct stf_loop_in *in,
                                            const struct stf_allocator *allocator,
                                            struct stf_arena *arena, struct stf_loop *out);

#endif
