/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/search.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
  MENDS_MOST = 200 /* simulations without an end in sight */
};

bool stf_search_holds(const struct stf_search_state *state, size_t stretch) {
  const struct stf_judge_figure *figure = &state->figures[stretch];
  double reached = state->in->probability > 0 ? stf_judge_probability(figure) : figure->margin;
  return figure->known_n == 0 || reached >= state->wanted[stretch];
}

static bool all_hold(const struct stf_search_state *state) {
  bool hold = true;
  for (size_t i = 0; i < state->stretches_n; i++) {
    hold = hold && stf_search_holds(state, i);
  }
  return hold;
}

enum stf_status stf_search_try(struct stf_search_state *state) {
  enum stf_status status =
      stf_judge_staffing(state->judge, &state->grid, state->figures, state->late);
  if (status == STF_OK && all_hold(state)) {
    memcpy(state->best, state->grid.agents,
           state->grid.steps_n * state->grid.teams_n * sizeof *state->best);
  }
  if (status == STF_OK) {
    state->simulations_n++;
    if (state->in->progress != NULL) {
      state->in->progress(state->in->judge.context, state->simulations_n);
    }
  }
  return status;
}

void stf_search_restore(struct stf_search_state *state) {
  memcpy(state->grid.agents, state->best,
         state->grid.steps_n * state->grid.teams_n * sizeof *state->best);
}

/* ---- one more ---- */

/* How many who come in the step or later wait too long for want of people in it: a step takes
 * over half of what the next one has left of those. */
static double blame_of(const struct stf_search_state *state, size_t stretch, size_t step) {
  double blame = 0;
  double weight = 1;
  for (size_t s = step; s < state->grid.steps_n && weight > 0.05; s++, weight /= 2) {
    blame += stf_judge_stretch_of(state->judge, s) == stretch ? weight * state->late[s] : 0;
  }
  return blame;
}

/* Place of the team's step in the stretch that has most to answer for; SIZE_MAX: it is nowhere
 * open. */
static size_t worst_place(const struct stf_search_state *state, size_t stretch, uint32_t team) {
  const struct stf_grid *grid = &state->grid;
  size_t at = SIZE_MAX;
  double most = -1;
  for (size_t s = 0; s < grid->steps_n; s++) {
    size_t place = stf_grid_at(grid, team, s);
    bool open = grid->open[place] && stf_judge_stretch_of(state->judge, s) == stretch;
    double blame = open ? blame_of(state, stretch, s) : -1;
    if (blame > most) {
      most = blame;
      at = place;
    }
  }
  return at;
}

/* Stretches that do not hold, and where one more of each team would go. */
struct mending {
  struct stf_search_state *state;
  size_t *places; /* [team * stretches_n + stretch]; SIZE_MAX: none */
  double *late;   /* by stretch, before */
  double *gains;  /* by stretch: fewer late ones per cost of an hour, of the best team */
  uint32_t *best; /* by stretch: that team; teams_n: none */
};

/* False: nobody can be added anywhere. */
static bool find_places(struct mending *mending) {
  const struct stf_search_state *state = mending->state;
  bool any = false;
  for (size_t i = 0; i < state->stretches_n; i++) {
    mending->late[i] = state->figures[i].late;
    mending->best[i] = state->grid.teams_n;
    for (uint32_t t = 0; t < state->grid.teams_n; t++) {
      size_t place = stf_search_holds(state, i) ? SIZE_MAX : worst_place(state, i, t);
      mending->places[t * state->stretches_n + i] = place;
      mending->best[i] = place != SIZE_MAX ? t : mending->best[i];
      any = any || place != SIZE_MAX;
    }
  }
  return any;
}

static void add_team(const struct mending *mending, uint32_t team, int32_t sign) {
  for (size_t i = 0; i < mending->state->stretches_n; i++) {
    size_t place = mending->places[team * mending->state->stretches_n + i];
    if (place != SIZE_MAX) {
      mending->state->grid.agents[place] += sign;
    }
  }
}

/* Which team does most for its price: one more of each is tried and taken back. */
static enum stf_status choose_teams(struct mending *mending) {
  struct stf_search_state *state = mending->state;
  for (size_t i = 0; i < state->stretches_n; i++) {
    mending->gains[i] = -HUGE_VAL;
  }
  enum stf_status status = STF_OK;
  for (uint32_t t = 0; t < state->grid.teams_n && status == STF_OK; t++) {
    if (!state->grid.planned[t]) {
      continue;
    }
    add_team(mending, t, 1);
    status = stf_search_try(state);
    add_team(mending, t, -1);
    for (size_t i = 0; i < state->stretches_n && status == STF_OK; i++) {
      double gain = (mending->late[i] - state->figures[i].late) / stf_search_cost(state, t);
      if (mending->places[t * state->stretches_n + i] != SIZE_MAX && gain > mending->gains[i]) {
        mending->gains[i] = gain;
        mending->best[i] = t;
      }
    }
  }
  return status;
}

static void add_best(const struct mending *mending) {
  struct stf_grid *grid = &mending->state->grid;
  for (size_t i = 0; i < mending->state->stretches_n; i++) {
    if (mending->best[i] < grid->teams_n) {
      grid->agents[mending->places[mending->best[i] * mending->state->stretches_n + i]]++;
    }
  }
}

static uint32_t planned_n(const struct stf_grid *grid) {
  uint32_t n = 0;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    n += grid->planned[t];
  }
  return n;
}

enum stf_status stf_search_mend(struct stf_search_state *state, bool *holds) {
  size_t stretches_n = state->stretches_n;
  struct mending mending = {
      .state = state,
      .places = stf_arena_alloc(state->arena, stretches_n * state->grid.teams_n,
                                sizeof *mending.places),
      .late = stf_arena_alloc(state->arena, stretches_n, sizeof *mending.late),
      .gains = stf_arena_alloc(state->arena, stretches_n, sizeof *mending.gains),
      .best = stf_arena_alloc(state->arena, stretches_n, sizeof *mending.best)};
  if (mending.places == NULL || mending.late == NULL || mending.gains == NULL ||
      mending.best == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = STF_OK;
  for (int i = 0; i < MENDS_MOST && status == STF_OK && !all_hold(state); i++) {
    if (!find_places(&mending)) {
      break;
    }
    if (planned_n(&state->grid) > 1) {
      status = choose_teams(&mending);
    }
    if (status == STF_OK) {
      add_best(&mending);
      status = stf_search_try(state);
    }
  }
  *holds = status == STF_OK && all_hold(state);
  return status;
}
