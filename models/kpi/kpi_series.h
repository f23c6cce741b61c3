/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values kept one by one for exact quantiles. Internal to this folder. */
#ifndef STF_KPI_SERIES_H
#define STF_KPI_SERIES_H

#include "base/mem.h"

#include <stdint.h>

struct stf_kpi_series {
  int64_t *values; /* owned */
  size_t n;
  size_t capacity;
  size_t settled_n; /* the first settled_n values are not above any of the others */
};

STF_MUST_USE enum stf_status stf_kpi_series_add(struct stf_kpi_series *series,
                                                const struct stf_allocator *allocator,
                                                const int64_t *values, size_t n);

/* Quantile of the series by linear interpolation (type 7 of R; Hyndman and Fan 1996), in
 * seconds for values in microseconds; NAN without values. Reorders the values; cheapest when
 * probabilities are asked in ascending order. */
double stf_kpi_series_quantile_s(struct stf_kpi_series *series, double probability);

double stf_kpi_series_max_s(const struct stf_kpi_series *series); /* NAN without values */

#endif
