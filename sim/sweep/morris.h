/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary effects (Morris 1991, Technometrics 33, 161-174): which keys matter at all, which
 * of them not in a straight line or not alone.
 *
 * Each range is a grid of four places, 0, 1/3, 2/3 and 1 of it. A trajectory begins at random
 * and moves one key after the other, in random order, by 2/3 of its range up or down: axes_n +
 * 1 points. The elementary effect of a key is the change of the figure in its step divided by
 * the step, so that it is the change over the whole range. Of trajectories_n of them, each with
 * the standard error over trajectories: mu      mean: the direction mu*     mean of the
 * absolute values: how much it matters (Campolongo, Cariboni & Saltelli 2007, Environmental
 * Modelling & Software 22, 1509-1518) sigma   standard deviation: curvature, or an effect that
 * hangs on other keys
 */
#ifndef STF_MORRIS_H
#define STF_MORRIS_H

#include "sweep/design.h"

enum {
  STF_MORRIS_LEVELS = 4,
  STF_MORRIS_CANDIDATES = 100
};

#define STF_MORRIS_BEGINS SIZE_MAX

struct stf_morris_in {
  const struct stf_axis *axes; /* ranges; keys of whole numbers are rounded to them */
  size_t axes_n;
  size_t trajectories_n; /* >= 2 */
  uint64_t seed;
};

/* The points of a design and how they follow each other. In the arena of the design. */
struct stf_morris {
  size_t axes_n;
  size_t points_n;
  const double
      *places; /* of axis a at point p, 0..1, as its value was written: [p * axes_n + a] */
  const size_t *moved; /* axis in which a point differs from the one before; BEGINS: none */
};

/* Of STF_MORRIS_CANDIDATES trajectories those that are taken are far from each other: first the
 * two farthest apart, then each time the one with the largest sum of squared distances to those
 * taken (Campolongo et al. 2007 in the sequence of Ruano et al. 2012, Environmental Modelling &
 * Software 37, 103-109), copies only where there is nothing else; a hundred or more are all
 * taken as drawn. STF_ERR_USAGE: an axis is no range, or there would be too many points;
 * STF_ERR_MEMORY. */
STF_MUST_USE enum stf_status stf_morris_design(const struct stf_morris_in *in,
                                               struct stf_arena *arena, struct stf_design *out,
                                               struct stf_morris *morris,
                                               struct stf_error *error);

struct stf_morris_effect {
  double mu;
  double mu_se;
  double mu_star;
  double mu_star_se;
  double sigma;
  double sigma_se; /* by the jackknife */
  size_t n;        /* trajectories in which it is defined */
};

/* Effects of an axis on a figure with these values at the points (NAN: undefined there). Fails
 * only without memory. */
STF_MUST_USE enum stf_status stf_morris_effect_of(const struct stf_morris *morris,
                                                  const double *values, size_t axis,
                                                  struct stf_morris_effect *out);

#endif
