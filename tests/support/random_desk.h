/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small random desks for property tests: a few classes with and without bots, messages, head
 * starts and hours of patience, teams with skills, pools and named agents, every law, both
 * edges, factors of intervals, campaigns, calls that write and contacts of a log. The same
 * number always gives the same desk.
 */
#ifndef STF_RANDOM_DESK_H
#define STF_RANDOM_DESK_H

#include "base/arena.h"
#include "desk/desk.h"
#include "time/zone.h"

struct stf_random_desk {
  struct stf_desk desk;
  struct stf_names names;
  struct stf_class *classes; /* of the desk, to be written in */
  struct stf_team *teams;
  struct stf_arena *arena;
  struct stf_calendar *hours; /* of bots and patience */
};

/* Builds desk number `number`. Asserts on failure. */
void stf_random_desk_build(uint32_t number, const struct stf_zone *zone,
                           struct stf_random_desk *out);
void stf_random_desk_clear(struct stf_random_desk *desk);

#endif
