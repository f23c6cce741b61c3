/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time that a contact takes of an agent, at the least. */
#ifndef STF_DESK_WORK_H
#define STF_DESK_WORK_H

#include "desk/desk_balance.h"

/* Agent-seconds of a contact of the class, of those teams that may take it where it is least:
 * mean work and after-work, the bot's part to read, and the pause after it, over the highest
 * total rate at which an agent of the team gets on with such contacts (stf_desk_work_rate). */
struct stf_desk_balance_each stf_desk_work_each(const struct stf_desk *desk,
                                                uint32_t class_index);

/* Work on contacts of the class that an agent does in a second at the most. Of several in hand,
 * all at work, of weights w and sum P, each gets on at r(P) / r(w), r(j) = speeds[j - 1] / j
 * (desk/channels.h), and takes w / P of her time: speeds[P - 1] / speeds[w - 1], with P a sum
 * of w and weights of contacts of the same level that the team may take, up to its cap. 1 in
 * the background, and in turns. */
double stf_desk_work_rate(const struct stf_desk *desk, uint32_t team, uint32_t class_index);

#endif
