/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seats of agents (engine/staff.h): who needs one, and which agent of a pool with seats goes.
 */
#ifndef STF_SEATS_H
#define STF_SEATS_H

#include "engine/staff.h"

/* True if the team's agents need a seat. */
bool stf_seats_needed(const struct stf_desk *desk, uint32_t team);

/* Numbers the pools' agents behind the named ones: agents come only when no departure is owed,
 * so no more than the highest count exist. Then, once there is room for them, tells each her
 * team. */
void stf_seats_size_pools(struct stf_staff *staff);
void stf_seats_put_in_teams(struct stf_staff *staff);

/* Makes seats and their places, for the agents of teams that are `seated`. Fails without
 * memory; stf_staff_clear then releases what there is. */
STF_MUST_USE enum stf_status stf_seats_init(struct stf_staff *staff);

/* Pool agent on shift who goes first, or (`stays`) of those who are to go the one who stays; of
 * equals the lowest number. Who is away goes before others. STF_STAFF_NONE: there is none. */
uint32_t stf_seats_first_to_go(const struct stf_staff *staff, uint32_t team, bool stays);

#endif
