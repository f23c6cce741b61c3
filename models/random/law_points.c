/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law_points.h"

#include "random/elementary.h"

#include <math.h>
#include <stdlib.h>

struct atom {
  double value_s;
  double weight;
};

static int by_value(const void *a, const void *b) {
  double x = ((const struct atom *)a)->value_s;
  double y = ((const struct atom *)b)->value_s;
  return (x > y) - (x < y);
}

static bool is_legal(double x) {
  return x >= 0 && isfinite(x);
}

/* Atoms of positive weight, sorted, ties merged; returns their number, 0 where there is none or
 * a number is not legal. */
static size_t sorted_atoms(const double *values_s, const double *weights, size_t n,
                           struct atom *atoms) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    double weight = weights == NULL ? 1 : weights[i];
    if (!is_legal(values_s[i]) || !is_legal(weight)) {
      return 0;
    }
    if (weight > 0) {
      atoms[kept] = (struct atom){values_s[i], weight};
      kept++;
    }
  }
  qsort(atoms, kept, sizeof *atoms, by_value);
  size_t merged = 0;
  for (size_t i = 0; i < kept; i++) {
    if (merged > 0 && !(atoms[i].value_s > atoms[merged - 1].value_s)) {
      atoms[merged - 1].weight += atoms[i].weight;
    } else {
      atoms[merged] = atoms[i];
      merged++;
    }
  }
  return merged;
}

enum stf_status stf_law_points_from_sample(struct stf_arena *arena, const double *values_s,
                                           const double *weights, size_t n,
                                           struct stf_law_points **out) {
  struct atom *atoms = stf_arena_alloc(arena, n, sizeof *atoms);
  if (atoms == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t atoms_n = sorted_atoms(values_s, weights, n, atoms);
  if (atoms_n == 0) {
    return STF_ERR_INPUT;
  }
  struct stf_law_points *points = stf_arena_alloc(arena, 1, sizeof *points);
  double *values = stf_arena_alloc(arena, atoms_n, sizeof *values);
  double *survival = stf_arena_alloc(arena, atoms_n, sizeof *survival);
  if (points == NULL || values == NULL || survival == NULL) {
    return STF_ERR_MEMORY;
  }
  /* From the top, so that small tails keep their precision. */
  double above = 0;
  for (size_t i = atoms_n; i-- > 0;) {
    values[i] = atoms[i].value_s;
    survival[i] = above;
    above += atoms[i].weight;
  }
  for (size_t i = 0; i < atoms_n; i++) {
    survival[i] /= above;
  }
  *points = (struct stf_law_points){.values_s = values, .survival = survival, .n = atoms_n};
  *out = points;
  return STF_OK;
}

double stf_law_points_survival(const struct stf_law_points *points, double t_s) {
  size_t last = points->n - 1;
  if (t_s < points->values_s[0]) {
    return 1;
  }
  if (t_s >= points->values_s[last]) {
    if (!(points->survival[last] > 0)) {
      return 0;
    }
    double over = (t_s - points->values_s[last]) / points->tail_mean_s;
    return points->survival[last] * stf_elementary_exp(-over);
  }
  /* values[low] <= t < values[high] */
  size_t low = 0;
  size_t high = last;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (points->values_s[middle] <= t_s) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return points->survival[low];
}

double stf_law_points_quantile_s(const struct stf_law_points *points, double u) {
  size_t last = points->n - 1;
  if (u < points->survival[last]) {
    return points->values_s[last] -
           points->tail_mean_s * stf_elementary_log(u / points->survival[last]);
  }
  /* The first point whose survival is at most u: one of the `left` from `first` on. */
  const double *first = points->survival;
  size_t left = points->n;
  while (left > 1) {
    size_t half = left / 2;
    first += first[half - 1] > u ? half : 0;
    left -= half;
  }
  return points->values_s[first - points->survival];
}

void stf_law_points_moments(const struct stf_law_points *points, double *mean_s, double *scv) {
  size_t last = points->n - 1;
  double before = 1;
  double mean = 0;
  for (size_t i = 0; i <= last; i++) {
    mean += (before - points->survival[i]) * points->values_s[i];
    before = points->survival[i];
  }
  double tail = points->survival[last] > 0 ? points->tail_mean_s : 0;
  mean += before * (points->values_s[last] + tail);
  /* Around the mean, since squares of durations would cancel. */
  double variance = 0;
  before = 1;
  for (size_t i = 0; i <= last; i++) {
    double away = points->values_s[i] - mean;
    variance += (before - points->survival[i]) * away * away;
    before = points->survival[i];
  }
  double away = points->values_s[last] - mean;
  variance += before * (away * away + 2 * away * tail + 2 * tail * tail);
  *mean_s = mean;
  *scv = mean > 0 ? variance / (mean * mean) : 0;
}
