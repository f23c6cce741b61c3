/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/seek.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
  ROUNDS_MOST = 40, /* simulations of a descent */
  FAILURES = 2,     /* as often in a row a stretch may get no further */
  MENDS_MOST = 60   /* simulations without an end in sight */
};

#define WORN       0.7   /* what the next person in a step does, of what the one before did */
#define WORSE      2.0   /* what one fewer still does, the same way */
#define WORTH      2.0   /* by so much must one here do more than one there, to be moved */
#define WORTHWHILE 0.995 /* of the cost before: less saved counts as a failure */
#define CAREFUL    0.4   /* of what is missing, when people are added for good */
#define SMALLEST   0.02  /* contacts: marginal values below are noise */

/* A stretch on its way down. */
struct way {
  double best_cost; /* of the staffing that held; HUGE_VAL: none yet */
  double reach;     /* share of what the marginal values allow that is taken, (0, 1] */
  int failures_n;   /* in a row */
  bool back;        /* the best one stands again, to start from once more */
  bool done;
};

struct descent {
  struct stf_seek *seek;
  struct way *ways; /* by stretch */
  int32_t *best;    /* by place: of the stretch's best */
  int32_t *start;   /* by place: as simulated last */
  int32_t *added;   /* by place, since then; < 0: taken away */
};

static size_t places_n(const struct stf_seek *seek) {
  return seek->grid.steps_n * seek->grid.teams_n;
}

/* ---- one person ---- */

/* So many may come or go in a place between two simulations. */
static int32_t most_at_once(const struct descent *descent, size_t place, double reach) {
  int32_t n = (int32_t)(0.3 * reach * descent->start[place]);
  return n > 1 ? n : 1;
}

/* base to the power of n >= 0, the same on any machine. */
static double power(double base, int32_t n) {
  double product = 1;
  for (int32_t i = 0; i < n; i++) {
    product *= base;
  }
  return product;
}

/* What the next person in the place does, per price. */
static double gain_at(const struct descent *descent, size_t place, uint32_t team) {
  const struct stf_seek *seek = descent->seek;
  double worn = power(WORN, descent->added[place]);
  return seek->places.gain[place] * worn / stf_seek_price(seek, team);
}

/* What one fewer does. */
static double loss_at(const struct descent *descent, size_t place, uint32_t team) {
  const struct stf_seek *seek = descent->seek;
  double worse = power(WORSE, -descent->added[place]);
  return (seek->places.loss[place] + SMALLEST) * worse / stf_seek_price(seek, team);
}

/* A place of the stretch; team teams_n: none. */
struct spot {
  size_t place;
  uint32_t team;
  double value; /* per price */
};

static struct spot best_gain(const struct descent *descent, size_t stretch) {
  const struct stf_seek *seek = descent->seek;
  const struct stf_grid *grid = &seek->grid;
  struct spot spot = {.team = grid->teams_n, .value = -1};
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      size_t at = stf_grid_at(grid, t, s);
      if (!grid->open[at] || stf_judge_stretch_of(seek->judge, s) != stretch ||
          descent->added[at] < 0 || descent->added[at] >= most_at_once(descent, at, 1)) {
        continue;
      }
      double value = gain_at(descent, at, t);
      if (value > spot.value) {
        spot = (struct spot){.place = at, .team = t, .value = value};
      }
    }
  }
  return spot;
}

static struct spot least_loss(const struct descent *descent, size_t stretch) {
  const struct stf_seek *seek = descent->seek;
  const struct stf_grid *grid = &seek->grid;
  double reach = descent->ways[stretch].reach;
  struct spot spot = {.team = grid->teams_n, .value = HUGE_VAL};
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      size_t at = stf_grid_at(grid, t, s);
      if (!grid->open[at] || stf_judge_stretch_of(seek->judge, s) != stretch ||
          descent->added[at] > 0 || -descent->added[at] >= most_at_once(descent, at, reach) ||
          grid->agents[at] <= seek->in->least_n) {
        continue;
      }
      double value = loss_at(descent, at, t);
      if (value < spot.value) {
        spot = (struct spot){.place = at, .team = t, .value = value};
      }
    }
  }
  return spot;
}

static void move(struct descent *descent, size_t place, int32_t people) {
  descent->added[place] += people;
  descent->seek->grid.agents[place] += people;
}

/* ---- many ---- */

/* People where they do most, until so many fewer should be late. False: nobody can be added. */
static bool add_people(struct descent *descent, size_t stretch, double excess) {
  bool any = false;
  double left = excess;
  while (left > 0 || !any) {
    struct spot spot = best_gain(descent, stretch);
    if (spot.team == descent->seek->grid.teams_n) {
      break;
    }
    double gain = spot.value * stf_seek_price(descent->seek, spot.team);
    if (any && gain < SMALLEST) {
      break;
    }
    move(descent, spot.place, 1);
    left -= gain;
    any = true;
  }
  return any;
}

/* People away from where they do least, until so many more should be late. */
static bool take_people(struct descent *descent, size_t stretch, double slack) {
  bool any = false;
  double left = slack;
  for (;;) {
    struct spot spot = least_loss(descent, stretch);
    double loss = spot.value * stf_seek_price(descent->seek, spot.team);
    if (spot.team == descent->seek->grid.teams_n || loss > left) {
      break;
    }
    move(descent, spot.place, -1);
    left -= loss;
    any = true;
  }
  return any;
}

/* From where they do little to where they do much; what that gains lets others go. */
static bool move_people(struct descent *descent, size_t stretch) {
  const struct way *way = &descent->ways[stretch];
  const struct stf_seek *seek = descent->seek;
  int moves_n = (int)(way->reach * stf_seek_cost(seek, stretch) * 0.03 /
                      (seek->in->cost_per_h != NULL ? stf_seek_price(seek, 0) : 1)) +
                1;
  double slack = -seek->figures[stretch].excess * way->reach;
  bool any = false;
  for (int i = 0; i < moves_n; i++) {
    struct spot more = best_gain(descent, stretch);
    struct spot less = least_loss(descent, stretch);
    if (more.team == seek->grid.teams_n || less.team == seek->grid.teams_n ||
        more.value < WORTH * less.value || more.value < SMALLEST) {
      break;
    }
    move(descent, more.place, 1);
    slack += more.value * stf_seek_price(seek, more.team) / WORTH;
    any = take_people(descent, stretch, slack) || any;
    slack = 0;
  }
  return any;
}

/* ---- a descent ---- */

static void copy_stretch(const struct descent *descent, size_t stretch, const int32_t *from,
                         int32_t *to) {
  const struct stf_seek *seek = descent->seek;
  for (uint32_t t = 0; t < seek->grid.teams_n; t++) {
    for (size_t s = 0; s < seek->grid.steps_n; s++) {
      if (stf_judge_stretch_of(seek->judge, s) == stretch) {
        size_t at = stf_grid_at(&seek->grid, t, s);
        to[at] = from[at];
      }
    }
  }
}

/* Fewer people, and others at other times. */
static void go_down(struct descent *descent, size_t stretch) {
  struct way *way = &descent->ways[stretch];
  double slack = way->reach * fmax(0, -descent->seek->figures[stretch].excess);
  bool taken = take_people(descent, stretch, slack);
  bool moved = move_people(descent, stretch);
  way->done = !taken && !moved;
}

static void go_back(struct descent *descent, size_t stretch) {
  struct way *way = &descent->ways[stretch];
  way->failures_n++;
  way->reach /= 2;
  way->back = true;
  way->done = way->failures_n >= FAILURES;
  copy_stretch(descent, stretch, descent->best, descent->seek->grid.agents);
}

/* Takes in what the simulation said of a stretch, and makes its next move. */
static void step_stretch(struct descent *descent, size_t stretch) {
  struct stf_seek *seek = descent->seek;
  struct way *way = &descent->ways[stretch];
  bool holds = stf_seek_holds(seek, stretch);
  double cost = stf_seek_cost(seek, stretch);
  if (way->done || seek->figures[stretch].known_n == 0) {
    way->done = true;
    return;
  }
  if (way->back && !holds) { /* its neighbours have changed */
    way->best_cost = HUGE_VAL;
  }
  if (holds && cost < way->best_cost) {
    way->failures_n = cost < WORTHWHILE * way->best_cost ? 0 : way->failures_n + 1;
    way->best_cost = cost;
    copy_stretch(descent, stretch, seek->grid.agents, descent->best);
    way->done = way->failures_n >= FAILURES;
    if (!way->done) {
      go_down(descent, stretch);
    }
  } else if (way->back && holds) {
    go_down(descent, stretch);
  } else if (cost < way->best_cost && !(seek->in->coarse && way->best_cost < HUGE_VAL)) {
    way->done = !add_people(descent, stretch, fmax(seek->figures[stretch].excess, SMALLEST));
  } else {
    go_back(descent, stretch);
    return;
  }
  way->back = false;
}

static bool all_done(const struct descent *descent) {
  bool done = true;
  for (size_t i = 0; i < descent->seek->stretches_n; i++) {
    done = done && descent->ways[i].done;
  }
  return done;
}

static enum stf_status begin(struct stf_seek *seek, struct descent *descent) {
  size_t n = places_n(seek);
  *descent = (struct descent){
      .seek = seek,
      .ways = stf_arena_alloc(seek->arena, seek->stretches_n, sizeof *descent->ways),
      .best = stf_arena_alloc(seek->arena, n, sizeof *descent->best),
      .start = stf_arena_alloc(seek->arena, n, sizeof *descent->start),
      .added = stf_arena_alloc(seek->arena, n, sizeof *descent->added)};
  if (descent->ways == NULL || descent->best == NULL || descent->start == NULL ||
      descent->added == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < seek->stretches_n; i++) {
    descent->ways[i] = (struct way){.best_cost = HUGE_VAL, .reach = 0.5};
  }
  return STF_OK;
}

static void begin_round(struct descent *descent) {
  struct stf_seek *seek = descent->seek;
  memset(descent->added, 0, places_n(seek) * sizeof *descent->added);
  memcpy(descent->start, seek->grid.agents, places_n(seek) * sizeof *descent->start);
}

enum stf_status stf_seek_descend(struct stf_seek *seek) {
  struct descent descent;
  enum stf_status status = begin(seek, &descent);
  for (int round = 0; round < ROUNDS_MOST && status == STF_OK && !all_done(&descent); round++) {
    begin_round(&descent);
    for (size_t i = 0; i < seek->stretches_n; i++) {
      step_stretch(&descent, i);
    }
    status = stf_seek_try(seek);
  }
  for (size_t i = 0; i < seek->stretches_n && status == STF_OK; i++) {
    if (descent.ways[i].best_cost < HUGE_VAL) {
      copy_stretch(&descent, i, descent.best, seek->grid.agents);
    }
  }
  return status == STF_OK ? stf_seek_try(seek) : status;
}

enum stf_status stf_seek_mend(struct stf_seek *seek, bool *holds) {
  struct descent descent;
  enum stf_status status = begin(seek, &descent);
  bool any = true;
  for (int i = 0; i < MENDS_MOST && status == STF_OK && any && !stf_seek_all_hold(seek); i++) {
    begin_round(&descent);
    any = false;
    for (size_t k = 0; k < seek->stretches_n; k++) {
      if (!stf_seek_holds(seek, k)) {
        double excess = seek->figures[k].excess * CAREFUL;
        any = add_people(&descent, k, fmax(excess, SMALLEST)) || any;
      }
    }
    status = any ? stf_seek_try(seek) : STF_OK;
  }
  *holds = status == STF_OK && stf_seek_all_hold(seek);
  return status;
}

enum stf_status stf_seek_nudge(struct stf_seek *seek, double reach, bool *moved) {
  struct descent descent;
  enum stf_status status = begin(seek, &descent);
  *moved = false;
  if (status != STF_OK) {
    return status;
  }
  begin_round(&descent);
  for (size_t i = 0; i < seek->stretches_n; i++) {
    double excess = seek->figures[i].excess;
    descent.ways[i].reach = reach;
    if (!stf_seek_holds(seek, i)) {
      *moved = add_people(&descent, i, fmax(excess, SMALLEST)) || *moved;
    } else {
      *moved = take_people(&descent, i, reach * fmax(0, -excess)) || *moved;
    }
  }
  return STF_OK;
}
