/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/loop.h"

#include "plan/proof.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
  FAILURES = 3 /* rosters that got no further, at most */
};

#define URGENCY_MOST 256.0
#define URGENCY_STEP 4.0

/* How good a roster is: first what is missing, then what it costs. */
struct score {
  double missing; /* of the wanted probability (on average: share), over all stretches */
  double cost;
};

struct loop {
  const struct stf_loop_in *in;
  struct stf_seek seek;
  struct stf_loop *out;
  int32_t *want;       /* by place: people rostered */
  int32_t *best_want;  /* of the roster that is kept */
  int32_t *best_there; /* its people */
  struct stf_loop_roster best;
  struct score best_score;
  struct stf_judge_figure *best_figures;
  struct stf_judge_places best_places;
  double reach;
  double urgency;
  double low_urgency;  /* with which they do not hold; 0: not known */
  double high_urgency; /* with which they do */
  bool settled;        /* the urgency stays */
  bool cheap;          /* at the price below */
  int failures_n;      /* rosters that got no further */
};

static size_t places_n(const struct loop *loop) {
  return loop->seek.grid.steps_n * loop->seek.grid.teams_n;
}

static double missing_of(const struct stf_seek *seek) {
  double missing = 0;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    const struct stf_judge_figure *figure = &seek->figures[i];
    double reached =
        seek->in->judge.probability > 0 ? stf_judge_probability(figure) : figure->margin;
    if (figure->known_n > 0 && reached < seek->wanted[i]) {
      missing += seek->wanted[i] - reached;
    }
  }
  return missing;
}

static bool is_better(const struct score *score, const struct score *than) {
  double difference = score->missing - than->missing;
  return difference < -1e-9 || (difference <= 1e-9 && score->cost < than->cost - 1e-6);
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

/* The roster for what is wanted, simulated. */
static enum stf_status try_roster(struct loop *loop, struct stf_loop_roster *roster) {
  struct stf_seek *seek = &loop->seek;
  struct stf_grid want = seek->grid;
  want.agents = loop->want;
  enum stf_status status = loop->in->cover(loop->in->context, &want, loop->urgency, roster);
  if (status != STF_OK) {
    return status;
  }
  stf_grid_present(roster->desk, &seek->grid, seek->grid.agents);
  seek->desk = roster->desk;
  return stf_seek_try(seek);
}

static void keep(struct loop *loop, const struct stf_loop_roster *roster,
                 const struct score *score) {
  const struct stf_seek *seek = &loop->seek;
  loop->best = *roster;
  loop->best_score = *score;
  memcpy(loop->best_want, loop->want, places_n(loop) * sizeof *loop->want);
  memcpy(loop->best_there, seek->grid.agents, places_n(loop) * sizeof *loop->best_there);
  memcpy(loop->best_figures, seek->figures, seek->stretches_n * sizeof *seek->figures);
  memcpy(loop->best_places.gain, seek->places.gain, places_n(loop) * sizeof(double));
  memcpy(loop->best_places.loss, seek->places.loss, places_n(loop) * sizeof(double));
  loop->in->keep(loop->in->context);
  loop->out->rosters_n++;
}

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

/* The best roster stands in the seek again. */
static void go_back(struct loop *loop) {
  struct stf_seek *seek = &loop->seek;
  seek->desk = loop->best.desk;
  memcpy(loop->want, loop->best_want, places_n(loop) * sizeof *loop->want);
  memcpy(seek->grid.agents, loop->best_there, places_n(loop) * sizeof *loop->best_there);
  memcpy(seek->figures, loop->best_figures, seek->stretches_n * sizeof *seek->figures);
  memcpy(seek->places.gain, loop->best_places.gain, places_n(loop) * sizeof(double));
  memcpy(seek->places.loss, loop->best_places.loss, places_n(loop) * sizeof(double));
}

/* ---- many ---- */

static bool is_short(const struct loop *loop) {
  bool is = false;
  for (size_t i = 0; i < places_n(loop) && !is; i++) {
    is = loop->seek.grid.agents[i] < loop->want[i];
  }
  return is;
}

/* The least urgency with which the promises hold, for what is wanted as it stands: sought
 * upwards in large steps, then between. False: the urgency stays as it is. */
static bool change_urgency(struct loop *loop, const struct score *score) {
  bool holds = score->missing <= 0;
  if (loop->settled) {
    return false;
  }
  if (loop->best_score.missing > 0) {
    loop->low_urgency = loop->urgency;
    loop->urgency *= URGENCY_STEP;
    loop->settled = !is_short(loop) || loop->urgency > URGENCY_MOST;
    loop->urgency = loop->settled ? loop->low_urgency : loop->urgency;
    return !loop->settled;
  }
  if (holds) {
    loop->high_urgency = loop->urgency;
  } else {
    loop->low_urgency = loop->urgency;
  }
  loop->settled = loop->low_urgency <= 0 || loop->high_urgency < 2 * loop->low_urgency;
  loop->urgency =
      loop->settled ? loop->high_urgency : sqrt(loop->low_urgency * loop->high_urgency);
  if (loop->settled) {
    go_back(loop);
  }
  return !loop->settled;
}

/* A last look at the price below: with the people that it brings, but wanted where they do
 * more, the promises may hold all the same. False: there is none, or it has been looked at. */
static bool go_cheap(struct loop *loop) {
  if (loop->cheap || loop->low_urgency <= 0 || loop->best_score.missing > 0) {
    return false;
  }
  loop->cheap = true;
  loop->urgency = loop->low_urgency;
  loop->failures_n = 0;
  want_need(loop);
  return true;
}

/* What the next roster is made from; *more is false if there is nothing left to try. */
static enum stf_status learn(struct loop *loop, const struct score *score, bool better,
                             bool *more) {
  *more = true;
  if (change_urgency(loop, score)) {
    return STF_OK;
  }
  enum stf_status status = STF_OK;
  bool missing = score->missing > 0;
  loop->failures_n += missing && !better;
  if (missing && loop->best_score.missing <= 0 && !loop->cheap) { /* one step too far */
    loop->reach /= 2;
    go_back(loop);
  }
  *more = loop->failures_n < FAILURES;
  status = *more ? want_next(loop, more) : STF_OK;
  *more = *more || go_cheap(loop);
  return status;
}

/* Rosters from what is wanted now. */
static enum stf_status search(struct loop *loop) {
  enum stf_status status = STF_OK;
  bool more = true;
  loop->failures_n = 0;
  loop->cheap = false;
  for (uint32_t k = 0; k < loop->in->rounds_n && more && status == STF_OK; k++) {
    struct stf_loop_roster roster;
    status = try_roster(loop, &roster);
    if (status == STF_OK) {
      const struct score score = {.missing = missing_of(&loop->seek), .cost = roster.cost};
      bool better = is_better(&score, &loop->best_score);
      if (better) {
        keep(loop, &roster, &score);
      }
      status = learn(loop, &score, better, &more);
    }
  }
  return status;
}

/* The best so far meets other customers, and is what the others are measured against. */
static enum stf_status begin_again(struct loop *loop) {
  go_back(loop);
  enum stf_status status = stf_proof_renew(&loop->seek, &loop->out->result);
  if (status == STF_OK) {
    bool moved = false;
    loop->best_score.missing = missing_of(&loop->seek);
    memcpy(loop->best_figures, loop->seek.figures,
           loop->seek.stretches_n * sizeof *loop->best_figures);
    loop->reach = 0.5;
    status = want_next(loop, &moved);
  }
  return status;
}

static enum stf_status close_loop(struct loop *loop) {
  struct stf_require *result = &loop->out->result;
  bool proven = false;
  want_need(loop);
  enum stf_status status = search(loop);
  bool reached = loop->best_score.missing <= 0;
  while (status == STF_OK && !proven && result->attempts_n < loop->seek.in->attempts_n &&
         (reached || result->attempts_n == 0)) {
    if (result->attempts_n > 0) {
      status = begin_again(loop);
      status = status == STF_OK ? search(loop) : status;
    }
    if (status == STF_OK) {
      go_back(loop);
      status = stf_proof_try(&loop->seek, result, &proven);
    }
  }
  result->end = proven ? STF_REQUIRE_PROVEN : STF_REQUIRE_NOT_PROVEN;
  result->end = !proven && !reached ? STF_REQUIRE_OUT_OF_REACH : result->end;
  return status;
}

static enum stf_status begin(struct loop *loop) {
  struct stf_arena *arena = loop->seek.arena;
  loop->want = stf_arena_alloc(arena, places_n(loop), sizeof *loop->want);
  loop->best_want = stf_arena_alloc(arena, places_n(loop), sizeof *loop->best_want);
  loop->best_there = stf_arena_alloc(arena, places_n(loop), sizeof *loop->best_there);
  loop->best_figures =
      stf_arena_alloc(arena, loop->seek.stretches_n, sizeof *loop->best_figures);
  loop->best_score = (struct score){.missing = HUGE_VAL, .cost = HUGE_VAL};
  loop->reach = 0.5;
  loop->urgency = 1;
  loop->best_places.gain = stf_arena_alloc(arena, places_n(loop), sizeof(double));
  loop->best_places.loss = stf_arena_alloc(arena, places_n(loop), sizeof(double));
  bool have = loop->best_places.gain != NULL && loop->best_places.loss != NULL;
  have = have && loop->want != NULL && loop->best_want != NULL && loop->best_there != NULL &&
         loop->best_figures != NULL;
  return have ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_loop_close(const struct stf_loop_in *in,
                               const struct stf_allocator *allocator, struct stf_arena *arena,
                               struct stf_loop *out) {
  *out = (struct stf_loop){.rosters_n = 0};
  struct loop loop = {.in = in, .out = out};
  enum stf_status status =
      stf_seek_begin(in->require, allocator, arena, &loop.seek, &out->result);
  status = status == STF_OK ? begin(&loop) : status;
  status = status == STF_OK ? close_loop(&loop) : status;
  if (out->rosters_n > 0) {
    go_back(&loop);
  }
  if (status == STF_ERR_INTERRUPTED) { /* the last proof was of another roster */
    out->result.end = STF_REQUIRE_NOT_PROVEN;
    out->result.proven = NULL;
  }
  enum stf_status end = stf_seek_end(&loop.seek, &out->result);
  out->result.cost = (double)NAN;
  return status == STF_OK ? end : status;
}
