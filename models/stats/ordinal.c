/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/ordinal.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
  ROUNDS_MOST = 50,
  HALVES_MOST = 30
};

#define STILL      1e-12 /* gain promised by a step, per item */
#define LARGEST    20.0  /* of a score: beyond it a logit is 0 or 1 to everybody */
#define LEAST_PART 1e-10 /* of a diagonal, left after those before it */

/* Gradient and expected information of the log likelihood. */
struct slope {
  double gradient[STF_ORDINAL_MOST];
  double information[STF_ORDINAL_MOST][STF_ORDINAL_MOST];
};

static uint32_t parameters_n(const struct stf_ordinal_in *in) {
  return in->cuts_n + in->covariates_n;
}

/* P(category <= k - 1): of k = 0 and k = cuts_n + 1 it is certain. */
static double below(const struct stf_ordinal_in *in, const double *values, double score,
                    uint32_t k) {
  if (k == 0) {
    return 0;
  }
  return k > in->cuts_n ? 1 : 1 / (1 + exp(score - values[k - 1]));
}

static double score_of(const struct stf_ordinal_in *in, const double *values, size_t item) {
  double score = 0;
  for (uint32_t j = 0; j < in->covariates_n; j++) {
    score += values[in->cuts_n + j] * in->x[item * in->covariates_n + j];
  }
  return score;
}

/* -INFINITY: no such parameters. */
static double likelihood_of(const struct stf_ordinal_in *in, const double *values) {
  double sum = 0;
  for (uint32_t k = 1; k < in->cuts_n; k++) {
    if (!(values[k] > values[k - 1])) {
      return -(double)INFINITY;
    }
  }
  for (size_t i = 0; i < in->n; i++) {
    double score = score_of(in, values, i);
    uint32_t k = in->category[i];
    double p = below(in, values, score, k + 1) - below(in, values, score, k);
    if (!(p > 0)) {
      return -(double)INFINITY;
    }
    sum += log(p);
  }
  return sum;
}

/* Derivative of P(category = k) of an item by the parameters. */
static void differentiate(const struct stf_ordinal_in *in, size_t item, uint32_t k,
                          const double edge[2], double out[STF_ORDINAL_MOST]) {
  double density[2] = {edge[0] * (1 - edge[0]), edge[1] * (1 - edge[1])};
  memset(out, 0, STF_ORDINAL_MOST * sizeof *out);
  if (k > 0) {
    out[k - 1] = -density[0];
  }
  if (k < in->cuts_n) {
    out[k] = density[1];
  }
  for (uint32_t j = 0; j < in->covariates_n; j++) {
    out[in->cuts_n + j] = (density[0] - density[1]) * in->x[item * in->covariates_n + j];
  }
}

static void add_square(struct slope *slope, const double d[STF_ORDINAL_MOST], double p,
                       uint32_t n) {
  for (uint32_t a = 0; a < n; a++) {
    for (uint32_t b = 0; b <= a; b++) {
      slope->information[a][b] += d[a] * d[b] / p;
    }
  }
}

static void find_slope(const struct stf_ordinal_in *in, const double *values,
                       struct slope *out) {
  uint32_t n = parameters_n(in);
  memset(out, 0, sizeof *out);
  for (size_t i = 0; i < in->n; i++) {
    double score = score_of(in, values, i);
    for (uint32_t k = 0; k <= in->cuts_n; k++) {
      double edge[2] = {below(in, values, score, k), below(in, values, score, k + 1)};
      double p = edge[1] - edge[0];
      double d[STF_ORDINAL_MOST];
      if (!(p > DBL_MIN)) {
        continue;
      }
      differentiate(in, i, k, edge, d);
      add_square(out, d, p, n);
      for (uint32_t a = 0; k == in->category[i] && a < n; a++) {
        out->gradient[a] += d[a] / p;
      }
    }
  }
}

/* Cholesky factor in place, lower triangle; false: not positive definite. */
static bool factor(double m[STF_ORDINAL_MOST][STF_ORDINAL_MOST], uint32_t n) {
  for (uint32_t a = 0; a < n; a++) {
    double whole = m[a][a];
    for (uint32_t b = 0; b <= a; b++) {
      double rest = m[a][b];
      for (uint32_t c = 0; c < b; c++) {
        rest -= m[a][c] * m[b][c];
      }
      if (b < a) {
        m[a][b] = rest / m[b][b];
      } else if (rest > LEAST_PART * whole) {
        m[a][a] = sqrt(rest);
      } else {
        return false;
      }
    }
  }
  return true;
}

/* Solves L L' out = right. */
static void solve(double l[STF_ORDINAL_MOST][STF_ORDINAL_MOST], uint32_t n,
                  const double right[STF_ORDINAL_MOST], double out[STF_ORDINAL_MOST]) {
  for (uint32_t a = 0; a < n; a++) {
    out[a] = right[a];
    for (uint32_t b = 0; b < a; b++) {
      out[a] -= l[a][b] * out[b];
    }
    out[a] /= l[a][a];
  }
  for (uint32_t a = n; a-- > 0;) {
    for (uint32_t b = a + 1; b < n; b++) {
      out[a] -= l[b][a] * out[b];
    }
    out[a] /= l[a][a];
  }
}

/* The cuts of the shares as they are. */
static bool start(const struct stf_ordinal_in *in, double values[STF_ORDINAL_MOST]) {
  size_t counts[STF_ORDINAL_MOST + 1] = {0};
  size_t so_far = 0;
  memset(values, 0, STF_ORDINAL_MOST * sizeof *values);
  for (size_t i = 0; i < in->n; i++) {
    counts[in->category[i]]++;
  }
  for (uint32_t k = 0; k <= in->cuts_n; k++) {
    if (counts[k] == 0) {
      return false;
    }
    so_far += counts[k];
    if (k < in->cuts_n) {
      values[k] = log((double)so_far / (double)(in->n - so_far));
    }
  }
  return true;
}

/* Goes along the step as far as it gains; false: nowhere. */
static bool advance(const struct stf_ordinal_in *in, const double step[STF_ORDINAL_MOST],
                    struct stf_ordinal *out) {
  for (int half = 0; half < HALVES_MOST; half++) {
    double share = ldexp(1, -half);
    double tried[STF_ORDINAL_MOST] = {0};
    for (uint32_t a = 0; a < parameters_n(in); a++) {
      tried[a] = out->values[a] + share * step[a];
    }
    double found = likelihood_of(in, tried);
    if (found >= out->log_likelihood) {
      memcpy(out->values, tried, sizeof tried);
      out->log_likelihood = found;
      return true;
    }
  }
  return false;
}

/* Scores so large that somebody's answer is certain: the maximum lies at infinity. */
static bool is_certain(const struct stf_ordinal_in *in, const double *values) {
  for (size_t i = 0; i < in->n; i++) {
    if (fabs(score_of(in, values, i)) > LARGEST) {
      return true;
    }
  }
  return false;
}

static void find_errors(double l[STF_ORDINAL_MOST][STF_ORDINAL_MOST], uint32_t n,
                        double errors[STF_ORDINAL_MOST]) {
  for (uint32_t a = 0; a < n; a++) {
    double unit[STF_ORDINAL_MOST] = {0};
    double column[STF_ORDINAL_MOST];
    unit[a] = 1;
    solve(l, n, unit, column);
    errors[a] = sqrt(column[a]);
  }
}

enum stf_ordinal_end stf_ordinal_fit(const struct stf_ordinal_in *in, struct stf_ordinal *out) {
  uint32_t n = parameters_n(in);
  *out = (struct stf_ordinal){0};
  if (!start(in, out->values)) {
    return STF_ORDINAL_EMPTY;
  }
  out->log_likelihood = likelihood_of(in, out->values);
  for (int round = 0; round < ROUNDS_MOST && !is_certain(in, out->values); round++) {
    struct slope slope;
    double step[STF_ORDINAL_MOST];
    find_slope(in, out->values, &slope);
    if (!factor(slope.information, n)) {
      return STF_ORDINAL_SEPARATED;
    }
    solve(slope.information, n, slope.gradient, step);
    double gain = 0;
    for (uint32_t a = 0; a < n; a++) {
      gain += slope.gradient[a] * step[a];
    }
    if (gain < STILL * (double)in->n || !advance(in, step, out)) {
      find_errors(slope.information, n, out->errors);
      return STF_ORDINAL_FITTED;
    }
  }
  return STF_ORDINAL_SEPARATED;
}
