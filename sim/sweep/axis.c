/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep/axis.h"

#include "scenario/vary.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  DIGITS_MOST = 15, /* of a decimal: it fits a double and an int64_t with room for sums */
  PADDED = 24,      /* digits of any decimal, zeros in front */
  PARTS = 3,
  DECIMALS_MOST = 12
};

/* mantissa / 10^scale, and what stands behind it. */
struct decimal {
  int64_t mantissa;
  int scale;
  const char *unit;
};

static enum stf_status refuse(const struct stf_axis *axis, const char *values, const char *why,
                              struct stf_error *error) {
  return stf_status_fail(error, STF_ERR_USAGE, 0, "--vary %.80s=%.80s: %.200s", axis->key,
                         values, why);
}

/* ---- decimals ---- */

static const char *skip_blanks(const char *text) {
  while (isspace((unsigned char)*text)) {
    text++;
  }
  return text;
}

/* Digits with at most one point; how many digits there were. */
static int read_digits(const char **at, struct decimal *out) {
  int digits_n = 0;
  bool behind_point = false;
  for (;; ++*at) {
    if (**at == '.' && !behind_point) {
      behind_point = true;
    } else if (isdigit((unsigned char)**at) && digits_n < DIGITS_MOST) {
      out->mantissa = 10 * out->mantissa + (**at - '0');
      out->scale += behind_point;
      digits_n++;
    } else {
      return digits_n;
    }
  }
}

/* What a unit may begin with: nothing that could belong to a number, or to another form. */
static bool is_unit(const char *text) {
  const char *word = skip_blanks(text);
  return *word == '\0' || *word == '%' || *word == '/' || isalpha((unsigned char)*word);
}

static bool read_decimal(const char *text, struct decimal *out) {
  const char *at = skip_blanks(text);
  bool negative = *at == '-';
  at += *at == '-' || *at == '+';
  *out = (struct decimal){.mantissa = 0};
  if (read_digits(&at, out) == 0 || !is_unit(at)) {
    return false;
  }
  out->mantissa = negative ? -out->mantissa : out->mantissa;
  out->unit = at;
  return true;
}

static double value_of(const struct decimal *decimal) {
  static const double POWERS[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  return (double)decimal->mantissa / POWERS[decimal->scale];
}

/* Makes the scale of all the same; false where the digits do not suffice. */
static bool align(struct decimal *decimals, size_t n) {
  int most = 0;
  for (size_t i = 0; i < n; i++) {
    most = decimals[i].scale > most ? decimals[i].scale : most;
  }
  for (size_t i = 0; i < n; i++) {
    for (; decimals[i].scale < most; decimals[i].scale++) {
      if (decimals[i].mantissa > INT64_MAX / 100 || decimals[i].mantissa < INT64_MIN / 100) {
        return false;
      }
      decimals[i].mantissa *= 10;
    }
  }
  return true;
}

/* Exactly, without zeros that say nothing; the unit behind. */
static void put_decimal(int64_t mantissa, int scale, const char *unit,
                        char out[STF_AXIS_TEXT]) {
  char digits[PADDED + 1];
  while (scale > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    scale--;
  }
  int64_t size = mantissa < 0 ? -mantissa : mantissa;
  (void)snprintf(digits, sizeof digits, "%024lld", (long long)size);
  const char *point = digits + PADDED - scale;
  const char *whole = digits + strspn(digits, "0");
  whole = whole < point ? whole : point - 1;
  (void)snprintf(out, STF_AXIS_TEXT, "%s%.*s%s%s%.24s", mantissa < 0 ? "-" : "",
                 (int)(point - whole), whole, scale > 0 ? "." : "", point, unit);
}

bool stf_axis_split(const char *text, double *number, const char **unit) {
  struct decimal decimal;
  if (!read_decimal(text, &decimal)) {
    return false;
  }
  *number = value_of(&decimal);
  *unit = decimal.unit;
  return true;
}

/* ---- ranges ---- */

/* A range in its parts; step->unit NULL: it has none. */
struct range {
  struct decimal parts[PARTS]; /* from, to, step */
  bool has_step;
  const char *unit;
};

/* "from..to[:step]" or "from:to:step" cut at its marks; number of parts, 0: another form. */
static size_t cut(char *text, char *parts[PARTS]) {
  char *dots = strstr(text, "..");
  char *at = text;
  size_t n = 0;
  if (dots != NULL) {
    parts[n++] = text;
    *dots = '\0';
    at = dots + 2;
  }
  while (n < PARTS) {
    char *colon = strchr(at, ':');
    parts[n++] = at;
    if (colon == NULL) {
      return dots != NULL || n == PARTS ? n : 0;
    }
    *colon = '\0';
    at = colon + 1;
  }
  return 0;
}

/* The last unit is that of all; another one before it is none of this form. */
static bool take_unit(struct range *range, size_t n) {
  range->unit = "";
  for (size_t i = n; i-- > 0;) {
    const char *unit = range->parts[i].unit;
    if (*skip_blanks(unit) == '\0') {
      continue;
    }
    if (range->unit[0] == '\0') {
      range->unit = unit;
    } else if (strcmp(skip_blanks(unit), skip_blanks(range->unit)) != 0) {
      return false;
    }
  }
  return true;
}

/* True if the text has the form of a range; `copy` is cut up. */
static bool read_range(char *copy, struct range *out) {
  char *parts[PARTS] = {NULL};
  size_t n = strpbrk(copy, "{[\"',") == NULL ? cut(copy, parts) : 0;
  for (size_t i = 0; i < n; i++) {
    if (!read_decimal(parts[i], &out->parts[i])) {
      return false;
    }
  }
  out->has_step = n == PARTS;
  return n > 0 && take_unit(out, n) && align(out->parts, n);
}

/* Values from `first` on; they are n. */
static enum stf_status make_steps(struct stf_axis *axis, struct decimal first, int64_t step,
                                  size_t n, struct stf_arena *arena) {
  const char **texts = stf_arena_alloc(arena, n, sizeof *texts);
  if (texts == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    char text[STF_AXIS_TEXT];
    put_decimal(first.mantissa + (int64_t)i * step, first.scale, axis->unit, text);
    texts[i] = stf_arena_text(arena, text, strlen(text));
    if (texts[i] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  axis->texts = texts;
  axis->texts_n = n;
  return STF_OK;
}

/* Whole numbers only, as the key's table has it. */
static bool takes_whole(const char *key) {
  const struct stf_keys_key *known = stf_vary_key(key);
  return known != NULL && known->kind == STF_KEYS_INTEGER;
}

static enum stf_status take_range(struct stf_axis *axis, const char *values,
                                  const struct range *range, struct stf_arena *arena,
                                  struct stf_error *error) {
  const struct decimal *from = &range->parts[0];
  int64_t width = range->parts[1].mantissa - from->mantissa;
  int64_t step = range->has_step ? range->parts[2].mantissa : 1;
  axis->is_range = true;
  axis->low = value_of(from);
  axis->high = value_of(&range->parts[1]);
  axis->unit = stf_arena_text(arena, range->unit, strlen(range->unit));
  if (axis->unit == NULL) {
    return STF_ERR_MEMORY;
  }
  if (width <= 0) {
    return refuse(axis, values, "an empty range: it goes from the smaller to the larger number",
                  error);
  }
  if (step <= 0) {
    return refuse(axis, values, "the step must be above 0", error);
  }
  if (!range->has_step) {
    return STF_OK;
  }
  if (width / step >= STF_AXIS_MOST) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--vary %.80s=%.80s: that is %lld values, at most %d", axis->key,
                           values, (long long)(width / step) + 1, STF_AXIS_MOST);
  }
  axis->misses_end = width % step != 0;
  return make_steps(axis, *from, step, (size_t)(width / step) + 1, arena);
}

enum stf_status stf_axis_fill(struct stf_axis *axis, struct stf_arena *arena,
                              struct stf_error *error) {
  if (axis->texts_n > 0) {
    return STF_OK;
  }
  double width = axis->high - axis->low;
  if (!axis->is_range || !(fabs(axis->low - floor(axis->low)) <= 0) ||
      !(fabs(axis->high - floor(axis->high)) <= 0)) {
    return stf_status_fail(
        error, STF_ERR_USAGE, 0, "--vary %.80s: %s, as in %.80s=0.4:0.8:0.1 or 2..8 or a,b,c",
        axis->key, axis->is_range ? "the range wants a step" : "no values", axis->key);
  }
  if (width >= STF_AXIS_MOST) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--vary %.80s: that is %.0f values, at most %d", axis->key,
                           width + 1, STF_AXIS_MOST);
  }
  const struct decimal first = {.mantissa = (int64_t)axis->low};
  return make_steps(axis, first, 1, (size_t)width + 1, arena);
}

/* ---- lists ---- */

static size_t count_values(const char *text) {
  size_t n = 1;
  for (size_t at = stf_vary_end(text, 0, ','); text[at] != '\0';
       at = stf_vary_end(text, at + 1, ',')) {
    n++;
  }
  return n;
}

static const char *trimmed(const char *text, size_t from, size_t to, struct stf_arena *arena) {
  while (from < to && isspace((unsigned char)text[from])) {
    from++;
  }
  while (to > from && isspace((unsigned char)text[to - 1])) {
    to--;
  }
  return stf_arena_text(arena, text + from, to - from);
}

static bool has_text(const char *const *texts, size_t n, const char *text) {
  for (size_t i = 0; i < n; i++) {
    if (strcmp(texts[i], text) == 0) {
      return true;
    }
  }
  return false;
}

static enum stf_status take_list(struct stf_axis *axis, const char *values,
                                 struct stf_arena *arena, struct stf_error *error) {
  size_t n = count_values(values);
  if (n > STF_AXIS_MOST) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--vary %.80s: that is %zu values, at most %d", axis->key, n,
                           STF_AXIS_MOST);
  }
  const char **texts = stf_arena_alloc(arena, n, sizeof *texts);
  if (texts == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t at = 0;
  for (size_t i = 0; i < n; i++) {
    size_t to = stf_vary_end(values, at, ',');
    texts[i] = trimmed(values, at, to, arena);
    at = to + 1;
    if (texts[i] == NULL) {
      return STF_ERR_MEMORY;
    }
    if (texts[i][0] == '\0') {
      return refuse(axis, values, "an empty value", error);
    }
    if (has_text(texts, i, texts[i])) {
      return refuse(axis, values, "a value stands twice", error);
    }
  }
  axis->texts = texts;
  axis->texts_n = n;
  return STF_OK;
}

/* ---- reading ---- */

enum stf_status stf_axis_read(const char *text, struct stf_arena *arena, struct stf_axis *out,
                              struct stf_error *error) {
  size_t key_n = strcspn(text, "=");
  *out = (struct stf_axis){.unit = "", .key = trimmed(text, 0, key_n, arena)};
  if (out->key == NULL) {
    return STF_ERR_MEMORY;
  }
  if (out->key[0] == '\0') {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "--vary: '%.80s' is not of the form KEY=VALUES, such as "
                           "bot.containment=0.4:0.8:0.1 or teams.front.agents=2..8",
                           text);
  }
  out->is_whole = takes_whole(out->key);
  if (text[key_n] == '\0') {
    return STF_OK;
  }
  const char *values = text + key_n + 1;
  char *copy = stf_arena_text(arena, values, strlen(values));
  if (copy == NULL) {
    return STF_ERR_MEMORY;
  }
  struct range range = {.has_step = false};
  return read_range(copy, &range) ? take_range(out, values, &range, arena, error)
                                  : take_list(out, values, arena, error);
}

/* ---- places in a range ---- */

void stf_axis_put(const struct stf_axis *axis, double number, double span,
                  char out[STF_AXIS_TEXT]) {
  double wanted = axis->is_whole ? 0 : 2 - floor(log10(span));
  int decimals = wanted < 0 ? 0 : wanted > DECIMALS_MOST ? DECIMALS_MOST : (int)wanted;
  char digits[48];
  int n = snprintf(digits, sizeof digits, "%.*f", decimals, number);
  while (decimals > 0 && n > 1 && digits[n - 1] == '0' && digits[n - 2] != '.') {
    digits[--n] = '\0';
  }
  if (decimals > 0 && n > 1 && digits[n - 1] == '0') {
    digits[n - 2] = '\0'; /* "4.0" is 4 */
  }
  (void)snprintf(out, STF_AXIS_TEXT, "%s%.15s", digits, axis->unit);
}

const char *stf_axis_at(const struct stf_axis *axis, double u, size_t steps_n,
                        struct stf_arena *arena) {
  if (axis->texts_n > 0) {
    size_t i = (size_t)(u * (double)axis->texts_n);
    return axis->texts[i < axis->texts_n ? i : axis->texts_n - 1];
  }
  char text[STF_AXIS_TEXT];
  double width = axis->high - axis->low;
  double number = axis->is_whole ? axis->low + floor(u * (width + 1)) : axis->low + u * width;
  stf_axis_put(axis, number < axis->high ? number : axis->high, width / (double)steps_n, text);
  return stf_arena_text(arena, text, strlen(text));
}
