/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of her conversations in turns (engine/talks.h) an agent works on: the list of those
 * that need her, in the order of her team, and the turn at work.
 */
#ifndef STF_READY_H
#define STF_READY_H

#include "engine/talks.h"

/* The conversation, which has a place of its agent's, needs her: it goes into her list, behind
 * those of its order. */
void stf_ready_add(struct stf_talks *talks, uint32_t talk, int64_t now_us);

/* Takes a conversation that needs its agent out of her list, or out of her work. */
void stf_ready_take_out(struct stf_talks *talks, uint32_t talk, int64_t now_us);

/* If she works on nothing and may, the agent begins the turn that is first in her list. */
void stf_ready_go_on(struct stf_talks *talks, uint32_t agent, int64_t now_us);

/* When the turn that the agent works on is done; INT64_MAX: she works on none. */
int64_t stf_ready_done_us(const struct stf_talks *talks, uint32_t agent);

/* Her first message in a conversation without turns that she works on, at the latest
 * (`is_done`) with the end of the work; else only if it is time. */
void stf_ready_answer(struct stf_talks *talks, uint32_t talk, int64_t now_us, bool is_done);

/* The turn that she works on, if any, stops; what is left of it is kept. */
void stf_ready_stop(struct stf_talks *talks, uint32_t agent, int64_t now_us);

#endif
