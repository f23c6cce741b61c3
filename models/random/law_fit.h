/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws fitted to observed durations: maximum likelihood, with standard errors from the expected
 * information. Durations in seconds, in any order.
 */
#ifndef STF_LAW_FIT_H
#define STF_LAW_FIT_H

#include "base/arena.h"
#include "random/law.h"

#include <stdbool.h>
#include <stddef.h>

/* Constant hazard from events and exposure, the total time observed of all, ended or censored.
 */
struct stf_law_fit_hazard {
  size_t events_n;
  double exposure_s;
  double mean_s;       /* exposure / events; INFINITY without an event */
  double mean_error_s; /* mean / sqrt(events); NAN without an event */
};

struct stf_law_fit_hazard stf_law_fit_exponential(size_t events_n, double exposure_s);

/* The same from times and whether each ended in an event (true) or was censored. */
struct stf_law_fit_hazard stf_law_fit_censored(const double *times_s, const bool *ended,
                                               size_t n);

struct stf_law_fit {
  struct stf_law law;
  size_t n;
  double mean_s;
  double mean_error_s;
  double form; /* lognormal: cv; gamma and Weibull: shape */
  double form_error;
  double log_likelihood; /* of the sample; comparable between laws */
};

/* Fits to complete durations, all > 0 and finite, n >= 2 and not all equal; else STF_ERR_INPUT.
 * Lognormal: mean and deviation (n - 1) of the logarithms. Gamma and Weibull: maximum
 * likelihood by Newton's iteration (Minka 2002 for the gamma shape), shapes kept within the
 * range of their forms. */
STF_MUST_USE enum stf_status stf_law_fit_lognormal(const double *values_s, size_t n,
                                                   struct stf_law_fit *out);
STF_MUST_USE enum stf_status stf_law_fit_gamma(const double *values_s, size_t n,
                                               struct stf_law_fit *out);
STF_MUST_USE enum stf_status stf_law_fit_weibull(const double *values_s, size_t n,
                                                 struct stf_law_fit *out);

/* Kolmogorov-Smirnov distance between a sample in ascending order and a law (steps on either
 * side are fine): the largest difference of distribution functions. n >= 1. */
double stf_law_fit_distance(const struct stf_law *law, const double *sorted_s, size_t n);

/* Product-limit estimate (Kaplan & Meier 1958): an empirical law from times that ended in an
 * event (ended[i]: the customer left after that wait) or were censored (was answered). At equal
 * times events precede censorings. Assumption: the mass that remains beyond the largest time,
 * where the data say nothing, has an exponential tail with the mean of stf_law_fit_censored,
 * the hazard of the whole sample. Without an event the law is STF_LAW_NEVER. STF_ERR_INPUT
 * where n = 0 or a time is negative or not finite. Points live in the arena. */
STF_MUST_USE enum stf_status stf_law_fit_kaplan_meier(struct stf_arena *arena,
                                                      const double *times_s, const bool *ended,
                                                      size_t n, struct stf_law *out);

#endif
