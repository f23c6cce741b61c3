/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"
#include "plan/seek.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
  AT_ONCE_MOST = 4, /* moves of a stretch that are made at the same time */
  FAILURES = 4,     /* so often in a row before a stretch is done */
  ROUNDS_MOST = 2,
  LEGS = 3
};

/* Of the stretch's cost: what saves less is left alone. */
#define WORTHWHILE          0.004 /* one person */
#define WORTHWHILE_EXCHANGE 0.001 /* several for others */

/* People of a team who come (> 0) or go (< 0); none: the leg is not there. */
struct leg {
  uint32_t team;
  int32_t people;
};

/* One person less in a step, or some of one team for others. */
struct move {
  size_t step;
  struct leg legs[LEGS];
  double harm;    /* contacts more that are late, per savings; when the moves were listed */
  double savings; /* > 0, cost per hour */
  bool made;      /* in the trial under way */
};

/* The moves of one stretch and how far they have been tried. */
struct queue {
  struct move *moves;
  size_t n;
  size_t at;         /* next to be tried */
  size_t at_once;    /* how many together */
  size_t taken;      /* in the trial under way */
  int failures_n;    /* in a row */
  double worthwhile; /* least savings */
  bool held;         /* before the trial */
};

struct sparing {
  struct stf_seek *seek;
  struct queue *queues; /* by stretch */
  struct move *moves;   /* of all of them */
  size_t moves_most;    /* place for so many */
  bool exchange; /* teams that take the same class: two for three, two for one of another */
  size_t kept_n; /* moves that were good, in this round */
};

static int leg_order(const struct leg *a, const struct leg *b) {
  if (a->team != b->team) {
    return a->team < b->team ? -1 : 1;
  }
  return (a->people > b->people) - (a->people < b->people);
}

/* What does least harm for what it saves first. */
static int move_order(const void *left, const void *right) {
  const struct move *a = left;
  const struct move *b = right;
  if (a->harm < b->harm || a->harm > b->harm) {
    return a->harm < b->harm ? -1 : 1;
  }
  if (a->savings < b->savings || a->savings > b->savings) {
    return a->savings > b->savings ? -1 : 1;
  }
  if (a->step != b->step) {
    return a->step < b->step ? -1 : 1;
  }
  int order = 0;
  for (int i = 0; i < LEGS && order == 0; i++) {
    order = leg_order(&a->legs[i], &b->legs[i]);
  }
  return order;
}

static bool is_possible(const struct stf_seek *seek, const struct move *move) {
  const struct stf_grid *grid = &seek->grid;
  bool possible = true;
  for (int i = 0; i < LEGS; i++) {
    const struct leg *leg = &move->legs[i];
    size_t at = stf_grid_at(grid, leg->team, move->step);
    possible =
        possible && (leg->people == 0 ||
                     (grid->open[at] && grid->agents[at] + leg->people >= seek->in->least_n));
  }
  return possible;
}

static void add_move(const struct sparing *sparing, struct queue *queue, struct move move) {
  const struct stf_seek *seek = sparing->seek;
  for (int i = 0; i < LEGS; i++) {
    const struct leg *leg = &move.legs[i];
    size_t at = stf_grid_at(&seek->grid, leg->team, move.step);
    move.savings -= leg->people * stf_seek_price(seek, leg->team);
    move.harm -=
        leg->people * (leg->people > 0 ? seek->places.gain[at] : seek->places.loss[at]);
  }
  bool room = queue->moves + queue->n < sparing->moves + sparing->moves_most;
  if (room && move.savings > 0 && move.savings >= queue->worthwhile &&
      is_possible(seek, &move)) {
    move.harm /= move.savings;
    queue->moves[queue->n++] = move;
  }
}

static void list_singles(const struct sparing *sparing, struct queue *queue, size_t step) {
  const struct stf_grid *grid = &sparing->seek->grid;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    struct move move = {.step = step, .legs = {{t, -1}}};
    add_move(sparing, queue, move);
    for (uint32_t more = 0; more < grid->teams_n; more++) {
      if (more != t && grid->planned[more]) {
        move.legs[1] = (struct leg){more, 1};
        add_move(sparing, queue, move);
      }
    }
  }
}

/* Whether both take a class. */
static bool may_stand_in(const struct stf_seek *seek, uint32_t team, uint32_t other) {
  const struct stf_desk *desk = seek->in->judge.desk;
  bool both = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    both = both || (stf_desk_takes(desk, team, c) && stf_desk_takes(desk, other, c));
  }
  return both && team != other && seek->grid.planned[team] && seek->grid.planned[other];
}

/* Several of the team for several of the other, or with one of a third for it or it for them.
 */
static void list_pair(const struct sparing *sparing, struct queue *queue, size_t step,
                      const uint32_t teams[2]) {
  static const int32_t COUNTS[][2] = {{-1, 2}, {-2, 1}, {-2, 3}, {-3, 2}};
  const struct stf_seek *seek = sparing->seek;
  for (size_t k = 0; k < STF_COUNT_OF(COUNTS); k++) {
    struct move move = {.step = step,
                        .legs = {{teams[0], COUNTS[k][0]}, {teams[1], COUNTS[k][1]}}};
    add_move(sparing, queue, move);
  }
  for (uint32_t third = teams[1] + 1; third < seek->grid.teams_n; third++) {
    if (third != teams[0] && may_stand_in(seek, teams[0], third)) {
      struct move move = {.step = step, .legs = {{teams[0], -1}, {teams[1], 1}, {third, 1}}};
      add_move(sparing, queue, move);
      move = (struct move){.step = step, .legs = {{teams[0], 1}, {teams[1], -1}, {third, -1}}};
      add_move(sparing, queue, move);
    }
  }
}

static void list_exchanges(const struct sparing *sparing, struct queue *queue, size_t step) {
  uint32_t teams_n = sparing->seek->grid.teams_n;
  for (uint32_t t = 0; t < teams_n; t++) {
    for (uint32_t other = 0; other < teams_n; other++) {
      const uint32_t teams[2] = {t, other};
      if (may_stand_in(sparing->seek, t, other)) {
        list_pair(sparing, queue, step, teams);
      }
    }
  }
}

/* Lists the moves of every other stretch, from `first` on: the ones between stay as they are,
 * so that it is plain who is to blame. */
static void list_moves(struct sparing *sparing, size_t first) {
  const struct stf_seek *seek = sparing->seek;
  struct move *place = sparing->moves;
  double least = sparing->exchange ? WORTHWHILE_EXCHANGE : WORTHWHILE;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    struct queue *queue = &sparing->queues[i];
    *queue = (struct queue){.moves = place,
                            .at_once = AT_ONCE_MOST,
                            .worthwhile = least * stf_seek_cost(seek, i),
                            .held = stf_seek_holds(seek, i)};
    for (size_t s = 0; i % 2 == first && queue->held && s < seek->grid.steps_n; s++) {
      if (stf_judge_stretch_of(seek->judge, s) == i) {
        (sparing->exchange ? list_exchanges : list_singles)(sparing, queue, s);
      }
    }
    qsort(queue->moves, queue->n, sizeof *queue->moves, move_order);
    place += queue->n;
  }
}

/* ---- trials ---- */

static void make(struct stf_seek *seek, struct move *move, int sign) {
  struct stf_grid *grid = &seek->grid;
  for (int i = 0; i < LEGS; i++) {
    grid->agents[stf_grid_at(grid, move->legs[i].team, move->step)] +=
        sign * move->legs[i].people;
  }
  move->made = sign > 0;
}

/* The next moves of every stretch; false: there are none left. */
static bool make_next(struct sparing *sparing) {
  bool any = false;
  for (size_t i = 0; i < sparing->seek->stretches_n; i++) {
    struct queue *queue = &sparing->queues[i];
    size_t left_n = queue->n - queue->at;
    queue->taken = queue->at_once < left_n ? queue->at_once : left_n;
    queue->taken = queue->failures_n < FAILURES ? queue->taken : 0;
    for (size_t k = queue->at; k < queue->at + queue->taken; k++) {
      if (is_possible(sparing->seek, &queue->moves[k])) {
        make(sparing->seek, &queue->moves[k], 1);
      }
    }
    any = any || queue->taken > 0;
  }
  return any;
}

/* A stretch is to blame for itself and for the next one, which inherits who is left waiting. */
static bool is_good(const struct sparing *sparing, size_t stretch) {
  const struct stf_seek *seek = sparing->seek;
  bool last = stretch + 1 == seek->stretches_n;
  return stf_seek_holds(seek, stretch) &&
         (last || stf_seek_holds(seek, stretch + 1) || !sparing->queues[stretch + 1].held);
}

static void settle(struct sparing *sparing) {
  for (size_t i = 0; i < sparing->seek->stretches_n; i++) {
    struct queue *queue = &sparing->queues[i];
    bool good = is_good(sparing, i);
    for (size_t k = queue->at; k < queue->at + queue->taken; k++) {
      struct move *move = &queue->moves[k];
      sparing->kept_n += good && move->made;
      if (!good && move->made) {
        make(sparing->seek, move, -1);
      }
    }
    if (good || queue->taken == 1) {
      queue->at += queue->taken;
      queue->failures_n = good ? 0 : queue->failures_n + 1;
    } else {
      queue->at_once = queue->taken / 2;
    }
  }
}

/* Moves of every other stretch, from those that hurt least, once. */
static enum stf_status go_round(struct sparing *sparing, size_t first) {
  struct stf_seek *seek = sparing->seek;
  list_moves(sparing, first);
  enum stf_status status = STF_OK;
  bool tried = false;
  while (status == STF_OK && make_next(sparing)) {
    tried = true;
    status = stf_seek_try(seek);
    if (status == STF_OK) {
      settle(sparing);
    }
  }
  /* What stands now may never have been simulated as a whole. */
  return status == STF_OK && tried ? stf_seek_try(seek) : status;
}

static enum stf_status go_rounds(struct sparing *sparing) {
  sparing->kept_n = 0;
  enum stf_status status = go_round(sparing, 0);
  return status == STF_OK && sparing->seek->stretches_n > 1 ? go_round(sparing, 1) : status;
}

/* Moves that a step may have, at most; 0: no team can stand in for another. */
static size_t moves_of_step(const struct stf_seek *seek, bool exchange) {
  uint32_t teams_n = seek->grid.teams_n;
  size_t pairs_n = 0;
  for (uint32_t t = 0; t < teams_n; t++) {
    for (uint32_t other = 0; other < teams_n; other++) {
      pairs_n += may_stand_in(seek, t, other);
    }
  }
  return exchange ? pairs_n * (4 + 2 * (size_t)teams_n) : (size_t)teams_n * (teams_n + 1);
}

static enum stf_status spare(struct stf_seek *seek, bool exchange) {
  struct sparing sparing = {.seek = seek, .exchange = exchange, .kept_n = 1};
  sparing.moves_most = seek->grid.steps_n * moves_of_step(seek, exchange);
  sparing.queues = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *sparing.queues);
  sparing.moves = stf_arena_alloc(seek->arena, sparing.moves_most + 1, sizeof *sparing.moves);
  if (sparing.queues == NULL || sparing.moves == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = STF_OK;
  for (int k = 0; k < ROUNDS_MOST && sparing.kept_n > 0 && status == STF_OK; k++) {
    status = go_rounds(&sparing);
  }
  return status;
}

enum stf_status stf_seek_spare(struct stf_seek *seek) {
  enum stf_status status = spare(seek, false);
  bool exchange = moves_of_step(seek, true) > 0;
  return status == STF_OK && exchange ? spare(seek, true) : status;
}
