/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/seek.h"

#include "plan/proof.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

double stf_seek_reached(const struct stf_seek *seek, size_t stretch) {
  const struct stf_judge_figure *figure = &seek->figures[stretch];
  return seek->in->judge.probability > 0 ? stf_judge_probability(figure) : figure->margin;
}

bool stf_seek_holds(const struct stf_seek *seek, size_t stretch) {
  return seek->figures[stretch].known_n == 0 ||
         stf_seek_reached(seek, stretch) >= seek->wanted[stretch];
}

bool stf_seek_all_hold(const struct stf_seek *seek) {
  bool hold = true;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    hold = hold && stf_seek_holds(seek, i);
  }
  return hold;
}

double stf_seek_cost(const struct stf_seek *seek, size_t stretch) {
  const struct stf_grid *grid = &seek->grid;
  double cost = 0;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      if (stf_judge_stretch_of(seek->judge, s) == stretch) {
        cost += grid->agents[stf_grid_at(grid, t, s)] * stf_seek_price(seek, t);
      }
    }
  }
  return cost;
}

static size_t places_n(const struct stf_seek *seek) {
  return seek->grid.steps_n * seek->grid.teams_n;
}

static void keep_best(struct stf_seek *seek) {
  double cost = 0;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    cost += stf_seek_cost(seek, i);
  }
  if (cost < seek->best_cost) {
    seek->best_cost = cost;
    seek->held = true;
    memcpy(seek->best, seek->grid.agents, places_n(seek) * sizeof *seek->best);
    memcpy(seek->best_figures, seek->figures, seek->stretches_n * sizeof *seek->figures);
  }
}

enum stf_status stf_seek_judge(struct stf_seek *seek, struct stf_judge_figure *figures,
                               const struct stf_judge_places *places) {
  const struct stf_judge_try try = {.desk = seek->desk, .people = &seek->grid};
  return seek->desk != NULL
             ? stf_judge_desk(seek->judge, &try, seek->wanted, figures, places)
             : stf_judge_staffing(seek->judge, &seek->grid, seek->wanted, figures, places);
}

static enum stf_status simulate(struct stf_seek *seek, const struct stf_judge_places *places) {
  enum stf_status status = stf_seek_judge(seek, seek->figures, places);
  if (status != STF_OK) {
    return status;
  }
  if (stf_seek_all_hold(seek)) {
    keep_best(seek);
  }
  seek->simulations_n++;
  if (seek->in->progress != NULL) {
    seek->in->progress(seek->in->judge.context, seek->simulations_n);
  }
  return STF_OK;
}

enum stf_status stf_seek_try(struct stf_seek *seek) {
  return simulate(seek, &seek->places);
}

enum stf_status stf_seek_look(struct stf_seek *seek) {
  return simulate(seek, NULL);
}

void stf_seek_restore(struct stf_seek *seek) {
  if (seek->best_cost < HUGE_VAL) {
    memcpy(seek->grid.agents, seek->best, places_n(seek) * sizeof *seek->best);
    memcpy(seek->figures, seek->best_figures, seek->stretches_n * sizeof *seek->figures);
  }
}

/* ---- begin and end ---- */

enum stf_status stf_seek_begin(const struct stf_require_in *in,
                               const struct stf_allocator *allocator, struct stf_arena *arena,
                               struct stf_seek *seek, struct stf_require *out) {
  *out = (struct stf_require){.end = STF_REQUIRE_NOT_PROVEN};
  *seek = (struct stf_seek){.in = in, .allocator = allocator, .arena = arena};
  enum stf_status status =
      stf_grid_of(in->judge.desk, in->step_us, in->planned, seek->arena, &seek->grid);
  if (status == STF_OK) {
    status = stf_judge_new(&in->judge, &seek->grid, seek->allocator, &seek->judge);
  }
  if (status != STF_OK) {
    return status;
  }
  size_t places_n = seek->grid.steps_n * seek->grid.teams_n;
  seek->stretches_n = stf_judge_stretches_n(seek->judge);
  seek->wanted = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof(double));
  seek->figures = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *seek->figures);
  seek->best_figures = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *seek->figures);
  seek->places.gain = stf_arena_alloc(seek->arena, places_n, sizeof(double));
  seek->places.loss = stf_arena_alloc(seek->arena, places_n, sizeof(double));
  seek->best = stf_arena_alloc(seek->arena, places_n, sizeof *seek->best);
  seek->best_cost = HUGE_VAL;
  if (seek->wanted == NULL || seek->figures == NULL || seek->best_figures == NULL ||
      seek->places.gain == NULL || seek->places.loss == NULL || seek->best == NULL) {
    return STF_ERR_MEMORY;
  }
  stf_proof_aim(seek, out);
  out->stretches_n = seek->stretches_n;
  out->searched = seek->figures;
  return STF_OK;
}

/* The names are the judge's, who goes. */
static enum stf_status keep_names(const struct stf_seek *seek,
                                  struct stf_judge_figure *figures) {
  for (size_t i = 0; i < seek->stretches_n && figures != NULL; i++) {
    if (figures[i].name != NULL) {
      figures[i].name = stf_arena_text(seek->arena, figures[i].name, strlen(figures[i].name));
      if (figures[i].name == NULL) {
        return STF_ERR_MEMORY;
      }
    }
  }
  return STF_OK;
}

static void add_up(const struct stf_seek *seek, struct stf_require *out) {
  const struct stf_grid *grid = &seek->grid;
  double hours = (double)grid->step_us / 3600e6;
  out->people_h = 0;
  out->cost = 0;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      double people = grid->agents[stf_grid_at(grid, t, s)];
      out->people_h += people * hours;
      out->cost += people * hours * stf_seek_price(seek, t);
    }
  }
  out->cost = seek->in->cost_per_h != NULL ? out->cost : (double)NAN;
}

enum stf_status stf_seek_end(struct stf_seek *seek, struct stf_require *out) {
  if (seek->judge == NULL) {
    return STF_OK;
  }
  out->grid = seek->grid;
  out->simulations_n = seek->simulations_n;
  add_up(seek, out);
  enum stf_status status = keep_names(seek, seek->figures);
  status = status == STF_OK ? keep_names(seek, out->proven) : status;
  stf_judge_free(seek->judge);
  return status;
}
