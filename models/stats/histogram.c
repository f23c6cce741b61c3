/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/histogram.h"

#include "stats/quantile.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
  PAGE_BITS = 6,     /* bins to a page */
  OCTAVE_BITS = 8,   /* bins to a doubling */
  EXACT_BELOW = 512, /* 2^(OCTAVE_BITS + 1): bins of width 1 */
  NO_PAGE = 0
};

/* page_of[p] - 1 is the place of page p in counts. */
struct stf_histogram_bins {
  uint8_t page_of[STF_HISTOGRAM_PAGES_MAX];
  size_t pages_n;
  size_t capacity; /* in bins */
  int64_t *counts;
};

_Static_assert(STF_HISTOGRAM_PAGES_MAX < UINT8_MAX, "page numbers fit a byte");
_Static_assert(((63 - OCTAVE_BITS) << OCTAVE_BITS) + EXACT_BELOW / 2 ==
                   STF_HISTOGRAM_PAGES_MAX * STF_HISTOGRAM_PAGE_BINS,
               "the last bin holds INT64_MAX");

/* Shift that leaves OCTAVE_BITS + 1 significant bits of a value that has at least as many. */
static unsigned shift_of(uint64_t value) {
  return 63 - OCTAVE_BITS - (unsigned)__builtin_clzll(value);
}

static size_t bin_of(int64_t value_us) {
  uint64_t value = (uint64_t)value_us;
  unsigned shift = value < EXACT_BELOW ? 0 : shift_of(value);
  return ((size_t)shift << OCTAVE_BITS) + (size_t)(value >> shift);
}

/* Smallest value of a bin, and how many integers it holds. */
static double bin_start_us(size_t bin, double *width_us) {
  size_t shift = bin < EXACT_BELOW ? 0 : (bin >> OCTAVE_BITS) - 1;
  *width_us = ldexp(1, (int)shift);
  return ldexp((double)(bin - (shift << OCTAVE_BITS)), (int)shift);
}

void stf_histogram_init(struct stf_histogram *histogram,
                        const struct stf_allocator *allocator) {
  *histogram =
      (struct stf_histogram){.allocator = allocator, .min_us = INT64_MAX, .max_us = -1};
}

void stf_histogram_clear(struct stf_histogram *histogram) {
  if (histogram->bins != NULL) {
    stf_mem_release(histogram->allocator, histogram->bins->counts);
  }
  stf_mem_release(histogram->allocator, histogram->bins);
  stf_mem_release(histogram->allocator, histogram->kept_us);
  stf_histogram_init(histogram, histogram->allocator);
}

void stf_histogram_reset(struct stf_histogram *histogram) {
  histogram->count_n = 0;
  histogram->is_sorted = false;
  histogram->min_us = INT64_MAX;
  histogram->max_us = -1;
  histogram->sum_high = 0;
  histogram->sum_low = 0;
  if (histogram->bins != NULL) {
    memset(histogram->bins->page_of, NO_PAGE, sizeof histogram->bins->page_of);
    histogram->bins->pages_n = 0;
  }
}

/* Adds to one bin; false without memory. */
static bool count_in_bin(struct stf_histogram *histogram, size_t bin, int64_t times_n) {
  struct stf_histogram_bins *bins = histogram->bins;
  size_t page = bin >> PAGE_BITS;
  if (bins->page_of[page] == NO_PAGE) {
    size_t used = bins->pages_n * STF_HISTOGRAM_PAGE_BINS;
    int64_t *counts = stf_mem_grown(histogram->allocator, bins->counts, &bins->capacity,
                                    used + STF_HISTOGRAM_PAGE_BINS, sizeof *bins->counts);
    if (counts == NULL) {
      return false;
    }
    bins->counts = counts;
    memset(counts + used, 0, STF_HISTOGRAM_PAGE_BINS * sizeof *counts);
    bins->pages_n++;
    bins->page_of[page] = (uint8_t)bins->pages_n;
  }
  size_t place = ((size_t)bins->page_of[page] - 1) << PAGE_BITS;
  bins->counts[place + (bin & (STF_HISTOGRAM_PAGE_BINS - 1))] += times_n;
  return true;
}

/* Turns the kept values into bins. Running it again after a failure counts nothing twice. */
static bool move_to_bins(struct stf_histogram *histogram) {
  if (histogram->bins == NULL) {
    histogram->bins = stf_mem_zeroed(histogram->allocator, 1, sizeof *histogram->bins);
    if (histogram->bins == NULL) {
      return false;
    }
  }
  struct stf_histogram_bins *bins = histogram->bins;
  memset(bins->page_of, NO_PAGE, sizeof bins->page_of);
  bins->pages_n = 0;
  for (int64_t i = 0; i < histogram->count_n; i++) {
    if (!count_in_bin(histogram, bin_of(histogram->kept_us[i]), 1)) {
      return false;
    }
  }
  return true;
}

static bool keep_value(struct stf_histogram *histogram, int64_t value_us) {
  size_t n = (size_t)histogram->count_n;
  int64_t *kept = stf_mem_grown(histogram->allocator, histogram->kept_us,
                                &histogram->kept_capacity, n + 1, sizeof *kept);
  if (kept == NULL) {
    return false;
  }
  histogram->kept_us = kept;
  kept[n] = value_us;
  histogram->is_sorted = false;
  return true;
}

static void add_to_sum(struct stf_histogram *histogram, uint64_t high, uint64_t low) {
  histogram->sum_low += low;
  histogram->sum_high += high + (histogram->sum_low < low);
}

enum stf_status stf_histogram_add(struct stf_histogram *histogram, int64_t value_us) {
  STF_ASSERT(value_us >= 0);
  bool added = true;
  if (histogram->count_n < STF_HISTOGRAM_EXACT) {
    added = keep_value(histogram, value_us);
  } else {
    if (histogram->count_n == STF_HISTOGRAM_EXACT) {
      added = move_to_bins(histogram);
    }
    added = added && count_in_bin(histogram, bin_of(value_us), 1);
  }
  if (!added) {
    return STF_ERR_MEMORY;
  }
  histogram->count_n++;
  histogram->min_us = value_us < histogram->min_us ? value_us : histogram->min_us;
  histogram->max_us = value_us > histogram->max_us ? value_us : histogram->max_us;
  add_to_sum(histogram, 0, (uint64_t)value_us);
  return STF_OK;
}

/* The counts of a page, or NULL where it was never hit. */
static const int64_t *counts_of_page(const struct stf_histogram_bins *bins, size_t page) {
  if (bins->page_of[page] == NO_PAGE) {
    return NULL;
  }
  return bins->counts + (((size_t)bins->page_of[page] - 1) << PAGE_BITS);
}

/* Adds the bins of `from` to those of `into`. */
static bool merge_bins(struct stf_histogram *into, const struct stf_histogram *from) {
  for (size_t page = 0; page < STF_HISTOGRAM_PAGES_MAX; page++) {
    const int64_t *counts = counts_of_page(from->bins, page);
    for (size_t i = 0; counts != NULL && i < STF_HISTOGRAM_PAGE_BINS; i++) {
      int64_t times_n = counts[i];
      if (times_n > 0 && !count_in_bin(into, (page << PAGE_BITS) + i, times_n)) {
        return false;
      }
    }
  }
  return true;
}

enum stf_status stf_histogram_merge(struct stf_histogram *into,
                                    const struct stf_histogram *from) {
  if (from->count_n <= STF_HISTOGRAM_EXACT) {
    enum stf_status status = STF_OK;
    for (int64_t i = 0; i < from->count_n && status == STF_OK; i++) {
      status = stf_histogram_add(into, from->kept_us[i]);
    }
    return status;
  }
  if ((into->count_n <= STF_HISTOGRAM_EXACT && !move_to_bins(into)) ||
      !merge_bins(into, from)) {
    return STF_ERR_MEMORY;
  }
  into->count_n += from->count_n;
  into->min_us = from->min_us < into->min_us ? from->min_us : into->min_us;
  into->max_us = from->max_us > into->max_us ? from->max_us : into->max_us;
  add_to_sum(into, from->sum_high, from->sum_low);
  return STF_OK;
}

double stf_histogram_mean_us(const struct stf_histogram *histogram) {
  double sum = ldexp((double)histogram->sum_high, 64) + (double)histogram->sum_low;
  return histogram->count_n > 0 ? sum / (double)histogram->count_n : (double)NAN;
}

/* The bin that holds the order statistic *rank, counted from 0; *rank becomes its place in the
 * bin and *here_n the number of values there. */
static size_t bin_with_rank(const struct stf_histogram_bins *bins, int64_t *rank,
                            int64_t *here_n) {
  for (size_t page = 0; page < STF_HISTOGRAM_PAGES_MAX; page++) {
    const int64_t *counts = counts_of_page(bins, page);
    for (size_t i = 0; counts != NULL && i < STF_HISTOGRAM_PAGE_BINS; i++) {
      if (*rank < counts[i]) {
        *here_n = counts[i];
        return (page << PAGE_BITS) + i;
      }
      *rank -= counts[i];
    }
  }
  stf_macros_fail("rank below the number of values", __FILE__, __LINE__);
}

/* The values of a bin are taken as spread evenly over it. */
static double value_at(const struct stf_histogram *histogram, int64_t rank) {
  int64_t here_n = 0;
  size_t bin = bin_with_rank(histogram->bins, &rank, &here_n);
  double width_us = 0;
  double start_us = bin_start_us(bin, &width_us);
  double value_us = start_us + (width_us - 1) * ((double)rank + 0.5) / (double)here_n;
  double min_us = (double)histogram->min_us;
  double max_us = (double)histogram->max_us;
  return value_us < min_us ? min_us : (value_us > max_us ? max_us : value_us);
}

/* Ends are exact: the smallest and largest values are known. */
static double order_statistic(const struct stf_histogram *histogram, int64_t rank) {
  if (rank == 0) {
    return (double)histogram->min_us;
  }
  return rank == histogram->count_n - 1 ? (double)histogram->max_us : value_at(histogram, rank);
}

double stf_histogram_quantile_us(struct stf_histogram *histogram, double p) {
  size_t n = (size_t)histogram->count_n;
  if (histogram->count_n <= STF_HISTOGRAM_EXACT) {
    if (!histogram->is_sorted) {
      stf_quantile_sort_us(histogram->kept_us, n);
      histogram->is_sorted = true;
    }
    return stf_quantile_of_us(histogram->kept_us, n, p);
  }
  struct stf_quantile_place place = stf_quantile_place_of(n, p);
  double low = order_statistic(histogram, (int64_t)place.low);
  if (!(place.share > 0)) {
    return low;
  }
  return low + place.share * (order_statistic(histogram, (int64_t)place.low + 1) - low);
}
