/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_series.h"

#include "base/quantity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  FEW = 16,       /* below this a sort is quicker than another partition */
  ROUNDS_MAX = 64 /* more partitions than this: the values are ordered against us */
};

void stf_kpi_series_init(struct stf_kpi_series *series, bool is_counted,
                         const struct stf_allocator *allocator) {
  *series = (struct stf_kpi_series){.is_counted = is_counted};
  if (is_counted) {
    stf_histogram_init(&series->as.histogram, allocator);
  }
}

void stf_kpi_series_clear(struct stf_kpi_series *series,
                          const struct stf_allocator *allocator) {
  if (series->is_counted) {
    stf_histogram_clear(&series->as.histogram);
  } else {
    stf_mem_release(allocator, series->as.exact.values);
  }
}

void stf_kpi_series_reset(struct stf_kpi_series *series) {
  if (series->is_counted) {
    stf_histogram_reset(&series->as.histogram);
  } else {
    series->as.exact.n = 0;
    series->as.exact.settled_n = 0;
  }
}

static enum stf_status keep(struct stf_kpi_exact *exact, const struct stf_allocator *allocator,
                            const int64_t *values, size_t n) {
  if (n == 0) {
    return STF_OK;
  }
  int64_t *kept =
      stf_mem_grown(allocator, exact->values, &exact->capacity, exact->n + n, sizeof *kept);
  if (kept == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(kept + exact->n, values, n * sizeof *kept);
  exact->values = kept;
  exact->n += n;
  exact->settled_n = 0;
  return STF_OK;
}

enum stf_status stf_kpi_series_add(struct stf_kpi_series *series,
                                   const struct stf_allocator *allocator, const int64_t *values,
                                   size_t n) {
  if (!series->is_counted) {
    return keep(&series->as.exact, allocator, values, n);
  }
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < n && status == STF_OK; i++) {
    status = stf_histogram_add(&series->as.histogram, values[i]);
  }
  return status;
}

enum stf_status stf_kpi_series_merge(struct stf_kpi_series *into,
                                     const struct stf_allocator *allocator,
                                     const struct stf_kpi_series *from) {
  STF_ASSERT(into->is_counted == from->is_counted);
  if (into->is_counted) {
    return stf_histogram_merge(&into->as.histogram, &from->as.histogram);
  }
  return keep(&into->as.exact, allocator, from->as.exact.values, from->as.exact.n);
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a;
  int64_t y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t median_of_three(int64_t a, int64_t b, int64_t c) {
  int64_t low = a < b ? a : b;
  int64_t high = a < b ? b : a;
  return c < low ? low : (c > high ? high : c);
}

/* Puts the value of rank k (from 0) of n at its place, smaller ones before, larger behind:
 * Hoare's quickselect. */
static void settle(int64_t *values, size_t n, size_t k) {
  int64_t *low = values;
  int64_t *high = values + n - 1;
  const int64_t *wanted = values + k;
  for (int round = 0; high - low >= FEW && round < ROUNDS_MAX; round++) {
    int64_t pivot = median_of_three(*low, low[(high - low) / 2], *high);
    int64_t *left = low;
    int64_t *right = high;
    while (left <= right) {
      while (*left < pivot) {
        left++;
      }
      while (*right > pivot) {
        right--;
      }
      if (left <= right) {
        int64_t spare = *left;
        *left++ = *right;
        *right-- = spare;
      }
    }
    if (wanted <= right) {
      high = right;
    } else if (wanted >= left) {
      low = left;
    } else {
      return;
    }
  }
  qsort(low, (size_t)(high - low) + 1, sizeof *low, ascending);
}

static int64_t least(const int64_t *values, size_t n) {
  int64_t value = values[0];
  for (size_t i = 1; i < n; i++) {
    value = values[i] < value ? values[i] : value;
  }
  return value;
}

static double in_s(int64_t us) {
  return (double)us / (double)STF_US_PER_S;
}

static double exact_quantile_s(struct stf_kpi_exact *exact, double probability) {
  if (exact->n == 0) {
    return NAN;
  }
  double place = (double)(exact->n - 1) * probability;
  size_t k = (size_t)place;
  size_t settled_n = k >= exact->settled_n ? exact->settled_n : 0;
  settle(exact->values + settled_n, exact->n - settled_n, k - settled_n);
  exact->settled_n = k;
  double low_s = in_s(exact->values[k]);
  if (k + 1 == exact->n) {
    return low_s;
  }
  double high_s = in_s(least(exact->values + k + 1, exact->n - k - 1));
  return low_s + (high_s - low_s) * (place - (double)k);
}

double stf_kpi_series_quantile_s(struct stf_kpi_series *series, double probability) {
  if (series->is_counted) {
    return stf_histogram_quantile_us(&series->as.histogram, probability) / (double)STF_US_PER_S;
  }
  return exact_quantile_s(&series->as.exact, probability);
}

double stf_kpi_series_max_s(const struct stf_kpi_series *series) {
  if (series->is_counted) {
    const struct stf_histogram *histogram = &series->as.histogram;
    return histogram->count_n > 0 ? in_s(histogram->max_us) : (double)NAN;
  }
  const struct stf_kpi_exact *exact = &series->as.exact;
  if (exact->n == 0) {
    return NAN;
  }
  int64_t most = exact->values[0];
  for (size_t i = 1; i < exact->n; i++) {
    most = exact->values[i] > most ? exact->values[i] : most;
  }
  return in_s(most);
}
