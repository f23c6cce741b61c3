/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/dialect.h"

#include "base/quantity.h"

#include <stdio.h>
#include <string.h>

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* ---- dates ---- */

enum order {
  DAY_FIRST,
  MONTH_FIRST,
  YEAR_FIRST
};

struct parts {
  int numbers[3];
  int digits[3];
  char separator;
};

/* Three numbers with one separator; returns how many bytes they take, 0: not of that form. */
static size_t take_parts(const char *text, struct parts *out) {
  const char *p = text;
  *out = (struct parts){0};
  for (int i = 0; i < 3; i++) {
    while (is_digit(*p) && out->digits[i] < 4) {
      out->numbers[i] = out->numbers[i] * 10 + (*p++ - '0');
      out->digits[i]++;
    }
    if (out->digits[i] == 0) {
      return 0;
    }
    if (i == 2) {
      break;
    }
    if ((*p != '-' && *p != '/' && *p != '.') || (i == 1 && *p != out->separator)) {
      return 0;
    }
    out->separator = *p++;
  }
  bool year_first = out->digits[0] == 4;
  int year_digits = out->digits[year_first ? 0 : 2];
  bool fits = (year_digits == 4 || year_digits == 2) && out->digits[1] <= 2 &&
              out->digits[year_first ? 2 : 0] <= 2;
  return fits && !is_digit(*p) ? (size_t)(p - text) : 0;
}

static bool is_real(const struct stf_civil *civil) {
  char iso[STF_ZONE_TEXT];
  struct stf_civil again;
  (void)snprintf(iso, sizeof iso, "%04d-%02d-%02d", civil->year, civil->month, civil->day);
  return stf_zone_parse_date(iso, &again);
}

static bool civil_of(const struct parts *parts, enum order order, struct stf_civil *out) {
  int year = parts->numbers[order == YEAR_FIRST ? 0 : 2];
  if (order != YEAR_FIRST && parts->digits[2] == 2) {
    year += year < 70 ? 2000 : 1900;
  }
  int month = parts->numbers[order == MONTH_FIRST ? 0 : 1];
  int day = parts->numbers[order == YEAR_FIRST ? 2 : order == MONTH_FIRST ? 1 : 0];
  struct stf_civil civil = {.year = year, .month = month, .day = day};
  if (!is_real(&civil)) {
    return false;
  }
  *out = civil;
  return true;
}

/* A date at the beginning of the text; returns how many bytes it takes, 0: none. */
static size_t take_date(const struct stf_dialect *dialect, const char *text,
                        struct stf_civil *out) {
  struct parts parts;
  size_t n = take_parts(text, &parts);
  enum order order = parts.digits[0] == 4     ? YEAR_FIRST
                     : parts.separator == '.' ? DAY_FIRST
                     : dialect->month_first   ? MONTH_FIRST
                                              : DAY_FIRST;
  return n > 0 && civil_of(&parts, order, out) ? n : 0;
}

bool stf_dialect_date(const struct stf_dialect *dialect, const char *text,
                      struct stf_civil *out) {
  struct stf_civil civil;
  size_t n = take_date(dialect, text, &civil);
  if (n == 0 || text[n] != '\0') {
    return false;
  }
  *out = civil;
  return true;
}

bool stf_dialect_is_date(const char *text) {
  struct stf_civil civil;
  return stf_dialect_date(&(struct stf_dialect){.month_first = false}, text, &civil) ||
         stf_dialect_date(&(struct stf_dialect){.month_first = true}, text, &civil);
}

bool stf_dialect_datetime(const struct stf_dialect *dialect, const char *text,
                          struct stf_civil *out) {
  struct stf_civil civil;
  size_t n = take_date(dialect, text, &civil);
  if (n == 0) {
    return false;
  }
  int32_t second = 0;
  const char *clock = text + n;
  if (*clock == 'T' || *clock == 't' || *clock == ' ') {
    clock += strspn(clock + 1, " ") + 1;
    if (!stf_dialect_clock(clock, strlen(clock), &second)) {
      return false;
    }
  } else if (*clock != '\0') {
    return false;
  }
  civil.second = second;
  *out = civil;
  return true;
}

/* ---- times ---- */

/* Two digits behind a separator; *at moves behind them. */
static bool take_sixty(const char *text, size_t n, size_t *at, int *out) {
  if (*at + 3 > n || !is_digit(text[*at + 1]) || !is_digit(text[*at + 2])) {
    return false;
  }
  *out = (text[*at + 1] - '0') * 10 + (text[*at + 2] - '0');
  *at += 3;
  return *out < 60;
}

/* "AM", "pm" with a blank or none before it. False: something else stands there. */
static bool take_half(const char *text, size_t n, int *hour) {
  size_t at = n > 0 && text[0] == ' ' ? 1 : 0;
  if (n == 0) {
    return true;
  }
  if (n != at + 2) {
    return false;
  }
  bool morning = text[at] == 'a' || text[at] == 'A';
  bool evening = text[at] == 'p' || text[at] == 'P';
  if ((text[at + 1] != 'm' && text[at + 1] != 'M') || !(morning || evening) || *hour < 1 ||
      *hour > 12) {
    return false;
  }
  *hour = *hour % 12 + (evening ? 12 : 0);
  return true;
}

bool stf_dialect_clock(const char *text, size_t n, int32_t *out_s) {
  int hour = 0;
  size_t at = 0;
  while (at < n && at < 2 && is_digit(text[at])) {
    hour = hour * 10 + (text[at++] - '0');
  }
  int minute = 0;
  int second = 0;
  if (at == 0) {
    return false;
  }
  if (at < n && (text[at] == ':' || text[at] == '.')) {
    char separator = text[at];
    if (!take_sixty(text, n, &at, &minute) ||
        (at < n && text[at] == separator && !take_sixty(text, n, &at, &second))) {
      return false;
    }
  }
  if (!take_half(text + at, n - at, &hour)) {
    return false;
  }
  int32_t seconds = hour * 3600 + minute * 60 + second;
  if (seconds > 86400) {
    return false;
  }
  *out_s = seconds;
  return true;
}

/* ---- numbers ---- */

enum {
  NUMBER_MAX = 64
};

/* Length of a blank that groups thousands: the no-break spaces of UTF-8. */
static size_t blank_at(const char *p) {
  return strncmp(p, "\xc2\xa0", 2) == 0 ? 2 : strncmp(p, "\xe2\x80\xaf", 3) == 0 ? 3 : 0;
}

/* Whether the separator at p stands before exactly three digits. */
static bool before_group(const char *p) {
  return is_digit(p[1]) && is_digit(p[2]) && is_digit(p[3]) && !is_digit(p[4]);
}

bool stf_dialect_number(const struct stf_dialect *dialect, const char *text, double *out) {
  char plain[NUMBER_MAX];
  char decimal = dialect->decimal_comma ? ',' : '.';
  char group = dialect->decimal_comma ? '.' : ',';
  size_t n = 0;
  size_t digits = 0;
  bool grouped = false;
  for (const char *p = text; *p != '\0' && n + 1 < sizeof plain; p++) {
    size_t blank = blank_at(p);
    if (*p == group || blank > 0) {
      bool fits = before_group(blank > 0 ? p + blank - 1 : p) &&
                  (grouped ? digits == 3 : digits >= 1 && digits <= 3);
      if (!fits) {
        return false;
      }
      grouped = true;
      digits = 0;
      p += blank > 0 ? blank - 1 : 0;
    } else {
      digits += is_digit(*p);
      plain[n] = *p;
      if (*p == decimal) {
        plain[n] = '.';
      }
      n++;
    }
  }
  plain[n] = '\0';
  return n + 1 < sizeof plain && stf_quantity_number(plain, out);
}

/* ---- evidence ---- */

static void note(struct stf_dialect_sight *sight, const char *text, struct stf_where where) {
  if (sight->text[0] == '\0') {
    *sight = (struct stf_dialect_sight){.line = where.line, .column = where.column};
    (void)snprintf(sight->text, sizeof sight->text, "%.23s", text);
  }
}

static bool seen(const struct stf_dialect_sight *sight) {
  return sight->text[0] != '\0';
}

/* A date that can be read in both orders. */
static void see_either(struct stf_dialect_evidence *evidence, const struct stf_civil civils[2],
                       const char *text, struct stf_where where) {
  bool first = !seen(&evidence->slashes);
  for (int i = 0; i < 2; i++) {
    int64_t day = stf_zone_day_number(&civils[i]);
    evidence->least[i] = first || day < evidence->least[i] ? day : evidence->least[i];
    evidence->most[i] = first || day > evidence->most[i] ? day : evidence->most[i];
  }
  note(&evidence->slashes, text, where);
  if (civils[0].day != civils[1].day) {
    note(&evidence->either, text, where);
  }
}

void stf_dialect_see_date(struct stf_dialect_evidence *evidence, const char *text,
                          struct stf_where where) {
  struct parts parts;
  size_t n = take_parts(text, &parts);
  if (n == 0 || parts.digits[0] == 4 || (text[n] != '\0' && text[n] != ' ')) {
    return;
  }
  struct stf_civil civils[2] = {{0}, {0}};
  bool day_first = civil_of(&parts, DAY_FIRST, &civils[DAY_FIRST]);
  bool month_first = civil_of(&parts, MONTH_FIRST, &civils[MONTH_FIRST]);
  if (parts.separator == '.') {
    if (day_first) {
      note(&evidence->points, text, where);
    }
    return;
  }
  if (day_first && month_first) {
    see_either(evidence, civils, text, where);
  } else if (day_first) {
    note(&evidence->day_first, text, where);
  } else if (month_first) {
    note(&evidence->month_first, text, where);
  }
}

struct marks {
  size_t commas;
  size_t points;
  size_t head; /* digits before the first of them */
  size_t tail; /* digits behind the last */
  bool comma_last;
  bool zero; /* begins with 0 */
};

/* False: no number, or one without a mark. */
static bool find_marks(const char *text, struct marks *out) {
  *out = (struct marks){0};
  const char *p = text + (*text == '-' || *text == '+');
  out->zero = *p == '0';
  for (; *p != '\0'; p++) {
    if (is_digit(*p)) {
      out->tail++;
    } else if (*p == ',' || *p == '.') {
      out->head = out->commas + out->points == 0 ? out->tail : out->head;
      out->commas += *p == ',';
      out->points += *p == '.';
      out->comma_last = *p == ',';
      out->tail = 0;
    } else {
      return false;
    }
  }
  return out->commas + out->points > 0 && out->head > 0 && out->tail > 0;
}

void stf_dialect_see_number(struct stf_dialect_evidence *evidence, const char *text,
                            struct stf_where where) {
  struct marks marks;
  if (!find_marks(text, &marks)) {
    return;
  }
  bool single = marks.commas + marks.points == 1;
  bool like_group = marks.tail == 3 && marks.head <= 3 && !marks.zero;
  if (single && like_group) {
    if (marks.comma_last) {
      note(&evidence->comma, text, where);
    }
    return;
  }
  bool one_kind = marks.commas == 0 || marks.points == 0;
  if (!single && one_kind && marks.tail != 3) {
    return; /* 21.12.2026 */
  }
  /* One mark alone, or the last of two kinds, is the decimal mark; several of one kind group
   * thousands. */
  bool decimal = single || !one_kind;
  bool comma = marks.comma_last == decimal;
  note(comma ? &evidence->decimal_comma : &evidence->decimal_point, text, where);
}

static void tell(struct stf_diags *diags, const char *path,
                 const struct stf_dialect_sight *sight, const char *text) {
  struct stf_where where = {.path = path, .line = sight->line, .column = sight->column};
  stf_diag_add(diags, STF_SEVERITY_ERROR, where, "%s", text);
}

static bool near(const struct stf_dialect_evidence *evidence, enum order order,
                 int64_t from_day, int64_t to_day) {
  return evidence->least[order] >= from_day - STF_DIALECT_NEAR_DAYS &&
         evidence->most[order] <= to_day + STF_DIALECT_NEAR_DAYS;
}

static const char *month_name(int month) {
  static const char *const MONTHS[] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};
  return month >= 1 && month <= 12 ? MONTHS[month - 1] : "";
}

static void tell_open(const struct stf_dialect_sight *sight, const char *path,
                      struct stf_diags *diags) {
  char text[256];
  struct parts parts;
  struct stf_civil day_first = {0};
  struct stf_civil month_first = {0};
  (void)take_parts(sight->text, &parts);
  if (civil_of(&parts, DAY_FIRST, &day_first) && civil_of(&parts, MONTH_FIRST, &month_first)) {
    (void)snprintf(text, sizeof text,
                   "'%s' can be %d %s or %d %s %d, and nothing in the file or the period says "
                   "which: write dates as %04d-%02d-%02d",
                   sight->text, day_first.day, month_name(day_first.month), month_first.day,
                   month_name(month_first.month), month_first.year, day_first.year,
                   day_first.month, day_first.day);
    tell(diags, path, sight, text);
  }
}

static bool decide_dates(const struct stf_dialect_evidence *evidence, const char *path,
                         int64_t from_day, int64_t to_day, struct stf_diags *diags,
                         struct stf_dialect *out) {
  if (seen(&evidence->day_first) && seen(&evidence->month_first)) {
    bool turned = evidence->month_first.line > evidence->day_first.line;
    const struct stf_dialect_sight *later =
        turned ? &evidence->month_first : &evidence->day_first;
    const struct stf_dialect_sight *earlier =
        turned ? &evidence->day_first : &evidence->month_first;
    char text[256];
    (void)snprintf(text, sizeof text,
                   "'%s' can only be %s, but '%s' on line %d only %s: day and month are "
                   "swapped in a part of the file; write dates as 2026-04-03",
                   later->text, turned ? "month/day" : "day/month", earlier->text,
                   earlier->line, turned ? "day/month" : "month/day");
    tell(diags, path, later, text);
    return false;
  }
  out->month_first = seen(&evidence->month_first);
  if (seen(&evidence->day_first) || seen(&evidence->month_first) || !seen(&evidence->either)) {
    return true;
  }
  bool month_near = near(evidence, MONTH_FIRST, from_day, to_day);
  if (near(evidence, DAY_FIRST, from_day, to_day) == month_near) {
    tell_open(&evidence->either, path, diags);
    return false;
  }
  out->month_first = month_near;
  return true;
}

static bool decide_numbers(const struct stf_dialect_evidence *evidence, const char *path,
                           struct stf_diags *diags, struct stf_dialect *out) {
  const struct stf_dialect_sight *comma = &evidence->decimal_comma;
  const struct stf_dialect_sight *point = &evidence->decimal_point;
  char text[256];
  if (seen(comma) && seen(point)) {
    bool turned = point->line > comma->line;
    (void)snprintf(text, sizeof text,
                   "'%s' has a decimal %s, but '%s' on line %d a decimal %s: write all numbers "
                   "with a point",
                   turned ? point->text : comma->text, turned ? "point" : "comma",
                   turned ? comma->text : point->text, turned ? comma->line : point->line,
                   turned ? "comma" : "point");
    tell(diags, path, turned ? point : comma, text);
    return false;
  }
  if (seen(&evidence->comma) && !seen(comma) && !seen(point)) {
    const char *number = evidence->comma.text;
    int head = (int)strcspn(number, ",");
    (void)snprintf(text, sizeof text,
                   "'%s' can be %.*s.%s (decimal comma) or %.*s%s (thousands), and no other "
                   "number of the file says which: write it with a point or without the comma",
                   number, head, number, number + head + 1, head, number, number + head + 1);
    tell(diags, path, &evidence->comma, text);
    return false;
  }
  out->decimal_comma = seen(comma);
  return true;
}

bool stf_dialect_decide(const struct stf_dialect_evidence *evidence, const char *path,
                        int64_t from_day, int64_t to_day, struct stf_diags *diags,
                        struct stf_dialect *out) {
  *out = (struct stf_dialect){0};
  bool dates = decide_dates(evidence, path, from_day, to_day, diags, out);
  return decide_numbers(evidence, path, diags, out) && dates;
}
