/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/stamp.h"

#include "base/quantity.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define US_PER_MS INT64_C(1000)

/* What a pattern has filled. */
struct parts {
  struct stf_civil civil;
  bool half_day; /* %I was read: %p decides */
  bool afternoon;
};

static const char *skip_blanks(const char *text) {
  while (isspace((unsigned char)*text)) {
    text++;
  }
  return text;
}

static const char *check_pattern(const char *pattern) {
  bool year = false;
  bool month = false;
  bool day = false;
  for (const char *p = strchr(pattern, '%'); p != NULL; p = strchr(p + 2, '%')) {
    if (p[1] == '\0' || strchr("YymbdHIMSfp%", p[1]) == NULL) {
      return "a pattern knows %Y %y %m %b %d %H %I %M %S %f %p %%";
    }
    year = year || p[1] == 'Y' || p[1] == 'y';
    month = month || p[1] == 'm' || p[1] == 'b';
    day = day || p[1] == 'd';
  }
  return year && month && day ? NULL : "a pattern needs year, month and day: %d/%m/%Y %H:%M";
}

const char *stf_stamp_init(struct stf_stamp *stamp, const char *format) {
  static const struct {
    const char *name;
    enum stf_stamp_kind kind;
  } KINDS[] = {{"rfc3339", STF_STAMP_RFC3339},
               {"local", STF_STAMP_LOCAL},
               {"epoch_s", STF_STAMP_EPOCH_S},
               {"epoch_ms", STF_STAMP_EPOCH_MS}};
  for (size_t i = 0; i < STF_COUNT_OF(KINDS); i++) {
    if (strcmp(KINDS[i].name, format) == 0) {
      *stamp = (struct stf_stamp){.kind = KINDS[i].kind};
      return NULL;
    }
  }
  if (strchr(format, '%') == NULL) {
    return "known forms: rfc3339, local, epoch_s, epoch_ms, or a pattern such as "
           "\"%d/%m/%Y %H:%M\"";
  }
  *stamp = (struct stf_stamp){.kind = STF_STAMP_PATTERN, .pattern = format};
  return check_pattern(format);
}

bool stf_stamp_is_local(const struct stf_stamp *stamp) {
  return stamp->kind == STF_STAMP_LOCAL || stamp->kind == STF_STAMP_PATTERN;
}

/* Up to `most` digits. */
static bool take_number(const char **text, int most, int least_value, int most_value,
                        int *out) {
  const char *p = *text;
  int value = 0;
  int n = 0;
  for (; n < most && isdigit((unsigned char)p[n]); n++) {
    value = value * 10 + (p[n] - '0');
  }
  if (n == 0 || value < least_value || value > most_value) {
    return false;
  }
  *text = p + n;
  *out = value;
  return true;
}

/* "Jan", "jan", "January"; English, as exports write them. */
static bool take_month_name(const char **text, int *out) {
  static const char *const MONTHS[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};
  for (int i = 0; i < 12; i++) {
    size_t full_n = strlen(MONTHS[i]);
    size_t n = strncasecmp(*text, MONTHS[i], full_n) == 0 ? full_n : 3;
    if (strncasecmp(*text, MONTHS[i], n) == 0) {
      *text += n;
      *out = i + 1;
      return true;
    }
  }
  return false;
}

static bool take_fraction(const char **text, int *out_us) {
  const char *p = *text;
  int us = 0;
  int n = 0;
  for (; isdigit((unsigned char)p[n]); n++) {
    us = n < 6 ? us * 10 + (p[n] - '0') : us;
  }
  for (int i = n; i < 6; i++) {
    us *= 10;
  }
  *text = p + n;
  *out_us = us;
  return n > 0;
}

static bool take_half(const char **text, bool *afternoon) {
  if (strncasecmp(*text, "am", 2) != 0 && strncasecmp(*text, "pm", 2) != 0) {
    return false;
  }
  *afternoon = tolower((unsigned char)**text) == 'p';
  *text += 2;
  return true;
}

static bool take_short_year(const char **text, int *out) {
  int year = 0;
  if (!take_number(text, 2, 0, 99, &year)) {
    return false;
  }
  *out = year + (year < 70 ? 2000 : 1900);
  return true;
}

static bool take_part(char letter, const char **text, struct parts *parts) {
  struct stf_civil *civil = &parts->civil;
  switch (letter) {
  case 'Y':
    return take_number(text, 4, 1900, 9999, &civil->year);
  case 'y':
    return take_short_year(text, &civil->year);
  case 'm':
    return take_number(text, 2, 1, 12, &civil->month);
  case 'b':
    return take_month_name(text, &civil->month);
  case 'd':
    return take_number(text, 2, 1, 31, &civil->day);
  case 'H':
    return take_number(text, 2, 0, 23, &civil->hour);
  case 'I':
    parts->half_day = true;
    return take_number(text, 2, 1, 12, &civil->hour);
  case 'M':
    return take_number(text, 2, 0, 59, &civil->minute);
  case 'S':
    return take_number(text, 2, 0, 60, &civil->second);
  case 'f':
    return take_fraction(text, &civil->us);
  case 'p':
    return take_half(text, &parts->afternoon);
  default:
    break;
  }
  return *(*text)++ == letter;
}

static int days_of_month(int year, int month) {
  static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return DAYS[month - 1] + (month == 2 && leap);
}

static bool read_pattern(const char *pattern, const char *text, struct stf_civil *out) {
  struct parts parts = {.civil = {0}};
  text = skip_blanks(text);
  for (const char *p = pattern; *p != '\0'; p++) {
    if (isspace((unsigned char)*p)) {
      text = skip_blanks(text);
    } else if (*p == '%') {
      p++;
      if (!take_part(*p, &text, &parts)) {
        return false;
      }
    } else if (*text++ != *p) {
      return false;
    }
  }
  struct stf_civil *civil = &parts.civil;
  if (*skip_blanks(text) != '\0' || civil->month < 1 ||
      civil->day > days_of_month(civil->year, civil->month)) {
    return false;
  }
  if (parts.half_day) {
    civil->hour = civil->hour % 12 + (parts.afternoon ? 12 : 0);
  }
  *out = *civil;
  return true;
}

static bool read_epoch(const char *text, bool milliseconds, int64_t *out_utc_us) {
  if (!milliseconds) {
    /* A plain number is epoch seconds; a date has a '-' behind its year. */
    const char *p = skip_blanks(text);
    return strpbrk(*p == '-' ? p + 1 : p, "-T:") == NULL &&
           stf_zone_parse_instant(text, strlen(text), out_utc_us);
  }
  int64_t ms = 0;
  if (!stf_quantity_integer(text, &ms) || ms > INT64_MAX / US_PER_MS ||
      ms < INT64_MIN / US_PER_MS) {
    return false;
  }
  *out_utc_us = ms * US_PER_MS;
  return true;
}

bool stf_stamp_read(const struct stf_stamp *stamp, const struct stf_zone *zone,
                    const char *text, int64_t *out_utc_us) {
  struct stf_civil civil;
  switch (stamp->kind) {
  case STF_STAMP_AUTO:
    return stf_zone_parse_instant(text, strlen(text), out_utc_us) ||
           (zone != NULL && stf_zone_parse_local(zone, text, out_utc_us));
  case STF_STAMP_RFC3339:
    return strpbrk(text, "T: ") != NULL &&
           stf_zone_parse_instant(text, strlen(text), out_utc_us);
  case STF_STAMP_LOCAL:
    return stf_zone_parse_local(zone, text, out_utc_us);
  case STF_STAMP_EPOCH_S:
  case STF_STAMP_EPOCH_MS:
    return read_epoch(text, stamp->kind == STF_STAMP_EPOCH_MS, out_utc_us);
  case STF_STAMP_PATTERN:
    break;
  }
  if (!read_pattern(stamp->pattern, text, &civil)) {
    return false;
  }
  *out_utc_us = stf_zone_to_utc(zone, &civil);
  return true;
}

bool stf_stamp_read_date(const struct stf_stamp *stamp, const struct stf_zone *zone,
                         const char *text, struct stf_civil *out) {
  if (stamp->kind == STF_STAMP_PATTERN) {
    return read_pattern(stamp->pattern, text, out);
  }
  int64_t utc_us = 0;
  if (stf_zone_parse_date(text, out)) {
    return true;
  }
  if (!stf_stamp_read(stamp, zone, text, &utc_us)) {
    return false;
  }
  stf_zone_to_civil(zone, utc_us, out, NULL);
  return true;
}
