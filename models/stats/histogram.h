/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mergeable histogram of durations, one per KPI cell: non-negative int64 microseconds.
 *
 * Up to STF_HISTOGRAM_EXACT values are kept as they are, so that small cells are exact and
 * empty cells own no memory. With more values the cell counts them in bins: single integers
 * below 512, then 256 bins to each doubling, whose width is at most 1/256 (0.4 %) of their
 * values. Bins live in pages of 64, allocated when first hit. What is told depends on the
 * values alone, never on the order in which they were added or merged.
 */
#ifndef STF_HISTOGRAM_H
#define STF_HISTOGRAM_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  STF_HISTOGRAM_EXACT = 512,
  STF_HISTOGRAM_PAGE_BINS = 64,
  STF_HISTOGRAM_PAGES_MAX = 224
};

struct stf_histogram {
  const struct stf_allocator *allocator;
  int64_t count_n;
  int64_t min_us; /* INT64_MAX while empty */
  int64_t max_us; /* -1 while empty */
  uint64_t sum_high;
  uint64_t sum_low;
  int64_t *kept_us; /* owned; all values while count_n <= STF_HISTOGRAM_EXACT */
  size_t kept_capacity;
  bool is_sorted;                  /* the kept values are */
  struct stf_histogram_bins *bins; /* owned; NULL until needed */
};

void stf_histogram_init(struct stf_histogram *histogram, const struct stf_allocator *allocator);
void stf_histogram_clear(struct stf_histogram *histogram);

/* Empty again, memory kept. */
void stf_histogram_reset(struct stf_histogram *histogram);

/* Adds a value >= 0. STF_ERR_MEMORY leaves the histogram as it was. */
STF_MUST_USE enum stf_status stf_histogram_add(struct stf_histogram *histogram,
                                               int64_t value_us);

/* Adds all values of `from`. After STF_ERR_MEMORY `into` is only fit to be cleared. */
STF_MUST_USE enum stf_status stf_histogram_merge(struct stf_histogram *into,
                                                 const struct stf_histogram *from);

double stf_histogram_mean_us(const struct stf_histogram *histogram); /* NAN while empty */

/* Quantile by linear interpolation (type 7, stats/quantile.h): exact up to STF_HISTOGRAM_EXACT
 * values, beyond within 0.4 % of the exact order statistics; p = 0 and 1 give min and max. NAN
 * while empty. Sorts kept values in place (hence not const). */
double stf_histogram_quantile_us(struct stf_histogram *histogram, double p);

#endif
