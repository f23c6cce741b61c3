/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law_fit.h"

#include "random/elementary.h"

#include <math.h>
#include <stdlib.h>

static const double NOT_GIVEN = (double)NAN;

struct stf_law_fit_hazard stf_law_fit_exponential(size_t events_n, double exposure_s) {
  struct stf_law_fit_hazard fit = {events_n, exposure_s, (double)INFINITY, (double)NAN};
  if (events_n > 0) {
    fit.mean_s = exposure_s / (double)events_n;
    fit.mean_error_s = fit.mean_s / sqrt((double)events_n);
  }
  return fit;
}

struct stf_law_fit_hazard stf_law_fit_censored(const double *times_s, const bool *ended,
                                               size_t n) {
  size_t events_n = 0;
  double exposure_s = 0;
  for (size_t i = 0; i < n; i++) {
    events_n += ended[i];
    exposure_s += times_s[i];
  }
  return stf_law_fit_exponential(events_n, exposure_s);
}

/* What all three likelihoods need of a sample. */
struct summary {
  double n;
  double mean_s;
  double log_mean;      /* mean of the logarithms */
  double log_deviation; /* their standard deviation, n - 1 */
  double log_most;      /* the largest */
};

static bool summarise(const double *values_s, size_t n, struct summary *out) {
  struct summary summary = {.n = (double)n, .log_most = -(double)INFINITY};
  for (size_t i = 0; i < n; i++) {
    if (!(values_s[i] > 0) || !isfinite(values_s[i])) {
      return false;
    }
    double log_value = stf_elementary_log(values_s[i]);
    summary.mean_s += values_s[i] / summary.n;
    summary.log_mean += log_value / summary.n;
    summary.log_most = log_value > summary.log_most ? log_value : summary.log_most;
  }
  double square = 0;
  for (size_t i = 0; i < n; i++) {
    double away = stf_elementary_log(values_s[i]) - summary.log_mean;
    square += away * away;
  }
  if (n < 2 || !(square > 1e-24 * summary.n)) {
    return false;
  }
  summary.log_deviation = sqrt(square / (summary.n - 1));
  *out = summary;
  return true;
}

static const double LOG_2_PI = 0x1.d67f1c864beb5p0;

enum stf_status stf_law_fit_lognormal(const double *values_s, size_t n,
                                      struct stf_law_fit *out) {
  struct summary of;
  if (!summarise(values_s, n, &of)) {
    return STF_ERR_INPUT;
  }
  double variance = of.log_deviation * of.log_deviation;
  double mean_s = stf_elementary_exp(of.log_mean + variance / 2);
  double cv = sqrt(stf_elementary_exp(variance) - 1);
  struct stf_law_fit fit = {.n = n, .mean_s = mean_s, .form = cv};
  /* Delta method: var(log mean) = v / n + v^2 / (2 (n - 1)), var(v) = 2 v^2 / (n - 1). */
  double variance_square = 2 * variance * variance / (of.n - 1);
  fit.mean_error_s = mean_s * sqrt(variance / of.n + variance_square / 4);
  fit.form_error = (1 + cv * cv) / (2 * cv) * sqrt(variance_square);
  fit.log_likelihood = -of.n * (of.log_mean + stf_elementary_log(of.log_deviation) +
                                LOG_2_PI / 2 + (of.n - 1) / (2 * of.n));
  const double parameters[STF_LAW_PARAMETERS_MAX] = {mean_s, cv, NOT_GIVEN, NOT_GIVEN,
                                                     NOT_GIVEN};
  const char *why = NULL;
  if (!stf_law_make(STF_LAW_LOGNORMAL, parameters, &fit.law, &why)) {
    return STF_ERR_INPUT;
  }
  *out = fit;
  return STF_OK;
}

/* Digamma and trigamma for x > 0: recurrence up to 10, then the asymptotic series (Abramowitz &
 * Stegun 1964, 6.3.18 and 6.4.12). */
static double digamma(double x) {
  double sum = 0;
  while (x < 10) {
    sum -= 1 / x;
    x += 1;
  }
  double z = 1 / (x * x);
  double series =
      z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z * (1.0 / 132)))));
  return sum + stf_elementary_log(x) - 0.5 / x - series;
}

static double trigamma(double x) {
  double sum = 0;
  while (x < 10) {
    sum += 1 / (x * x);
    x += 1;
  }
  double z = 1 / (x * x);
  double series =
      z * (1.0 / 6 - z * (1.0 / 30 - z * (1.0 / 42 - z * (1.0 / 30 - z * (5.0 / 66)))));
  return sum + (1 + 0.5 / x + series) / x;
}

static double within_range(double value, const struct stf_law_parameter *parameter) {
  double above = value < parameter->least ? parameter->least : value;
  return above > parameter->most ? parameter->most : above;
}

/* Root of log k - digamma(k) = log(mean) - mean(log), by Newton's step in 1 / k. */
static double gamma_shape(double gap) {
  double shape = (3 - gap + sqrt((gap - 3) * (gap - 3) + 24 * gap)) / (12 * gap);
  for (int i = 0; i < 50; i++) {
    double miss = stf_elementary_log(shape) - digamma(shape) - gap;
    double step = miss / (shape * shape * (1 / shape - trigamma(shape)));
    double next = 1 / (1 / shape + step);
    double moved = fabs(next - shape);
    shape = next;
    if (moved <= 1e-13 * shape) {
      break;
    }
  }
  return shape;
}

enum stf_status stf_law_fit_gamma(const double *values_s, size_t n, struct stf_law_fit *out) {
  struct summary of;
  if (!summarise(values_s, n, &of)) {
    return STF_ERR_INPUT;
  }
  double log_of_mean = stf_elementary_log(of.mean_s);
  const struct stf_law_parameter *shape = &STF_LAW_FORMS[STF_LAW_GAMMA].parameters[2];
  double gap = log_of_mean - of.log_mean;
  /* Large shapes have a gap of 1 / (2 k): of values that hardly differ rounding is all of it.
   */
  double k = gap > 0.5 / shape->most ? within_range(gamma_shape(gap), shape) : shape->most;
  struct stf_law_fit fit = {.n = n, .mean_s = of.mean_s, .form = k};
  fit.mean_error_s = of.mean_s / sqrt(of.n * k);
  fit.form_error = 1 / sqrt(of.n * (trigamma(k) - 1 / k));
  fit.log_likelihood = of.n * (k * (stf_elementary_log(k) - log_of_mean) -
                               stf_elementary_log_gamma(k) + (k - 1) * of.log_mean - k);
  const double parameters[STF_LAW_PARAMETERS_MAX] = {of.mean_s, NOT_GIVEN, k, NOT_GIVEN,
                                                     NOT_GIVEN};
  const char *why = NULL;
  if (!stf_law_make(STF_LAW_GAMMA, parameters, &fit.law, &why)) {
    return STF_ERR_INPUT;
  }
  *out = fit;
  return STF_OK;
}

/* Weighted sums for a Weibull shape, weights (x / largest)^shape, y = log(x / largest). */
struct tilted {
  double weight;
  double mean;     /* of y */
  double variance; /* of y */
};

static struct tilted tilt(const double *values_s, size_t n, double log_most, double shape) {
  double sums[3] = {0, 0, 0};
  for (size_t i = 0; i < n; i++) {
    double y = stf_elementary_log(values_s[i]) - log_most;
    double weight = stf_elementary_exp(shape * y);
    sums[0] += weight;
    sums[1] += weight * y;
    sums[2] += weight * y * y;
  }
  double mean = sums[1] / sums[0];
  return (struct tilted){sums[0], mean, sums[2] / sums[0] - mean * mean};
}

/* Root of (tilted mean of log x) - 1 / shape = mean of log x, whose left side rises with the
 * shape; Newton's step, kept within a factor of 2. */
static double weibull_shape(const double *values_s, size_t n, const struct summary *of) {
  double shape = 1.2825498301618641 / of->log_deviation; /* pi / sqrt(6): log x is Gumbel */
  for (int i = 0; i < 100; i++) {
    struct tilted tilted = tilt(values_s, n, of->log_most, shape);
    double miss = tilted.mean + of->log_most - 1 / shape - of->log_mean;
    double next = shape - miss / (tilted.variance + 1 / (shape * shape));
    next = next > 2 * shape ? 2 * shape : next;
    next = next < shape / 2 ? shape / 2 : next;
    double moved = fabs(next - shape);
    shape = next;
    if (moved <= 1e-13 * shape) {
      break;
    }
  }
  return shape;
}

/* Standard error of a Weibull mean c Gamma(1 + 1 / k) from the inverse of the expected
 * information (Johnson, Kotz & Balakrishnan 1994, section 21.4). */
static double weibull_mean_error(double mean_s, double shape, double n) {
  const double euler = 0.57721566490153286;
  const double six_over_pi_square = 0.60792710185402663;
  double log_scale_variance =
      (1 + six_over_pi_square * (1 - euler) * (1 - euler)) / (shape * shape * n);
  double shape_variance = six_over_pi_square * shape * shape / n;
  double covariance = six_over_pi_square * (1 - euler) / n; /* of log scale and shape */
  double slope = -digamma(1 + 1 / shape) / (shape * shape);
  return mean_s *
         sqrt(log_scale_variance + slope * slope * shape_variance + 2 * slope * covariance);
}

enum stf_status stf_law_fit_weibull(const double *values_s, size_t n, struct stf_law_fit *out) {
  struct summary of;
  if (!summarise(values_s, n, &of)) {
    return STF_ERR_INPUT;
  }
  double k = weibull_shape(values_s, n, &of);
  k = within_range(k, &STF_LAW_FORMS[STF_LAW_WEIBULL].parameters[2]);
  double weight = tilt(values_s, n, of.log_most, k).weight;
  double log_scale = of.log_most + stf_elementary_log(weight / of.n) / k;
  const double parameters[STF_LAW_PARAMETERS_MAX] = {NOT_GIVEN, stf_elementary_exp(log_scale),
                                                     k, NOT_GIVEN, NOT_GIVEN};
  struct stf_law_fit fit = {.n = n, .form = k};
  const char *why = NULL;
  if (!stf_law_make(STF_LAW_WEIBULL, parameters, &fit.law, &why)) {
    return STF_ERR_INPUT;
  }
  fit.mean_s = stf_law_mean_s(&fit.law);
  fit.mean_error_s = weibull_mean_error(fit.mean_s, k, of.n);
  fit.form_error = k * sqrt(0.60792710185402663 / of.n); /* 6 / pi^2 */
  fit.log_likelihood =
      of.n * (stf_elementary_log(k) - k * log_scale + (k - 1) * of.log_mean - 1);
  *out = fit;
  return STF_OK;
}

double stf_law_fit_distance(const struct stf_law *law, const double *sorted_s, size_t n) {
  double most = 0;
  size_t i = 0;
  while (i < n) {
    size_t next = i + 1;
    while (next < n && !(sorted_s[next] > sorted_s[i])) {
      next++;
    }
    /* Just before and at the value; between values the sample is flat. */
    double before = 1 - stf_law_survival(law, nextafter(sorted_s[i], -1));
    double at = 1 - stf_law_survival(law, sorted_s[i]);
    most = fmax(most, fabs(before - (double)i / (double)n));
    most = fmax(most, fabs(at - (double)next / (double)n));
    i = next;
  }
  return most;
}

struct observation {
  double time_s;
  bool ended;
};

static int by_time_events_first(const void *a, const void *b) {
  const struct observation *x = a;
  const struct observation *y = b;
  int by_time = (x->time_s > y->time_s) - (x->time_s < y->time_s);
  return by_time != 0 ? by_time : (int)y->ended - (int)x->ended;
}

/* Writes the steps of the estimate and returns their number; n places are enough, the one at
 * the largest time included. */
static size_t product_limit(const struct observation *observations, size_t n, double *values_s,
                            double *survival) {
  size_t points_n = 0;
  double now = 1;
  size_t i = 0;
  while (i < n) {
    size_t events_n = 0;
    size_t next = i;
    while (next < n && !(observations[next].time_s > observations[i].time_s)) {
      events_n += observations[next].ended;
      next++;
    }
    now *= 1 - (double)events_n / (double)(n - i);
    if (events_n > 0 || next == n) {
      values_s[points_n] = observations[i].time_s;
      survival[points_n] = now;
      points_n++;
    }
    i = next;
  }
  return points_n;
}

enum stf_status stf_law_fit_kaplan_meier(struct stf_arena *arena, const double *times_s,
                                         const bool *ended, size_t n, struct stf_law *out) {
  for (size_t i = 0; i < n; i++) {
    if (!(times_s[i] >= 0) || !isfinite(times_s[i])) {
      return STF_ERR_INPUT;
    }
  }
  struct stf_law_fit_hazard hazard = stf_law_fit_censored(times_s, ended, n);
  if (n == 0) {
    return STF_ERR_INPUT;
  }
  if (hazard.events_n == 0) {
    *out = stf_law_never();
    return STF_OK;
  }
  struct observation *observations = stf_arena_alloc(arena, n, sizeof *observations);
  struct stf_law_points *points = stf_arena_alloc(arena, 1, sizeof *points);
  double *values = stf_arena_alloc(arena, n, sizeof *values);
  double *survival = stf_arena_alloc(arena, n, sizeof *survival);
  if (observations == NULL || points == NULL || values == NULL || survival == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    observations[i] = (struct observation){times_s[i], ended[i]};
  }
  qsort(observations, n, sizeof *observations, by_time_events_first);
  size_t points_n = product_limit(observations, n, values, survival);
  if (!(hazard.mean_s > 0)) {
    survival[points_n - 1] = 0; /* every time is 0: no tail to speak of */
  }
  *points = (struct stf_law_points){values, survival, points_n, hazard.mean_s};
  *out = stf_law_of_points(points);
  return STF_OK;
}
