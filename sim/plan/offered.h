/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offered load: how many agents of the planned teams are at work at a time, on average over a
 * step, where nobody ever waits for one (Jennings, Mandelbaum, Massey & Whitt 1996, Management
 * Science 42(10): m(t) = E int_{t-S}^t lambda). By simulation of the desk with agents enough,
 * bot, turns, returns and closed hours included; with turns it is the work alone, what
 * customers think is in `held` (the second station of Yom-Tov & Mandelbaum 2014, M&SOM 16(2)).
 */
#ifndef STF_OFFERED_H
#define STF_OFFERED_H

#include "plan/grid.h"

struct stf_offered_in {
  const struct stf_desk *desk;
  uint64_t seed;
  uint32_t replications_n; /* >= 1 */
  void *context;           /* of stop */
  bool (*stop)(void *context);
};

/* Means by class and step: classes_n * steps_n places each, [class * steps_n + step]; owned by
 * the arena that stf_offered_simulate is given. Only what planned teams take counts. */
struct stf_offered {
  double *work; /* agents at work */
  double *held; /* contacts in hand, each of them one place */
  double *asks; /* contacts that ask for a human in the step */
};

/* STF_ERR_INTERRUPTED: stopped. */
STF_MUST_USE enum stf_status stf_offered_simulate(const struct stf_offered_in *in,
                                                  const struct stf_grid *grid,
                                                  struct stf_arena *arena,
                                                  struct stf_offered *out);

#endif
