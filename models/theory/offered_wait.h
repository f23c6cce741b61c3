/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integrals over the density of the offered wait of erlang_a.h, up to any point. */
#ifndef STF_OFFERED_WAIT_H
#define STF_OFFERED_WAIT_H

#include "theory/erlang_a.h"

/* With g the density up to a factor, F(v) = P(patience <= v), G its integral: integrals from 0
 * to some t of g times ... */
enum stf_offered_wait_moment {
  STF_OFFERED_WAIT_ONE,         /* 1: offered wait <= t */
  STF_OFFERED_WAIT_GONE,        /* F: patience ended before the agent came */
  STF_OFFERED_WAIT_WAITED,      /* v - G: mean of min(v, patience) */
  STF_OFFERED_WAIT_SERVED_TIME, /* v (1 - F) */
  STF_OFFERED_WAIT_GONE_TIME,   /* v F - G: mean of patience over those below v */
  STF_OFFERED_WAIT_MOMENTS_N
};

struct stf_offered_wait;

/* As stf_erlang_a_new. */
STF_MUST_USE enum stf_status stf_offered_wait_new(const struct stf_load *load,
                                                  const struct stf_patience *patience,
                                                  const struct stf_allocator *allocator,
                                                  struct stf_offered_wait **out);
void stf_offered_wait_free(struct stf_offered_wait *wait);

/* The integrals up to t_s (INFINITY: all), relative to the total of _ONE. */
void stf_offered_wait_until(const struct stf_offered_wait *wait, double t_s,
                            double out[STF_OFFERED_WAIT_MOMENTS_N]);

/* Weight of no wait at all, in the same unit; INFINITY if it outweighs the rest beyond what a
 * double holds. */
double stf_offered_wait_none(const struct stf_offered_wait *wait);

/* P(patience <= t_s). */
double stf_offered_wait_gone(const struct stf_offered_wait *wait, double t_s);

/* Beyond this time nothing is left of the density. */
double stf_offered_wait_end_s(const struct stf_offered_wait *wait);

#endif
