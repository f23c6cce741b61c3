/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/seek.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
  AT_ONCE_MOST = 4, /* steps of a stretch in which somebody is spared at the same time */
  FAILURES = 4,     /* so often in a row before a stretch is done */
  ROUNDS_MOST = 2
};

#define NOBODY     UINT32_MAX
#define WORTHWHILE 0.004 /* of the stretch's cost: one person who is less is left alone */

/* One person less in a step, and perhaps one of another team instead. */
struct move {
  size_t step;
  uint32_t less;
  uint32_t more;  /* NOBODY: nobody instead */
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
  size_t kept_n;        /* moves that were good, in this round */
};

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
  return a->less != b->less ? (a->less < b->less ? -1 : 1) : (a->more < b->more ? -1 : 1);
}

static bool is_possible(const struct stf_seek *seek, const struct move *move) {
  const struct stf_grid *grid = &seek->grid;
  size_t less = stf_grid_at(grid, move->less, move->step);
  return grid->open[less] && grid->agents[less] > seek->in->least_n &&
         (move->more == NOBODY || grid->open[stf_grid_at(grid, move->more, move->step)]);
}

static void add_move(const struct sparing *sparing, struct queue *queue, struct move move) {
  const struct stf_seek *seek = sparing->seek;
  const struct stf_grid *grid = &seek->grid;
  move.savings = stf_seek_price(seek, move.less);
  move.harm = seek->places.loss[stf_grid_at(grid, move.less, move.step)];
  if (move.more != NOBODY) {
    move.savings -= stf_seek_price(seek, move.more);
    move.harm -= seek->places.gain[stf_grid_at(grid, move.more, move.step)];
  }
  if (move.savings > 0 && move.savings >= queue->worthwhile && is_possible(seek, &move)) {
    move.harm /= move.savings;
    queue->moves[queue->n++] = move;
  }
}

static void list_step(const struct sparing *sparing, struct queue *queue, size_t step) {
  const struct stf_grid *grid = &sparing->seek->grid;
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    struct move move = {.step = step, .less = t, .more = NOBODY};
    add_move(sparing, queue, move);
    for (move.more = 0; move.more < grid->teams_n; move.more++) {
      if (move.more != t && grid->planned[move.more]) {
        add_move(sparing, queue, move);
      }
    }
  }
}

/* Lists the moves of every other stretch, from `first` on: the ones between stay as they are,
 * so that it is plain who is to blame. */
static void list_moves(struct sparing *sparing, size_t first) {
  const struct stf_seek *seek = sparing->seek;
  struct move *place = sparing->moves;
  for (size_t i = 0; i < seek->stretches_n; i++) {
    struct queue *queue = &sparing->queues[i];
    *queue = (struct queue){.moves = place,
                            .at_once = AT_ONCE_MOST,
                            .worthwhile = WORTHWHILE * stf_seek_cost(seek, i),
                            .held = stf_seek_holds(seek, i)};
    for (size_t s = 0; i % 2 == first && queue->held && s < seek->grid.steps_n; s++) {
      if (stf_judge_stretch_of(seek->judge, s) == i) {
        list_step(sparing, queue, s);
      }
    }
    qsort(queue->moves, queue->n, sizeof *queue->moves, move_order);
    place += queue->n;
  }
}

/* ---- trials ---- */

static void make(struct stf_seek *seek, struct move *move, int sign) {
  struct stf_grid *grid = &seek->grid;
  grid->agents[stf_grid_at(grid, move->less, move->step)] -= sign;
  if (move->more != NOBODY) {
    grid->agents[stf_grid_at(grid, move->more, move->step)] += sign;
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

enum stf_status stf_seek_spare(struct stf_seek *seek) {
  struct sparing sparing = {.seek = seek};
  size_t teams_n = seek->grid.teams_n;
  sparing.queues = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *sparing.queues);
  sparing.moves = stf_arena_alloc(seek->arena, seek->grid.steps_n * teams_n * (teams_n + 1),
                                  sizeof *sparing.moves);
  if (sparing.queues == NULL || sparing.moves == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = STF_OK;
  sparing.kept_n = 1;
  for (int k = 0; k < ROUNDS_MOST && sparing.kept_n > 0 && status == STF_OK; k++) {
    status = go_rounds(&sparing);
  }
  return status;
}
