/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random problems of the roster, from ones so small that all rosters can be tried to ones of a
 * desk's size. */
#ifndef STF_RANDOM_ROSTER_H
#define STF_RANDOM_ROSTER_H

#include "base/arena.h"
#include "roster/team_roster.h"

struct stf_random_roster_size {
  int days_n;
  int agents_n;
  int starts_n;  /* of each shape */
  int day_steps; /* 24 or 48 */
  bool hires;    /* one contract hires */
};

/* The problem of that number; days, agents and all in the arena. Fixed shifts keep the rules.
 */
struct stf_problem stf_random_roster_make(uint32_t number,
                                          const struct stf_random_roster_size *size,
                                          struct stf_arena *arena);

#endif
