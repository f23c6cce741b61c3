/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/zone.h"

#include "base/arena.h"
#include "base/mem.h"
#include "base/quantity.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

enum {
  STRETCHES_KEPT = 8, /* a log of some years is read without asking ICU twice */
  NAME_MAX_N = 63,
  UTC_MS_PER_S = 1000
};

/* Time between two transitions, [from_us, to_us): one offset. */
struct stretch {
  int64_t from_us;
  int64_t to_us;
  int32_t offset_s;
};

struct cache {
  struct stretch stretches[STRETCHES_KEPT];
  size_t stretches_n;
  size_t last; /* most recently used */
  size_t next; /* replaced next */
};

struct stf_zone {
  UCalendar *calendar;
  struct cache *cache;
  bool is_utc;
  char name[NAME_MAX_N + 1];
};

const char *const STF_ZONE_WEEKDAYS[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
const char *const STF_ZONE_WEEKDAY_NAMES[7] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                               "Friday", "Saturday", "Sunday"};

static int64_t floor_div(int64_t a, int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Wide form of a zone name; false if no IANA zone can be called so. */
static bool wide_name(const char *name, UChar out[NAME_MAX_N + 1]) {
  size_t n = strlen(name);
  if (n == 0 || n > NAME_MAX_N) {
    return false;
  }
  for (size_t i = 0; i <= n; i++) {
    if ((unsigned char)name[i] > 127) {
      return false;
    }
    out[i] = (UChar)name[i];
  }
  return true;
}

static bool is_known(const UChar *name) {
  UChar canonical[NAME_MAX_N * 2];
  UBool is_system = false;
  UErrorCode status = U_ZERO_ERROR;
  (void)ucal_getCanonicalTimeZoneID(name, -1, canonical, NAME_MAX_N * 2, &is_system, &status);
  return U_SUCCESS(status) && is_system;
}

enum stf_status stf_zone_open(const char *name, struct stf_zone **out) {
  *out = NULL;
  UChar wide[NAME_MAX_N + 1];
  if (!wide_name(name, wide) || !is_known(wide)) {
    return STF_ERR_INPUT;
  }
  struct stf_zone *zone = stf_mem_zeroed(NULL, 1, sizeof *zone);
  struct cache *cache = stf_mem_zeroed(NULL, 1, sizeof *cache);
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *calendar = ucal_open(wide, -1, "C", UCAL_GREGORIAN, &status);
  if (zone == NULL || cache == NULL || U_FAILURE(status)) {
    if (calendar != NULL) {
      ucal_close(calendar);
    }
    stf_mem_release(NULL, cache);
    stf_mem_release(NULL, zone);
    return STF_ERR_MEMORY;
  }
  zone->calendar = calendar;
  zone->cache = cache;
  zone->is_utc = strcmp(name, "UTC") == 0 || strcmp(name, "Etc/UTC") == 0;
  (void)snprintf(zone->name, sizeof zone->name, "%s", name);
  *out = zone;
  return STF_OK;
}

void stf_zone_free(struct stf_zone *zone) {
  if (zone == NULL) {
    return;
  }
  ucal_close(zone->calendar);
  stf_mem_release(NULL, zone->cache);
  stf_mem_release(NULL, zone);
}

const char *stf_zone_name(const struct stf_zone *zone) {
  return zone->name;
}

/* The transition next to the calendar's instant; `none` if there is no such. */
static int64_t transition_us(const struct stf_zone *zone, UTimeZoneTransitionType type,
                             int64_t none) {
  UErrorCode status = U_ZERO_ERROR;
  UDate ms = 0;
  bool found = ucal_getTimeZoneTransitionDate(zone->calendar, type, &ms, &status);
  return found && U_SUCCESS(status) ? (int64_t)ms * UTC_MS_PER_S : none;
}

static struct stretch ask_icu(const struct stf_zone *zone, int64_t utc_us) {
  UErrorCode status = U_ZERO_ERROR;
  ucal_setMillis(zone->calendar, (UDate)floor_div(utc_us, UTC_MS_PER_S), &status);
  int32_t offset_ms = ucal_get(zone->calendar, UCAL_ZONE_OFFSET, &status) +
                      ucal_get(zone->calendar, UCAL_DST_OFFSET, &status);
  STF_ASSERT(U_SUCCESS(status));
  return (struct stretch){
      .from_us = transition_us(zone, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, INT64_MIN),
      .to_us = transition_us(zone, UCAL_TZ_TRANSITION_NEXT, INT64_MAX),
      .offset_s = offset_ms / UTC_MS_PER_S,
  };
}

static bool holds(const struct stretch *stretch, int64_t utc_us) {
  return stretch->from_us <= utc_us && utc_us < stretch->to_us;
}

static const struct stretch *stretch_at(const struct stf_zone *zone, int64_t utc_us) {
  struct cache *cache = zone->cache;
  if (cache->stretches_n > 0 && holds(&cache->stretches[cache->last], utc_us)) {
    return &cache->stretches[cache->last];
  }
  for (size_t i = 0; i < cache->stretches_n; i++) {
    if (holds(&cache->stretches[i], utc_us)) {
      cache->last = i;
      return &cache->stretches[i];
    }
  }
  cache->last = cache->next;
  cache->next = (cache->next + 1) % STRETCHES_KEPT;
  cache->stretches_n += cache->stretches_n < STRETCHES_KEPT;
  cache->stretches[cache->last] = ask_icu(zone, utc_us);
  return &cache->stretches[cache->last];
}

/* Days since 1970-01-01 of a proleptic Gregorian date; month 1..12, day any. Eras of 400 years
 * that begin on 1 March, so that the leap day is the last of its year (H. Hinnant, "chrono-
 * compatible low-level date algorithms", days_from_civil). */
static int64_t days_from_civil(int64_t year, int month, int64_t day) {
  year -= month <= 2;
  int64_t era = floor_div(year, 400);
  int64_t year_of_era = year - era * 400;
  int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

/* The inverse (civil_from_days). */
static void civil_from_days(int64_t days, struct stf_civil *out) {
  days += 719468;
  int64_t era = floor_div(days, 146097);
  int64_t day_of_era = days - era * 146097;
  int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t month_from_march = (5 * day_of_year + 2) / 153;
  out->day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  out->month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  out->year = (int)(year_of_era + era * 400 + (out->month <= 2));
}

static void civil_from_local(int64_t local_us, struct stf_civil *out) {
  int64_t days = floor_div(local_us, STF_US_PER_DAY);
  int64_t rest_us = local_us - days * STF_US_PER_DAY;
  civil_from_days(days, out);
  int second_of_day = (int)(rest_us / STF_US_PER_S);
  out->hour = second_of_day / 3600;
  out->minute = second_of_day / 60 % 60;
  out->second = second_of_day % 60;
  out->us = (int)(rest_us % STF_US_PER_S);
}

int64_t stf_zone_day_number(const struct stf_civil *civil) {
  int64_t months = (int64_t)civil->month - 1;
  int64_t years = floor_div(months, 12);
  return days_from_civil(civil->year + years, (int)(months - years * 12) + 1, civil->day);
}

int stf_zone_day_weekday(int64_t day) {
  int64_t days = day + 3; /* 1970-01-01 was a Thursday */
  return (int)(days - floor_div(days, 7) * 7);
}

int stf_zone_weekday(const struct stf_civil *civil) {
  return stf_zone_day_weekday(stf_zone_day_number(civil));
}

void stf_zone_day_civil(int64_t day, struct stf_civil *out) {
  *out = (struct stf_civil){0};
  civil_from_days(day, out);
}

int32_t stf_zone_offset(const struct stf_zone *zone, int64_t utc_us, int64_t *until_us) {
  const struct stretch *stretch = stretch_at(zone, utc_us);
  *until_us = stretch->to_us;
  return stretch->offset_s;
}

void stf_zone_to_civil(const struct stf_zone *zone, int64_t utc_us, struct stf_civil *out,
                       int32_t *offset_s) {
  int32_t offset = stretch_at(zone, utc_us)->offset_s;
  civil_from_local(utc_us + offset * STF_US_PER_S, out);
  if (offset_s != NULL) {
    *offset_s = offset;
  }
}

int64_t stf_zone_day_at(const struct stf_zone *zone, int64_t utc_us) {
  struct stf_civil civil;
  stf_zone_to_civil(zone, utc_us, &civil, NULL);
  return stf_zone_day_number(&civil);
}

static int64_t local_to_utc(const struct stf_zone *zone, int64_t local_us) {
  /* Offsets lie within a day: these two stand on either side of any change that matters. */
  const struct stretch before = *stretch_at(zone, local_us - STF_US_PER_DAY);
  int64_t first_us = local_us - before.offset_s * STF_US_PER_S;
  if (holds(&before, first_us)) {
    return first_us; /* of a repeated hour this is the earlier one */
  }
  const struct stretch after = *stretch_at(zone, local_us + STF_US_PER_DAY);
  int64_t second_us = local_us - after.offset_s * STF_US_PER_S;
  return holds(&after, second_us) ? second_us : first_us;
}

int64_t stf_zone_to_utc(const struct stf_zone *zone, const struct stf_civil *civil) {
  int64_t second_of_day =
      (int64_t)civil->hour * 3600 + (int64_t)civil->minute * 60 + civil->second;
  return local_to_utc(zone, stf_zone_day_number(civil) * STF_US_PER_DAY +
                                second_of_day * STF_US_PER_S + civil->us);
}

/* Midnight that begins the day `days_later` after that of the instant. */
static int64_t midnight(const struct stf_zone *zone, int64_t utc_us, int days_later) {
  struct stf_civil civil;
  stf_zone_to_civil(zone, utc_us, &civil, NULL);
  struct stf_civil day = {
      .year = civil.year, .month = civil.month, .day = civil.day + days_later};
  return stf_zone_to_utc(zone, &day);
}

int64_t stf_zone_day_start(const struct stf_zone *zone, int64_t utc_us) {
  return midnight(zone, utc_us, 0);
}

int64_t stf_zone_next_day(const struct stf_zone *zone, int64_t utc_us) {
  return midnight(zone, utc_us, 1);
}

size_t stf_zone_format(const struct stf_zone *zone, int64_t utc_us, char out[STF_ZONE_TEXT]) {
  int32_t offset_s = stretch_at(zone, utc_us)->offset_s;
  /* RFC 3339 has no seconds in offsets; local mean times of old had. */
  int offset_min = (int)(offset_s / 60);
  struct stf_civil civil;
  civil_from_local(utc_us + INT64_C(60) * offset_min * STF_US_PER_S, &civil);
  int n = snprintf(out, STF_ZONE_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d", civil.year, civil.month,
                   civil.day, civil.hour, civil.minute, civil.second);
  size_t length = (size_t)n;
  if (civil.us != 0) {
    n = snprintf(out + length, STF_ZONE_TEXT - length, ".%06d", civil.us);
    length += (size_t)n;
    while (out[length - 1] == '0') {
      length--;
    }
  }
  if (zone->is_utc) {
    n = snprintf(out + length, STF_ZONE_TEXT - length, "Z");
  } else {
    int size_min = offset_min < 0 ? -offset_min : offset_min;
    n = snprintf(out + length, STF_ZONE_TEXT - length, "%c%02d:%02d",
                 offset_min < 0 ? '-' : '+', size_min / 60, size_min % 60);
  }
  return length + (size_t)n;
}

/* Names of all zones into the arena; NULL without memory. */
static const char **all_names(struct stf_arena *arena, size_t *out_n) {
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *zones = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, NULL, NULL, &status);
  int32_t zones_n = U_SUCCESS(status) ? uenum_count(zones, &status) : 0;
  const char **names = stf_arena_alloc(arena, (size_t)zones_n + 1, sizeof *names);
  size_t n = 0;
  int32_t length = 0;
  const char *name = NULL;
  while (names != NULL && n < (size_t)zones_n &&
         (name = uenum_next(zones, &length, &status)) != NULL) {
    const char *copy = stf_arena_text(arena, name, (size_t)length);
    if (copy == NULL) {
      break;
    }
    names[n++] = copy;
  }
  uenum_close(zones);
  *out_n = n;
  return names;
}

/* The zone of that name in other letters ("europe/rome"), or of that city ("Rome"). */
static const char *same_city(const char *name, const char *const *names, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const char *slash = strrchr(names[i], '/');
    if (strcasecmp(names[i], name) == 0 ||
        (slash != NULL && strcasecmp(slash + 1, name) == 0)) {
      return names[i];
    }
  }
  return NULL;
}

const char *stf_zone_nearest(const char *name, char *buffer, size_t buffer_n) {
  struct stf_arena *arena = stf_arena_new(NULL);
  if (arena == NULL) {
    return NULL;
  }
  size_t n = 0;
  const char *const *names = (const char *const *)all_names(arena, &n);
  const char *found = NULL;
  if (names != NULL) {
    found = same_city(name, names, n);
    found = found != NULL ? found : stf_quantity_nearest(name, names, n);
  }
  if (found != NULL) {
    (void)snprintf(buffer, buffer_n, "%s", found);
  }
  stf_arena_free(arena);
  return found != NULL ? buffer : NULL;
}
