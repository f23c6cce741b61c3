/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/sources.h"

#include <math.h>
#include <stdbool.h>

/* Sums over replications, from which one can be taken out. */
struct sums {
  double n;
  double y;       /* of all three */
  double squares; /* of all three */
  double same_p;  /* products of the value and the one with the same parameters */
  double same_pd;
};

static void add(struct sums *sums, const double y[3], double sign) {
  sums->n += sign;
  sums->y += sign * (y[0] + y[1] + y[2]);
  sums->squares += sign * (y[0] * y[0] + y[1] * y[1] + y[2] * y[2]);
  sums->same_p += sign * y[0] * y[1];
  sums->same_pd += sign * y[0] * y[2];
}

/* Shares of the variance: parameters, and parameters with demand. */
static bool shares_of(const struct sums *sums, double out[3]) {
  double mean = sums->y / (3 * sums->n);
  double variance = sums->squares / (3 * sums->n) - mean * mean;
  double parameters = (sums->same_p / sums->n - mean * mean) / variance;
  double both = (sums->same_pd / sums->n - mean * mean) / variance;
  out[0] = parameters;
  out[1] = both - parameters;
  out[2] = 1 - both;
  return variance > 0;
}

/* The three values of a replication, less the centre; false where one is not known. */
static bool values_at(const double *const of[3], size_t i, double centre, double y[3]) {
  for (int k = 0; k < 3; k++) {
    y[k] = of[k][i] - centre;
  }
  return isfinite(y[0] + y[1] + y[2]);
}

/* Mean of all known values: around another point the products would carry its noise. */
static double centre_of(const double *const of[3], size_t n) {
  double sum = 0;
  double known = 0;
  for (size_t i = 0; i < n; i++) {
    double y[3];
    if (values_at(of, i, 0, y)) {
      sum += (y[0] + y[1] + y[2]) / 3;
      known += 1;
    }
  }
  return known > 0 ? sum / known : 0;
}

/* Standard errors by the jackknife: the shares without each of the replications. */
static void jackknife(const double *const of[3], size_t n, double centre,
                      const struct sums *sums, double errors[3]) {
  double all[3];
  double means[3] = {0, 0, 0};
  double squares[3] = {0, 0, 0};
  (void)shares_of(sums, all);
  for (size_t i = 0; i < n; i++) {
    double y[3];
    double left[3];
    struct sums rest = *sums;
    if (!values_at(of, i, centre, y)) {
      continue;
    }
    add(&rest, y, -1);
    (void)shares_of(&rest, left);
    for (int k = 0; k < 3; k++) {
      means[k] += (left[k] - all[k]) / sums->n;
      squares[k] += (left[k] - all[k]) * (left[k] - all[k]);
    }
  }
  for (int k = 0; k < 3; k++) {
    double spread = squares[k] - sums->n * means[k] * means[k];
    errors[k] = sqrt((sums->n - 1) / sums->n * (spread > 0 ? spread : 0));
  }
}

struct stf_sources stf_sources_of(const double *values, const double *same_parameters,
                                  const double *same_demand, size_t n) {
  const double *const of[3] = {values, same_parameters, same_demand};
  double centre = centre_of(of, n);
  struct sums sums = {0};
  for (size_t i = 0; i < n; i++) {
    double y[3];
    if (values_at(of, i, centre, y)) {
      add(&sums, y, 1);
    }
  }
  double shares[3];
  double errors[3];
  if (sums.n < 3 || !shares_of(&sums, shares)) {
    const struct stf_sources_share unknown = {(double)NAN, (double)NAN};
    return (struct stf_sources){unknown, unknown, unknown, 0};
  }
  jackknife(of, n, centre, &sums, errors);
  return (struct stf_sources){.parameters = {shares[0], errors[0]},
                              .demand = {shares[1], errors[1]},
                              .chance = {shares[2], errors[2]},
                              .n = (size_t)sums.n};
}
