/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/require.h"

#include "plan/seek.h"
#include "stats/interval.h"

#include <math.h>
#include <string.h>

enum {
  OFFERED_REPLICATIONS = 30,
  SEARCH_SEEDS = 1000 /* from one search's seed to the next one's; proofs have those between */
};

#define BETA_FIRST 0.0 /* then 1, and doubled until it is enough */
#define BETA_MOST  64.0
#define DOUBT      0.05 /* shared by all proofs */

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
            people_for(start->work[at] / speed_of(desk, t), beta, seek->in->least_n);
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

/* ---- proof ---- */

/* Lower limit of a stretch, one-sided, with the doubt that one proof may have. */
static double limit_of(const struct stf_require_in *in, const struct stf_judge_figure *figure) {
  double doubt = DOUBT / in->attempts_n;
  if (figure->known_n == 0) {
    return 1;
  }
  if (in->judge.probability > 0) {
    return stf_interval_wilson(figure->kept_n, figure->known_n, 1 - 2 * doubt).low;
  }
  double t = stf_interval_t_quantile(1 - 2 * doubt, in->proof_n - 1);
  return figure->margin - t * figure->margin_error;
}

/* What the limit must not be below. */
static double level_of(const struct stf_require_in *in) {
  return in->judge.probability > 0 ? in->judge.probability : 0;
}

/* One proof with customers of its own. *proven: every stretch clears its level. */
static enum stf_status prove(struct stf_seek *seek, struct stf_require *out, bool *proven) {
  const struct stf_require_in *in = seek->in;
  struct stf_judge_figure *figures =
      stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *figures);
  double *low = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *low);
  if (figures == NULL || low == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status =
      stf_judge_renew(seek->judge, in->judge.seed + 1 + out->attempts_n, in->proof_n);
  if (status == STF_OK) {
    status = stf_judge_staffing(seek->judge, &seek->grid, seek->wanted, figures, NULL);
  }
  if (status != STF_OK) {
    return status;
  }
  out->attempts_n++;
  out->proven = figures;
  out->low = low;
  out->worst = 0;
  *proven = true;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    low[i] = limit_of(in, &figures[i]);
    out->worst = low[i] < low[out->worst] ? i : out->worst;
    bool clears = low[i] >= level_of(in);
    *proven = *proven && clears;
  }
  return STF_OK;
}

/* ---- the whole ---- */

/* Standard error of what a stretch reaches in n replications, near the level. */
static double error_at(const struct stf_require_in *in, const struct stf_require *out,
                       size_t stretch, double n) {
  double level = level_of(in);
  if (in->judge.probability > 0) {
    return sqrt(level * (1 - level) / n);
  }
  double known = out->proven != NULL ? out->proven[stretch].margin_error : 0;
  return isfinite(known) ? known * sqrt(in->proof_n / n) : 0;
}

/* With the level itself half of all proofs would fail: the search aims above it, by as much as
 * the proof's limit will lie below its estimate. A stretch that a proof has refuted is held to
 * more: one standard error of search and proof together for each proof. */
static void aim(struct stf_seek *seek, const struct stf_require *out) {
  const struct stf_require_in *in = seek->in;
  double quantile = stf_interval_t_quantile(1 - 2 * DOUBT / in->attempts_n, 1000000);
  double search_n = (double)in->judge.replications_n * (1 << out->attempts_n);
  for (size_t i = 0; i < seek->stretches_n; i++) {
    double of_proof = error_at(in, out, i, in->proof_n);
    double of_both = hypot(of_proof, error_at(in, out, i, search_n));
    bool refuted = out->proven != NULL && out->low[i] < level_of(in);
    double wanted =
        level_of(in) + quantile * of_proof + (refuted ? out->attempts_n : 0) * of_both;
    bool too_much = in->judge.probability > 0 && wanted > 1; /* than can be seen */
    seek->wanted[i] = too_much ? 1 : wanted;
  }
}

static enum stf_status make_seek(const struct stf_require_in *in, struct stf_seek *seek,
                                 struct stf_require *out) {
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
  aim(seek, out);
  out->stretches_n = seek->stretches_n;
  out->searched = seek->figures;
  return STF_OK;
}

/* Other customers for a search that a proof has refuted, and twice as many: those before have
 * been learnt by heart. */
static enum stf_status renew(struct stf_seek *seek, const struct stf_require *out) {
  const struct stf_judge_in *judge = &seek->in->judge;
  enum stf_status status =
      stf_judge_renew(seek->judge, judge->seed + (uint64_t)SEARCH_SEEDS * out->attempts_n,
                      judge->replications_n << out->attempts_n);
  seek->best_cost = HUGE_VAL;
  aim(seek, out);
  return status == STF_OK ? stf_seek_try(seek) : status;
}

/* Down, a proof, and more people where it failed. */
static enum stf_status improve(struct stf_seek *seek, struct stf_require *out) {
  bool holds = false;
  bool proven = false;
  enum stf_status status = stf_seek_descend(seek);
  status = status == STF_OK ? stf_seek_mend(seek, &holds) : status;
  status = status == STF_OK ? stf_seek_spare(seek) : status;
  status = status == STF_OK ? stf_seek_exhaust(seek) : status;
  while (status == STF_OK && !proven && out->attempts_n < seek->in->attempts_n) {
    if (out->attempts_n > 0) {
      status = renew(seek, out);
      status = status == STF_OK ? stf_seek_mend(seek, &holds) : status;
    }
    status = status == STF_OK ? prove(seek, out, &proven) : status;
  }
  out->end = proven ? STF_REQUIRE_PROVEN : STF_REQUIRE_NOT_PROVEN;
  return status;
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

enum stf_status stf_require_find(const struct stf_require_in *in,
                                 const struct stf_allocator *allocator, struct stf_arena *arena,
                                 struct stf_require *out) {
  *out = (struct stf_require){.end = STF_REQUIRE_NOT_PROVEN};
  struct stf_seek seek = {.in = in, .allocator = allocator, .arena = arena};
  enum stf_status status = make_seek(in, &seek, out);
  status = status == STF_OK ? begin(&seek, out) : status;
  if (status == STF_OK && out->end != STF_REQUIRE_OUT_OF_REACH) {
    status = improve(&seek, out);
  }
  if (status == STF_ERR_INTERRUPTED) {
    stf_seek_restore(&seek);
  }
  out->grid = seek.grid;
  out->grid.agents = status == STF_OK || seek.held ? seek.grid.agents : NULL;
  out->simulations_n = seek.simulations_n;
  if (out->grid.agents != NULL) {
    add_up(&seek, out);
  }
  enum stf_status kept = keep_names(&seek, seek.figures);
  kept = kept == STF_OK ? keep_names(&seek, out->proven) : kept;
  status = status == STF_OK ? kept : status;
  stf_judge_free(seek.judge);
  return status;
}
