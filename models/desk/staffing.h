/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order of staff changes, the same for every way in which a desk is made. */
#ifndef STF_DESK_STAFFING_H
#define STF_DESK_STAFFING_H

#include "desk/desk.h"

/* Puts changes in the order that the engine wants: by instant; comings before goings, so that
 * nobody's queue is left alone at a change of shift; named agents before counts, by team and
 * agent, then shift. Changes of one team's count at one instant that belong to no shift are one
 * change, and none if they cancel. Returns how many are left. Shifts of one agent in one team
 * must not touch or overlap: join them first. */
size_t stf_staffing_order(struct stf_staff_change *changes, size_t n);

/* Highest count that a team's pool reaches: no more of its agents are ever on shift at once. */
uint32_t stf_staffing_peak(const struct stf_desk *desk, uint32_t team);

#endif
