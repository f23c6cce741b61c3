/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/seek.h"

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

static enum stf_status simulate(struct stf_seek *seek, const struct stf_judge_places *places) {
  enum stf_status status =
      stf_judge_staffing(seek->judge, &seek->grid, seek->wanted, seek->figures, places);
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
