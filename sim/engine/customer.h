/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a customer brings along: the draws of one contact, each at an address of its own, so
 * that they are the same whatever happens to the others. */
#ifndef STF_CUSTOMER_H
#define STF_CUSTOMER_H

#include "engine/waiting.h"
#include "random/law_block.h"

/* Drawn seconds in the nearest microsecond; INT64_MAX where it cannot be told. */
static inline int64_t stf_customer_us(double seconds) {
  return stf_law_block_us(seconds);
}

/* An instant `by_us` >= 0 later; INT64_MAX, which is never, where it cannot be told. */
static inline int64_t stf_customer_later(int64_t at_us, int64_t by_us) {
  return at_us > 0 && by_us > INT64_MAX - at_us ? INT64_MAX : at_us + by_us;
}

/* Two uniforms of the contact. */
void stf_customer_pair(const struct stf_stream *stream, const struct stf_arrival *arrival,
                       enum stf_stream_purpose purpose, double u[2]);

/* The uniform (the first of that purpose) that decides how much work the contact is, of
 * survival: a bot that has sifted the easy ones has moved it (desk/difficulty.h). */
double stf_customer_work_uniform(const struct stf_class *class, const struct stf_stream *stream,
                                 const struct stf_arrival *arrival,
                                 enum stf_stream_purpose purpose);

/* The contact of who->arrival as it comes to the queue: work, with the reading of the bot's
 * part where the bot handed it over, and the instant at which it leaves. Drawn patience runs
 * while the class's patience hours are open; a wait known from a log is time by the clock on
 * the wall. Filled in where it stands, all but its place in a queue: structures of this size
 * are dear to copy. */
void stf_customer_draw(const struct stf_desk *desk, const struct stf_stream *stream,
                       struct stf_waiting *who);

/* When the work on a contact that was taken before now_us (given->assign_us) ends: as logged;
 * where the log does not say, drawn beyond the time that has passed, now_us at the least. */
int64_t stf_customer_in_hand_us(const struct stf_class *class, const struct stf_stream *stream,
                                const struct stf_arrival *arrival, int64_t now_us);

/* An agent's reading of the bot's part of a contact; 0 if no bot handed it over. */
int64_t stf_customer_reading_us(const struct stf_class *class, const struct stf_stream *stream,
                                const struct stf_arrival *arrival);

/* After-work on the contact; 0: none. */
int64_t stf_customer_wrap_up_us(const struct stf_class *class, const struct stf_stream *stream,
                                const struct stf_arrival *arrival);

/* How long the place of the contact stays taken when it is over, without work; 0: it does not.
 */
int64_t stf_customer_kept_us(const struct stf_class *class, const struct stf_stream *stream,
                             const struct stf_arrival *arrival);

/* Pause of the team's agent after the contact. */
int64_t stf_customer_pause_us(const struct stf_team *team, const struct stf_stream *stream,
                              const struct stf_arrival *arrival);

/* When the contact, assigned at that instant, has its first message from a human if the work
 * lasts until then; STF_NEVER: not known. */
int64_t stf_customer_first_message_us(const struct stf_class *class,
                                      const struct stf_stream *stream,
                                      const struct stf_arrival *arrival, int64_t assign_us);

/* Uniform by which the contact chooses among idle agents. */
double stf_customer_routing(const struct stf_stream *stream, const struct stf_arrival *arrival);

#endif
