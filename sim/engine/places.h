/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places of agents that conversations in turns take and give back (engine/talks.h), and the
 * speed at which an agent works with so many of them taken.
 */
#ifndef STF_PLACES_H
#define STF_PLACES_H

#include "engine/talks.h"

/* Speed of her turn, by the conversations of its level that have a place. */
static inline double stf_places_rate(const struct stf_staff_seat *seat) {
  const double *speeds = seat->hand.speeds;
  uint32_t n = seat->talks.level_n[seat->talks.level];
  uint32_t j = n < seat->hand.cap ? n : seat->hand.cap;
  return speeds != NULL && j > 0 ? speeds[j - 1] : 1;
}

/* She works on until now_us: what is left of her turn is that much less. There is one. */
void stf_places_run(struct stf_staff_seat *seat, int64_t now_us);

/* The conversation takes a place of the agent. */
void stf_places_hold(struct stf_talks *talks, uint32_t talk, uint32_t agent, int64_t since_us,
                     int64_t now_us);

/* The conversation gives its place back: the agent's list of free places wants to be told
 * (stf_staff_settle). */
void stf_places_release(struct stf_talks *talks, uint32_t talk, int64_t now_us);

/* Tells those who want to know that all her places are free, or the run over (STF_NEVER). */
void stf_places_tell(struct stf_talks *talks, uint32_t agent, int64_t end_us);

#endif
