/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the spread of a figure over replications comes from: uncertain parameters, uncertain
 * demand (volume, season, week, day, interval), and chance.
 *
 * By re-runs in which one source is kept and the rest is new ("pick and freeze"; Sobol 1993;
 * Saltelli et al. 2010): cov(Y(p, d, c), Y(p, d', c')) = Var E[Y | p], and cov(Y(p, d, c),
 * Y(p, d, c')) = Var E[Y | p, d]. Parameters get the first, demand what the second has beyond
 * it, chance the rest; so what sources do together counts with the later one.
 */
#ifndef STF_SOURCES_H
#define STF_SOURCES_H

#include <stddef.h>

struct stf_sources_share {
  double share; /* of the variance; an estimate may lie a little outside 0 and 1 */
  double error; /* its standard error, by the jackknife over replications */
};

struct stf_sources {
  struct stf_sources_share parameters;
  struct stf_sources_share demand;
  struct stf_sources_share chance;
  size_t n; /* replications in which all three are known */
};

/* Values of one figure in n replications: as they are, with the same parameters, and with the
 * same parameters and demand. NAN is left out. All shares NAN where fewer than 3 are known or
 * nothing varies. */
struct stf_sources stf_sources_of(const double *values, const double *same_parameters,
                                  const double *same_demand, size_t n);

#endif
