/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of one duration in one cell, for its quantiles: kept one by one, or counted in a
 * histogram. Internal to this folder. */
#ifndef STF_KPI_SERIES_H
#define STF_KPI_SERIES_H

#include "base/mem.h"
#include "stats/histogram.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_kpi_exact {
  int64_t *values; /* owned */
  size_t n;
  size_t capacity;
  size_t settled_n; /* the first settled_n values are not above any of the others */
};

struct stf_kpi_series {
  bool is_counted; /* in the histogram */
  union {
    struct stf_kpi_exact exact;
    struct stf_histogram histogram;
  } as;
};

void stf_kpi_series_init(struct stf_kpi_series *series, bool is_counted,
                         const struct stf_allocator *allocator);
void stf_kpi_series_clear(struct stf_kpi_series *series, const struct stf_allocator *allocator);
void stf_kpi_series_reset(struct stf_kpi_series *series); /* empty again, memory kept */

/* Adds n values >= 0. */
STF_MUST_USE enum stf_status stf_kpi_series_add(struct stf_kpi_series *series,
                                                const struct stf_allocator *allocator,
                                                const int64_t *values, size_t n);
STF_MUST_USE enum stf_status stf_kpi_series_merge(struct stf_kpi_series *into,
                                                  const struct stf_allocator *allocator,
                                                  const struct stf_kpi_series *from);

/* Adds one value, in the line of the caller: there are tens of them for each contact. */
STF_MUST_USE static inline enum stf_status
stf_kpi_series_push(struct stf_kpi_series *series, const struct stf_allocator *allocator,
                    int64_t value) {
  struct stf_kpi_exact *exact = &series->as.exact;
  if (series->is_counted || exact->n == exact->capacity) {
    return stf_kpi_series_add(series, allocator, &value, 1);
  }
  exact->values[exact->n++] = value;
  exact->settled_n = 0;
  return STF_OK;
}

/* Quantile by linear interpolation (type 7 of R; Hyndman and Fan 1996), in seconds for values
 * in microseconds; NAN without values. Exact, or within the histogram's error. Reorders the
 * values; cheapest when probabilities are asked in ascending order. */
double stf_kpi_series_quantile_s(struct stf_kpi_series *series, double probability);

double stf_kpi_series_max_s(const struct stf_kpi_series *series); /* NAN without values */

#endif
