/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep/elasticity.h"

#include "stats/interval.h"

#include <math.h>
#include <string.h>

/* ---- points ---- */

/* Where a key stands, and how far it moves. */
struct centre {
  struct stf_axis axis; /* with the unit of the value */
  double at;
  double step;
};

static enum stf_status from_range(const struct stf_axis *axis, struct centre *out,
                                  struct stf_error *error) {
  out->axis = *axis;
  out->at = (axis->low + axis->high) / 2;
  out->step = (axis->high - axis->low) / 2;
  return !axis->is_whole || !(fabs(out->at - floor(out->at)) > 0)
             ? STF_OK
             : stf_status_fail(
                   error, STF_ERR_USAGE, 0,
                   "--vary %.80s: a range of whole numbers wants one in its middle, "
                   "such as %.0f..%.0f",
                   axis->key, axis->low, axis->high + 1);
}

static enum stf_status from_scenario(const struct stf_elasticity_in *in, size_t a,
                                     struct centre *out, struct stf_error *error) {
  const struct stf_axis *axis = &in->axes[a];
  out->axis = *axis;
  if (axis->texts_n > 0 || in->now[a] == NULL ||
      !stf_axis_split(in->now[a], &out->at, &out->axis.unit) || !(fabs(out->at) > 0)) {
    return stf_status_fail(
        error, STF_ERR_USAGE, 0,
        "--vary %.80s: the scenario has no number other than 0 there to move "
        "from: give a range, whose middle is the base, as in %.80s=0.9..1.1",
        axis->key, axis->key);
  }
  out->step = in->step * fabs(out->at);
  if (axis->is_whole) {
    out->step = out->step < 1.5 ? 1 : floor(out->step + 0.5);
  }
  return STF_OK;
}

static const char *put(const struct centre *centre, double number, struct stf_arena *arena) {
  char text[STF_AXIS_TEXT];
  stf_axis_put(&centre->axis, number, centre->step, text);
  return stf_arena_text(arena, text, strlen(text));
}

/* The values of one key at all points. */
static enum stf_status put_axis(const struct stf_elasticity_in *in, size_t a,
                                const struct centre *centre, struct stf_arena *arena,
                                const char **texts) {
  const char *low = put(centre, centre->at - centre->step, arena);
  const char *high = put(centre, centre->at + centre->step, arena);
  const char *base = in->axes[a].is_range ? put(centre, centre->at, arena) : in->now[a];
  if (low == NULL || high == NULL || base == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t p = 0; p < 2 * in->axes_n + 1; p++) {
    texts[p * in->axes_n + a] = p == 1 + 2 * a ? low : p == 2 + 2 * a ? high : base;
  }
  return STF_OK;
}

enum stf_status stf_elasticity_design(const struct stf_elasticity_in *in,
                                      struct stf_arena *arena, struct stf_design *out,
                                      struct stf_error *error) {
  size_t points_n = 2 * in->axes_n + 1;
  const char **texts = stf_arena_alloc(arena, points_n * in->axes_n, sizeof *texts);
  enum stf_status status = texts != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t a = 0; a < in->axes_n && status == STF_OK; a++) {
    struct centre centre = {.at = 0};
    status = in->axes[a].is_range ? from_range(&in->axes[a], &centre, error)
                                  : from_scenario(in, a, &centre, error);
    status = status == STF_OK ? put_axis(in, a, &centre, arena, texts) : status;
  }
  *out = (struct stf_design){
      .axes = in->axes, .axes_n = in->axes_n, .points_n = points_n, .texts = texts};
  return status;
}

/* ---- effects ---- */

/* Replications that count; num becomes the error that each adds. */
struct work {
  double *num[STF_ELASTICITY_SIDES];
  double *den[STF_ELASTICITY_SIDES];
  double *errors;
  double values[STF_ELASTICITY_SIDES];
  size_t n;
};

static bool counts(const struct stf_elasticity_data *data, size_t r) {
  for (size_t s = 0; s < STF_ELASTICITY_SIDES; s++) {
    const struct stf_paired_side *side = &data->sides[s];
    if (!isfinite(side->num[r]) ||
        (data->kind == STF_PAIRED_RATIO && !isfinite(side->den[r]))) {
      return false;
    }
  }
  return true;
}

static void gather(const struct stf_elasticity_data *data, struct work *work) {
  bool is_ratio = data->kind == STF_PAIRED_RATIO;
  for (size_t r = 0; r < data->n; r++) {
    if (!counts(data, r)) {
      continue;
    }
    for (size_t s = 0; s < STF_ELASTICITY_SIDES; s++) {
      work->num[s][work->n] = data->sides[s].num[r];
      work->den[s][work->n] = is_ratio ? data->sides[s].den[r] : 1;
    }
    work->n++;
  }
  for (size_t s = 0; s < STF_ELASTICITY_SIDES; s++) {
    work->values[s] = stf_paired_linearise(work->num[s], work->den[s], work->n);
  }
}

/* Standard error of weights[LOW] f_low + weights[BASE] f + weights[HIGH] f_high. */
static double se_of(const struct work *work, const double weights[STF_ELASTICITY_SIDES]) {
  for (size_t r = 0; r < work->n; r++) {
    work->errors[r] = 0;
    for (size_t s = 0; s < STF_ELASTICITY_SIDES; s++) {
      work->errors[r] += weights[s] * work->num[s][r];
    }
  }
  return stf_interval_sd(work->errors, work->n) / sqrt((double)work->n);
}

static bool is_curved(const struct stf_elasticity *effect) {
  double half = effect->n >= 2 ? stf_interval_t_quantile(0.95, effect->n - 1) * effect->bend_se
                               : (double)INFINITY;
  double apart = fabs(effect->slope_above - effect->slope_below);
  return fabs(effect->bend) > half && apart > 0.2 * fabs(effect->slope);
}

static void fill(const struct stf_elasticity_data *data, const struct work *work,
                 struct stf_elasticity *out) {
  const double *x = data->x;
  const double *f = work->values;
  double width = x[STF_ELASTICITY_HIGH] - x[STF_ELASTICITY_LOW];
  out->n = work->n;
  out->value = f[STF_ELASTICITY_BASE];
  out->change = f[STF_ELASTICITY_HIGH] - f[STF_ELASTICITY_LOW];
  out->change_se = se_of(work, (const double[]){-1, 0, 1});
  out->slope = out->change / width;
  out->slope_se = out->change_se / fabs(width);
  out->slope_below = (f[STF_ELASTICITY_BASE] - f[STF_ELASTICITY_LOW]) /
                     (x[STF_ELASTICITY_BASE] - x[STF_ELASTICITY_LOW]);
  out->slope_above = (f[STF_ELASTICITY_HIGH] - f[STF_ELASTICITY_BASE]) /
                     (x[STF_ELASTICITY_HIGH] - x[STF_ELASTICITY_BASE]);
  out->bend = f[STF_ELASTICITY_LOW] - 2 * out->value + f[STF_ELASTICITY_HIGH];
  out->bend_se = se_of(work, (const double[]){1, -2, 1});
  out->elasticity = (double)NAN;
  out->elasticity_se = (double)NAN;
  if (fabs(out->value) > 0) {
    double scale = x[STF_ELASTICITY_BASE] / (out->value * width);
    out->elasticity = out->change * scale;
    out->elasticity_se =
        se_of(work, (const double[]){-scale, -out->elasticity / out->value, scale});
  }
  out->is_curved = is_curved(out);
}

enum stf_status stf_elasticity_of(const struct stf_elasticity_data *data,
                                  struct stf_elasticity *out) {
  enum {
    COLUMNS = 2 * STF_ELASTICITY_SIDES + 1
  };
  struct work work = {.n = 0};
  double *room = stf_mem_zeroed(NULL, COLUMNS * (data->n + 1), sizeof *room);
  if (room == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t s = 0; s < STF_ELASTICITY_SIDES; s++) {
    work.num[s] = room + 2 * s * data->n;
    work.den[s] = work.num[s] + data->n;
  }
  work.errors = room + 2 * (size_t)STF_ELASTICITY_SIDES * data->n;
  gather(data, &work);
  fill(data, &work, out);
  stf_mem_release(NULL, room);
  return STF_OK;
}
