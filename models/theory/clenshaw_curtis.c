/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/clenshaw_curtis.h"

#include <math.h>

enum {
  DEGREE = STF_CLENSHAW_CURTIS_DEGREE,
  NODES_N = STF_CLENSHAW_CURTIS_NODES_N
};

/* Integral of the Chebyshev polynomial T_k from -1 to cos(angle). */
static double chebyshev_integral(int k, double angle) {
  if (k == 0) {
    return cos(angle) + 1;
  }
  if (k == 1) {
    return (cos(angle) * cos(angle) - 1) / 2;
  }
  double sign = k % 2 == 0 ? 1 : -1;
  double at_x = cos((k + 1) * angle) / (k + 1) - cos((k - 1) * angle) / (k - 1);
  double at_start = -sign / (k + 1) + sign / (k - 1);
  return (at_x - at_start) / 2;
}

/* The polynomial that is 1 at node j and 0 at the others is the sum over k of
 * 2/DEGREE cos(k angle_j) T_k, with the first and last terms halved in j and in k. */
void stf_clenshaw_curtis_init(struct stf_clenshaw_curtis *rule) {
  const double pi = 3.14159265358979323846;
  for (int i = 0; i < NODES_N; i++) {
    double angle = pi * (DEGREE - i) / DEGREE;
    rule->node[i] = (1 + cos(angle)) / 2;
    for (int j = 0; j < NODES_N; j++) {
      double sum = 0;
      for (int k = 0; k < NODES_N; k++) {
        double half = k == 0 || k == DEGREE ? 0.5 : 1;
        sum += half * cos(k * pi * (DEGREE - j) / DEGREE) * chebyshev_integral(k, angle);
      }
      /* 2/DEGREE for the polynomial, 1/2 because the interval is 0..1 and not -1..1. */
      rule->integral[i][j] = sum * (j == 0 || j == DEGREE ? 0.5 : 1) / DEGREE;
    }
  }
}
