/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/elementary.h"

#include "base/macros.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

double stf_elementary_log(double x) {
  if (x >= DBL_MIN && x <= DBL_MAX) {
    return stf_elementary_log_normal(x);
  }
  if (x > 0 && x < DBL_MIN) {
    return stf_elementary_log_normal(x * 0x1p54) - 54 * 0x1.62e42fefa39efp-1;
  }
  if (x < 0) {
    return (double)NAN;
  }
  return x > 0 || isnan(x) ? x : -(double)INFINITY;
}

double stf_elementary_exp(double x) {
  if (x >= -708 && x <= 709) {
    return stf_elementary_exp_normal(x);
  }
  if (isnan(x)) {
    return x;
  }
  /* Half the way twice: the square overflows or underflows where the result does. */
  double bounded = x < -800 ? -800 : (x > 800 ? 800 : x);
  double root = stf_elementary_exp_normal(bounded / 2);
  return root * root;
}

double stf_elementary_power(double x, double power) {
  return stf_elementary_exp(power * stf_elementary_log(x));
}

/* Numerator over denominator, 8 coefficients each from the constant up. */
struct ratio {
  double above[8];
  double below[8];
};

static const struct ratio SHOULDER = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};

static const struct ratio TAIL = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15}};

static double ratio_at(const struct ratio *ratio, double r) {
  double above = ratio->above[7];
  double below = ratio->below[7];
  for (size_t i = 7; i-- > 0;) {
    above = above * r + ratio->above[i];
    below = below * r + ratio->below[i];
  }
  return above / below;
}

double stf_elementary_normal_quantile(double p) {
  double q = p - 0.5;
  if (stf_elementary_is_centre(q)) {
    return stf_elementary_normal_centre(q);
  }
  double r = sqrt(-stf_elementary_log(q < 0 ? p : 1 - p));
  double size = r <= 5 ? ratio_at(&SHOULDER, r - 1.6) : ratio_at(&TAIL, r - 5);
  return q < 0 ? -size : size;
}

double stf_elementary_stirling(double x) {
  double z = 1 / (x * x);
  double series =
      (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / x;
  const double half_log_2_pi = 0x1.d67f1c864beb5p-1;
  return half_log_2_pi + series;
}

double stf_elementary_log_gamma(double x) {
  double product = 1;
  double at = x;
  while (at < 16) {
    product *= at;
    at += 1;
  }
  return (at - 0.5) * stf_elementary_log(at) - at + stf_elementary_stirling(at) -
         stf_elementary_log(product);
}
