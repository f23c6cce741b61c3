/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_sheet.h"

#include "input/dialect.h"
#include "time/zone.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  DAY_1970 = 25569, /* numbers of 1970-01-01 and 2099-12-31 */
  DAY_2099 = 73050,
  MINUTES = 1440
};

/* A plain number of 0 or more, or -1. */
static double days_of(const char *text) {
  size_t n = strspn(text, "0123456789.");
  char *end = NULL;
  double days = strtod(text, &end);
  return n > 0 && text[n] == '\0' && *end == '\0' && days >= 0 ? days : -1;
}

bool stf_scenario_sheet_is_day(const char *text) {
  double days = days_of(text);
  return days >= DAY_1970 && days <= DAY_2099;
}

bool stf_scenario_sheet_hint(const char *text, char out[STF_SCENARIO_SHEET_HINT]) {
  double days = days_of(text);
  out[0] = '\0';
  if (stf_scenario_sheet_is_day(text)) {
    struct stf_civil civil;
    stf_zone_day_civil((int64_t)floor(days) - DAY_1970, &civil);
    (void)snprintf(
        out, STF_SCENARIO_SHEET_HINT,
        "'%.20s', the number by which spreadsheets keep %04d-%02d-%02d: format it as "
        "a date and save again",
        text, civil.year, civil.month, civil.day);
    return true;
  }
  if (days > 0 && days < 1 && strlen(text) > 1) {
    int minutes = (int)lround(days * MINUTES);
    (void)snprintf(out, STF_SCENARIO_SHEET_HINT,
                   "'%.20s', the number by which spreadsheets keep %02d:%02d: format it as a "
                   "time and save again",
                   text, minutes / 60, minutes % 60);
    return true;
  }
  return false;
}

bool stf_scenario_sheet_is_spoilt(const char *text) {
  size_t digits = strspn(text, "0123456789");
  size_t letters = strspn(text + digits + (text[digits] == '-'),
                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  bool day_month = digits > 0 && text[digits] == '-' && letters >= 3;
  return day_month || stf_dialect_is_date(text) || stf_scenario_sheet_is_day(text);
}
