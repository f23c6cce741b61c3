/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/quantile.h"

#include <math.h>
#include <stdlib.h>

struct stf_quantile_place stf_quantile_place_of(size_t n, double p) {
  double h = (double)(n - 1) * p;
  double whole = floor(h);
  struct stf_quantile_place place = {(size_t)whole, h - whole};
  if (place.low >= n - 1) {
    place = (struct stf_quantile_place){n - 1, 0};
  }
  return place;
}

double stf_quantile_of(const double *sorted, size_t n, double p) {
  if (n == 0) {
    return (double)NAN;
  }
  struct stf_quantile_place place = stf_quantile_place_of(n, p);
  double low = sorted[place.low];
  return place.share > 0 ? low + place.share * (sorted[place.low + 1] - low) : low;
}

double stf_quantile_of_us(const int64_t *sorted_us, size_t n, double p) {
  if (n == 0) {
    return (double)NAN;
  }
  struct stf_quantile_place place = stf_quantile_place_of(n, p);
  double low = (double)sorted_us[place.low];
  return place.share > 0 ? low + place.share * ((double)sorted_us[place.low + 1] - low) : low;
}

static int by_number(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;
  return (x > y) - (x < y);
}

static int by_integer(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a;
  int64_t y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

void stf_quantile_sort(double *values, size_t n) {
  if (n > 1) {
    qsort(values, n, sizeof *values, by_number);
  }
}

void stf_quantile_sort_us(int64_t *values_us, size_t n) {
  if (n > 1) {
    qsort(values_us, n, sizeof *values_us, by_integer);
  }
}
