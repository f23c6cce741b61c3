/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/precision.h"

#include <math.h>

uint32_t stf_precision_next(uint32_t done_n, double half, double wanted, uint32_t most_n) {
  if (half <= wanted || done_n >= most_n) {
    return done_n;
  }
  double ratio = half / wanted;
  double next = isfinite(half) ? ceil((double)done_n * ratio * ratio) : 2.0 * done_n;
  if (next >= (double)most_n) {
    return most_n;
  }
  return next > (double)done_n ? (uint32_t)next : done_n + 1;
}
