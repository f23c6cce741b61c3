/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"

#include "base/macros.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit {
  const char *name;
  double seconds;
};

static const struct unit UNITS[] = {
    {"us", 1e-6},  {"ms", 1e-3}, {"s", 1},       {"min", 60},    {"h", 3600},      {"d", 86400},
    {"w", 604800}, {"sec", 1},   {"hour", 3600}, {"day", 86400}, {"week", 604800},
};

static const char *skip_blanks(const char *text) {
  while (isspace((unsigned char)*text)) {
    text++;
  }
  return text;
}

/* Decimal digits only: strtod alone would also take hex, "inf" and "nan". */
static bool read_number(const char *text, const char **end, double *out) {
  const char *p = skip_blanks(text);
  const char *digits = p + (*p == '+' || *p == '-');
  if (!isdigit((unsigned char)*digits) &&
      !(*digits == '.' && isdigit((unsigned char)digits[1]))) {
    return false;
  }
  if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) {
    return false;
  }
  char *stop = NULL;
  double value = strtod(p, &stop);
  if (!isfinite(value)) {
    return false;
  }
  *out = value;
  *end = stop;
  return true;
}

bool stf_quantity_number(const char *text, double *out) {
  const char *end = NULL;
  double value = 0;
  if (!read_number(text, &end, &value) || *skip_blanks(end) != '\0') {
    return false;
  }
  *out = value;
  return true;
}

bool stf_quantity_integer(const char *text, int64_t *out) {
  const char *p = skip_blanks(text);
  if (!isdigit((unsigned char)p[*p == '+' || *p == '-'])) {
    return false;
  }
  char *end = NULL;
  errno = 0;
  long long value = strtoll(p, &end, 10);
  if (errno != 0 || *skip_blanks(end) != '\0') {
    return false;
  }
  *out = value;
  return true;
}

static const struct unit *read_unit(const char *text) {
  const char *p = skip_blanks(text);
  size_t n = 0;
  while (isalpha((unsigned char)p[n])) {
    n++;
  }
  if (*skip_blanks(p + n) != '\0') {
    return NULL;
  }
  for (size_t i = 0; i < STF_COUNT_OF(UNITS); i++) {
    if (strlen(UNITS[i].name) == n && memcmp(UNITS[i].name, p, n) == 0) {
      return &UNITS[i];
    }
  }
  return NULL;
}

bool stf_quantity_duration(const char *text, double *out_s) {
  const char *end = NULL;
  double value = 0;
  if (!read_number(text, &end, &value)) {
    return false;
  }
  if (fpclassify(value) == FP_ZERO && *skip_blanks(end) == '\0') {
    *out_s = 0;
    return true;
  }
  const struct unit *unit = read_unit(end);
  if (unit == NULL) {
    return false;
  }
  *out_s = value * unit->seconds;
  return true;
}

bool stf_quantity_rate(const char *text, double *out_per_s) {
  const char *end = NULL;
  double value = 0;
  if (!read_number(text, &end, &value)) {
    return false;
  }
  end = skip_blanks(end);
  const struct unit *unit = *end == '/' ? read_unit(end + 1) : NULL;
  if (unit == NULL) {
    return false;
  }
  *out_per_s = value / unit->seconds;
  return true;
}

bool stf_quantity_share(const char *text, double *out_share) {
  const char *end = NULL;
  double value = 0;
  if (!read_number(text, &end, &value)) {
    return false;
  }
  end = skip_blanks(end);
  if (*end == '%') {
    value /= 100;
    end = skip_blanks(end + 1);
  }
  if (*end != '\0') {
    return false;
  }
  *out_share = value;
  return true;
}

enum {
  LONGEST_WORD = 63
};

/* Optimal string alignment distance (Damerau 1964; Levenshtein 1966), on words of at most
 * LONGEST_WORD letters. */
static size_t edits_between(const char *a, size_t a_n, const char *b, size_t b_n) {
  size_t rows[3][LONGEST_WORD + 1];
  size_t *before = rows[0];
  size_t *last = rows[1];
  size_t *now = rows[2];
  for (size_t j = 0; j <= b_n; j++) {
    last[j] = j;
    before[j] = j;
  }
  for (size_t i = 1; i <= a_n; i++) {
    now[0] = i;
    for (size_t j = 1; j <= b_n; j++) {
      size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);
      best = last[j] + 1 < best ? last[j] + 1 : best;
      best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
          before[j - 2] + 1 < best) {
        best = before[j - 2] + 1;
      }
      now[j] = best;
    }
    size_t *spare = before;
    before = last;
    last = now;
    now = spare;
  }
  return last[b_n];
}

void stf_quantity_put_duration(int64_t us, char *out, size_t out_n) {
  const int64_t minute_us = 60 * STF_US_PER_S;
  if (us % (60 * minute_us) == 0) {
    (void)snprintf(out, out_n, "%" PRId64 "h", us / (60 * minute_us));
  } else if (us % minute_us == 0) {
    (void)snprintf(out, out_n, "%" PRId64 "min", us / minute_us);
  } else {
    (void)snprintf(out, out_n, "%.15gs", (double)us / (double)STF_US_PER_S);
  }
}

const char *stf_quantity_nearest(const char *text, const char *const *candidates, size_t n) {
  size_t text_n = strlen(text);
  if (text_n > LONGEST_WORD) {
    return NULL;
  }
  const char *nearest = NULL;
  size_t fewest = text_n < 4 ? 2 : text_n / 3 + 1;
  for (size_t i = 0; i < n; i++) {
    size_t candidate_n = strlen(candidates[i]);
    if (candidate_n > LONGEST_WORD) {
      continue;
    }
    size_t edits = edits_between(text, text_n, candidates[i], candidate_n);
    if (edits < fewest) {
      fewest = edits;
      nearest = candidates[i];
    }
  }
  return nearest;
}

int64_t stf_quantity_us(double seconds) {
  double us = seconds * (double)STF_US_PER_S;
  return (int64_t)(us < 0 ? us - 0.5 : us + 0.5);
}
