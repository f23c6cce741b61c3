/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sample quantiles: linear interpolation over the exact values, type 7 of Hyndman & Fan 1996
 * (the default of R): x[h], h = (n - 1) p counted from 0. Arrays ascend; 0 <= p <= 1; NAN for n
 * = 0.
 */
#ifndef STF_QUANTILE_H
#define STF_QUANTILE_H

#include <stddef.h>
#include <stdint.h>

double stf_quantile_of(const double *sorted, size_t n, double p);
double stf_quantile_of_us(const int64_t *sorted_us, size_t n, double p);

/* Sorts in place, ascending. */
void stf_quantile_sort(double *values, size_t n); /* no NAN among them */
void stf_quantile_sort_us(int64_t *values_us, size_t n);

/* The place h = (n - 1) p, n >= 1: between the order statistics low and low + 1 (counted from
 * 0; share 0 at the last one). */
struct stf_quantile_place {
  size_t low;
  double share; /* weight of the upper neighbour, 0 <= share < 1 */
};
struct stf_quantile_place stf_quantile_place_of(size_t n, double p);

#endif
