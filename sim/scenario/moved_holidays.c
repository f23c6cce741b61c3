/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/moved_holidays.h"

#include "base/quantity.h"

#include <stdio.h>
#include <string.h>

enum {
  PART = 32,
  SUNDAY = 6,
  NO_WEEKDAY = 7,
  LEAST_PAST = 2 /* days that make a fitted effect more than an assumption */
};

int stf_moved_holidays_weekday(const char *text) {
  for (int day = 0; day < 7; day++) {
    if (strcmp(STF_ZONE_WEEKDAYS[day], text) == 0) {
      return day;
    }
  }
  return -1;
}

/* The number of text[0, n). */
static bool read_part(const char *text, size_t n, double *out) {
  char part[PART];
  if (n >= PART) {
    return false;
  }
  (void)snprintf(part, sizeof part, "%.*s", (int)n, text);
  return stf_quantity_number(part, out) && *out >= 0;
}

/* LOW..HIGH or LOW..LIKELY..HIGH. */
static bool read_range(const char *text, const char *dots,
                       char out[STF_MOVED_HOLIDAYS_EFFECT]) {
  const char *more = strstr(dots + 2, "..");
  const char *last = more != NULL ? more + 2 : dots + 2;
  double low = 0;
  double likely = 0;
  double high = 0;
  if (!read_part(text, (size_t)(dots - text), &low) || !read_part(last, strlen(last), &high) ||
      (more != NULL && !read_part(dots + 2, (size_t)(more - dots - 2), &likely))) {
    return false;
  }
  likely = more != NULL ? likely : (low + high) / 2;
  (void)snprintf(out, STF_MOVED_HOLIDAYS_EFFECT,
                 "multiply: {low: %.10g, likely: %.10g, high: %.10g}", low, likely, high);
  return low <= likely && likely <= high && high > 0;
}

/* What the fit saw: only of several days it is more than a guess. */
static bool take_fitted(const struct stf_node *root, char out[STF_MOVED_HOLIDAYS_EFFECT]) {
  const struct stf_node *fitted = stf_node_get(stf_node_get(root, "fitted"), "holidays");
  static const char *const KEYS[] = {"past", "low", "likely", "high"};
  const char *values[STF_COUNT_OF(KEYS)];
  int64_t past_n = 0;
  for (size_t i = 0; i < STF_COUNT_OF(KEYS); i++) {
    const struct stf_node *node = stf_node_get(fitted, KEYS[i]);
    if (node == NULL || node->value == NULL || strlen(node->value) >= PART) {
      return false; /* none, or told by its reader */
    }
    values[i] = node->value;
  }
  if (!stf_quantity_integer(values[0], &past_n) || past_n < LEAST_PAST) {
    return false;
  }
  (void)snprintf(out, STF_MOVED_HOLIDAYS_EFFECT,
                 "multiply: {low: %s, likely: %s, high: %s}, past: %s", values[1], values[2],
                 values[3], values[0]);
  return true;
}

bool stf_moved_holidays_effect(const char *text, const struct stf_node *root, int *weekday,
                               char out[STF_MOVED_HOLIDAYS_EFFECT]) {
  double factor = 0;
  *weekday = NO_WEEKDAY;
  if (text == NULL && take_fitted(root, out)) {
    return true;
  }
  if (text == NULL || stf_moved_holidays_weekday(text) >= 0) {
    *weekday = text == NULL ? SUNDAY : stf_moved_holidays_weekday(text);
    (void)snprintf(out, STF_MOVED_HOLIDAYS_EFFECT, "profile: %s", STF_ZONE_WEEKDAYS[*weekday]);
    return true;
  }
  if (strcmp(text, "closed") == 0) {
    *weekday = -1;
    (void)snprintf(out, STF_MOVED_HOLIDAYS_EFFECT, "closed: true");
    return true;
  }
  const char *dots = strstr(text, "..");
  if (dots != NULL) {
    return read_range(text, dots, out);
  }
  if (!read_part(text, strlen(text), &factor)) {
    return false;
  }
  (void)snprintf(out, STF_MOVED_HOLIDAYS_EFFECT, "multiply: %.10g", factor);
  return true;
}
