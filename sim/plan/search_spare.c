/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"
#include "plan/search.h"

#include <stdlib.h>
#include <string.h>

enum {
  AT_ONCE_MOST = 16, /* steps of a stretch in which somebody is spared at the same time */
  NOBODY = UINT32_MAX
};

/* Some people less in a step, and perhaps as many of another team instead. */
struct move {
  size_t step;
  int32_t people;
  uint32_t less;
  uint32_t more;  /* NOBODY: nobody instead */
  double late;    /* of those who come in the step, when the moves were listed */
  double savings; /* > 0, cost per hour */
  bool made;      /* in the trial under way */
};

/* The moves of one stretch and how far they have been tried. */
struct queue {
  struct move *moves;
  size_t n;
  size_t at;      /* next to be tried */
  size_t at_once; /* how many together */
  size_t taken;   /* in the trial under way */
  bool held;      /* before the trial */
};

struct sparing {
  struct stf_search_state *state;
  struct queue *queues; /* by stretch */
  struct move *moves;   /* of all of them */
  size_t kept_n;        /* moves that were good, in this round */
  int32_t part; /* of the people above the least, this fraction goes: 1 / part; 0: one */
};

/* What saves most first: a few who are far too many hide how many the others lack. Then where
 * few wait too long. */
static int move_order(const void *left, const void *right) {
  const struct move *a = left;
  const struct move *b = right;
  if (a->savings < b->savings || a->savings > b->savings) {
    return a->savings > b->savings ? -1 : 1;
  }
  if (a->late < b->late || a->late > b->late) {
    return a->late < b->late ? -1 : 1;
  }
  if (a->step != b->step) {
    return a->step < b->step ? -1 : 1;
  }
  return a->less != b->less ? (a->less < b->less ? -1 : 1) : (a->more < b->more ? -1 : 1);
}

static bool is_possible(const struct stf_search_state *state, const struct move *move) {
  const struct stf_grid *grid = &state->grid;
  size_t less = stf_grid_at(grid, move->less, move->step);
  return grid->open[less] && grid->agents[less] - move->people >= state->in->least_n &&
         (move->more == NOBODY || grid->open[stf_grid_at(grid, move->more, move->step)]);
}

static void add_move(const struct sparing *sparing, struct queue *queue, struct move move) {
  const struct stf_search_state *state = sparing->state;
  const struct stf_grid *grid = &state->grid;
  int32_t above = grid->agents[stf_grid_at(grid, move.less, move.step)] - state->in->least_n;
  double gained = move.more == NOBODY ? 0 : stf_search_cost(state, move.more);
  move.people = sparing->part > 0 ? above / sparing->part : 1;
  move.savings = move.people * (stf_search_cost(state, move.less) - gained);
  move.late = state->late[move.step];
  if (move.savings > 0 && move.people > 0 && is_possible(state, &move)) {
    queue->moves[queue->n++] = move;
  }
}

static void list_step(const struct sparing *sparing, struct queue *queue, size_t step) {
  const struct stf_grid *grid = &sparing->state->grid;
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
  const struct stf_search_state *state = sparing->state;
  struct move *place = sparing->moves;
  for (size_t i = 0; i < state->stretches_n; i++) {
    struct queue *queue = &sparing->queues[i];
    *queue = (struct queue){
        .moves = place, .at_once = AT_ONCE_MOST, .held = stf_search_holds(state, i)};
    for (size_t s = 0; i % 2 == first && queue->held && s < state->grid.steps_n; s++) {
      if (stf_judge_stretch_of(state->judge, s) == i) {
        list_step(sparing, queue, s);
      }
    }
    qsort(queue->moves, queue->n, sizeof *queue->moves, move_order);
    place += queue->n;
  }
}

/* ---- trials ---- */

static void make(struct stf_search_state *state, struct move *move, int sign) {
  struct stf_grid *grid = &state->grid;
  grid->agents[stf_grid_at(grid, move->less, move->step)] -= sign * move->people;
  if (move->more != NOBODY) {
    grid->agents[stf_grid_at(grid, move->more, move->step)] += sign * move->people;
  }
  move->made = sign > 0;
}

/* The next moves of every stretch; false: there are none left. */
static bool make_next(struct sparing *sparing) {
  bool any = false;
  for (size_t i = 0; i < sparing->state->stretches_n; i++) {
    struct queue *queue = &sparing->queues[i];
    size_t left_n = queue->n - queue->at;
    queue->taken = queue->at_once < left_n ? queue->at_once : left_n;
    for (size_t k = queue->at; k < queue->at + queue->taken; k++) {
      if (is_possible(sparing->state, &queue->moves[k])) {
        make(sparing->state, &queue->moves[k], 1);
      }
    }
    any = any || queue->taken > 0;
  }
  return any;
}

/* A stretch is to blame for itself and for the next one, which inherits who is left waiting. */
static bool is_good(const struct sparing *sparing, size_t stretch) {
  const struct stf_search_state *state = sparing->state;
  bool last = stretch + 1 == state->stretches_n;
  return stf_search_holds(state, stretch) &&
         (last || stf_search_holds(state, stretch + 1) || !sparing->queues[stretch + 1].held);
}

static void settle(struct sparing *sparing) {
  for (size_t i = 0; i < sparing->state->stretches_n; i++) {
    struct queue *queue = &sparing->queues[i];
    bool good = is_good(sparing, i);
    for (size_t k = queue->at; k < queue->at + queue->taken; k++) {
      struct move *move = &queue->moves[k];
      sparing->kept_n += good && move->made;
      if (!good && move->made) {
        make(sparing->state, move, -1);
      }
    }
    if (good || queue->taken == 1) {
      queue->at += queue->taken;
    } else {
      queue->at_once = queue->taken / 2;
    }
  }
}

/* Moves of every other stretch, from those that hurt least, once. */
static enum stf_status go_round(struct sparing *sparing, size_t first) {
  struct stf_search_state *state = sparing->state;
  list_moves(sparing, first);
  enum stf_status status = STF_OK;
  bool tried = false;
  while (status == STF_OK && make_next(sparing)) {
    tried = true;
    status = stf_search_try(state);
    if (status == STF_OK) {
      settle(sparing);
    }
  }
  /* What stands now may never have been simulated as a whole. */
  return status == STF_OK && tried ? stf_search_try(state) : status;
}

static enum stf_status go_rounds(struct sparing *sparing) {
  sparing->kept_n = 0;
  enum stf_status status = go_round(sparing, 0);
  return status == STF_OK && sparing->state->stretches_n > 1 ? go_round(sparing, 1) : status;
}

enum stf_status stf_search_spare(struct stf_search_state *state) {
  static const int32_t PARTS[] = {2, 4, 8, 0};
  struct sparing sparing = {.state = state};
  size_t teams_n = state->grid.teams_n;
  sparing.queues = stf_arena_alloc(state->arena, state->stretches_n, sizeof *sparing.queues);
  sparing.moves = stf_arena_alloc(state->arena, state->grid.steps_n * teams_n * (teams_n + 1),
                                  sizeof *sparing.moves);
  if (sparing.queues == NULL || sparing.moves == NULL) {
    return STF_ERR_MEMORY;
  }
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < STF_COUNT_OF(PARTS) && status == STF_OK; k++) {
    sparing.part = PARTS[k];
    do {
      status = go_rounds(&sparing);
    } while (status == STF_OK && sparing.kept_n > 0);
  }
  return status;
}
