/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The factors on the rates of one replication: season, week, day and interval, and
 * those of single days. Each has its own
 * address, so that switching one on moves no other draw. */
#ifndef STF_BUSYNESS_H
#define STF_BUSYNESS_H

#include "desk/desk.h"
#include "random/stream.h"

/* The product of the factors of each step of the desk's rate grid, without the volume:
 * desk->rates_n places. A level that the desk does not have is 1 and draws nothing. */
void stf_busyness_draw(const struct stf_desk *desk, const struct stf_stream *stream,
                       double *factors);

#endif
