/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/day_kind.h"

#include "time/zone.h"

enum {
  SATURDAY = 5
};

const char *const STF_DAY_KIND_NAMES[STF_DAY_KIND_N] = {
    "working day", "Saturday", "Sunday", "holiday", "bridge day", "eve", "day after a holiday"};

static bool is_holiday(int64_t day, const int64_t *holidays, size_t n) {
  size_t low = 0;
  size_t high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (holidays[middle] < day) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < n && holidays[low] == day;
}

enum stf_day_kind stf_day_kind_of(int64_t day, const int64_t *holidays, size_t holidays_n) {
  int weekday = stf_zone_day_weekday(day);
  bool eve = is_holiday(day + 1, holidays, holidays_n);
  bool after = is_holiday(day - 1, holidays, holidays_n);
  if (is_holiday(day, holidays, holidays_n)) {
    return STF_DAY_KIND_HOLIDAY;
  }
  if (weekday >= SATURDAY) {
    return weekday == SATURDAY ? STF_DAY_KIND_SATURDAY : STF_DAY_KIND_SUNDAY;
  }
  bool off_before = after || weekday == 0;
  bool off_behind = eve || weekday == SATURDAY - 1;
  if ((eve || after) && off_before && off_behind) {
    return STF_DAY_KIND_BRIDGE;
  }
  return eve ? STF_DAY_KIND_EVE : after ? STF_DAY_KIND_AFTER : STF_DAY_KIND_WORKING;
}

enum stf_day_kind stf_day_kind_wider(enum stf_day_kind kind) {
  switch (kind) {
  case STF_DAY_KIND_HOLIDAY:
    return STF_DAY_KIND_SUNDAY;
  case STF_DAY_KIND_BRIDGE:
  case STF_DAY_KIND_EVE:
  case STF_DAY_KIND_AFTER:
    return STF_DAY_KIND_WORKING;
  case STF_DAY_KIND_WORKING:
  case STF_DAY_KIND_SATURDAY:
  case STF_DAY_KIND_SUNDAY:
  case STF_DAY_KIND_N:
    break;
  }
  return kind;
}
