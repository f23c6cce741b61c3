/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of the search for a requirement (plan/require.h). Internal to this folder. */
#ifndef STF_SEARCH_STAFF_H
#define STF_SEARCH_STAFF_H

#include "plan/require.h"

/* A search under way: the best staffing so far and what its simulation said. */
struct stf_search_state {
  const struct stf_require_in *in;
  const struct stf_allocator *allocator;
  struct stf_arena *arena;
  struct stf_judge *judge;
  struct stf_grid grid; /* the staffing tried next */
  size_t stretches_n;
  double *wanted;                   /* by stretch: what the search holds it to */
  struct stf_judge_figure *figures; /* of the last simulation */
  double *late;                     /* by step, of the last simulation */
  int32_t *best; /* agents of the last staffing that held everywhere; none held yet: 0 */
  uint32_t simulations_n;
};

/* Of an hour of the team's people; 1 where nobody said. */
static inline double stf_search_cost(const struct stf_search_state *state, uint32_t team) {
  return state->in->cost_per_h != NULL ? state->in->cost_per_h[team] : 1;
}

/* Simulates state->grid. */
STF_MUST_USE enum stf_status stf_search_try(struct stf_search_state *state);

/* Puts the last staffing that held everywhere back into state->grid. */
void stf_search_restore(struct stf_search_state *state);

/* Whether a stretch of the last simulation is good enough for the search. */
bool stf_search_holds(const struct stf_search_state *state, size_t stretch);

/* One person less where nobody misses him, or a cheaper one, until that is nowhere left. The
 * grid holds before and after; figures and late are then of the grid. */
STF_MUST_USE enum stf_status stf_search_spare(struct stf_search_state *state);

/* One person more at a time, where most wait too long, until every stretch holds, or so many
 * simulations have not been enough: *holds says which. */
STF_MUST_USE enum stf_status stf_search_mend(struct stf_search_state *state, bool *holds);

#endif
