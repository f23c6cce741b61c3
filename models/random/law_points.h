/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step functions with an exponential tail: what an empirical law computes with.
 */
#ifndef STF_LAW_POINTS_H
#define STF_LAW_POINTS_H

#include "random/law.h"

/* Points of a weighted sample, in the arena; as stf_law_from_sample. */
STF_MUST_USE enum stf_status stf_law_points_from_sample(struct stf_arena *arena,
                                                        const double *values_s,
                                                        const double *weights, size_t n,
                                                        struct stf_law_points **out);

/* P(X > t_s). */
double stf_law_points_survival(const struct stf_law_points *points, double t_s);

/* The smallest t whose survival is at most u, 0 < u < 1. */
double stf_law_points_quantile_s(const struct stf_law_points *points, double u);

/* Mean and squared coefficient of variation (0 where the mean is 0), tail included. */
void stf_law_points_moments(const struct stf_law_points *points, double *mean_s, double *scv);

#endif
