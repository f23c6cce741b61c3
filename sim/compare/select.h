/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selection of the best of k scenarios with a guarantee: the fully sequential procedure KN (Kim
 * & Nelson 2001, TOMACS 11(3), 251-273; with constant c = 1).
 *
 * With indifference delta and confidence 1 - alpha: if the best is better than every other by
 * at least delta, it is selected with probability >= 1 - alpha, for normal differences and any
 * dependence between scenarios - so with common random numbers, which make it stop sooner.
 * After first_n replications of all, S2(i, l) is the variance of the differences of i and l.
 * Then, with r replications of the survivors, i is dropped when some l has mean i < mean l - W,
 * W = max(0, delta / (2 r) (h2 S2(i, l) / delta^2 - r)), h2 = 2 eta (first_n - 1), eta = 1/2
 * ((2 alpha / (k - 1))^(-2 / (first_n - 1)) - 1). One is left at the latest when r exceeds max
 * h2 S2 / delta^2. Looking in steps of several replications only misses chances to drop, so the
 * guarantee holds.
 */
#ifndef STF_SELECT_H
#define STF_SELECT_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

struct stf_select; /* the state of one selection */

struct stf_select_in {
  size_t scenarios_n; /* k >= 2 */
  size_t first_n;     /* >= 2 */
  double delta;       /* > 0: a smaller difference is none */
  double confidence;  /* 1 - alpha, above 1 / k */
  int sign;           /* 1: higher is better, -1: lower is better */
};

/* eta and h2 of the procedure. */
double stf_select_eta(size_t scenarios_n, size_t first_n, double confidence);
double stf_select_h2(size_t scenarios_n, size_t first_n, double confidence);

STF_MUST_USE enum stf_status stf_select_new(const struct stf_select_in *in,
                                            const struct stf_allocator *allocator,
                                            struct stf_select **out);
void stf_select_free(struct stf_select *select); /* NULL is fine */

/* values[i]: the figure of scenario i in replications 0 .. n - 1, for every one that is left;
 * n >= first_n, more at each call (the first call takes the variances from the first_n). Drops
 * those that are clearly not the best; returns how many are left, at least one. A replication
 * without a value (NAN) in one of two scenarios does not count for that pair. */
size_t stf_select_screen(struct stf_select *select, const double *const *values, size_t n);

bool stf_select_is_left(const struct stf_select *select, size_t i);

/* Replications after which scenario i was dropped; 0: it is left. */
size_t stf_select_dropped_at(const struct stf_select *select, size_t i);

/* Replications that are enough in any case; after the first screen. */
double stf_select_most(const struct stf_select *select);

#endif
