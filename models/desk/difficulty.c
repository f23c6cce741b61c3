/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/difficulty.h"

#include "random/elementary.h"
#include "random/law_gamma.h"

#include <math.h>

/* Pearson's correlation of the normal scores, and the root of what it leaves. */
struct scores {
  double r;
  double rest;
};

/* sin x, 0 <= x <= pi/6: Taylor to x^15. */
static double small_sine(double x) {
  double z = x * x;
  double sum = 1 - z / 210;
  sum = 1 - z / 156 * sum;
  sum = 1 - z / 110 * sum;
  sum = 1 - z / 72 * sum;
  sum = 1 - z / 42 * sum;
  sum = 1 - z / 20 * sum;
  sum = 1 - z / 6 * sum;
  return x * sum;
}

static struct scores scores_of(double rank) {
  const double sixth_of_pi = 0x1.0c152382d7366p-1;
  double r = 2 * small_sine(rank * sixth_of_pi);
  r = r < 1 ? r : 1;
  return (struct scores){r, sqrt(1 - r * r)};
}

static double inside(double u) {
  const double least = 0x1p-53;
  const double most = 1 - 0x1p-53;
  double above = u > least ? u : least;
  return above < most ? above : most;
}

double stf_difficulty_uniform(double rank, double fate, double own) {
  if (!(rank > 0)) {
    return own;
  }
  struct scores scores = scores_of(rank);
  double z = scores.rest * stf_elementary_normal_quantile(own) -
             scores.r * stf_elementary_normal_quantile(fate);
  return inside(stf_law_gamma_normal_survival(-z));
}
