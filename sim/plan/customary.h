/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The staffing that is customary in the trade: a formula for each step by itself, as if it went
 * on for ever, with the average handling time divided by the contacts that an agent has at
 * once. Set beside a requirement to show what it would deliver; nothing is decided with it.
 */
#ifndef STF_CUSTOMARY_H
#define STF_CUSTOMARY_H

#include "plan/offered.h"
#include "theory/staffing.h"

struct stf_customary_in {
  const struct stf_desk *desk;
  const struct stf_grid *grid; /* open steps and planned teams */
  const struct stf_offered *offered;
  const double *cost_per_h;      /* as in plan/require.h: the cheapest team serves a class */
  enum stf_staffing_model model; /* C or A */
  double share;                  /* to be served... */
  double within_s;               /* ... within so long a wait */
  int32_t least_n;               /* in every open step */
};

/* agents: [team * steps_n + step], 0 where not open. In Erlang A patience is exponential with
 * the mean rate of leaving (1 / mean patience) of the step's contacts; STF_ERR_USAGE where all
 * of a step never leave. A step's own arrivals count, what is left from the step before does
 * not; contacts that come while the team is closed are nobody's. */
STF_MUST_USE enum stf_status stf_customary_agents(const struct stf_customary_in *in,
                                                  const struct stf_allocator *allocator,
                                                  int32_t *agents);

#endif
