/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "time/zone.h"

#include <string.h>

/* Text being read; everything below advances `at` only over what it has taken. */
struct cursor {
  const char *at;
  const char *end;
};

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool take(struct cursor *cursor, char c) {
  if (cursor->at == cursor->end || *cursor->at != c) {
    return false;
  }
  cursor->at++;
  return true;
}

/* An integer of least..most digits. */
static bool take_digits(struct cursor *cursor, int least, int most, int *out) {
  int value = 0;
  int n = 0;
  while (n < most && cursor->at < cursor->end && is_digit(*cursor->at)) {
    value = value * 10 + (*cursor->at++ - '0');
    n++;
  }
  *out = value;
  return n >= least;
}

static bool done(const struct cursor *cursor) {
  return cursor->at == cursor->end;
}

static bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool is_date(const struct stf_civil *civil) {
  static const int DAYS[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (civil->month < 1 || civil->month > 12 || civil->day < 1) {
    return false;
  }
  int days = DAYS[civil->month - 1] + (civil->month == 2 && is_leap(civil->year));
  return civil->day <= days;
}

static bool take_date(struct cursor *cursor, struct stf_civil *out) {
  return take_digits(cursor, 4, 4, &out->year) && take(cursor, '-') &&
         take_digits(cursor, 2, 2, &out->month) && take(cursor, '-') &&
         take_digits(cursor, 2, 2, &out->day) && is_date(out);
}

/* ".25" -> microseconds; digits beyond the sixth (nanoseconds of some exports) are cut. */
static bool take_fraction(struct cursor *cursor, int *out_us) {
  *out_us = 0;
  if (!take(cursor, '.')) {
    return true;
  }
  int scale = 100000;
  int n = 0;
  for (; cursor->at < cursor->end && is_digit(*cursor->at) && n < 9; n++) {
    *out_us += (*cursor->at++ - '0') * scale;
    scale /= 10;
  }
  return n > 0;
}

/* "09:30[:15[.25]]"; a leap second counts as the first of the next minute. */
static bool take_time(struct cursor *cursor, bool seconds_needed, struct stf_civil *out) {
  if (!take_digits(cursor, 2, 2, &out->hour) || !take(cursor, ':') ||
      !take_digits(cursor, 2, 2, &out->minute) || out->hour > 23 || out->minute > 59) {
    return false;
  }
  if (!take(cursor, ':')) {
    return !seconds_needed;
  }
  return take_digits(cursor, 2, 2, &out->second) && out->second <= 60 &&
         take_fraction(cursor, &out->us);
}

static bool take_separator(struct cursor *cursor) {
  return take(cursor, 'T') || take(cursor, 't') || take(cursor, ' ');
}

/* "Z", "+01:00", "+0100", "+01" -> seconds east of UTC. */
static bool take_offset(struct cursor *cursor, int *out_s) {
  *out_s = 0;
  if (take(cursor, 'Z') || take(cursor, 'z')) {
    return true;
  }
  bool is_west = take(cursor, '-');
  int hours = 0;
  int minutes = 0;
  if ((!is_west && !take(cursor, '+')) || !take_digits(cursor, 2, 2, &hours)) {
    return false;
  }
  if ((take(cursor, ':') || !done(cursor)) && !take_digits(cursor, 2, 2, &minutes)) {
    return false;
  }
  *out_s = (hours * 3600 + minutes * 60) * (is_west ? -1 : 1);
  return hours < 24 && minutes < 60;
}

/* Instant of civil fields that already are UTC. */
static int64_t utc_of(const struct stf_civil *civil) {
  int second_of_day = civil->hour * 3600 + civil->minute * 60 + civil->second;
  int64_t seconds = stf_zone_day_number(civil) * 86400 + second_of_day;
  return seconds * STF_US_PER_S + civil->us;
}

/* "1700000000.25": seconds up to the year 9999, so that milliseconds are not taken for them. */
static bool parse_epoch(struct cursor cursor, int64_t *out_us) {
  const int64_t latest_s = INT64_C(253402300799);
  bool is_before = take(&cursor, '-');
  int64_t seconds = 0;
  const char *first = cursor.at;
  while (cursor.at < cursor.end && is_digit(*cursor.at) && seconds <= latest_s) {
    seconds = seconds * 10 + (*cursor.at++ - '0');
  }
  int us = 0;
  if (cursor.at == first || seconds > latest_s || !take_fraction(&cursor, &us) ||
      !done(&cursor)) {
    return false;
  }
  int64_t instant_us = seconds * STF_US_PER_S + us;
  *out_us = is_before ? -instant_us : instant_us;
  return true;
}

bool stf_zone_parse_instant(const char *text, size_t n, int64_t *out_utc_us) {
  struct cursor cursor = {text, text + n};
  struct stf_civil civil = {0};
  int offset_s = 0;
  if (n < 5 || text[4] != '-') {
    return parse_epoch(cursor, out_utc_us);
  }
  if (!take_date(&cursor, &civil) || !take_separator(&cursor) ||
      !take_time(&cursor, true, &civil) || !take_offset(&cursor, &offset_s) || !done(&cursor)) {
    return false;
  }
  *out_utc_us = utc_of(&civil) - offset_s * STF_US_PER_S;
  return true;
}

bool stf_zone_parse_local(const struct stf_zone *zone, const char *text, int64_t *out_utc_us) {
  struct cursor cursor = {text, text + strlen(text)};
  struct stf_civil civil = {0};
  if (!take_date(&cursor, &civil)) {
    return false;
  }
  if (!done(&cursor) &&
      !(take_separator(&cursor) && take_time(&cursor, false, &civil) && done(&cursor))) {
    return false;
  }
  *out_utc_us = stf_zone_to_utc(zone, &civil);
  return true;
}

bool stf_zone_parse_date(const char *text, struct stf_civil *out) {
  struct cursor cursor = {text, text + strlen(text)};
  struct stf_civil civil = {0};
  if (!take_date(&cursor, &civil) || !done(&cursor)) {
    return false;
  }
  *out = civil;
  return true;
}

bool stf_zone_parse_clock(const char *text, int32_t *out_s) {
  struct cursor cursor = {text, text + strlen(text)};
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!take_digits(&cursor, 1, 2, &hour) || !take(&cursor, ':') ||
      !take_digits(&cursor, 2, 2, &minute)) {
    return false;
  }
  if (take(&cursor, ':') && !take_digits(&cursor, 2, 2, &second)) {
    return false;
  }
  int32_t seconds = hour * 3600 + minute * 60 + second;
  if (!done(&cursor) || minute > 59 || second > 59 || seconds > 86400) {
    return false;
  }
  *out_s = seconds;
  return true;
}
