/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many draws of one law at a time: the same bits as stf_law_draw_s, several times faster where
 * the law's formula has no branches (exponential, lognormal in its middle, Weibull, uniform,
 * constant, never). */
#ifndef STF_LAW_BLOCK_H
#define STF_LAW_BLOCK_H

#include "base/clones.h"
#include "random/law.h"

#include <stdint.h>

/* out_s[i] = stf_law_draw_s(law, u[i]), i < n. */
void stf_law_block_draw(const struct stf_law *law, const double *restrict u, size_t n,
                        double *restrict out_s);

/* The same by the loop for one instruction set, which the processor must have. */
void stf_law_block_draw_at(enum stf_clones_level level, const struct stf_law *law,
                           const double *restrict u, size_t n, double *restrict out_s);

/* Seconds in the nearest microsecond; INT64_MAX from 9e12 s on. */
static inline int64_t stf_law_block_us(double seconds) {
  return seconds < 9e12 ? (int64_t)(seconds * 1e6 + 0.5) : INT64_MAX;
}

/* out_us[i] = stf_law_block_us(seconds[i]), i < n. */
void stf_law_block_to_us(const double *restrict seconds, size_t n, int64_t *restrict out_us);

#endif
