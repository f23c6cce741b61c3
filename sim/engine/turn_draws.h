/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is drawn for a conversation in turns (addresses: engine/talks.h). */
#ifndef STF_TURN_DRAWS_H
#define STF_TURN_DRAWS_H

#include "engine/talks.h"

/* Two uniforms of one turn. */
void stf_turn_draws_pair(const struct stf_talks *talks, const struct stf_live *talk,
                         enum stf_stream_purpose purpose, uint32_t turn, double u[2]);

/* How many turns it has; 1 in a class without turns. */
uint32_t stf_turn_draws_number(const struct stf_talks *talks, const struct stf_live *talk);

/* Work [us] of its agent's next turn; the think time behind it goes into the conversation. */
double stf_turn_draws_work(const struct stf_talks *talks, struct stf_live *talk,
                           int64_t now_us);

#endif
