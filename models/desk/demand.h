/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the demand of a desk has beside Poisson rates with factors of season, week and day:
 * factors of the intervals of a day. Plain data, owned by the desk's arena.
 */
#ifndef STF_DEMAND_H
#define STF_DEMAND_H

#include <stddef.h>
#include <stdint.h>

/* A factor C_j on the rates of each interval j of a civil day, for all classes: gamma of mean 1
 * and coefficient of variation cv. C_j = G(Phi(Z_j)), with G the gamma quantile and Z a
 * stationary Gaussian AR(1) along the day, corr(Z_i, Z_j) = correlation^|i - j|; days are
 * independent (Gaussian copula; Oreshkin, Regnard & L'Ecuyer 2016, Operations Research 64(2)).
 * At 0 the intervals are independent, at 1 it is a day factor. */
struct stf_demand_intervals {
  double cv;              /* > 0 */
  double correlation;     /* of neighbouring intervals' normal scores, 0 to 1 */
  const uint32_t *number; /* of the interval in its day, by step of the desk's rate grid; a
                             repeated hour has the numbers of the first one */
};

struct stf_demand {
  struct stf_demand_intervals intervals; /* cv 0: none */
};

#endif
