/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of the search for a requirement (plan/require.h). Internal to this folder. */
#ifndef STF_SEEK_H
#define STF_SEEK_H

#include "plan/require.h"

/* A search under way: the best staffing so far and what its simulation said. */
struct stf_seek {
  const struct stf_require_in *in;
  const struct stf_allocator *allocator;
  struct stf_arena *arena;
  struct stf_judge *judge;
  struct stf_grid grid;        /* the staffing tried next */
  const struct stf_desk *desk; /* with the grid's people in shifts; NULL: with nobody else */
  size_t stretches_n;
  double *wanted;                   /* by stretch: what the search holds it to */
  struct stf_judge_figure *figures; /* of the last simulation */
  struct stf_judge_figure *best_figures;
  struct stf_judge_places places; /* of the last simulation */
  int32_t *best;                  /* agents of the cheapest staffing that held everywhere */
  double best_cost;               /* HUGE_VAL: none held yet */
  bool held;                      /* one did, be it on other customers */
  uint32_t simulations_n;
};

/* Of an hour of the team's people; 1 where nobody said. */
static inline double stf_seek_price(const struct stf_seek *seek, uint32_t team) {
  return seek->in->cost_per_h != NULL ? seek->in->cost_per_h[team] : 1;
}

/* A search that has tried nothing. The caller ends it, also after failure: *out then has its
 * figures, people and their cost. */
STF_MUST_USE enum stf_status stf_seek_begin(const struct stf_require_in *in,
                                            const struct stf_allocator *allocator,
                                            struct stf_arena *arena, struct stf_seek *seek,
                                            struct stf_require *out);
STF_MUST_USE enum stf_status stf_seek_end(struct stf_seek *seek, struct stf_require *out);

/* Simulates what stands in the seek. figures by stretch; places NULL: not asked for. */
STF_MUST_USE enum stf_status stf_seek_judge(struct stf_seek *seek,
                                            struct stf_judge_figure *figures,
                                            const struct stf_judge_places *places);

/* The same for seek->figures and places, and keeps the grid if it is the
 * best so far. */
STF_MUST_USE enum stf_status stf_seek_try(struct stf_seek *seek);

/* The same, without marginal values: seek->places stay those of the simulation before. */
STF_MUST_USE enum stf_status stf_seek_look(struct stf_seek *seek);

/* Puts the best staffing into seek->grid and what its simulation said into seek->figures, if
 * there is one. */
void stf_seek_restore(struct stf_seek *seek);

/* What a stretch of the last simulation reached: probability, on average the margin. */
double stf_seek_reached(const struct stf_seek *seek, size_t stretch);

/* Whether a stretch of the last simulation is good enough for the search. */
bool stf_seek_holds(const struct stf_seek *seek, size_t stretch);
bool stf_seek_all_hold(const struct stf_seek *seek);

/* Cost of the grid's people in the stretch, per hour of a step. */
double stf_seek_cost(const struct stf_seek *seek, size_t stretch);

/* All stretches at once towards the least cost, many people at a time, as the marginal values
 * of the last simulation say (plan/marginal.h): more where a stretch does not hold, fewer where
 * it does, and from where they do little to where they do much. Ends where that gets no
 * further; the grid then holds what was cheapest in each stretch, simulated. */
STF_MUST_USE enum stf_status stf_seek_descend(struct stf_seek *seek);

/* One person less where nobody misses him, or a cheaper one instead, where the marginal values
 * say that this is likeliest to do no harm, until several such attempts in a row have failed in
 * each stretch. Then the same with exchanges of up to three for up to three between teams that
 * take the same class. */
STF_MUST_USE enum stf_status stf_seek_spare(struct stf_seek *seek);

/* A problem of few places: each gets the least people with which all holds, those in the others
 * as they are, however little one person is of them all. Of few customers, too: every cheaper
 * staffing is looked at that is not ruled out by another one (fewer people everywhere than
 * where it did not hold), as long as the effort lasts; those next to the best first. The grid
 * then holds the best. Many places: nothing. */
STF_MUST_USE enum stf_status stf_seek_exhaust(struct stf_seek *seek);

/* More people where they do most, until every stretch holds, or that has stopped to help:
 * *holds says which. */
STF_MUST_USE enum stf_status stf_seek_mend(struct stf_seek *seek, bool *holds);

/* More people where a stretch does not hold, as when mending, and fewer where it does: as many
 * as the share `reach` of what the marginal values allow. False: the grid is as it was. */
STF_MUST_USE enum stf_status stf_seek_nudge(struct stf_seek *seek, double reach, bool *moved);

#endif
