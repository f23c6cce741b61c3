/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts of a log that begins after a bot (given.behind_bot): when those whom it let through
 * came to it, and those who ended in it, whom the log does not have.
 *
 * The bot reached a share r, contained c (desk.demand->observed) of those, and l of the others
 * left inside it (reach_share and leave_share of the class's bot): of all who came
 * h = (1 - r) + r (1 - c)(1 - l) are in the log (stf_desk_asking_share). For each contact of
 * the log the number of those whom it misses is geometric of mean (1 - h) / h, and their
 * uniforms of containment and leaving are drawn given what became of them: a bot with the same
 * c lets exactly the log's through, one with a higher c keeps some of them too, one with a
 * lower c lets some of the others go, each decided by one uniform.
 */
#ifndef STF_BEHIND_H
#define STF_BEHIND_H

#include "engine/arrivals.h"

enum stf_behind {
  STF_BEHIND_NONE,      /* not of such a log */
  STF_BEHIND_PASSED,    /* the bot let it through: in the log */
  STF_BEHIND_CONTAINED, /* it is not: contained then */
  STF_BEHIND_LEFT       /* the same: the customer left inside the bot */
};

/* What the log does not say of one of its contacts, which asked for a human at queue_us: it
 * came to the bot a duration of the bot's part before, or was not reached by it. */
void stf_behind_pass(const struct stf_desk *desk, const struct stf_stream *stream,
                     struct stf_arrival *arrival);

/* How many the log misses beside that contact, as it was before stf_behind_pass or after. */
uint32_t stf_behind_missed_n(const struct stf_desk *desk, const struct stf_stream *stream,
                             const struct stf_arrival *logged);

/* Number k of them, from 1. It leaves the bot, or would, at a uniform place of the interval in
 * which the logged one did. */
struct stf_arrival stf_behind_missed(const struct stf_desk *desk,
                                     const struct stf_stream *stream,
                                     const struct stf_arrival *logged, uint32_t k);

/* A uniform place in the interval that holds an instant, the part of it that is in the run. */
int64_t stf_behind_place_us(const struct stf_desk *desk, int64_t at_us, double u);

#endif
