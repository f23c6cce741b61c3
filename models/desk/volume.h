/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The volume of a replication: a factor on all arrivals, fixed or drawn once. */
#ifndef STF_VOLUME_H
#define STF_VOLUME_H

#include "desk/desk.h"

/* The volume whose survival is u, 0 < u < 1: a draw when u is uniform. By inversion, so that
 * one customer's day is busier or quieter by the same uniform whatever the spread. Gamma: shape
 * 1/cv^2, by stf_law_gamma_factor. Triangular with mode c on [a, b]: S(x) = 1 - (x - a)^2 /
 * ((b - a)(c - a)) up to c, (b - x)^2 / ((b - a)(b - c)) beyond it. */
double stf_volume_draw(const struct stf_desk *desk, double u);

/* The same of a triangular law, low <= likely <= high; and its mean. */
double stf_volume_triangular(double low, double likely, double high, double u);
double stf_volume_triangular_mean(double low, double likely, double high);

/* Mean: desk.volume of a fixed or gamma one, (low + mode + high) / 3 of a triangular one. */
double stf_volume_mean(const struct stf_desk *desk);

/* NULL if the volume is in order (ranges of desk/desk.h); else what is broken (static text). */
const char *stf_volume_check(const struct stf_desk *desk);

#endif
