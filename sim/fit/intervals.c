/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/intervals.h"

#include "random/law.h"
#include "random/law_gamma.h"
#include "stats/bootstrap.h"

#include <math.h>

enum {
  WEEKDAYS = 7,
  LAGS = 13,  /* 0 to 12 intervals apart */
  TERMS = 10, /* of the expansion: the rest is below 1e-4 of v^2 up to v = 1.5 */
  PARAMETERS = 3,
  RESAMPLES = 500,
  ROUNDS = 4, /* of ever finer grids */
  SEED = 5303
};

#define CV_MOST    1.5
#define CORR_MOST  0.995
#define CORR_ALIKE 0.97 /* beyond, or with an error above CORR_VAGUE: like a day factor */
#define CORR_VAGUE 0.25

struct moments {
  const struct stf_intervals_in *in;
  double *means; /* by weekday and interval */
  double days_n[WEEKDAYS];
  double *num; /* by lag and day */
  double *den;
  size_t lags_n;
  double ratio[LAGS];
  double weight[LAGS];
};

struct point {
  double day; /* 1 + c^2 */
  double cv;
  double correlation;
};

/* ---- moments ---- */

static void make_means(struct moments *m) {
  const struct stf_intervals_in *in = m->in;
  for (size_t d = 0; d < in->days_n; d++) {
    m->days_n[in->weekdays[d]] += 1;
  }
  for (size_t d = 0; d < in->days_n; d++) {
    double *means = m->means + (size_t)in->weekdays[d] * in->slots_n;
    for (size_t j = 0; j < in->slots_n; j++) {
      means[j] += in->counts[d * in->slots_n + j] / m->days_n[in->weekdays[d]];
    }
  }
}

/* One day's part of the sums of one lag. */
static void add_day(struct moments *m, size_t d, size_t lag) {
  const struct stf_intervals_in *in = m->in;
  const double *counts = in->counts + d * in->slots_n;
  const double *means = m->means + (size_t)in->weekdays[d] * in->slots_n;
  double n = m->days_n[in->weekdays[d]];
  double num = 0;
  double den = 0;
  for (size_t j = 0; n >= 2 && j + lag < in->slots_n; j++) {
    double product = (counts[j] - means[j]) * (counts[j + lag] - means[j + lag]) / (n - 1);
    num += n * product - (lag == 0 ? means[j] : 0);
    den += means[j] * means[j + lag] - product;
  }
  m->num[lag * in->days_n + d] = num;
  m->den[lag * in->days_n + d] = den;
}

/* False if the log cannot carry it. */
static bool make_ratios(struct moments *m) {
  size_t days_n = m->in->days_n;
  for (size_t lag = 0; lag < m->lags_n; lag++) {
    double num = 0;
    double den = 0;
    for (size_t d = 0; d < days_n; d++) {
      add_day(m, d, lag);
      num += m->num[lag * days_n + d];
      den += m->den[lag * days_n + d];
    }
    double error = stf_bootstrap_ratio_error(m->num + lag * days_n, m->den + lag * days_n,
                                             days_n, RESAMPLES, SEED);
    if (!(den > 0) || !(error > 0)) {
      m->lags_n = lag; /* farther pairs are never there together */
      break;
    }
    m->ratio[lag] = num / den;
    m->weight[lag] = 1 / (error * error);
  }
  return m->lags_n > PARAMETERS;
}

/* ---- model ---- */

/* a_n^2 of the expansion, n from 0 on, by the trapezoidal rule. */
static void expand(double cv, double squares[TERMS]) {
  double sums[TERMS] = {0};
  double mass = 0;
  for (int i = -60; i <= 60; i++) {
    double z = i / 8.0;
    double weight = exp(-z * z / 2);
    double factor = stf_law_gamma_factor(1 / (cv * cv), stf_law_gamma_normal_survival(z));
    double before = 0;
    double hermite = 1; /* normalised: h_(n+1) = (z h_n - sqrt(n) h_(n-1)) / sqrt(n + 1) */
    for (int n = 0; n < TERMS; n++) {
      sums[n] += weight * factor * hermite;
      double next = (z * hermite - sqrt(n) * before) / sqrt(n + 1.0);
      before = hermite;
      hermite = next;
    }
    mass += weight;
  }
  for (int n = 0; n < TERMS; n++) {
    squares[n] = sums[n] / mass * (sums[n] / mass);
  }
}

/* K(correlation^lag). */
static double moment_of(double cv, const double squares[TERMS], double correlation,
                        size_t lag) {
  if (lag == 0) {
    return 1 + cv * cv;
  }
  double x = pow(correlation, (double)lag);
  double sum = 0;
  for (int n = TERMS; n-- > 0;) {
    sum = sum * x + squares[n];
  }
  return sum;
}

/* Weighted squares at the best day factor, which goes to point->day. */
static double misfit(const struct moments *m, const double squares[TERMS],
                     struct point *point) {
  double k[LAGS];
  double both = 0;
  double square = 0;
  for (size_t lag = 0; lag < m->lags_n; lag++) {
    k[lag] = moment_of(point->cv, squares, point->correlation, lag);
    both += m->weight[lag] * k[lag] * (1 + m->ratio[lag]);
    square += m->weight[lag] * k[lag] * k[lag];
  }
  point->day = fmax(1, both / square);
  double sum = 0;
  for (size_t lag = 0; lag < m->lags_n; lag++) {
    double away = 1 + m->ratio[lag] - point->day * k[lag];
    sum += m->weight[lag] * away * away;
  }
  return sum;
}

/* The best correlation at this cv: a grid, then finer ones around its best. */
static double best_correlation(const struct moments *m, struct point *point) {
  double squares[TERMS];
  double best = (double)INFINITY;
  double centre = CORR_MOST / 2;
  struct point found = *point;
  expand(point->cv, squares);
  double step = CORR_MOST / 40;
  for (int round = 0; round < ROUNDS; round++) {
    double middle = centre;
    for (int i = -20; i <= 20; i++) {
      struct point tried = {.cv = point->cv,
                            .correlation = fmin(fmax(middle + i * step, 0), CORR_MOST)};
      double sum = misfit(m, squares, &tried);
      if (sum < best) {
        best = sum;
        found = tried;
        centre = tried.correlation;
      }
    }
    step /= 10;
  }
  *point = found;
  return best;
}

static struct point best_point(const struct moments *m) {
  double best = (double)INFINITY;
  double centre = CV_MOST / 2;
  struct point found = {.day = 1};
  double step = CV_MOST / 40;
  for (int round = 0; round < ROUNDS; round++) {
    double middle = centre;
    for (int i = -20; i <= 20; i++) {
      struct point tried = {.cv = fmin(fmax(middle + i * step, 1e-3), CV_MOST)};
      double sum = best_correlation(m, &tried);
      if (sum < best) {
        best = sum;
        found = tried;
        centre = tried.cv;
      }
    }
    step /= 10;
  }
  return found;
}

/* ---- standard errors ---- */

static double model_at(const struct point *at, size_t lag) {
  double squares[TERMS];
  expand(at->cv, squares);
  return at->day * moment_of(at->cv, squares, at->correlation, lag) - 1;
}

/* Derivatives of the lags' ratios by day factor, cv and correlation. */
static void derive(const struct moments *m, const struct point *at,
                   double slopes[LAGS][PARAMETERS]) {
  const double h = 1e-4;
  for (int p = 0; p < PARAMETERS; p++) {
    struct point low = *at;
    struct point high = *at;
    low.day -= p == 0 ? h : 0;
    high.day += p == 0 ? h : 0;
    low.cv -= p == 1 ? h : 0;
    high.cv += p == 1 ? h : 0;
    low.correlation -= p == 2 ? h : 0;
    high.correlation += p == 2 ? h : 0;
    for (size_t lag = 0; lag < m->lags_n; lag++) {
      slopes[lag][p] = (model_at(&high, lag) - model_at(&low, lag)) / (2 * h);
    }
  }
}

/* Inverse of a symmetric positive matrix by its cofactors; false if it is singular. */
static bool invert(double a[PARAMETERS][PARAMETERS], double out[PARAMETERS][PARAMETERS]) {
  for (int i = 0; i < PARAMETERS; i++) {
    for (int j = 0; j < PARAMETERS; j++) {
      int r = (j + 1) % PARAMETERS;
      int s = (j + 2) % PARAMETERS;
      int c = (i + 1) % PARAMETERS;
      int d = (i + 2) % PARAMETERS;
      out[i][j] = a[r][c] * a[s][d] - a[r][d] * a[s][c];
    }
  }
  double determinant = a[0][0] * out[0][0] + a[0][1] * out[1][0] + a[0][2] * out[2][0];
  for (int i = 0; i < PARAMETERS * PARAMETERS; i++) {
    out[i / PARAMETERS][i % PARAMETERS] /= determinant;
  }
  return determinant > 0;
}

/* How the parameters move with the ratio of each lag: (J'WJ)^-1 J'W. */
static bool make_gains(const struct moments *m, const struct point *at,
                       double gains[PARAMETERS][LAGS]) {
  double slopes[LAGS][PARAMETERS];
  double normal[PARAMETERS][PARAMETERS] = {{0}};
  double inverse[PARAMETERS][PARAMETERS];
  derive(m, at, slopes);
  for (size_t lag = 0; lag < m->lags_n; lag++) {
    for (int i = 0; i < PARAMETERS; i++) {
      for (int j = 0; j < PARAMETERS; j++) {
        normal[i][j] += m->weight[lag] * slopes[lag][i] * slopes[lag][j];
      }
    }
  }
  bool regular = invert(normal, inverse);
  for (int i = 0; regular && i < PARAMETERS; i++) {
    for (size_t lag = 0; lag < m->lags_n; lag++) {
      gains[i][lag] = 0;
      for (int j = 0; j < PARAMETERS; j++) {
        gains[i][lag] += inverse[i][j] * slopes[lag][j] * m->weight[lag];
      }
    }
  }
  return regular;
}

/* Standard error of one parameter: of the mean of the days' influences, which take the place of
 * the first lag's sums. */
static double error_of(const struct moments *m, const double gains[LAGS], double *influence,
                       double *ones) {
  size_t days_n = m->in->days_n;
  for (size_t d = 0; d < days_n; d++) {
    influence[d] = 0;
    ones[d] = 1;
  }
  for (size_t lag = 0; lag < m->lags_n; lag++) {
    const double *num = m->num + lag * days_n;
    const double *den = m->den + lag * days_n;
    double sum = 0;
    for (size_t d = 0; d < days_n; d++) {
      sum += den[d];
    }
    for (size_t d = 0; d < days_n; d++) {
      influence[d] += gains[lag] * (num[d] - m->ratio[lag] * den[d]) / sum * (double)days_n;
    }
  }
  return stf_bootstrap_ratio_error(influence, ones, days_n, RESAMPLES, SEED);
}

static void settle(const struct moments *m, double *scratch, struct stf_intervals *out) {
  double gains[PARAMETERS][LAGS] = {{0}};
  struct point at = best_point(m);
  double *ones = scratch + m->in->days_n;
  if (at.cv < 0.01 || at.correlation > CORR_ALIKE || !make_gains(m, &at, gains)) {
    return;
  }
  out->day_variance = at.day - 1;
  out->cv = at.cv;
  out->correlation = at.correlation;
  out->day_variance_se = error_of(m, gains[0], scratch, ones);
  out->cv_se = error_of(m, gains[1], scratch, ones);
  out->correlation_se = error_of(m, gains[2], scratch, ones);
  if (at.cv > 2 * out->cv_se && out->correlation_se < CORR_VAGUE) {
    out->state = STF_INTERVALS_FOUND;
  }
}

enum stf_status stf_intervals_fit(const struct stf_intervals_in *in,
                                  const struct stf_allocator *allocator,
                                  struct stf_intervals *out) {
  struct moments m = {.in = in, .lags_n = in->slots_n < LAGS ? in->slots_n : LAGS};
  *out = (struct stf_intervals){.state = STF_INTERVALS_FEW};
  m.means = stf_mem_zeroed(allocator, WEEKDAYS * in->slots_n, sizeof *m.means);
  m.num = stf_mem_zeroed(allocator, LAGS * in->days_n + 1, sizeof *m.num);
  m.den = stf_mem_zeroed(allocator, LAGS * in->days_n + 1, sizeof *m.den);
  double *scratch = stf_mem_zeroed(allocator, 2 * in->days_n + 1, sizeof *scratch);
  bool fits = m.means != NULL && m.num != NULL && m.den != NULL && scratch != NULL;
  if (fits) {
    make_means(&m);
    for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
      out->days_n += m.days_n[weekday] >= 2 ? (size_t)m.days_n[weekday] : 0;
    }
    if (out->days_n >= STF_INTERVALS_LEAST_DAYS) {
      out->state = STF_INTERVALS_NONE;
      if (make_ratios(&m)) {
        settle(&m, scratch, out);
      }
    }
  }
  stf_mem_release(allocator, m.means);
  stf_mem_release(allocator, m.num);
  stf_mem_release(allocator, m.den);
  stf_mem_release(allocator, scratch);
  return fits ? STF_OK : STF_ERR_MEMORY;
}
