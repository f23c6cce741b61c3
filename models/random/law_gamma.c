/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/law_gamma.h"

#include "random/elementary.h"
#include "random/law.h"

#include <math.h>
#include <stdbool.h>

static const double LARGE_SHAPE = 1e6;

struct tails {
  double density; /* of log X: x^a exp(-x) / Gamma(a) */
  double below;
  double above;
};

struct stf_law_gamma stf_law_gamma_of(double shape) {
  double log_shape = stf_elementary_log(shape);
  double constant = shape < 16 ? stf_elementary_log_gamma(shape + 1) - shape * log_shape + shape
                               : log_shape / 2 + stf_elementary_stirling(shape);
  return (struct stf_law_gamma){shape, constant};
}

/* x^a exp(-x) / Gamma(a + 1), written with r - 1 - log r, r = x / a, so that nothing cancels
 * for large a near the mean. */
static double prefactor(const struct stf_law_gamma *law, double x) {
  double a = law->shape;
  double away = (x - a) / a;
  double deviance = away > -0.29 && away < 0.41 ? stf_elementary_log_gap(away)
                                                : away - stf_elementary_log(x / a);
  return stf_elementary_exp(-a * deviance - law->constant);
}

/* sum of x^n / ((a + 1) ... (a + n)), n >= 0 (Abramowitz & Stegun 1964, 6.5.29). */
static double lower_series(double a, double x) {
  double sum = 1;
  double term = 1;
  double at = a;
  while (term > 1e-17 * sum) {
    at += 1;
    term *= x / at;
    sum += term;
  }
  return sum;
}

/* Gamma(a, x) / (x^a exp(-x)) by its continued fraction (Abramowitz & Stegun 1964, 6.5.31, even
 * part), forward recurrence without divisions. For x >= a + 1. */
static double upper_fraction(double a, double x) {
  double above_last = 0;
  double below_last = 1;
  double above = 1;
  double below = x + 1 - a;
  double b = below;
  for (int n = 1; n < 1000000; n++) {
    double numerator = n * (a - n);
    b += 2;
    double above_next = b * above + numerator * above_last;
    double below_next = b * below + numerator * below_last;
    above_last = above;
    below_last = below;
    above = above_next;
    below = below_next;
    if (fabs(above * below_last - above_last * below) <= 1e-16 * fabs(above * below_last)) {
      break;
    }
    if (fabs(below) > 0x1p300) {
      above *= 0x1p-300;
      below *= 0x1p-300;
      above_last *= 0x1p-300;
      below_last *= 0x1p-300;
    }
  }
  return above / below;
}

static struct tails tails_at(const struct stf_law_gamma *law, double x) {
  double a = law->shape;
  double front = prefactor(law, x);
  struct tails tails = {.density = front * a};
  if (x < a + 1) {
    tails.below = front * lower_series(a, x);
    tails.above = 1 - tails.below;
  } else {
    tails.above = tails.density * upper_fraction(a, x);
    tails.below = 1 - tails.above;
  }
  return tails;
}

double stf_law_gamma_survival(const struct stf_law_gamma *law, double x) {
  if (!(x > 0)) {
    return 1;
  }
  if (x > 2000 && x > 10 * law->shape) {
    return 0; /* below the smallest double; infinity ends here */
  }
  return tails_at(law, x).above;
}

double stf_law_gamma_normal_survival(double z) {
  /* constant of shape 1/2: log Gamma(3/2) + (1 + log 2) / 2 */
  const struct stf_law_gamma half = {0.5, 0x1.739aec96a84c5p-1};
  double tail = 0.5 * stf_law_gamma_survival(&half, 0.5 * z * z);
  return z < 0 ? 1 - tail : tail;
}

static double wilson_hilferty(double a, double u) {
  double z = -stf_elementary_normal_quantile(u);
  double root = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
  return root <= 0 ? 0 : a * root * root * root;
}

/* First guess. log_left is the logarithm of the solution of x^a / Gamma(a + 1) = P, good where
 * x is small. */
static double guess(const struct stf_law_gamma *law, double log_left, double u) {
  double a = law->shape;
  double left = stf_elementary_exp(log_left < 300 ? log_left : 300);
  if (left < 0.3 * (a + 1)) {
    return left * stf_elementary_exp(left / (a + 1));
  }
  /* P(X > a + sqrt(2 a l) + l) <= exp(-l) (Boucheron, Lugosi & Massart 2013, section 2.4). */
  double l = -stf_elementary_log(u);
  double most = a + sqrt(2 * a * l) + l;
  if (a >= 0.5) {
    double x = wilson_hilferty(a, u);
    x = x < most ? x : most;
    return x > 0.01 * a ? x : 0.01 * a;
  }
  /* Far in the right tail Q is near x^(a-1) exp(-x) / Gamma(a). */
  double x = l - stf_elementary_log_gamma(a);
  x = x > 1.5 ? x - (1 - a) * stf_elementary_log(x) : 0.5;
  return x < most ? x : most;
}

/* Halley's step in y = log x for log P or log Q, which are concave in y, so that Newton's
 * iteration converges from everywhere; Halley's correction is kept within a factor of 2. */
static double step_at(const struct stf_law_gamma *law, double x, double goal, bool lower) {
  struct tails tails = tails_at(law, x);
  double tail = lower ? tails.below : tails.above;
  if (!(tail > 0)) {
    return lower ? 0.1 : -0.1; /* so far out that the tail is below the smallest double */
  }
  double ratio = tails.density / tail;
  double slope = lower ? ratio : -ratio;
  double newton = (goal - stf_elementary_log(tail)) / slope;
  double curvature = law->shape - x - slope;
  double correction = 1 + 0.5 * newton * curvature;
  correction = correction < 0.5 ? 0.5 : correction;
  return newton / (correction > 2 ? 2 : correction);
}

double stf_law_gamma_quantile(const struct stf_law_gamma *law, double u) {
  double a = law->shape;
  if (a > LARGE_SHAPE) {
    return wilson_hilferty(a, u);
  }
  double p = 1 - u;
  double log_left = stf_elementary_log(a) - 1 + (stf_elementary_log(p) + law->constant) / a;
  if (log_left < -38) {
    return stf_elementary_exp(log_left); /* relative error x / (a + 1): below the last bit */
  }
  bool lower = u > 0.5;
  double goal = stf_elementary_log(lower ? p : u);
  double x = guess(law, log_left, u);
  /* The steps shrink with their third power: one below 1e-5 standard deviations is the last. */
  double enough = 1e-5 / sqrt(1 + a);
  for (int i = 0; i < 100; i++) {
    double step = step_at(law, x, goal, lower);
    x *= stf_elementary_exp(step);
    if (fabs(step) < enough) {
      break;
    }
  }
  return x;
}

double stf_law_gamma_factor(double shape, double u) {
  struct stf_law_gamma law = stf_law_gamma_of(shape);
  return stf_law_gamma_quantile(&law, u) / shape;
}
