/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/score.h"

#include <math.h>

struct distances {
  double to_actual; /* sum of |x - actual| */
  double pairs;     /* sum of |x - x'| over ordered pairs */
};

static struct distances distances_of(const double *sorted, size_t n, double actual) {
  struct distances sums = {0, 0};
  for (size_t i = 0; i < n; i++) {
    sums.to_actual += fabs(sorted[i] - actual);
    if (i > 0) {
      /* The gap below member i lies between i members and n - i. */
      sums.pairs += 2 * (double)i * (double)(n - i) * (sorted[i] - sorted[i - 1]);
    }
  }
  return sums;
}

double stf_score_crps(const double *sorted, size_t n, double actual) {
  struct distances sums = distances_of(sorted, n, actual);
  double size = (double)n;
  return sums.to_actual / size - sums.pairs / (2 * size * size);
}

double stf_score_crps_fair(const double *sorted, size_t n, double actual) {
  if (n < 2) {
    return (double)NAN;
  }
  struct distances sums = distances_of(sorted, n, actual);
  double size = (double)n;
  return sums.to_actual / size - sums.pairs / (2 * size * (size - 1));
}

double stf_score_pinball(double p, double predicted, double actual) {
  double over = actual - predicted;
  return over >= 0 ? p * over : (p - 1) * over;
}

double stf_score_interval(double low, double high, double level, double actual) {
  double outside = actual < low ? low - actual : (actual > high ? actual - high : 0);
  return high - low + 2 / (1 - level) * outside;
}
