/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_dates.h"

#include <stdio.h>

static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const WEEKDAYS[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static struct stf_civil civil_of(const struct stf_zone *zone, int64_t at_us) {
  struct stf_civil civil;
  stf_zone_to_civil(zone, at_us, &civil, NULL);
  return civil;
}

static bool is_midnight(const struct stf_civil *civil) {
  return civil->hour == 0 && civil->minute == 0 && civil->second == 0;
}

void stf_run_dates_iso(const struct stf_zone *zone, int64_t from_us, int64_t to_us,
                       char out[STF_RUN_DATES_TEXT]) {
  struct stf_civil a = civil_of(zone, from_us);
  struct stf_civil b = civil_of(zone, to_us - 1);
  struct stf_civil end = civil_of(zone, to_us);
  bool same_day = stf_zone_day_number(&a) == stf_zone_day_number(&b);
  if (is_midnight(&a) && is_midnight(&end)) {
    (void)snprintf(out, STF_RUN_DATES_TEXT, "%04d-%02d-%02d", a.year, a.month, a.day);
    if (!same_day) {
      (void)snprintf(out, STF_RUN_DATES_TEXT, "%04d-%02d-%02d to %04d-%02d-%02d", a.year,
                     a.month, a.day, b.year, b.month, b.day);
    }
  } else if (same_day) {
    (void)snprintf(out, STF_RUN_DATES_TEXT, "%04d-%02d-%02d %02d:%02d-%02d:%02d", a.year,
                   a.month, a.day, a.hour, a.minute, is_midnight(&end) ? 24 : end.hour,
                   end.minute);
  } else {
    (void)snprintf(out, STF_RUN_DATES_TEXT,
                   "%04d-%02d-%02d %02d:%02d to %04d-%02d-%02d %02d:%02d", a.year, a.month,
                   a.day, a.hour, a.minute, end.year, end.month, end.day, end.hour, end.minute);
  }
}

void stf_run_dates_of(const struct stf_zone *zone, int64_t from_us, int64_t to_us,
                      char out[STF_RUN_DATES_TEXT]) {
  struct stf_civil a = civil_of(zone, from_us);
  struct stf_civil b = civil_of(zone, to_us - 1);
  bool same_month = a.year == b.year && a.month == b.month;
  struct stf_civil after = civil_of(zone, to_us);
  const char *month = MONTHS[b.month - 1];
  if (same_month && a.day == 1 && after.month != b.month) {
    (void)snprintf(out, STF_RUN_DATES_TEXT, "%s %d", month, b.year);
  } else if (same_month && a.day == b.day) {
    (void)snprintf(out, STF_RUN_DATES_TEXT, "%d %s %d", b.day, month, b.year);
  } else if (same_month) {
    (void)snprintf(out, STF_RUN_DATES_TEXT, "%d-%d %s %d", a.day, b.day, month, b.year);
  } else {
    (void)snprintf(out, STF_RUN_DATES_TEXT, "%d %s %d - %d %s %d", a.day, MONTHS[a.month - 1],
                   a.year, b.day, month, b.year);
  }
}

void stf_run_dates_stretch(const struct stf_zone *zone, int64_t from_us, int64_t to_us,
                           char out[STF_RUN_DATES_TEXT]) {
  struct stf_civil a = civil_of(zone, from_us);
  struct stf_civil b = civil_of(zone, to_us);
  bool midnight = b.hour == 0 && b.minute == 0;
  (void)snprintf(out, STF_RUN_DATES_TEXT, "%s %d %s %02d:%02d-%02d:%02d",
                 WEEKDAYS[stf_zone_weekday(&a)], a.day, MONTHS[a.month - 1], a.hour, a.minute,
                 midnight ? 24 : b.hour, b.minute);
}
