/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/volume.h"

#include <math.h>

double stf_volume_triangular(double low, double likely, double high, double u) {
  double width = high - low;
  if (!(width > 0)) {
    return likely;
  }
  if (u * width > high - likely) {
    return low + sqrt((1 - u) * width * (likely - low));
  }
  return high - sqrt(u * width * (high - likely));
}

double stf_volume_triangular_mean(double low, double likely, double high) {
  return (low + likely + high) / 3;
}

double stf_volume_draw(const struct stf_desk *desk, double u) {
  switch (desk->volume_spread) {
  case STF_VOLUME_GAMMA:
    return desk->volume * stf_law_gamma_factor(1 / (desk->volume_cv * desk->volume_cv), u);
  case STF_VOLUME_TRIANGULAR:
    return stf_volume_triangular(desk->volume_low, desk->volume, desk->volume_high, u);
  case STF_VOLUME_FIXED:
    break;
  }
  return desk->volume;
}

double stf_volume_mean(const struct stf_desk *desk) {
  return desk->volume_spread == STF_VOLUME_TRIANGULAR
             ? stf_volume_triangular_mean(desk->volume_low, desk->volume, desk->volume_high)
             : desk->volume;
}

const char *stf_volume_check(const struct stf_desk *desk) {
  bool gamma = desk->volume_spread == STF_VOLUME_GAMMA;
  bool triangular = desk->volume_spread == STF_VOLUME_TRIANGULAR;
  if (!(desk->volume > 0) || isinf(desk->volume)) {
    return "a volume that is not above 0";
  }
  if (gamma && (!(desk->volume_cv > 0) || isinf(desk->volume_cv))) {
    return "a volume whose coefficient of variation is not above 0";
  }
  if (triangular &&
      !(desk->volume_low > 0 && desk->volume_low <= desk->volume &&
        desk->volume <= desk->volume_high && desk->volume_high < (double)INFINITY)) {
    return "a volume whose low, likely and high do not ascend from above 0";
  }
  return NULL;
}
