/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logarithm, exponential and what is built on them, from additions, multiplications, divisions
 * and square roots alone: the same bits on every x86-64 machine and compiler (no fused
 * multiply-add, no library function that picks code by the processor). Every draw uses these
 * and no transcendental function of the C library.
 *
 * The polynomials are plain Taylor series, long enough that truncation lies below the last bit;
 * there are no branches and no tables, so loops over them can be vectorised.
 */
#ifndef STF_ELEMENTARY_H
#define STF_ELEMENTARY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t stf_elementary_bits(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline double stf_elementary_from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/* f - log(1 + f) for -0.3 < f < 0.42, without cancellation.
 * log(1 + f) = 2 atanh(s), s = f / (2 + f), |s| <= 0.172: 2 s (1 + z/3 + z^2/5 + ...), z = s^2,
 * where 2 s = f - f^2/2 + s f^2/2. */
static inline double stf_elementary_log_gap(double f) {
  double s = f / (2 + f);
  double z = s * s;
  double z2 = z * z;
  double z4 = z2 * z2;
  double low = (2.0 / 3 + z * (2.0 / 5)) + z2 * (2.0 / 7 + z * (2.0 / 9));
  double middle = (2.0 / 11 + z * (2.0 / 13)) + z2 * (2.0 / 15 + z * (2.0 / 17));
  double high = 2.0 / 19 + z * (2.0 / 21);
  double series = z * (low + z4 * (middle + z4 * high));
  double half_square = 0.5 * f * f;
  return half_square - s * (half_square + series);
}

/* ln 2 in two parts: the first has 21 trailing zero bits, so that its product with an exponent
 * is exact. */
#define STF_ELEMENTARY_LN2_HIGH 0x1.62e42feep-1
#define STF_ELEMENTARY_LN2_LOW  0x1.a39ef35793c76p-33

/* Natural logarithm of a positive, normal, finite x (not checked): no branches. Error below
 * 1 unit in the last place. */
static inline double stf_elementary_log_normal(double x) {
  /* x = 2^k (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2); the exponent is kept positive (+ 1024)
   * so that logical shifts do, and turned into a double by placing it into the mantissa of
   * 2^52. */
  const uint64_t root_half = UINT64_C(0x3fe6a09e667f3bcd);
  uint64_t bits = stf_elementary_bits(x);
  uint64_t k = (bits - root_half + (UINT64_C(1024) << 52)) >> 52;
  double f = stf_elementary_from_bits(bits - (k << 52) + (UINT64_C(1024) << 52)) - 1;
  double exponent =
      stf_elementary_from_bits(UINT64_C(0x4330000000000000) | k) - (0x1p52 + 1024);
  double gap = stf_elementary_log_gap(f);
  return exponent * STF_ELEMENTARY_LN2_HIGH - ((gap - exponent * STF_ELEMENTARY_LN2_LOW) - f);
}

/* Exponential of x within -708..709 (not checked): no branches. Error below 1 unit in the last
 * place. */
static inline double stf_elementary_exp_normal(double x) {
  /* k = round(x / ln 2), by the mantissa of 1.5 * 2^52. */
  const double shifter = 0x1.8p52;
  double shifted = x * 0x1.71547652b82fep0 + shifter;
  double k = shifted - shifter;
  double high = x - k * STF_ELEMENTARY_LN2_HIGH;
  double low = k * STF_ELEMENTARY_LN2_LOW;
  double r = high - low;
  double lost = (high - r) - low;
  /* exp(r) = 1 + r + r^2 q(r), |r| <= 0.347; Taylor to r^13. */
  double r2 = r * r;
  double r4 = r2 * r2;
  double q0 = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
  double q4 = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
  double q8 =
      (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
  double value = 1 + (r + (r2 * (q0 + r4 * (q4 + r4 * q8)) + lost));
  uint64_t n = stf_elementary_bits(shifted) - stf_elementary_bits(shifter);
  return value * stf_elementary_from_bits((n + 1023) << 52);
}

/* Exponential for every x, with overflow to INFINITY and gradual underflow to 0; NAN stays. */
double stf_elementary_exp(double x);

/* Natural logarithm for every x: -INFINITY at 0, NAN below, INFINITY and NAN stay. */
double stf_elementary_log(double x);

/* x^power for x >= 0 and finite power; error about |power log x| units in the last place. */
double stf_elementary_power(double x, double power);

/* Quantile of the standard normal law, 0 < p < 1; relative error about 1e-16 (Wichura 1988,
 * algorithm AS 241, PPND16). */
double stf_elementary_normal_quantile(double p);

/* Its middle part, without branches: the quantile at 1/2 + q where -0.425 <= q <= 0.425. */
static inline double stf_elementary_normal_centre(double q) {
  double r = 0.180625 - q * q;
  double above = 2.5090809287301226727e+3;
  above = above * r + 3.3430575583588128105e+4;
  above = above * r + 6.7265770927008700853e+4;
  above = above * r + 4.5921953931549871457e+4;
  above = above * r + 1.3731693765509461125e+4;
  above = above * r + 1.9715909503065514427e+3;
  above = above * r + 1.3314166789178437745e+2;
  above = above * r + 3.3871328727963666080e0;
  double below = 5.2264952788528545610e+3;
  below = below * r + 2.8729085735721942674e+4;
  below = below * r + 3.9307895800092710610e+4;
  below = below * r + 2.1213794301586595867e+4;
  below = below * r + 5.3941960214247511077e+3;
  below = below * r + 6.8718700749205790830e+2;
  below = below * r + 4.2313330701600911252e+1;
  below = below * r + 1.0;
  return q * (above / below);
}

static inline bool stf_elementary_is_centre(double q) {
  return q >= -0.425 && q <= 0.425;
}

/* log Gamma(x) for x > 0; absolute error about 1e-14 (1 + |result|) (Stirling's series after
 * shifting x above 16). */
double stf_elementary_log_gamma(double x);

/* log Gamma(x) - (x - 1/2) log x + x for x >= 16: what Stirling's series adds (Abramowitz &
 * Stegun 1964, 6.1.40). Error about 1e-16. */
double stf_elementary_stirling(double x);

#endif
