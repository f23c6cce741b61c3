/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Factors of the intervals of a day (desk/demand.h), beside the day factor, from the counts of
 * whole days: by moments, weekday means taken out.
 *
 * With m_j the mean of interval j on its weekday, c the cv of the day factor, v that of the
 * interval factors and r their correlation, Cov(N_i, N_j) = m_i m_j A_|i-j| (Var N_j = m_j
 * more), A_k = (1 + c^2) K(r^k) - 1, K(x) = sum_n a_n^2 x^n the Hermite expansion of the gamma
 * quantile of a normal score, K(1) = 1 + v^2. A_k is estimated by the ratio of sums over days
 * and pairs of intervals k apart, both without bias (degrees of freedom of the weekday means,
 * products of means less their covariance); c, v and r by least squares over the lags, each
 * with the inverse of its variance. Standard errors: bootstrap of days (stats/bootstrap.h) of
 * the influence of each day (delta method).
 */
#ifndef STF_INTERVALS_H
#define STF_INTERVALS_H

#include "base/mem.h"

#include <stddef.h>

enum {
  STF_INTERVALS_LEAST_DAYS = 28 /* of weekdays that come twice or more */
};

enum stf_intervals_state {
  STF_INTERVALS_FEW,  /* too few days */
  STF_INTERVALS_NONE, /* none that is two standard errors above nothing and, by its correlation,
                         not just another day factor */
  STF_INTERVALS_FOUND
};

struct stf_intervals {
  enum stf_intervals_state state;
  size_t days_n;
  /* Only when found. */
  double day_variance; /* c^2; 0: no day factor beside them */
  double cv;           /* of the interval factors */
  double correlation;  /* of neighbouring intervals' normal scores */
  double day_variance_se;
  double cv_se;
  double correlation_se;
};

struct stf_intervals_in {
  const double *counts; /* contacts of each day and interval, [day * slots_n + interval] */
  const int *weekdays;  /* of each day, 0..6 */
  size_t days_n;
  size_t slots_n;
};

STF_MUST_USE enum stf_status stf_intervals_fit(const struct stf_intervals_in *in,
                                               const struct stf_allocator *allocator,
                                               struct stf_intervals *out);

#endif
