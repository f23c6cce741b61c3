/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/require.h"

#include "plan/search.h"
#include "stats/interval.h"

#include <math.h>
#include <string.h>

enum {
  OFFERED_REPLICATIONS = 50,
  BISECTIONS = 5
};

#define BETA_LOW   (-3.0)
#define BETA_FIRST 2.0 /* doubled until it is enough */
#define BETA_MOST  64.0
#define DOUBT      0.05 /* shared by all proofs */

/* By team and step: expected people at work, and places taken over places of one. */
struct start {
  double *work;
  double *held;
  double *beta; /* by stretch */
};

/* ---- where it starts ---- */

static void share_out(const struct stf_search_state *state, const struct stf_offered *offered,
                      const struct start *start) {
  const struct stf_grid *grid = &state->grid;
  for (uint32_t c = 0; c < state->in->judge.desk->classes_n; c++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      uint32_t team =
          stf_grid_cheapest(state->in->judge.desk, grid, state->in->cost_per_h, c, s);
      if (team < grid->teams_n) {
        start->work[stf_grid_at(grid, team, s)] += offered->work[c * grid->steps_n + s];
        start->held[stf_grid_at(grid, team, s)] += offered->held[c * grid->steps_n + s];
      }
    }
  }
}

/* How many times as fast as with one contact an agent is with every place taken. */
static double speed_of(const struct stf_desk *desk, uint32_t t) {
  const struct stf_team *team = &desk->teams[t];
  bool sessions = team->cap > 1 && team->speeds != NULL && !stf_desk_team_in_turns(desk, t);
  return sessions ? team->speeds[team->cap - 1] : 1;
}

static int32_t people_for(double load, double beta, int32_t least) {
  double wanted = ceil(load + beta * sqrt(load));
  return wanted > least ? (int32_t)wanted : least;
}

static void fill(struct stf_search_state *state, const struct start *start) {
  struct stf_grid *grid = &state->grid;
  const struct stf_desk *desk = state->in->judge.desk;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    double cap = desk->teams[t].cap > 1 ? desk->teams[t].cap : 1;
    for (size_t s = 0; s < grid->steps_n; s++) {
      size_t at = stf_grid_at(grid, t, s);
      if (grid->open[at]) {
        double beta = start->beta[stf_judge_stretch_of(state->judge, s)];
        int32_t by_work =
            people_for(start->work[at] / speed_of(desk, t), beta, state->in->least_n);
        int32_t by_places = people_for(start->held[at] / cap, beta, state->in->least_n);
        grid->agents[at] = by_work > by_places ? by_work : by_places;
      }
    }
  }
}

/* Simulates with every stretch's own beta. */
static enum stf_status try_betas(struct stf_search_state *state, const struct start *start) {
  fill(state, start);
  return stf_search_try(state);
}

/* A beta that is enough for every stretch; *reached is false where BETA_MOST is not. */
static enum stf_status bracket(struct stf_search_state *state, const struct start *start,
                               double *low, bool *reached) {
  enum stf_status status = STF_OK;
  *reached = false;
  for (size_t i = 0; i < state->stretches_n; i++) {
    low[i] = BETA_LOW;
    start->beta[i] = BETA_FIRST;
  }
  while (status == STF_OK && !*reached) {
    status = try_betas(state, start);
    *reached = true;
    bool more = false;
    for (size_t i = 0; i < state->stretches_n && status == STF_OK; i++) {
      if (!stf_search_holds(state, i)) {
        *reached = false;
        low[i] = start->beta[i];
        start->beta[i] *= 2;
        more = more || start->beta[i] <= BETA_MOST;
      }
    }
    if (!more) {
      break;
    }
  }
  return status;
}

/* The least beta of every stretch, all at once: each simulation halves all ranges. */
static enum stf_status bisect(struct stf_search_state *state, const struct start *start,
                              double *low, double *high) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < state->stretches_n; i++) {
    high[i] = start->beta[i];
  }
  for (int k = 0; k < BISECTIONS && status == STF_OK; k++) {
    for (size_t i = 0; i < state->stretches_n; i++) {
      start->beta[i] = (low[i] + high[i]) / 2;
    }
    status = try_betas(state, start);
    for (size_t i = 0; i < state->stretches_n && status == STF_OK; i++) {
      double *end = stf_search_holds(state, i) ? &high[i] : &low[i];
      *end = start->beta[i];
    }
  }
  for (size_t i = 0; i < state->stretches_n; i++) {
    start->beta[i] = high[i];
  }
  return status == STF_OK ? try_betas(state, start) : status;
}

static enum stf_status begin(struct stf_search_state *state, struct stf_require *out) {
  const struct stf_judge_in *judge = &state->in->judge;
  size_t places_n = state->grid.teams_n * state->grid.steps_n;
  double *low = stf_arena_alloc(state->arena, state->stretches_n, sizeof *low);
  double *high = stf_arena_alloc(state->arena, state->stretches_n, sizeof *high);
  const struct start start = {
      .work = stf_arena_alloc(state->arena, places_n, sizeof *start.work),
      .held = stf_arena_alloc(state->arena, places_n, sizeof *start.held),
      .beta = stf_arena_alloc(state->arena, state->stretches_n, sizeof *start.beta)};
  if (low == NULL || high == NULL || start.work == NULL || start.held == NULL ||
      start.beta == NULL) {
    return STF_ERR_MEMORY;
  }
  const struct stf_offered_in offered = {.desk = judge->desk,
                                         .seed = judge->seed,
                                         .replications_n = OFFERED_REPLICATIONS,
                                         .context = judge->context,
                                         .stop = judge->stop};
  enum stf_status status =
      stf_offered_simulate(&offered, &state->grid, state->arena, &out->offered);
  if (status != STF_OK) {
    return status;
  }
  share_out(state, &out->offered, &start);
  bool reached = false;
  status = bracket(state, &start, low, &reached);
  if (status == STF_OK && !reached) {
    out->end = STF_REQUIRE_OUT_OF_REACH;
    return STF_OK;
  }
  return status == STF_OK ? bisect(state, &start, low, high) : status;
}

/* ---- proof ---- */

/* Lower limit of a stretch, one-sided, with the doubt that one proof may have. */
static double limit_of(const struct stf_require_in *in, const struct stf_judge_figure *figure) {
  double doubt = DOUBT / in->attempts_n;
  if (figure->known_n == 0) {
    return 1;
  }
  if (in->probability > 0) {
    return stf_interval_wilson(figure->kept_n, figure->known_n, 1 - 2 * doubt).low;
  }
  double t = stf_interval_t_quantile(1 - 2 * doubt, in->proof_n - 1);
  return figure->margin - t * figure->margin_error;
}

/* What the limit must not be below. */
static double level_of(const struct stf_require_in *in) {
  return in->probability > 0 ? in->probability : 0;
}

/* One proof with customers of its own. *proven: every stretch clears its level. */
static enum stf_status prove(struct stf_search_state *state, struct stf_require *out,
                             bool *proven) {
  const struct stf_require_in *in = state->in;
  struct stf_judge_figure *figures =
      stf_arena_alloc(state->arena, state->stretches_n, sizeof *figures);
  double *low = stf_arena_alloc(state->arena, state->stretches_n, sizeof *low);
  double *late = stf_arena_alloc(state->arena, state->grid.steps_n, sizeof *late);
  if (figures == NULL || low == NULL || late == NULL) {
    return STF_ERR_MEMORY;
  }
  stf_judge_renew(state->judge, in->judge.seed + 1 + out->attempts_n, in->proof_n);
  enum stf_status status = stf_judge_staffing(state->judge, &state->grid, figures, late);
  stf_judge_renew(state->judge, in->judge.seed, in->judge.replications_n);
  if (status != STF_OK) {
    return status;
  }
  out->attempts_n++;
  out->proven = figures;
  out->low = low;
  out->late = late;
  out->worst = 0;
  *proven = true;
  for (size_t i = 0; i < state->stretches_n; i++) {
    low[i] = limit_of(in, &figures[i]);
    out->worst = low[i] < low[out->worst] ? i : out->worst;
    bool clears = low[i] >= level_of(in);
    *proven = *proven && clears;
    state->wanted[i] += clears ? 0 : level_of(in) - low[i];
    if (in->probability > 0 && state->wanted[i] > 1) {
      state->wanted[i] = 1; /* more cannot be seen with the search's replications */
    }
  }
  return STF_OK;
}

/* ---- the whole ---- */

/* With the level itself half of all proofs would fail: the search aims above it, by as much as
 * the proof's limit will lie below its estimate. */
static double aim_of(const struct stf_require_in *in) {
  double level = level_of(in);
  double quantile = stf_interval_t_quantile(1 - 2 * DOUBT / in->attempts_n, 1000000);
  double margin =
      in->probability > 0 ? quantile * sqrt(level * (1 - level) / (double)in->proof_n) : 0;
  return level + margin < 1 ? level + margin : 1;
}

static enum stf_status make_state(const struct stf_require_in *in,
                                  struct stf_search_state *state, struct stf_require *out) {
  enum stf_status status =
      stf_grid_of(in->judge.desk, in->step_us, in->planned, state->arena, &state->grid);
  if (status == STF_OK) {
    status = stf_judge_new(&in->judge, &state->grid, state->allocator, &state->judge);
  }
  if (status != STF_OK) {
    return status;
  }
  size_t places_n = state->grid.steps_n * state->grid.teams_n;
  state->stretches_n = stf_judge_stretches_n(state->judge);
  state->wanted = stf_arena_alloc(state->arena, state->stretches_n, sizeof(double));
  state->figures = stf_arena_alloc(state->arena, state->stretches_n, sizeof *state->figures);
  state->late = stf_arena_alloc(state->arena, state->grid.steps_n, sizeof(double));
  state->best = stf_arena_alloc(state->arena, places_n, sizeof *state->best);
  if (state->wanted == NULL || state->figures == NULL || state->late == NULL ||
      state->best == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < state->stretches_n; i++) {
    state->wanted[i] = aim_of(in);
  }
  out->stretches_n = state->stretches_n;
  out->searched = state->figures;
  out->late = state->late;
  return STF_OK;
}

/* Fewer, a proof, and more where it failed. */
static enum stf_status improve(struct stf_search_state *state, struct stf_require *out) {
  bool holds = false;
  bool proven = false;
  enum stf_status status = STF_OK;
  while (status == STF_OK && !proven && out->attempts_n < state->in->attempts_n) {
    status = stf_search_mend(state, &holds);
    status = status == STF_OK ? stf_search_spare(state) : status;
    status = status == STF_OK ? prove(state, out, &proven) : status;
  }
  out->end = proven ? STF_REQUIRE_PROVEN : STF_REQUIRE_NOT_PROVEN;
  return status;
}

/* The names are the judge's, who goes. */
static enum stf_status keep_names(const struct stf_search_state *state,
                                  struct stf_judge_figure *figures) {
  for (size_t i = 0; i < state->stretches_n && figures != NULL; i++) {
    if (figures[i].name != NULL) {
      figures[i].name = stf_arena_text(state->arena, figures[i].name, strlen(figures[i].name));
      if (figures[i].name == NULL) {
        return STF_ERR_MEMORY;
      }
    }
  }
  return STF_OK;
}

static void add_up(const struct stf_search_state *state, struct stf_require *out) {
  const struct stf_grid *grid = &state->grid;
  double hours = (double)grid->step_us / 3600e6;
  out->people_h = 0;
  out->cost = 0;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      double people = grid->agents[stf_grid_at(grid, t, s)];
      out->people_h += people * hours;
      out->cost += people * hours * stf_search_cost(state, t);
    }
  }
  out->cost = state->in->cost_per_h != NULL ? out->cost : (double)NAN;
}

enum stf_status stf_require_find(const struct stf_require_in *in,
                                 const struct stf_allocator *allocator, struct stf_arena *arena,
                                 struct stf_require *out) {
  *out = (struct stf_require){.end = STF_REQUIRE_NOT_PROVEN};
  struct stf_search_state state = {.in = in, .allocator = allocator, .arena = arena};
  enum stf_status status = make_state(in, &state, out);
  status = status == STF_OK ? begin(&state, out) : status;
  if (status == STF_OK && out->end != STF_REQUIRE_OUT_OF_REACH) {
    status = improve(&state, out);
  }
  if (status == STF_ERR_INTERRUPTED) {
    stf_search_restore(&state);
  }
  out->grid = state.grid;
  out->simulations_n = state.simulations_n;
  add_up(&state, out);
  enum stf_status kept = keep_names(&state, state.figures);
  kept = kept == STF_OK ? keep_names(&state, out->proven) : kept;
  status = status == STF_OK ? kept : status;
  stf_judge_free(state.judge);
  return status;
}
