/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/vary_value.h"

#include "base/quantity.h"
#include "scenario/vary.h"

#include <math.h>
#include <stdio.h>

enum {
  TEXT = STF_VARY_VALUE_TEXT
};

bool stf_vary_value_read(const char *text, enum stf_keys_kind kind, double *out) {
  return kind == STF_KEYS_SHARE      ? stf_quantity_share(text, out)
         : kind == STF_KEYS_DURATION ? stf_quantity_duration(text, out)
         : kind == STF_KEYS_RATE     ? stf_quantity_rate(text, out)
                                     : stf_quantity_number(text, out);
}

enum stf_keys_kind stf_vary_value_kind(const char *path, const char *text) {
  static const enum stf_keys_kind TRIED[] = {STF_KEYS_NUMBER, STF_KEYS_SHARE, STF_KEYS_DURATION,
                                             STF_KEYS_RATE};
  const struct stf_keys_key *known = stf_vary_key(path);
  if (known != NULL && (known->kind == STF_KEYS_SHARE || known->kind == STF_KEYS_DURATION ||
                        known->kind == STF_KEYS_RATE || known->kind == STF_KEYS_INTEGER)) {
    return known->kind;
  }
  double value = 0;
  for (size_t i = 0; i < STF_COUNT_OF(TRIED); i++) {
    if (stf_vary_value_read(text, TRIED[i], &value)) {
      return TRIED[i];
    }
  }
  return STF_KEYS_NUMBER;
}

void stf_vary_value_put(enum stf_keys_kind kind, double value, char out[TEXT]) {
  static const char *const UNITS[STF_KEYS_KINDS_N] = {
      [STF_KEYS_DURATION] = " s", [STF_KEYS_RATE] = "/s"};
  const char *unit = UNITS[kind] != NULL ? UNITS[kind] : "";
  (void)snprintf(out, TEXT, "%.*f%s", kind == STF_KEYS_INTEGER ? 0 : 9, value, unit);
}

void stf_vary_value_show(enum stf_keys_kind kind, double value, char out[TEXT]) {
  if (!isfinite(value)) {
    (void)snprintf(out, TEXT, "?");
  } else if (kind == STF_KEYS_SHARE) {
    (void)snprintf(out, TEXT, "%.1f %%", 100 * value);
  } else if (kind == STF_KEYS_DURATION) {
    double unit = value >= 7200 ? 3600 : value >= 120 ? 60 : 1;
    (void)snprintf(out, TEXT, "%.4g %s", value / unit,
                   unit > 60  ? "h"
                   : unit > 1 ? "min"
                              : "s");
  } else if (kind == STF_KEYS_RATE) {
    (void)snprintf(out, TEXT, "%.4g/h", 3600 * value);
  } else {
    (void)snprintf(out, TEXT, "%.4g", value);
  }
}
