/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of probabilistic predictions (Gneiting & Raftery 2007); smaller is better.
 */
#ifndef STF_SCORE_H
#define STF_SCORE_H

#include <stddef.h>

/* Continuous ranked probability score of an ensemble, in ascending order:
 * mean |x - actual| - half the mean |x - x'| over all pairs. n >= 1. */
double stf_score_crps(const double *sorted, size_t n, double actual);

/* The same with pairs of different members only, so that its expectation does not depend on the
 * size of the ensemble (Ferro 2014). n >= 2; NAN below. */
double stf_score_crps_fair(const double *sorted, size_t n, double actual);

/* Loss of a predicted quantile of level p (pinball). */
double stf_score_pinball(double p, double predicted, double actual);

/* Score of a central interval that should cover with `level`. */
double stf_score_interval(double low, double high, double level, double actual);

#endif
