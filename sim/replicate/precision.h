/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sequential stopping: how many replications until an interval is as narrow as wanted.
 *
 * After the first STF_PRECISION_FIRST replications, and after every further batch, the half
 * width h of the figure's 95 % interval is looked at. h <= wanted: done. Else it goes on to
 * ceil(R (h / wanted)^2), since h falls with the root of R (Law 2015, 9.4.1). An interval that
 * was looked at until it was narrow covers a little less often than it says.
 */
#ifndef STF_PRECISION_H
#define STF_PRECISION_H

#include <stdint.h>

enum {
  STF_PRECISION_FIRST = 50 /* an estimate of h from fewer would stop too early */
};

/* Replications that there should be in all after done_n (>= 1) of them have shown the half
 * width `half` (NAN: not known yet), at most most_n; done_n: enough. wanted > 0. */
uint32_t stf_precision_next(uint32_t done_n, double half, double wanted, uint32_t most_n);

#endif
