/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimates with confidence intervals. Values are finite and independent (replications, days);
 * `level` is the confidence, 0.95 for 95 %.
 */
#ifndef STF_INTERVAL_H
#define STF_INTERVAL_H

#include <stddef.h>

struct stf_interval {
  double estimate; /* NAN without data */
  double low;      /* NAN where the data allow no interval */
  double high;
};

double stf_interval_mean(const double *values, size_t n); /* NAN for n = 0 */

/* Standard deviation with n - 1; NAN for n < 2. */
double stf_interval_sd(const double *values, size_t n);

/* Two-sided quantile of Student's t: 2.262 for 0.95 and 9 degrees of freedom. */
double stf_interval_t_quantile(double level, size_t freedom_n);

/* P(T <= t) of Student's t. */
double stf_interval_t_probability(double t, size_t freedom_n);

/* Mean and t interval. For a paired comparison pass the differences. */
struct stf_interval stf_interval_t(const double *values, size_t n, double level);

/* Mean of a minus mean of b, independent samples of unequal variance (Welch 1947). */
struct stf_interval stf_interval_welch(const double *a, size_t a_n, const double *b, size_t b_n,
                                       double level);

/* sum num / sum den with the t interval of the delta method (ratio estimator; Cochran 1977,
 * "Sampling Techniques", chapter 6): the standard error of the mean of num - ratio den, divided
 * by the mean of den. NAN estimate where sum den is not positive. */
struct stf_interval stf_interval_ratio(const double *num, const double *den, size_t n,
                                       double level);

/* Share of successes with the interval of Wilson 1927. n = 0: NAN. */
struct stf_interval stf_interval_wilson(size_t successes_n, size_t n, double level);

/* Ranks, from 1, of the order statistics that enclose a quantile. */
struct stf_interval_ranks {
  size_t low;      /* 0: no lower end */
  size_t high;     /* n + 1: no upper end */
  double coverage; /* exact, of [X(low), X(high)) for a continuous law */
};

/* low = qbinom((1 - level) / 2), high = qbinom((1 + level) / 2) + 1 of binomial(n, p)
 * (Conover 1999, section 3.2). 0 < p < 1. */
struct stf_interval_ranks stf_interval_quantile_ranks(size_t n, double p, double level);

#endif
