/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/number.h"

#include "base/macros.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t stf_number_exact(double value, char out[STF_NUMBER_TEXT]) {
  out[0] = '\0';
  if (!isfinite(value)) {
    return 0;
  }
  double shown = fpclassify(value) == FP_ZERO ? 0 : value; /* no "-0" */
  for (int digits = 15; digits <= 17; digits++) {
    (void)snprintf(out, STF_NUMBER_TEXT, "%.*g", digits, shown);
    double back = strtod(out, NULL);
    if (!(back < shown) && !(back > shown)) {
      break;
    }
  }
  return strlen(out);
}

size_t stf_number_grouped(double value, int decimals, char out[STF_NUMBER_TEXT]) {
  STF_ASSERT(decimals >= 0 && decimals <= 6);
  out[0] = '\0';
  if (!isfinite(value)) {
    return 0;
  }
  if (fabs(value) >= 1e15) {
    return stf_number_exact(value, out);
  }
  char plain[STF_NUMBER_TEXT];
  (void)snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
  size_t whole = strcspn(plain, ".");
  size_t n = 0;
  if (value < 0 && strspn(plain, "0.") != strlen(plain)) {
    out[n++] = '-';
  }
  for (size_t i = 0; plain[i] != '\0'; i++) {
    if (i > 0 && i < whole && (whole - i) % 3 == 0) {
      out[n++] = ',';
    }
    out[n++] = plain[i];
  }
  out[n] = '\0';
  return n;
}
