/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep/design.h"

#include "base/dict.h"
#include "random/stream.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

static enum stf_status refuse_size(double points, struct stf_error *error) {
  return stf_status_fail(error, STF_ERR_USAGE, 0,
                         "the sweep would have %.0f points, at most %d: take fewer values, or "
                         "--design lhs --points N",
                         points, STF_AXIS_MOST);
}

/* ---- every combination ---- */

enum stf_status stf_design_grid(struct stf_axis *axes, size_t axes_n, struct stf_arena *arena,
                                struct stf_design *out, struct stf_error *error) {
  double points = 1;
  for (size_t a = 0; a < axes_n; a++) {
    enum stf_status status = stf_axis_fill(&axes[a], arena, error);
    if (status != STF_OK) {
      return status;
    }
    points *= (double)axes[a].texts_n;
  }
  if (points > STF_AXIS_MOST) {
    return refuse_size(points, error);
  }
  size_t points_n = (size_t)points;
  const char **texts = stf_arena_alloc(arena, points_n * axes_n, sizeof *texts);
  if (texts == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t p = 0; p < points_n; p++) {
    size_t rest = p;
    for (size_t a = axes_n; a-- > 0;) {
      texts[p * axes_n + a] = axes[a].texts[rest % axes[a].texts_n];
      rest /= axes[a].texts_n;
    }
  }
  *out =
      (struct stf_design){.axes = axes, .axes_n = axes_n, .points_n = points_n, .texts = texts};
  return STF_OK;
}

/* ---- Latin hypercube ---- */

/* Places of one candidate: [p * axes_n + a]. */
struct latin {
  double *places;
  size_t axes_n;
  size_t points_n;
};

/* The strata of one key in random order (Fisher-Yates), a point anywhere in each. */
static void draw_axis(const struct stf_stream *stream, const struct stf_axis *axis, size_t a,
                      struct latin *latin) {
  uint64_t entity = stf_dict_hash(axis->key, strlen(axis->key));
  double n = (double)latin->points_n;
  for (size_t i = 0; i < latin->points_n; i++) {
    double draws[2];
    stf_stream_pair(stream, STF_STREAM_DESIGN, entity, STF_STREAM_LATIN, (uint32_t)i, draws);
    size_t other = (size_t)(draws[0] * (double)(i + 1));
    double *here = &latin->places[i * latin->axes_n + a];
    double *there = &latin->places[(other <= i ? other : i) * latin->axes_n + a];
    *here = *there;
    *there = ((double)i + draws[1]) / n;
  }
}

static double smallest_distance(const struct latin *latin) {
  double smallest = DBL_MAX;
  for (size_t p = 1; p < latin->points_n; p++) {
    for (size_t q = 0; q < p; q++) {
      double sum = 0;
      for (size_t a = 0; a < latin->axes_n; a++) {
        double d = latin->places[p * latin->axes_n + a] - latin->places[q * latin->axes_n + a];
        sum += d * d;
      }
      smallest = sum < smallest ? sum : smallest;
    }
  }
  return smallest;
}

size_t stf_design_candidates(size_t points_n) {
  enum {
    MOST = 100,
    PAIRS = 40000000
  };
  size_t n = points_n < PAIRS ? PAIRS / (points_n * points_n) : 0;
  return n < 1 ? 1 : n < MOST ? n : MOST;
}

static void draw_latin(const struct stf_design_latin *in, size_t candidate,
                       struct latin *latin) {
  struct stf_stream stream = stf_stream_of(in->seed, (uint32_t)candidate);
  for (size_t a = 0; a < latin->axes_n; a++) {
    draw_axis(&stream, &in->axes[a], a, latin);
  }
}

/* Number of the candidate whose points keep the largest distance. */
static size_t best_candidate(const struct stf_design_latin *in, struct latin *latin) {
  size_t candidates_n = stf_design_candidates(latin->points_n);
  size_t best = 0;
  double most = -1;
  for (size_t c = 0; c < candidates_n && candidates_n > 1; c++) {
    draw_latin(in, c, latin);
    double distance = smallest_distance(latin);
    if (distance > most) {
      most = distance;
      best = c;
    }
  }
  return best;
}

enum stf_status stf_design_latin(const struct stf_design_latin *in, struct stf_arena *arena,
                                 struct stf_design *out, struct stf_error *error) {
  for (size_t a = 0; a < in->axes_n; a++) {
    if (!in->axes[a].is_range && in->axes[a].texts_n == 0) {
      return stf_status_fail(error, STF_ERR_USAGE, 0,
                             "--vary %.80s: no values, as in %.80s=0.4..0.8 or a,b,c",
                             in->axes[a].key, in->axes[a].key);
    }
  }
  if (in->points_n > STF_AXIS_MOST) {
    return refuse_size((double)in->points_n, error);
  }
  struct latin latin = {.axes_n = in->axes_n, .points_n = in->points_n};
  size_t texts_n = in->points_n * in->axes_n;
  latin.places = stf_arena_alloc(arena, texts_n, sizeof *latin.places);
  const char **texts = stf_arena_alloc(arena, texts_n, sizeof *texts);
  if (latin.places == NULL || texts == NULL) {
    return STF_ERR_MEMORY;
  }
  draw_latin(in, best_candidate(in, &latin), &latin);
  for (size_t i = 0; i < texts_n; i++) {
    texts[i] = stf_axis_at(&in->axes[i % in->axes_n], latin.places[i], in->points_n, arena);
    if (texts[i] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  *out = (struct stf_design){
      .axes = in->axes, .axes_n = in->axes_n, .points_n = in->points_n, .texts = texts};
  return STF_OK;
}
