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

enum stf_status stf_kpi_series_add(struct stf_kpi_series *series,
                                   const struct stf_allocator *allocator, const int64_t *values,
                                   size_t n) {
  if (n == 0) {
    return STF_OK;
  }
  int64_t *kept =
      stf_mem_grown(allocator, series->values, &series->capacity, series->n + n, sizeof *kept);
  if (kept == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(kept + series->n, values, n * sizeof *kept);
  series->values = kept;
  series->n += n;
  series->settled_n = 0;
  return STF_OK;
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

double stf_kpi_series_quantile_s(struct stf_kpi_series *series, double probability) {
  if (series->n == 0) {
    return NAN;
  }
  double place = (double)(series->n - 1) * probability;
  size_t k = (size_t)place;
  size_t settled_n = k >= series->settled_n ? series->settled_n : 0;
  settle(series->values + settled_n, series->n - settled_n, k - settled_n);
  series->settled_n = k;
  double low_s = in_s(series->values[k]);
  if (k + 1 == series->n) {
    return low_s;
  }
  double high_s = in_s(least(series->values + k + 1, series->n - k - 1));
  return low_s + (high_s - low_s) * (place - (double)k);
}

double stf_kpi_series_max_s(const struct stf_kpi_series *series) {
  if (series->n == 0) {
    return NAN;
  }
  int64_t most = series->values[0];
  for (size_t i = 1; i < series->n; i++) {
    most = series->values[i] > most ? series->values[i] : most;
  }
  return in_s(most);
}
