/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard errors by resampling whole blocks (days, weeks), so that dependence within a block
 * is kept (Efron & Tibshirani 1993, chapters 6 and 8).
 */
#ifndef STF_BOOTSTRAP_H
#define STF_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

/* Standard error of sum num / sum den, where num[i] and den[i] are the sums of block i: the
 * standard deviation of the ratio over `resamples_n` draws of blocks_n blocks with replacement.
 * For a mean over items den holds the numbers of items. Resamples without a positive
 * denominator are left out; NAN for fewer than 2 blocks or 2 usable resamples. blocks_n < 2^21.
 * The draws are addressed by seed, resample and place: always the same result. */
double stf_bootstrap_ratio_error(const double *num, const double *den, size_t blocks_n,
                                 size_t resamples_n, uint64_t seed);

#endif
