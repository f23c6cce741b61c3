/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents by team and step of time: what a requirement decides, and a desk staffed by it. */
#ifndef STF_GRID_H
#define STF_GRID_H

#include "base/arena.h"
#include "desk/desk.h"

struct stf_grid {
  int64_t from_us; /* where the first step begins: the desk's period */
  int64_t step_us; /* > 0; the last step may end after the period */
  size_t steps_n;
  uint32_t teams_n;
  const bool *planned; /* by team: the others keep the desk's own staff */
  bool *open;          /* [team * steps_n + step]: people of a planned team may be there */
  int32_t *agents;     /* the same places: how many are; 0 where not open or not planned */
};

/* Steps over the desk's period, all without agents. A planned team is open in a step in which
 * the desk has somebody of it, be it for a moment; one of which the desk has nobody at all is
 * always open. `planned` is borrowed, the rest belongs to the arena. */
STF_MUST_USE enum stf_status stf_grid_of(const struct stf_desk *desk, int64_t step_us,
                                         const bool *planned, struct stf_arena *arena,
                                         struct stf_grid *out);

/* Place of a team and step in open and agents. */
static inline size_t stf_grid_at(const struct stf_grid *grid, uint32_t team, size_t step) {
  return team * grid->steps_n + step;
}

/* How many times as fast as with one contact an agent of the team is with every place taken. */
double stf_grid_speed(const struct stf_desk *desk, uint32_t team);

/* The planned team that is open in the step and does the class's work at the least price, the
 * hour's over its speed; the first of equal ones; teams_n: none. cost_per_h by team; NULL: all
 * alike. */
uint32_t stf_grid_cheapest(const struct stf_desk *desk, const struct stf_grid *grid,
                           const double *cost_per_h, uint32_t class_index, size_t step);

/* The desk's own people as a grid: the least that are there at a time within each step. */
void stf_grid_present(const struct stf_desk *desk, const struct stf_grid *grid, int32_t *out);

/* The desk with the grid's agents in the place of the planned teams' people: anonymous, all of
 * them there, at the team's speed. Nobody of them is absent or late; time away within a shift
 * stays as the desk has it. In a warm-up there are as many as at the same instant of the week
 * in the period, or of the day where that is shorter than a week; from the end of the period on
 * as many as in the last step. Belongs to the arena; the desk is borrowed. */
STF_MUST_USE enum stf_status stf_grid_desk(const struct stf_desk *desk,
                                           const struct stf_grid *grid, struct stf_arena *arena,
                                           struct stf_desk *out);

#endif
