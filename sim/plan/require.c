/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/require.h"

#include "plan/proof.h"

#include <math.h>
#include <string.h>

enum {
  OFFERED_REPLICATIONS = 30
};

#define BETA_FIRST 0.0 /* then 1, and doubled until it is enough */
#define BETA_MOST  64.0

/* By team and step: expected people at work, and places taken over places of one. */
struct start {
  double *work;
  double *held;
  double *beta; /* by stretch */
};

/* ---- where it starts ---- */

static void share_out(const struct stf_seek *seek, const struct stf_offered *offered,
                      const struct start *start) {
  const struct stf_grid *grid = &seek->grid;
  for (uint32_t c = 0; c < seek->in->judge.desk->classes_n; c++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      uint32_t team = stf_grid_cheapest(seek->in->judge.desk, grid, seek->in->cost_per_h, c, s);
      if (team < grid->teams_n) {
        start->work[stf_grid_at(grid, team, s)] += offered->work[c * grid->steps_n + s];
        start->held[stf_grid_at(grid, team, s)] += offered->held[c * grid->steps_n + s];
      }
    }
  }
}

static int32_t people_for(double load, double beta, int32_t least) {
  double wanted = ceil(load + beta * sqrt(load));
  return wanted > least ? (int32_t)wanted : least;
}

static void fill(struct stf_seek *seek, const struct start *start) {
  struct stf_grid *grid = &seek->grid;
  const struct stf_desk *desk = seek->in->judge.desk;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    double cap = desk->teams[t].cap > 1 ? desk->teams[t].cap : 1;
    for (size_t s = 0; s < grid->steps_n; s++) {
      size_t at = stf_grid_at(grid, t, s);
      if (grid->open[at]) {
        double beta = start->beta[stf_judge_stretch_of(seek->judge, s)];
        int32_t by_work =
            people_for(start->work[at] / stf_grid_speed(desk, t), beta, seek->in->least_n);
        int32_t by_places = people_for(start->held[at] / cap, beta, seek->in->least_n);
        grid->agents[at] = by_work > by_places ? by_work : by_places;
      }
    }
  }
}

/* A beta with which every stretch holds; *reached is false where BETA_MOST is not enough. */
static enum stf_status bracket(struct stf_seek *seek, const struct start *start,
                               bool *reached) {
  enum stf_status status = STF_OK;
  *reached = false;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    start->beta[i] = BETA_FIRST;
  }
  while (status == STF_OK && !*reached) {
    fill(seek, start);
    status = stf_seek_try(seek);
    *reached = true;
    bool more = false;
    for (size_t i = 0; i < seek->stretches_n && status == STF_OK; i++) {
      if (!stf_seek_holds(seek, i)) {
        *reached = false;
        start->beta[i] = start->beta[i] > 0 ? 2 * start->beta[i] : 1;
        more = more || start->beta[i] <= BETA_MOST;
      }
    }
    if (!more) {
      break;
    }
  }
  return status;
}

/* The stretch that is least likely to be kept (on average: farthest below). */
static size_t farthest(const struct stf_seek *seek) {
  size_t worst = 0;
  double least = HUGE_VAL;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    if (!stf_seek_holds(seek, i) && stf_seek_reached(seek, i) < least) {
      worst = i;
      least = stf_seek_reached(seek, i);
    }
  }
  return worst;
}

static enum stf_status begin(struct stf_seek *seek, struct stf_require *out) {
  const struct stf_judge_in *judge = &seek->in->judge;
  size_t places_n = seek->grid.teams_n * seek->grid.steps_n;
  const struct start start = {
      .work = stf_arena_alloc(seek->arena, places_n, sizeof *start.work),
      .held = stf_arena_alloc(seek->arena, places_n, sizeof *start.held),
      .beta = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *start.beta)};
  if (start.work == NULL || start.held == NULL || start.beta == NULL) {
    return STF_ERR_MEMORY;
  }
  const struct stf_offered_in offered = {.desk = judge->desk,
                                         .seed = judge->seed,
                                         .replications_n = OFFERED_REPLICATIONS,
                                         .context = judge->context,
                                         .stop = judge->stop};
  enum stf_status status =
      stf_offered_simulate(&offered, &seek->grid, seek->arena, &out->offered);
  if (status != STF_OK) {
    return status;
  }
  share_out(seek, &out->offered, &start);
  bool reached = false;
  status = bracket(seek, &start, &reached);
  if (status == STF_OK && !reached) {
    out->end = STF_REQUIRE_OUT_OF_REACH;
    out->worst = farthest(seek);
  }
  return status;
}

/* ---- the whole ---- */

uint32_t stf_require_proof_least(double probability, uint32_t attempts_n) {
  return stf_proof_least(probability, attempts_n);
}

/* Single persons. What each stretch could do without may be too much for them together, where
 * one hands over to the next. */
static enum stf_status spare(struct stf_seek *seek) {
  bool holds = false;
  enum stf_status status = stf_seek_spare(seek);
  status = status == STF_OK ? stf_seek_mend(seek, &holds) : status;
  return status == STF_OK ? stf_seek_exhaust(seek) : status;
}

/* Down, a proof of the cheapest that held, and more people where it failed. */
static enum stf_status improve(struct stf_seek *seek, struct stf_require *out) {
  bool holds = false;
  bool proven = false;
  enum stf_status status = stf_seek_descend(seek);
  status = status == STF_OK ? stf_seek_mend(seek, &holds) : status;
  if (status == STF_OK && !seek->in->draft) {
    status = spare(seek);
  }
  stf_seek_restore(seek);
  while (status == STF_OK && !proven && !seek->in->draft &&
         out->attempts_n < seek->in->attempts_n) {
    if (out->attempts_n > 0) {
      status = stf_proof_renew(seek, out);
      status = status == STF_OK ? stf_seek_mend(seek, &holds) : status;
    }
    stf_seek_restore(seek);
    status = status == STF_OK ? stf_proof_try(seek, out, &proven) : status;
  }
  out->end = proven ? STF_REQUIRE_PROVEN : STF_REQUIRE_NOT_PROVEN;
  return status;
}

enum stf_status stf_require_find(const struct stf_require_in *in,
                                 const struct stf_allocator *allocator, struct stf_arena *arena,
                                 struct stf_require *out) {
  struct stf_seek seek;
  enum stf_status status = stf_seek_begin(in, allocator, arena, &seek, out);
  status = status == STF_OK ? begin(&seek, out) : status;
  if (status == STF_OK && out->end != STF_REQUIRE_OUT_OF_REACH) {
    status = improve(&seek, out);
  }
  if (status == STF_ERR_INTERRUPTED) {
    stf_seek_restore(&seek);
    out->proven = NULL; /* the last proof was of another staffing */
  }
  enum stf_status end = stf_seek_end(&seek, out);
  if (status == STF_ERR_INTERRUPTED && !seek.held) {
    out->grid.agents = NULL;
  }
  return status == STF_OK ? end : status;
}
