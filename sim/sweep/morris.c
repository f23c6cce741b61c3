/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep/morris.h"

#include "base/dict.h"
#include "random/stream.h"
#include "stats/interval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  STEP = STF_MORRIS_LEVELS / 2 /* levels that a key moves by */
};

/* Candidates: level of axis a at point i of trajectory t: [(t * (axes_n + 1) + i) * axes_n +
 * a].
 */
struct candidates {
  unsigned char *levels;
  double *distances; /* squared, of two trajectories: [t * n + u]; NULL: all are taken */
  size_t axes_n;
  size_t n;
};

static unsigned char *point_of(const struct candidates *candidates, size_t t, size_t i) {
  return &candidates->levels[(t * (candidates->axes_n + 1) + i) * candidates->axes_n];
}

/* ---- trajectories ---- */

struct turn {
  double place; /* in the order */
  size_t axis;
  bool is_up;
};

static int by_place(const void *left, const void *right) {
  const struct turn *a = left;
  const struct turn *b = right;
  return (a->place > b->place) - (a->place < b->place);
}

/* Begins: up from a lower level, or down from the one above it by the step. */
static void draw_turn(const struct stf_stream *stream, const struct stf_axis *axis,
                      struct turn *turn, unsigned char *level) {
  uint64_t entity = stf_dict_hash(axis->key, strlen(axis->key));
  double begin[2];
  double order[2];
  stf_stream_pair(stream, STF_STREAM_DESIGN, entity, STF_STREAM_TRAJECTORY, 0, begin);
  stf_stream_pair(stream, STF_STREAM_DESIGN, entity, STF_STREAM_TRAJECTORY, 1, order);
  turn->place = order[0];
  turn->is_up = begin[1] < 0.5;
  *level = (unsigned char)((int)(begin[0] * STEP) + (turn->is_up ? 0 : STEP));
}

static void draw_trajectory(const struct stf_morris_in *in, size_t t, struct turn *turns,
                            struct candidates *out) {
  struct stf_stream stream = stf_stream_of(in->seed, (uint32_t)t);
  for (size_t a = 0; a < in->axes_n; a++) {
    turns[a].axis = a;
    draw_turn(&stream, &in->axes[a], &turns[a], &point_of(out, t, 0)[a]);
  }
  qsort(turns, in->axes_n, sizeof *turns, by_place);
  for (size_t i = 0; i < in->axes_n; i++) {
    unsigned char *next = point_of(out, t, i + 1);
    memcpy(next, point_of(out, t, i), in->axes_n);
    next[turns[i].axis] =
        (unsigned char)(next[turns[i].axis] + (turns[i].is_up ? STEP : -STEP));
  }
}

/* ---- which are taken ---- */

/* Sum of the distances of all their points, in levels. */
static double distance(const struct candidates *candidates, size_t t, size_t u) {
  double sum = 0;
  for (size_t i = 0; i <= candidates->axes_n; i++) {
    for (size_t j = 0; j <= candidates->axes_n; j++) {
      const unsigned char *a = point_of(candidates, t, i);
      const unsigned char *b = point_of(candidates, u, j);
      int square = 0;
      for (size_t k = 0; k < candidates->axes_n; k++) {
        square += (a[k] - b[k]) * (a[k] - b[k]);
      }
      sum += sqrt(square);
    }
  }
  return sum;
}

static void measure(struct candidates *candidates) {
  size_t n = candidates->n;
  for (size_t t = 0; t < n; t++) {
    for (size_t u = 0; u < t; u++) {
      double d = distance(candidates, t, u);
      candidates->distances[t * n + u] = d * d;
      candidates->distances[u * n + t] = d * d;
    }
  }
}

static void take_farthest_two(const struct candidates *candidates, size_t taken[2]) {
  double most = -1;
  size_t n = candidates->n;
  for (size_t t = 0; t < n; t++) {
    for (size_t u = 0; u < t; u++) {
      if (candidates->distances[t * n + u] > most) {
        most = candidates->distances[t * n + u];
        taken[0] = u;
        taken[1] = t;
      }
    }
  }
}

static bool is_same(const struct candidates *candidates, size_t t, size_t u) {
  return memcmp(point_of(candidates, t, 0), point_of(candidates, u, 0),
                (candidates->axes_n + 1) * candidates->axes_n) == 0;
}

/* Sum of squared distances to those taken; 0 for a copy of one of them, -1 for itself. */
static double distance_to(const struct candidates *candidates, const size_t *taken,
                          size_t taken_n, size_t t) {
  double sum = 0;
  bool is_copy = false;
  for (size_t i = 0; i < taken_n; i++) {
    if (taken[i] == t) {
      return -1;
    }
    is_copy = is_copy || is_same(candidates, taken[i], t);
    sum += candidates->distances[t * candidates->n + taken[i]];
  }
  return is_copy ? 0 : sum;
}

static void choose(const struct candidates *candidates, size_t *taken, size_t wanted_n) {
  take_farthest_two(candidates, taken);
  for (size_t n = 2; n < wanted_n; n++) {
    double most = -1;
    for (size_t t = 0; t < candidates->n; t++) {
      double d = distance_to(candidates, taken, n, t);
      if (d > most) {
        most = d;
        taken[n] = t;
      }
    }
  }
}

/* ---- points ---- */

/* Rooms of the result. */
struct rooms {
  const char **texts;
  double *places;
  size_t *moved;
};

static bool put_point(const struct stf_morris_in *in, const unsigned char *levels,
                      struct stf_arena *arena, const char **texts, double *places) {
  for (size_t a = 0; a < in->axes_n; a++) {
    const struct stf_axis *axis = &in->axes[a];
    double width = axis->high - axis->low;
    double at = axis->low + width * levels[a] / (STF_MORRIS_LEVELS - 1);
    char text[STF_AXIS_TEXT];
    const char *unit = NULL;
    double written = at;
    stf_axis_put(axis, at, width / 100, text);
    (void)stf_axis_split(text, &written, &unit);
    texts[a] = stf_arena_text(arena, text, strlen(text));
    places[a] = (written - axis->low) / width;
    if (texts[a] == NULL) {
      return false;
    }
  }
  return true;
}

/* The axis in which two neighbours differ. */
static size_t moved_axis(const unsigned char *before, const unsigned char *after, size_t n) {
  size_t a = 0;
  while (a < n && before[a] == after[a]) {
    a++;
  }
  return a;
}

static enum stf_status put_points(const struct stf_morris_in *in,
                                  const struct candidates *candidates, const size_t *taken,
                                  struct stf_arena *arena, struct rooms *rooms) {
  size_t p = 0;
  for (size_t t = 0; t < in->trajectories_n; t++) {
    for (size_t i = 0; i <= in->axes_n; i++, p++) {
      const unsigned char *levels = point_of(candidates, taken[t], i);
      if (!put_point(in, levels, arena, &rooms->texts[p * in->axes_n],
                     &rooms->places[p * in->axes_n])) {
        return STF_ERR_MEMORY;
      }
      rooms->moved[p] =
          i == 0 ? STF_MORRIS_BEGINS
                 : moved_axis(point_of(candidates, taken[t], i - 1), levels, in->axes_n);
    }
  }
  return STF_OK;
}

static enum stf_status draw_candidates(const struct stf_morris_in *in, struct stf_arena *arena,
                                       struct candidates *out) {
  bool all = in->trajectories_n >= STF_MORRIS_CANDIDATES;
  size_t n = all ? in->trajectories_n : STF_MORRIS_CANDIDATES;
  struct turn *turns = stf_arena_alloc(arena, in->axes_n, sizeof *turns);
  *out = (struct candidates){.axes_n = in->axes_n, .n = n};
  out->levels = stf_arena_alloc(arena, n * (in->axes_n + 1), in->axes_n);
  out->distances = all ? NULL : stf_arena_alloc(arena, n * n, sizeof *out->distances);
  if (turns == NULL || out->levels == NULL || (!all && out->distances == NULL)) {
    return STF_ERR_MEMORY;
  }
  for (size_t t = 0; t < n; t++) {
    draw_trajectory(in, t, turns, out);
  }
  if (!all) {
    measure(out);
  }
  return STF_OK;
}

static enum stf_status check(const struct stf_morris_in *in, struct stf_error *error) {
  for (size_t a = 0; a < in->axes_n; a++) {
    if (!in->axes[a].is_range) {
      return stf_status_fail(error, STF_ERR_USAGE, 0,
                             "--vary %.80s: Morris wants a range, as in %.80s=0.4..0.8",
                             in->axes[a].key, in->axes[a].key);
    }
  }
  double points = (double)in->trajectories_n * (double)(in->axes_n + 1);
  return points <= STF_AXIS_MOST
             ? STF_OK
             : stf_status_fail(
                   error, STF_ERR_USAGE, 0,
                   "%zu trajectories of %zu keys would have %.0f points, at most %d",
                   in->trajectories_n, in->axes_n, points, STF_AXIS_MOST);
}

enum stf_status stf_morris_design(const struct stf_morris_in *in, struct stf_arena *arena,
                                  struct stf_design *out, struct stf_morris *morris,
                                  struct stf_error *error) {
  struct candidates candidates;
  enum stf_status status = check(in, error);
  status = status == STF_OK ? draw_candidates(in, arena, &candidates) : status;
  if (status != STF_OK) {
    return status;
  }
  size_t points_n = in->trajectories_n * (in->axes_n + 1);
  size_t *taken = stf_arena_alloc(arena, in->trajectories_n, sizeof *taken);
  struct rooms rooms = {
      .texts = stf_arena_alloc(arena, points_n * in->axes_n, sizeof *rooms.texts),
      .places = stf_arena_alloc(arena, points_n * in->axes_n, sizeof *rooms.places),
      .moved = stf_arena_alloc(arena, points_n, sizeof *rooms.moved)};
  if (taken == NULL || rooms.texts == NULL || rooms.places == NULL || rooms.moved == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t t = 0; t < in->trajectories_n; t++) {
    taken[t] = t;
  }
  if (candidates.distances != NULL) {
    choose(&candidates, taken, in->trajectories_n);
  }
  *out = (struct stf_design){
      .axes = in->axes, .axes_n = in->axes_n, .points_n = points_n, .texts = rooms.texts};
  *morris = (struct stf_morris){
      .axes_n = in->axes_n, .points_n = points_n, .places = rooms.places, .moved = rooms.moved};
  return put_points(in, &candidates, taken, arena, &rooms);
}

/* ---- effects ---- */

/* Standard deviation without value `out`. */
static double sd_without(const double *values, size_t n, size_t out) {
  double sum = 0;
  double squares = 0;
  size_t used_n = 0;
  for (size_t i = 0; i < n; i++) {
    if (i != out) {
      sum += values[i];
      used_n++;
    }
  }
  double mean = sum / (double)used_n;
  for (size_t i = 0; i < n; i++) {
    squares += i != out ? (values[i] - mean) * (values[i] - mean) : 0;
  }
  return sqrt(squares / (double)(used_n - 1));
}

/* Efron & Tibshirani 1993, (11.5). */
static double jackknife_se(const double *values, size_t n) {
  double sum = 0;
  double squares = 0;
  if (n < 3) {
    return (double)NAN;
  }
  for (size_t i = 0; i < n; i++) {
    sum += sd_without(values, n, i);
  }
  double mean = sum / (double)n;
  for (size_t i = 0; i < n; i++) {
    double off = sd_without(values, n, i) - mean;
    squares += off * off;
  }
  return sqrt((double)(n - 1) / (double)n * squares);
}

static double se_of(const double *values, size_t n) {
  return stf_interval_sd(values, n) / sqrt((double)n);
}

enum stf_status stf_morris_effect_of(const struct stf_morris *morris, const double *values,
                                     size_t axis, struct stf_morris_effect *out) {
  double *effects = stf_mem_zeroed(NULL, morris->points_n, sizeof *effects);
  size_t n = 0;
  if (effects == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t p = 1; p < morris->points_n; p++) {
    double step = morris->places[p * morris->axes_n + axis] -
                  morris->places[(p - 1) * morris->axes_n + axis];
    double effect = (values[p] - values[p - 1]) / step;
    if (morris->moved[p] == axis && isfinite(effect)) {
      effects[n++] = effect;
    }
  }
  *out = (struct stf_morris_effect){.mu = stf_interval_mean(effects, n),
                                    .mu_se = se_of(effects, n),
                                    .sigma = stf_interval_sd(effects, n),
                                    .sigma_se = jackknife_se(effects, n),
                                    .n = n};
  for (size_t i = 0; i < n; i++) {
    effects[i] = fabs(effects[i]);
  }
  out->mu_star = stf_interval_mean(effects, n);
  out->mu_star_se = se_of(effects, n);
  stf_mem_release(NULL, effects);
  return STF_OK;
}
