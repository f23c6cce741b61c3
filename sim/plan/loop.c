/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/loop.h"

#include "plan/bound.h"
#include "plan/proof.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
  FAILURES = 3 /* rosters that have got no further, at most, before something else is tried */
};

#define URGENCY_MOST 256.0
#define URGENCY_STEP 4.0
#define WEIGHT_MOST  3.0
#define REACH_FIRST  0.5 /* of what the marginal values allow, taken at once */

/* How good a roster is: first what is missing, then how much too late are, then what it costs.
 */
struct score {
  double missing; /* of the wanted probability (on average: share), over all stretches */
  double excess;  /* contacts late beyond what it allows, where something is missing */
  double cost;
};

struct loop {
  const struct stf_loop_in *in;
  struct stf_seek seek;
  struct stf_loop *out;
  double urgency;    /* of a missing person, before ... */
  double *weights;   /* ... by place: what it is multiplied by */
  double *urgencies; /* by place: the two */
  double hires_most;
  struct stf_loop_roster last; /* the roster in the seek, and ... */
  struct score score;          /* ... how good it is */
  int32_t *want;               /* by place: people rostered */
  int32_t *best_want;          /* of the roster that is kept */
  int32_t *best_there;         /* its people */
  struct stf_loop_roster best;
  struct score best_score;
  struct stf_judge_figure *best_figures;
  struct stf_judge_places best_places;
  double reach;
  uint32_t left_n; /* rosters that may be tried before the next proof */
};

static size_t places_n(const struct loop *loop) {
  return loop->seek.grid.steps_n * loop->seek.grid.teams_n;
}

/* What is wanted is an aim for the proof's sake: a probability is reached if it is to the
 * nearest replication. Rosters come in large steps, and one replication is not worth a person.
 */
static double missing_of(const struct stf_seek *seek) {
  double missing = 0;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    const struct stf_judge_figure *figure = &seek->figures[i];
    double nearest = seek->in->judge.probability > 0 ? 0.5 / figure->known_n : 0;
    double lack = seek->wanted[i] - stf_seek_reached(seek, i);
    missing += figure->known_n > 0 && lack > nearest ? lack : 0;
  }
  return missing;
}

static double excess_of(const struct stf_seek *seek) {
  double excess = 0;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    excess += seek->figures[i].known_n > 0 ? fmax(0, seek->figures[i].excess) : 0;
  }
  return excess;
}

static bool is_better(const struct score *score, const struct score *than) {
  double difference = score->missing - than->missing;
  bool is_level = fabs(difference) <= 1e-9;
  if (is_level && score->missing > 0 && fabs(score->excess - than->excess) > 1e-9) {
    return score->excess < than->excess;
  }
  return is_level ? score->cost < than->cost - 1e-6 : difference < 0;
}

static bool holds(const struct loop *loop) {
  return loop->score.missing <= 0;
}

/* ---- one roster ---- */

/* People on duty become people rostered: those who are absent are wanted, too. */
static void want_need(struct loop *loop) {
  const struct stf_grid *grid = &loop->seek.grid;
  const struct stf_desk *desk = loop->seek.in->judge.desk;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      size_t at = stf_grid_at(grid, t, s);
      double there = 1 - desk->teams[t].absence_share;
      loop->want[at] = grid->open[at] ? (int32_t)ceil(loop->in->need[at] / there) : 0;
    }
  }
}

static void keep(struct loop *loop) {
  const struct stf_seek *seek = &loop->seek;
  loop->best = loop->last;
  loop->best_score = loop->score;
  memcpy(loop->best_want, loop->want, places_n(loop) * sizeof *loop->want);
  memcpy(loop->best_there, seek->grid.agents, places_n(loop) * sizeof *loop->best_there);
  memcpy(loop->best_figures, seek->figures, seek->stretches_n * sizeof *seek->figures);
  memcpy(loop->best_places.gain, seek->places.gain, places_n(loop) * sizeof(double));
  memcpy(loop->best_places.loss, seek->places.loss, places_n(loop) * sizeof(double));
  loop->in->keep(loop->in->context);
  loop->out->kept_n++;
}

/* The best roster stands in the seek again. */
static void go_back(struct loop *loop) {
  struct stf_seek *seek = &loop->seek;
  seek->desk = loop->best.desk;
  loop->last = loop->best;
  loop->score = loop->best_score;
  memcpy(loop->want, loop->best_want, places_n(loop) * sizeof *loop->want);
  memcpy(seek->grid.agents, loop->best_there, places_n(loop) * sizeof *loop->best_there);
  memcpy(seek->figures, loop->best_figures, seek->stretches_n * sizeof *seek->figures);
  memcpy(seek->places.gain, loop->best_places.gain, places_n(loop) * sizeof(double));
  memcpy(seek->places.loss, loop->best_places.loss, places_n(loop) * sizeof(double));
}

/* A missing person costs more where the simulation says that one more does more, against the
 * mean of all open places. With the weight that was there before, in the geometric mean: who is
 * missing here today would else be missing there tomorrow. */
static void weigh(struct loop *loop) {
  const struct stf_grid *grid = &loop->seek.grid;
  double sum = 0;
  size_t n = 0;
  for (size_t i = 0; i < places_n(loop); i++) {
    sum += grid->open[i] ? loop->seek.places.gain[i] : 0;
    n += grid->open[i];
  }
  for (size_t i = 0; i < places_n(loop) && sum > 0; i++) {
    double weight = loop->seek.places.gain[i] * (double)n / sum;
    weight = fmin(fmax(weight, 1 / WEIGHT_MOST), WEIGHT_MOST);
    loop->weights[i] = sqrt(loop->weights[i] * weight);
  }
}

/* The roster for what is wanted, simulated; kept if none was better. */
static enum stf_status try_roster(struct loop *loop) {
  struct stf_seek *seek = &loop->seek;
  struct stf_grid want = seek->grid;
  want.agents = loop->want;
  for (size_t i = 0; i < places_n(loop); i++) {
    loop->urgencies[i] = loop->urgency * loop->weights[i];
  }
  const struct stf_loop_ask ask = {
      .want = &want, .urgency = loop->urgencies, .hires_most = loop->hires_most};
  enum stf_status status = loop->in->cover(loop->in->context, &ask, &loop->last);
  if (status == STF_OK) {
    stf_grid_present(loop->last.desk, &seek->grid, seek->grid.agents);
    seek->desk = loop->last.desk;
    status = stf_seek_try(seek);
  }
  if (status == STF_OK) {
    loop->score = (struct score){
        .missing = missing_of(seek), .excess = excess_of(seek), .cost = loop->last.cost};
    weigh(loop);
    loop->left_n--;
    loop->out->tried_n++;
    loop->out->is_cut = loop->out->is_cut || loop->left_n == 0;
    if (is_better(&loop->score, &loop->best_score)) {
      keep(loop);
    }
  }
  return status;
}

/* Whether a wanted person is not there. */
static bool is_short(const struct loop *loop) {
  bool is = false;
  for (size_t i = 0; i < places_n(loop) && !is; i++) {
    is = loop->seek.grid.agents[i] < loop->want[i];
  }
  return is;
}

/* ---- what is wanted next ---- */

/* One person fewer in each stretch, where that does least of all places in which everybody who
 * is there is wanted. */
static bool want_fewer(struct loop *loop) {
  const struct stf_seek *seek = &loop->seek;
  const struct stf_grid *grid = &seek->grid;
  bool any = false;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    size_t least = SIZE_MAX;
    for (size_t at = 0; at < places_n(loop); at++) {
      bool wanted = grid->open[at] && loop->want[at] == grid->agents[at] &&
                    loop->want[at] > seek->in->least_n;
      if (wanted && stf_judge_stretch_of(seek->judge, at % grid->steps_n) == i &&
          (least == SIZE_MAX || seek->places.loss[at] < seek->places.loss[least])) {
        least = at;
      }
    }
    if (least != SIZE_MAX) {
      loop->want[least]--;
      any = true;
    }
  }
  return any;
}

/* What is wanted next, from the people who are there as the marginal values say. Where the
 * promises hold, those who were wanted and are not there were not needed. Where they do not,
 * more are wanted at other times than those at which the roster has not found anybody. */
static enum stf_status want_next(struct loop *loop, bool *moved) {
  struct stf_seek *seek = &loop->seek;
  int32_t *there = stf_arena_alloc(seek->arena, places_n(loop), sizeof *there);
  if (there == NULL) {
    return STF_ERR_MEMORY;
  }
  bool hold = stf_seek_all_hold(seek);
  memcpy(there, seek->grid.agents, places_n(loop) * sizeof *there);
  for (size_t i = 0; i < places_n(loop); i++) {
    bool is_short = there[i] < loop->want[i];
    loop->want[i] = hold && is_short ? there[i] : loop->want[i];
    seek->places.gain[i] = is_short ? 0 : seek->places.gain[i];
  }
  enum stf_status status = stf_seek_nudge(seek, loop->reach, moved);
  for (size_t i = 0; i < places_n(loop) && status == STF_OK; i++) {
    int32_t more = seek->grid.agents[i] - there[i];
    int32_t from = loop->want[i];
    if (more > 0) {
      loop->want[i] = (from > there[i] ? from : there[i]) + more;
    } else if (more < 0) {
      loop->want[i] = (from < there[i] ? from : there[i]) + more;
    }
  }
  memcpy(seek->grid.agents, there, places_n(loop) * sizeof *there);
  if (status == STF_OK && hold && !*moved) {
    *moved = want_fewer(loop);
  }
  return status;
}

/* ---- the steps of a search ---- */

/* Others are wanted, until the promises hold or rosters get no nearer. */
static enum stf_status approach(struct loop *loop) {
  enum stf_status status = STF_OK;
  double nearest = loop->score.missing;
  bool moved = true;
  int failures_n = 0;
  loop->reach = REACH_FIRST;
  while (status == STF_OK && moved && !holds(loop) && failures_n < FAILURES &&
         loop->left_n > 0) {
    status = want_next(loop, &moved);
    if (status == STF_OK && moved) {
      status = try_roster(loop);
      failures_n += loop->score.missing > nearest - 1e-9;
      nearest = fmin(nearest, loop->score.missing);
    }
  }
  return status;
}

/* 1. From what the requirement wants. */
static enum stf_status reach(struct loop *loop) {
  want_need(loop);
  enum stf_status status = try_roster(loop);
  while (status == STF_OK && !holds(loop) && is_short(loop) && loop->left_n > 0 &&
         loop->urgency * URGENCY_STEP <= URGENCY_MOST) {
    loop->urgency *= URGENCY_STEP;
    status = try_roster(loop);
  }
  return status == STF_OK ? approach(loop) : status;
}

/* A roster for which no more is spent on hiring than that. */
static enum stf_status spend(struct loop *loop, double hires_most) {
  loop->hires_most = hires_most;
  want_need(loop);
  enum stf_status status = try_roster(loop);
  return status == STF_OK ? approach(loop) : status;
}

/* 2. The best roster holds; with `low` spent on hiring none was found that does (< 0: not
 * tried). */
static enum stf_status hire_less(struct loop *loop, double low) {
  double unit = loop->in->hire_least;
  enum stf_status status = STF_OK;
  while (status == STF_OK && loop->best.hires - low > unit * (1 + 1e-9) && loop->left_n > 0) {
    double middle = floor((low + loop->best.hires) / 2 / unit + 1e-9) * unit;
    middle = fmax(middle, low + unit);
    status = spend(loop, middle);
    low = loop->best.hires > middle + 1e-9 * unit ? middle : low;
  }
  loop->hires_most = loop->best.hires;
  return status;
}

/* 3. The best roster holds, and its people have overtime or premiums. */
static enum stf_status save(struct loop *loop) {
  enum stf_status status = STF_OK;
  bool moved = true;
  int failures_n = 0;
  loop->reach = REACH_FIRST;
  go_back(loop);
  while (status == STF_OK && moved && loop->best.extra > 0 && failures_n < FAILURES &&
         loop->left_n > 0) {
    double best_cost = loop->best.cost;
    double urgency = loop->urgency;
    loop->urgency = fmax(1, urgency / URGENCY_STEP);
    status = want_next(loop, &moved);
    if (status == STF_OK && moved) {
      status = try_roster(loop);
    }
    if (status == STF_OK && moved && loop->best.cost > best_cost - 1e-6) {
      failures_n++;
      loop->reach /= 2;
      loop->urgency = urgency;
      go_back(loop);
    }
  }
  return status;
}

static enum stf_status search(struct loop *loop) {
  loop->left_n = loop->in->rosters_n;
  enum stf_status status = reach(loop);
  if (status == STF_OK && loop->best_score.missing <= 0) {
    status = hire_less(loop, -loop->in->hire_least);
    status = status == STF_OK ? save(loop) : status;
  }
  return status;
}

/* More is spent on hiring, twice as much more each time, until a roster holds or nobody else
 * can be had. */
static enum stf_status hire_more(struct loop *loop) {
  double low = loop->best.hires;
  double more = loop->in->hire_least;
  enum stf_status status = STF_OK;
  bool can = isfinite(more);
  while (status == STF_OK && loop->best_score.missing > 0 && can && loop->left_n > 0) {
    double most = low + more;
    status = spend(loop, most);
    can = loop->last.hires > most - more / 2;
    low = loop->best_score.missing > 0 ? most : low;
    more *= 2;
  }
  return status == STF_OK && loop->best_score.missing <= 0 ? hire_less(loop, low) : status;
}

/* After a proof that failed: the best so far meets other customers, and is what the others are
 * measured against. */
static enum stf_status search_again(struct loop *loop) {
  go_back(loop);
  enum stf_status status = stf_proof_renew(&loop->seek, &loop->out->result);
  if (status != STF_OK) {
    return status;
  }
  loop->left_n = loop->in->rosters_n;
  loop->best_score.missing = missing_of(&loop->seek);
  loop->best_score.excess = excess_of(&loop->seek);
  loop->score = loop->best_score;
  memcpy(loop->best_figures, loop->seek.figures,
         loop->seek.stretches_n * sizeof *loop->best_figures);
  loop->hires_most = loop->best.hires;
  loop->urgency = URGENCY_MOST;
  status = approach(loop);
  status = status == STF_OK && loop->best_score.missing > 0 ? hire_more(loop) : status;
  return status == STF_OK && loop->best_score.missing <= 0 ? save(loop) : status;
}

static enum stf_status close_loop(struct loop *loop) {
  struct stf_require *result = &loop->out->result;
  bool proven = false;
  enum stf_status status = search(loop);
  bool reached = loop->best_score.missing <= 0;
  bool is_draft = loop->seek.in->draft;
  while (status == STF_OK && !proven && !is_draft &&
         result->attempts_n < loop->seek.in->attempts_n &&
         (reached || result->attempts_n == 0)) {
    status = result->attempts_n > 0 ? search_again(loop) : STF_OK;
    if (status == STF_OK) {
      go_back(loop);
      status = stf_proof_try(&loop->seek, result, &proven);
    }
  }
  result->end = proven ? STF_REQUIRE_PROVEN : STF_REQUIRE_NOT_PROVEN;
  result->end = !proven && !reached ? STF_REQUIRE_OUT_OF_REACH : result->end;
  return status;
}

/* Who is stopped here has a roster and its proof. */
static enum stf_status find_bound(struct loop *loop) {
  bool reached = loop->out->result.end != STF_REQUIRE_OUT_OF_REACH;
  enum stf_status status =
      stf_bound_hires(&loop->seek, loop->in, reached ? loop->best.hires : (double)INFINITY,
                      &loop->out->hires_bound);
  return status == STF_ERR_INTERRUPTED ? STF_OK : status;
}

static enum stf_status begin(struct loop *loop) {
  struct stf_arena *arena = loop->seek.arena;
  loop->want = stf_arena_alloc(arena, places_n(loop), sizeof *loop->want);
  loop->best_want = stf_arena_alloc(arena, places_n(loop), sizeof *loop->best_want);
  loop->best_there = stf_arena_alloc(arena, places_n(loop), sizeof *loop->best_there);
  loop->best_figures =
      stf_arena_alloc(arena, loop->seek.stretches_n, sizeof *loop->best_figures);
  loop->best_score = (struct score){.missing = HUGE_VAL, .excess = HUGE_VAL, .cost = HUGE_VAL};
  loop->urgency = 1;
  loop->hires_most = (double)INFINITY;
  loop->weights = stf_arena_alloc(arena, places_n(loop), sizeof(double));
  loop->urgencies = stf_arena_alloc(arena, places_n(loop), sizeof(double));
  for (size_t i = 0; i < places_n(loop) && loop->weights != NULL; i++) {
    loop->weights[i] = 1;
  }
  loop->best_places.gain = stf_arena_alloc(arena, places_n(loop), sizeof(double));
  loop->best_places.loss = stf_arena_alloc(arena, places_n(loop), sizeof(double));
  bool have = loop->best_places.gain != NULL && loop->best_places.loss != NULL;
  have = have && loop->want != NULL && loop->best_want != NULL && loop->best_there != NULL &&
         loop->best_figures != NULL && loop->weights != NULL && loop->urgencies != NULL;
  return have ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_loop_close(const struct stf_loop_in *in,
                               const struct stf_allocator *allocator, struct stf_arena *arena,
                               struct stf_loop *out) {
  *out = (struct stf_loop){.kept_n = 0};
  struct loop loop = {.in = in, .out = out};
  enum stf_status status =
      stf_seek_begin(in->require, allocator, arena, &loop.seek, &out->result);
  status = status == STF_OK ? begin(&loop) : status;
  status = status == STF_OK ? close_loop(&loop) : status;
  status = status == STF_OK && !in->require->draft ? find_bound(&loop) : status;
  if (out->kept_n > 0) {
    go_back(&loop);
    out->roster = loop.best;
  }
  if (status == STF_ERR_INTERRUPTED) { /* the last proof was of another roster */
    out->result.end = STF_REQUIRE_NOT_PROVEN;
    out->result.proven = NULL;
  }
  enum stf_status end = stf_seek_end(&loop.seek, &out->result);
  out->result.cost = (double)NAN;
  return status == STF_OK ? end : status;
}
