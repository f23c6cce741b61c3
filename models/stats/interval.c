/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/interval.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

double stf_interval_mean(const double *values, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    sum += values[i];
  }
  return n > 0 ? sum / (double)n : (double)NAN;
}

double stf_interval_sd(const double *values, size_t n) {
  if (n < 2) {
    return (double)NAN;
  }
  double mean = stf_interval_mean(values, n);
  double square = 0;
  for (size_t i = 0; i < n; i++) {
    square += (values[i] - mean) * (values[i] - mean);
  }
  return sqrt(square / (double)(n - 1));
}

static double t_quantile(double level, double freedom) {
  return gsl_cdf_tdist_Pinv((1 + level) / 2, freedom);
}

double stf_interval_t_quantile(double level, size_t freedom_n) {
  return freedom_n > 0 ? t_quantile(level, (double)freedom_n) : (double)NAN;
}

double stf_interval_t_probability(double t, size_t freedom_n) {
  return freedom_n > 0 ? gsl_cdf_tdist_P(t, (double)freedom_n) : (double)NAN;
}

static struct stf_interval around(double estimate, double half_width) {
  return (struct stf_interval){estimate, estimate - half_width, estimate + half_width};
}

struct stf_interval stf_interval_t(const double *values, size_t n, double level) {
  double mean = stf_interval_mean(values, n);
  if (n < 2) {
    return around(mean, (double)NAN);
  }
  double error = stf_interval_sd(values, n) / sqrt((double)n);
  return around(mean, stf_interval_t_quantile(level, n - 1) * error);
}

struct stf_interval stf_interval_welch(const double *a, size_t a_n, const double *b, size_t b_n,
                                       double level) {
  double difference = stf_interval_mean(a, a_n) - stf_interval_mean(b, b_n);
  if (a_n < 2 || b_n < 2) {
    return around(difference, (double)NAN);
  }
  double a_square = pow(stf_interval_sd(a, a_n), 2) / (double)a_n;
  double b_square = pow(stf_interval_sd(b, b_n), 2) / (double)b_n;
  double square = a_square + b_square;
  if (!(square > 0)) {
    return around(difference, 0);
  }
  double freedom =
      square * square /
      (a_square * a_square / (double)(a_n - 1) + b_square * b_square / (double)(b_n - 1));
  return around(difference, t_quantile(level, freedom) * sqrt(square));
}

struct stf_interval stf_interval_ratio(const double *num, const double *den, size_t n,
                                       double level) {
  double den_mean = stf_interval_mean(den, n);
  if (!(den_mean > 0)) {
    return around((double)NAN, (double)NAN);
  }
  double ratio = stf_interval_mean(num, n) / den_mean;
  if (n < 2) {
    return around(ratio, (double)NAN);
  }
  double square = 0;
  for (size_t i = 0; i < n; i++) {
    double residual = num[i] - ratio * den[i];
    square += residual * residual;
  }
  double error = sqrt(square / (double)(n - 1) / (double)n) / den_mean;
  return around(ratio, stf_interval_t_quantile(level, n - 1) * error);
}

struct stf_interval stf_interval_wilson(size_t successes_n, size_t n, double level) {
  if (n == 0) {
    return around((double)NAN, (double)NAN);
  }
  double size = (double)n;
  double share = (double)successes_n / size;
  double z = gsl_cdf_ugaussian_Pinv((1 + level) / 2);
  double shrink = 1 / (1 + z * z / size);
  double centre = (share + z * z / (2 * size)) * shrink;
  double half = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size)) * shrink;
  /* The ends are exact at 0 and 1, where rounding would leave 1e-17. */
  return (struct stf_interval){share, successes_n == 0 ? 0 : centre - half,
                               successes_n == n ? 1 : centre + half};
}

/* Smallest k with P(binomial(n, p) <= k) >= at. */
static size_t binomial_quantile(size_t n, double p, double at) {
  size_t low = 0;
  size_t high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (gsl_cdf_binomial_P((unsigned)middle, p, (unsigned)n) >= at) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

struct stf_interval_ranks stf_interval_quantile_ranks(size_t n, double p, double level) {
  struct stf_interval_ranks ranks = {
      .low = binomial_quantile(n, p, (1 - level) / 2),
      .high = binomial_quantile(n, p, (1 + level) / 2) + 1,
  };
  double below =
      ranks.low > 0 ? gsl_cdf_binomial_P((unsigned)(ranks.low - 1), p, (unsigned)n) : 0;
  ranks.coverage = gsl_cdf_binomial_P((unsigned)(ranks.high - 1), p, (unsigned)n) - below;
  return ranks;
}
