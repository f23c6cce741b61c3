/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a customer brings along: the draws of one contact, made when it comes to the queue, so
 * that they are the same whatever happens to the others. */
#ifndef STF_CUSTOMER_H
#define STF_CUSTOMER_H

#include "engine/waiting.h"

/* Drawn seconds in the nearest microsecond; INT64_MAX where it cannot be told. */
int64_t stf_customer_us(double seconds);

/* An instant `by_us` >= 0 later; INT64_MAX, which is never, where it cannot be told. */
static inline int64_t stf_customer_later(int64_t at_us, int64_t by_us) {
  return at_us > 0 && by_us > INT64_MAX - at_us ? INT64_MAX : at_us + by_us;
}

/* The contact as it comes to the queue: work and the instant at which it leaves. */
struct stf_waiting stf_customer_draw(const struct stf_desk *desk,
                                     const struct stf_stream *stream,
                                     const struct stf_arrival *arrival);

/* Pause of the team's agent after the contact. */
int64_t stf_customer_pause_us(const struct stf_team *team, const struct stf_stream *stream,
                              const struct stf_arrival *arrival);

/* Uniform by which the contact chooses among idle agents. */
double stf_customer_routing(const struct stf_stream *stream, const struct stf_arrival *arrival);

#endif
