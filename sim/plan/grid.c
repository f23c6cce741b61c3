/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/grid.h"

#include "base/macros.h"
#include "desk/staffing.h"

#include <math.h>
#include <string.h>

#define DAY_US (INT64_C(86400) * 1000000)

static int64_t step_start_us(const struct stf_grid *grid, size_t step) {
  return grid->from_us + (int64_t)step * grid->step_us;
}

/* Whether the team has anybody at all. */
static bool has_people(const struct stf_desk *desk, uint32_t team) {
  bool has = false;
  for (size_t i = 0; i < desk->changes_n && !has; i++) {
    has = desk->changes[i].team == team && desk->changes[i].delta > 0;
  }
  return has;
}

/* Takes in that `n` people are there in [from_us, to_us): the least and the most of each step
 * that this touches. Both start as -1. */
static void take_stretch(const struct stf_grid *grid, int64_t from_us, int64_t to_us, int32_t n,
                         int32_t *least, int32_t *most) {
  int64_t offset_us = from_us > grid->from_us ? from_us - grid->from_us : 0;
  size_t step = (size_t)(offset_us / grid->step_us);
  for (; step < grid->steps_n && step_start_us(grid, step) < to_us; step++) {
    if (least != NULL && (least[step] < 0 || n < least[step])) {
      least[step] = n;
    }
    if (most != NULL && n > most[step]) {
      most[step] = n;
    }
  }
}

/* Walks over the team's people by time. */
static void take_team(const struct stf_desk *desk, const struct stf_grid *grid, uint32_t team,
                      int32_t *least, int32_t *most) {
  int64_t since_us = INT64_MIN;
  int32_t n = 0;
  for (size_t i = 0; i < desk->changes_n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    if (change->team != team || change->delta == 0) {
      continue;
    }
    if (change->at_us > since_us) {
      take_stretch(grid, since_us, change->at_us, n, least, most);
      since_us = change->at_us;
    }
    n += change->delta;
  }
  take_stretch(grid, since_us, INT64_MAX, n, least, most);
}

enum stf_status stf_grid_of(const struct stf_desk *desk, int64_t step_us, const bool *planned,
                            struct stf_arena *arena, struct stf_grid *out) {
  *out = (struct stf_grid){
      .from_us = desk->from_us,
      .step_us = step_us,
      .steps_n = (size_t)((desk->to_us - desk->from_us + step_us - 1) / step_us),
      .teams_n = desk->teams_n,
      .planned = planned,
  };
  size_t places_n = out->steps_n * out->teams_n;
  out->open = stf_arena_alloc(arena, places_n, sizeof *out->open);
  out->agents = stf_arena_alloc(arena, places_n, sizeof *out->agents);
  int32_t *most = stf_arena_alloc(arena, out->steps_n, sizeof *most);
  if (out->open == NULL || out->agents == NULL || most == NULL) {
    return STF_ERR_MEMORY;
  }
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    bool always = !has_people(desk, t);
    memset(most, 0, out->steps_n * sizeof *most);
    take_team(desk, out, t, NULL, most);
    for (size_t s = 0; s < out->steps_n; s++) {
      out->open[stf_grid_at(out, t, s)] = planned[t] && (always || most[s] > 0);
      out->agents[stf_grid_at(out, t, s)] = 0;
    }
  }
  return STF_OK;
}

void stf_grid_present(const struct stf_desk *desk, const struct stf_grid *grid, int32_t *out) {
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    int32_t *least = &out[stf_grid_at(grid, t, 0)];
    for (size_t s = 0; s < grid->steps_n; s++) {
      least[s] = -1;
    }
    take_team(desk, grid, t, least, NULL);
  }
}

double stf_grid_speed(const struct stf_desk *desk, uint32_t t) {
  const struct stf_team *team = &desk->teams[t];
  bool sessions = team->cap > 1 && team->speeds != NULL && !stf_desk_team_in_turns(desk, t);
  return sessions ? team->speeds[team->cap - 1] : 1;
}

/* Of as much work of the class as one agent at speed 1 does in an hour. */
static double price_of_work(const struct stf_desk *desk, const double *cost_per_h, uint32_t t,
                            uint32_t class_index) {
  const struct stf_people *people = desk->teams[t].people;
  double skill = people != NULL && people->speeds != NULL ? people->speeds[class_index] : 1;
  return (cost_per_h != NULL ? cost_per_h[t] : 1) / (skill * stf_grid_speed(desk, t));
}

uint32_t stf_grid_cheapest(const struct stf_desk *desk, const struct stf_grid *grid,
                           const double *cost_per_h, uint32_t class_index, size_t step) {
  uint32_t best = grid->teams_n;
  double best_price = HUGE_VAL;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    bool takes = grid->open[stf_grid_at(grid, t, step)] && stf_desk_takes(desk, t, class_index);
    double price = price_of_work(desk, cost_per_h, t, class_index);
    if (takes && price < best_price) {
      best = t;
      best_price = price;
    }
  }
  return best;
}

/* ---- a desk ---- */

/* As many as at an instant of the period that is this one's like. */
static int32_t count_before(const struct stf_grid *grid, uint32_t team, int64_t at_us) {
  int64_t length_us = (int64_t)grid->steps_n * grid->step_us;
  int64_t cycle_us = length_us >= 7 * DAY_US ? 7 * DAY_US : DAY_US;
  int64_t offset_us = at_us - grid->from_us;
  offset_us += (-offset_us + cycle_us - 1) / cycle_us * cycle_us;
  return offset_us < length_us
             ? grid->agents[stf_grid_at(grid, team, (size_t)(offset_us / grid->step_us))]
             : 0;
}

/* Appends the change of the team's count to `wanted`, if there is one; its count then. */
static int32_t change_to(struct stf_desk *desk, struct stf_staff_change *changes, uint32_t team,
                         int64_t at_us, int32_t now, int32_t wanted) {
  if (wanted != now) {
    changes[desk->changes_n++] = (struct stf_staff_change){.at_us = at_us,
                                                           .team = team,
                                                           .agent = STF_NOBODY,
                                                           .delta = wanted - now,
                                                           .reason = STF_STAFF_SHIFT};
  }
  return wanted;
}

static void add_team(const struct stf_grid *grid, uint32_t team, struct stf_desk *desk,
                     struct stf_staff_change *changes) {
  int32_t now = 0;
  int64_t warmup_n = (desk->warmup_us + grid->step_us - 1) / grid->step_us;
  for (int64_t back = warmup_n; back > 0; back--) {
    int64_t at_us = grid->from_us - back * grid->step_us;
    int32_t wanted = count_before(grid, team, at_us);
    int64_t begin_us = desk->from_us - desk->warmup_us;
    now = change_to(desk, changes, team, at_us > begin_us ? at_us : begin_us, now, wanted);
  }
  for (size_t s = 0; s < grid->steps_n; s++) {
    int32_t wanted = grid->agents[stf_grid_at(grid, team, s)];
    now = change_to(desk, changes, team, step_start_us(grid, s), now, wanted);
  }
}

/* What its people have of their own goes with them. */
static enum stf_status make_anonymous(struct stf_team *team, struct stf_arena *arena) {
  team->exchangeable = false;
  team->pool_names = NULL;
  team->pool_names_n = 0;
  team->absence_share = 0;
  team->overdispersion = 0;
  team->late = (struct stf_law){.kind = STF_LAW_NEVER};
  team->drain_us = 0;
  if (team->people == NULL) {
    return STF_OK;
  }
  struct stf_people *people = stf_arena_alloc(arena, 1, sizeof *people);
  if (people == NULL) {
    return STF_ERR_MEMORY;
  }
  *people = *team->people;
  people->own = NULL;
  people->own_n = 0;
  people->beginners = NULL;
  people->beginners_n = 0;
  team->people = people;
  return STF_OK;
}

enum stf_status stf_grid_desk(const struct stf_desk *desk, const struct stf_grid *grid,
                              struct stf_arena *arena, struct stf_desk *out) {
  *out = *desk;
  size_t warmup_n = (size_t)((desk->warmup_us + grid->step_us - 1) / grid->step_us);
  size_t most = desk->changes_n + grid->teams_n * (grid->steps_n + warmup_n);
  struct stf_staff_change *changes = stf_arena_alloc(arena, most, sizeof *changes);
  struct stf_team *teams = stf_arena_alloc(arena, desk->teams_n, sizeof *teams);
  if (changes == NULL || teams == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = STF_OK;
  out->changes_n = 0;
  for (size_t i = 0; i < desk->changes_n; i++) {
    if (!grid->planned[desk->changes[i].team]) {
      changes[out->changes_n++] = desk->changes[i];
    }
  }
  for (uint32_t t = 0; t < desk->teams_n && status == STF_OK; t++) {
    teams[t] = desk->teams[t];
    if (grid->planned[t]) {
      status = make_anonymous(&teams[t], arena);
      add_team(grid, t, out, changes);
    }
  }
  out->changes_n = stf_staffing_order(changes, out->changes_n);
  out->changes = changes;
  out->teams = teams;
  return status;
}
