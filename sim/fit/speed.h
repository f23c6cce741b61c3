/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast agents with several contacts in hand work: the total rate with j in hand as a
 * multiple of the rate with one, from sessions that share an agent (limited processor sharing:
 * Luo & Zhang 2013; Tezcan & Zhang 2014).
 *
 * Completions at load j over agents' time at load j estimate the rates where service is
 * exponential (Tezcan & Zhang 2014). Where it is not, sessions at a high load are of other ages
 * than those at a low one, and the plain ratio is off by some percent. So the expected
 * completions are summed with the hazard of the work already done: s_j = completions at j /
 * sum of hazard(work done) / j over the time at j, hazard by classes of equal counts of the
 * work deflated with s; both repeated until s stands still. With one class of work this is the
 * plain ratio. The work of a contact that several agents had begins anew with each.
 *
 * Standard errors: jackknife over groups of agents' days.
 */
#ifndef STF_SPEED_H
#define STF_SPEED_H

#include "contact/load.h"

/* Fewest completions at a load whose rate is taken. */
enum {
  STF_SPEED_LEAST = 50
};

struct stf_speed {
  uint32_t cap;
  double speeds[STF_CONTACT_CAP_MAX];     /* [j - 1]; the first is 1 */
  double errors[STF_CONTACT_CAP_MAX];     /* NAN where it was not measured */
  double exposure_s[STF_CONTACT_CAP_MAX]; /* agents' time at that load */
  size_t ends_n[STF_CONTACT_CAP_MAX];     /* completions at it */
  bool measured[STF_CONTACT_CAP_MAX];     /* else the rate of the nearest measured load below,
                                             or of the first one: an assumption */
  uint32_t most;                          /* contacts in hand at once, ever */
  double rate_per_s;                      /* completions at load 1 over the time at it; NAN */
};

/* Draws of the rates: groups of agents' days resampled with replacement, all loads together. */
struct stf_speed_draws {
  uint32_t n;
  double *factors; /* [draw * cap + j - 1] on the speeds; the first of a draw is 1 */
};

/* Only exposure_s, ends_n and most. */
void stf_speed_count(const struct stf_load_turns *turns, struct stf_speed *out);

/* Estimates for 1 <= cap <= STF_CONTACT_CAP_MAX. Loads above the cap
 * are left out. draws: NULL, or with room, filled. Fails only without memory. */
STF_MUST_USE enum stf_status stf_speed_fit(const struct stf_load_turns *turns, uint32_t cap,
                                           const struct stf_allocator *allocator,
                                           struct stf_speed *out,
                                           const struct stf_speed_draws *draws);

#endif
