/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values kept one by one for exact quantiles. Internal to this folder. */
#ifndef STF_KPI_SERIES_H
#define STF_KPI_SERIES_H

#include "base/mem.h"

#include <stddef.h>
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

/* The same for one value, in the line of the caller: tens of them for each contact. */
STF_MUST_USE static inline enum stf_status
stf_kpi_series_push(struct stf_kpi_series *series, const struct stf_allocator *allocator,
                    int64_t value) {
  if (series->n == series->capacity) {
    return stf_kpi_series_add(series, allocator, &value, 1);
  }
  series->values[series->n++] = value;
  series->settled_n = 0;
  return STF_OK;
}

/* Quantile of the series by linear interpolation (type 7 of R; Hyndman and Fan 1996), in
 * seconds for values in microseconds; NAN without values. Reorders the values; cheapest when
 * probabilities are asked in ascending order. */
double stf_kpi_series_quantile_s(struct stf_kpi_series *series, double probability);

double stf_kpi_series_max_s(const struct stf_kpi_series *series); /* NAN without values */

#endif
