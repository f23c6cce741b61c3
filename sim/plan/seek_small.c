/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"
#include "plan/seek.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  PLACES_MOST = 12,
  LOOKS_MOST = 4000,
  LOOKS_LEAST = 20 /* with fewer it is not begun */
};

#define EFFORT 2e6 /* customers that may be simulated, over all replications */

/* Whether a staffing held, as far as that is known. */
struct look {
  int32_t agents[PLACES_MOST];
  bool held;
};

/* People are chosen place by place, by time; those behind `depth` are still open. */
struct small {
  struct stf_seek *seek;
  size_t places[PLACES_MOST]; /* of the grid */
  double prices[PLACES_MOST];
  size_t n;
  double harms[PLACES_MOST];    /* of one person fewer, per price */
  int32_t agents[PLACES_MOST];  /* chosen */
  int32_t middle[PLACES_MOST];  /* tried first, then those around it */
  int32_t choices[PLACES_MOST]; /* next to be tried */
  struct look *looks;
  size_t looks_n;
  size_t looks_most;
};

static double sum_contacts(const struct stf_seek *seek) {
  double contacts = 0;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    contacts += seek->figures[i].contacts;
  }
  return contacts;
}

/* False: too many for this. */
static bool list_places(struct small *small) {
  const struct stf_seek *seek = small->seek;
  const struct stf_grid *grid = &seek->grid;
  for (size_t s = 0; s < grid->steps_n; s++) {
    for (uint32_t t = 0; t < grid->teams_n; t++) {
      size_t at = stf_grid_at(grid, t, s);
      if (grid->open[at] && small->n == PLACES_MOST) {
        return false;
      }
      if (grid->open[at]) {
        small->prices[small->n] = stf_seek_price(seek, t);
        small->harms[small->n] = seek->places.loss[at] / small->prices[small->n];
        small->places[small->n++] = at;
      }
    }
  }
  return small->n > 0;
}

/* ---- each place by itself ---- */

/* The least people in the place with which all holds, those in the others as in the best: one
 * fewer, then in steps that double until it does not hold, then halved. */
static enum stf_status trim_place(const struct small *small, size_t place) {
  struct stf_seek *seek = small->seek;
  int32_t too_few = seek->in->least_n - 1;
  int32_t step = 1;
  bool between = false;
  enum stf_status status = STF_OK;
  stf_seek_restore(seek);
  int32_t enough = seek->grid.agents[place];
  while (status == STF_OK && enough - too_few > 1) {
    int32_t half = (enough - too_few) / 2;
    int32_t fewer = between || step > half ? half : step;
    seek->grid.agents[place] = enough - fewer;
    status = stf_seek_look(seek);
    if (status == STF_OK && stf_seek_all_hold(seek)) {
      enough -= fewer;
      step *= 2;
    } else {
      too_few = enough - fewer;
      between = true;
    }
  }
  return status;
}

/* From where one person fewer does least. */
static enum stf_status trim(struct small *small) {
  bool done[PLACES_MOST] = {false};
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < small->n && status == STF_OK; k++) {
    size_t next = small->n;
    for (size_t i = 0; i < small->n; i++) {
      bool less = next == small->n || small->harms[i] < small->harms[next];
      next = !done[i] && less ? i : next;
    }
    done[next] = true;
    status = trim_place(small, small->places[next]);
  }
  return status;
}

/* ---- all together ---- */

/* False: the customers are too many for this. */
static bool begin_walk(struct small *small) {
  for (size_t i = 0; i < small->n; i++) {
    small->middle[i] = small->seek->best[small->places[i]];
  }
  double customers = sum_contacts(small->seek) * small->seek->in->judge.replications_n;
  double looks = EFFORT / fmax(customers, 1);
  small->looks_most = looks < LOOKS_MOST ? (size_t)looks : LOOKS_MOST;
  return small->looks_most >= LOOKS_LEAST;
}

/* What may be spent on the places from `depth` on beyond the least that each must have, so that
 * all costs less than the best. */
static double left_at(const struct small *small, size_t depth) {
  double left = small->seek->best_cost;
  for (size_t i = 0; i < small->n; i++) {
    left -= small->prices[i] * (i < depth ? small->agents[i] : small->seek->in->least_n);
  }
  return left;
}

static int32_t most_at(const struct small *small, size_t place, double left) {
  double more = ceil(left / small->prices[place] - 1e-9) - 1;
  return small->seek->in->least_n + (more > 0 ? (int32_t)more : 0);
}

static bool covers(const struct small *small, const int32_t *more, const int32_t *fewer) {
  bool all = true;
  for (size_t i = 0; i < small->n; i++) {
    all = all && more[i] >= fewer[i];
  }
  return all;
}

/* Whether the staffing holds if more people never hurt, from what has been seen; false: not
 * known. */
static bool is_known(const struct small *small, const int32_t *agents, bool *held) {
  bool known = false;
  for (size_t k = small->looks_n; k-- > 0 && !known;) {
    const struct look *look = &small->looks[k];
    known =
        look->held ? covers(small, agents, look->agents) : covers(small, look->agents, agents);
    *held = known ? look->held : *held;
  }
  return known;
}

static enum stf_status look(struct small *small, const int32_t *agents, bool *held) {
  struct stf_seek *seek = small->seek;
  for (size_t i = 0; i < small->n; i++) {
    seek->grid.agents[small->places[i]] = agents[i];
  }
  enum stf_status status = stf_seek_look(seek);
  if (status == STF_OK) {
    struct look *now = &small->looks[small->looks_n++];
    *held = stf_seek_all_hold(seek);
    now->held = *held;
    memcpy(now->agents, agents, sizeof now->agents);
  }
  return status;
}

/* The next choice at the depth, going outwards from the middle; false: there is none. */
static bool choose(struct small *small, size_t depth) {
  int32_t least = small->seek->in->least_n;
  double left = left_at(small, depth);
  int32_t most = most_at(small, depth, left);
  bool chosen = false;
  if (!(left > 0)) {
    return false;
  }
  while (!chosen && small->choices[depth] <= 2 * (most + small->middle[depth]) + 1) {
    int32_t k = small->choices[depth]++;
    int32_t value = small->middle[depth] + (k % 2 == 0 ? -k / 2 : (k + 1) / 2);
    small->agents[depth] = value;
    chosen = value >= least && value <= most;
  }
  return chosen;
}

/* As chosen so far, and every other place with all that is left to spend. */
static enum stf_status may_hold(struct small *small, size_t depth, bool *held) {
  int32_t agents[PLACES_MOST] = {0};
  double left = left_at(small, depth + 1);
  for (size_t i = 0; i < small->n; i++) {
    agents[i] = i <= depth ? small->agents[i] : most_at(small, i, left);
  }
  return is_known(small, agents, held) ? STF_OK : look(small, agents, held);
}

static enum stf_status walk(struct small *small) {
  enum stf_status status = STF_OK;
  size_t depth = 0;
  while (status == STF_OK && small->looks_n < small->looks_most) {
    bool held = false;
    if (!choose(small, depth)) {
      if (depth == 0) {
        break;
      }
      depth--;
      continue;
    }
    status = may_hold(small, depth, &held);
    if (status == STF_OK && held && depth + 1 < small->n) {
      small->choices[++depth] = 0;
    }
  }
  return status;
}

static enum stf_status go_through(struct small *small) {
  if (!begin_walk(small)) {
    return STF_OK;
  }
  const struct stf_allocator *allocator = small->seek->allocator;
  small->looks = stf_mem_zeroed(allocator, small->looks_most, sizeof *small->looks);
  if (small->looks == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = walk(small);
  stf_mem_release(allocator, small->looks);
  return status;
}

enum stf_status stf_seek_exhaust(struct stf_seek *seek) {
  struct small small = {.seek = seek};
  if (!(seek->best_cost < HUGE_VAL) || !list_places(&small)) {
    return STF_OK;
  }
  enum stf_status status = trim(&small);
  status = status == STF_OK ? go_through(&small) : status;
  if (status == STF_OK) {
    stf_seek_restore(seek);
  }
  return status;
}
