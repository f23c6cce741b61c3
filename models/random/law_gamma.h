/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gamma law of scale 1 and the normal law: tails and quantiles from our own elementary
 * functions.
 */
#ifndef STF_LAW_GAMMA_H
#define STF_LAW_GAMMA_H

/* A gamma law of scale 1. */
struct stf_law_gamma {
  double shape;
  double constant; /* log Gamma(shape + 1) - shape log(shape) + shape */
};

struct stf_law_gamma stf_law_gamma_of(double shape); /* shape > 0 */

/* P(X > x); absolute error about 1e-14, relative about 1e-12 down to the smallest tails. */
double stf_law_gamma_survival(const struct stf_law_gamma *law, double x);

/* The x whose survival is u, 0 < u < 1: error about 1e-13 in probability. Shapes above 1e6 by
 * the cube of a normal (Wilson & Hilferty 1931), whose error is then below 1e-6 standard
 * deviations. */
double stf_law_gamma_quantile(const struct stf_law_gamma *law, double u);

/* P(Z > z) of the standard normal law. */
double stf_law_gamma_normal_survival(double z);

#endif
