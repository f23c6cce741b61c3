/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One turn of a conversation: its draws, and its place among those that need the agent. */
#ifndef STF_TURN_H
#define STF_TURN_H

#include "engine/live.h"
#include "engine/skill.h"

/* Two uniforms of the contact's turn. */
void stf_turn_uniforms(const struct stf_stream *stream, const struct stf_arrival *arrival,
                       enum stf_stream_purpose purpose, uint32_t turn, double u[2]);

/* Number of the agent's turns; 1 of a class without turns. */
uint32_t stf_turn_number(const struct stf_class *class, const struct stf_stream *stream,
                         const struct stf_arrival *arrival);

/* Work of the agent's next turn [us], as long as she takes for it; the think time behind it is
 * put into the conversation. */
double stf_turn_work(const struct stf_class *class, const struct stf_stream *stream,
                     const struct stf_skill *skill, struct stf_live *talk, int64_t now_us);

/* Place in the order of the team's turns of a conversation that needs her from now on: smaller
 * is answered first. */
int64_t stf_turn_order(const struct stf_class *class, const struct stf_live *talk,
                       enum stf_turn_order order, int64_t now_us);

#endif
