/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a figure changes with a key at the point where the scenario stands: slope and elasticity
 * by central differences on the same customers.
 *
 * With the figure f at x_low, x and x_high (f_low, f, f_high) on the same replications:
 *   slope       (f_high - f_low) / (x_high - x_low)
 *   elasticity  slope x / f: per cent of the figure for one per cent of the key
 * Standard errors by the delta method on the replications (Asmussen & Glynn 2007, "Stochastic
 * Simulation", III.3 and VII.1): a share or mean is a ratio of sums, R = sum num / sum den,
 * whose replication has (num - R den) / mean den; of anything else, quantiles too, the figure
 * is the mean of the replications' own values. The bias of a central difference is of the order
 * of the squared step; whether the step is too wide shows in the two sides: bend = f_high - 2 f
 * + f_low is 0 for a line.
 */
#ifndef STF_ELASTICITY_H
#define STF_ELASTICITY_H

#include "compare/paired.h"
#include "sweep/design.h"

/* ---- points ---- */

struct stf_elasticity_in {
  const struct stf_axis *axes; /* keys alone, or ranges: their middle stands for the base */
  size_t axes_n;
  const char *const *now; /* values of the keys in the scenario, for keys alone; NULL: none */
  double step; /* of keys alone, relative: 0.05 is 5 % down and up; whole numbers move
                  by one at least */
};

/* Point 0 is the base, 1 + 2 a and 2 + 2 a are it with key a low and high. STF_ERR_USAGE: a key
 * has no value to start from, or no middle; STF_ERR_MEMORY. */
STF_MUST_USE enum stf_status stf_elasticity_design(const struct stf_elasticity_in *in,
                                                   struct stf_arena *arena,
                                                   struct stf_design *out,
                                                   struct stf_error *error);

/* ---- effects ---- */

enum stf_elasticity_side {
  STF_ELASTICITY_LOW,
  STF_ELASTICITY_BASE,
  STF_ELASTICITY_HIGH,
  STF_ELASTICITY_SIDES
};

struct stf_elasticity_data {
  struct stf_paired_side sides[STF_ELASTICITY_SIDES];
  double x[STF_ELASTICITY_SIDES];
  size_t n; /* replications */
  enum stf_paired_kind kind;
};

struct stf_elasticity {
  double value;  /* f */
  double change; /* f_high - f_low */
  double change_se;
  double slope;
  double slope_se;
  double slope_below; /* (f - f_low) / (x - x_low) */
  double slope_above;
  double elasticity; /* NAN where f is 0 */
  double elasticity_se;
  double bend;
  double bend_se;
  bool is_curved; /* the slopes of the two sides differ by more than a fifth of the slope, and
                     by more than chance (95 %) */
  size_t n;       /* replications that count */
};

/* Fails only without memory. */
STF_MUST_USE enum stf_status stf_elasticity_of(const struct stf_elasticity_data *data,
                                               struct stf_elasticity *out);

#endif
