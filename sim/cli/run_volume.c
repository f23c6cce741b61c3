/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_volume.h"

#include "base/quantity.h"
#include "desk/volume.h"
#include "scenario/scenario_keys.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  PART = 32
};

/* The number of `text` up to `end` (NULL: all of it). */
static bool read_part(const char *text, const char *end, double *out) {
  char part[PART];
  size_t n = end != NULL ? (size_t)(end - text) : strlen(text);
  if (n >= PART) {
    return false;
  }
  memcpy(part, text, n);
  part[n] = '\0';
  return stf_quantity_number(part, out) && *out > 0 && *out <= STF_SCENARIO_KEYS_VOLUME_MOST;
}

static bool read_triangular(const char *text, const char *dots, struct stf_desk *desk) {
  const char *more = strstr(dots + 2, "..");
  double low = 0;
  double high = 0;
  double likely = 0;
  if (!read_part(text, dots, &low) ||
      !read_part(more != NULL ? more + 2 : dots + 2, NULL, &high) ||
      (more != NULL && !read_part(dots + 2, more, &likely))) {
    return false;
  }
  likely = more != NULL ? likely : (low + high) / 2;
  if (!(low <= likely && likely <= high)) {
    return false;
  }
  desk->volume = likely;
  desk->volume_low = low;
  desk->volume_high = high;
  desk->volume_spread = STF_VOLUME_TRIANGULAR;
  return true;
}

bool stf_run_volume_read(const char *text, struct stf_desk *desk) {
  static const char CV[] = ",cv=";
  const char *dots = strstr(text, "..");
  const char *cv = strstr(text, CV);
  double mean = 0;
  double spread = 0;
  if (dots != NULL) {
    return read_triangular(text, dots, desk);
  }
  if (!read_part(text, cv, &mean) ||
      (cv != NULL &&
       (!read_part(cv + sizeof CV - 1, NULL, &spread) || spread > STF_SCENARIO_KEYS_CV_MOST))) {
    return false;
  }
  desk->volume = mean;
  desk->volume_cv = spread;
  desk->volume_spread = cv != NULL ? STF_VOLUME_GAMMA : STF_VOLUME_FIXED;
  return true;
}

void stf_run_volume_text(const struct stf_desk *desk, char out[STF_RUN_VOLUME_TEXT]) {
  if (desk->volume_spread == STF_VOLUME_GAMMA) {
    (void)snprintf(out, STF_RUN_VOLUME_TEXT, "%g on average, gamma with cv %g", desk->volume,
                   desk->volume_cv);
  } else if (desk->volume_spread == STF_VOLUME_TRIANGULAR) {
    (void)snprintf(out, STF_RUN_VOLUME_TEXT, "%g on average, triangular %g to %g, likely %g",
                   stf_volume_mean(desk), desk->volume_low, desk->volume_high, desk->volume);
  } else {
    (void)snprintf(out, STF_RUN_VOLUME_TEXT, "%g", desk->volume);
  }
}
