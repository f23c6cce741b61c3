/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk with parameters of its own in each replication: one of desk->draws, chosen by an
 * address of the replication, so that scenarios on the same seed meet the same draws. */
#ifndef STF_DRAWN_H
#define STF_DRAWN_H

#include "desk/desk.h"
#include "random/stream.h"

struct stf_drawn;

/* Room for the desk (borrowed), which has draws. */
STF_MUST_USE enum stf_status stf_drawn_new(const struct stf_desk *desk,
                                           const struct stf_allocator *allocator,
                                           struct stf_drawn **out);
void stf_drawn_free(struct stf_drawn *drawn); /* NULL is fine */

/* Which draw the stream's replication takes, from 0. */
size_t stf_drawn_number(const struct stf_parameters *draws, const struct stf_stream *stream);

/* The desk of the stream's replication, until the next call. Factors go on the rates, on the
 * durations of service, patience, first messages and pauses, on speeds by load, on the odds of
 * containment (in and out of hours) and on the variance of the day factor. */
const struct stf_desk *stf_drawn_desk(struct stf_drawn *drawn, const struct stf_stream *stream);

#endif
