/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil time: IANA zones, instants as int64 microseconds of UTC since 1970-01-01, text forms.
 * Offsets are cached by stretch between transitions, so that reading a log asks ICU a few times
 * a year, not once a row. A zone object is used by one thread at a time (its cache changes);
 * open one per thread.
 */
#ifndef STF_ZONE_H
#define STF_ZONE_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_zone;

struct stf_civil {
  int year;
  int month;  /* 1..12 */
  int day;    /* 1..31 */
  int hour;   /* 0..23 */
  int minute; /* 0..59 */
  int second; /* 0..59 */
  int us;     /* 0..999999 */
};

/* Opens an IANA zone ("Europe/Rome", "UTC"). STF_ERR_INPUT for an unknown name (nothing else is
 * reported: the caller knows where the name stands). The caller owns *out. */
STF_MUST_USE enum stf_status stf_zone_open(const char *name, struct stf_zone **out);
void stf_zone_free(struct stf_zone *zone);
const char *stf_zone_name(const struct stf_zone *zone);

/* The known zone name nearest to a misspelt one, or NULL; static text or text owned by the zone
 * database copy in buffer. */
const char *stf_zone_nearest(const char *name, char *buffer, size_t buffer_n);

/* Civil time at an instant; *offset_s (may be NULL) is local minus UTC in seconds. */
void stf_zone_to_civil(const struct stf_zone *zone, int64_t utc_us, struct stf_civil *out,
                       int32_t *offset_s);

/* Local minus UTC in seconds at an instant; it stays so until *until_us, where the clocks may
 * change (INT64_MAX: for good). */
int32_t stf_zone_offset(const struct stf_zone *zone, int64_t utc_us, int64_t *until_us);

/* Instant of a civil time. A time in the gap of a change of clocks is moved forward by the gap;
 * of a repeated hour the first is taken. Fields out of their ranges (minute 75, day 32) carry
 * over. */
int64_t stf_zone_to_utc(const struct stf_zone *zone, const struct stf_civil *civil);

/* Midnight that begins the civil day of the instant, and the next one (days have 23, 24 or 25
 * h). */
int64_t stf_zone_day_start(const struct stf_zone *zone, int64_t utc_us);
int64_t stf_zone_next_day(const struct stf_zone *zone, int64_t utc_us);

/* Day of the week, 0 = Monday; days since 1970-01-01 of a civil date (proleptic Gregorian). */
int stf_zone_weekday(const struct stf_civil *civil);
int64_t stf_zone_day_number(const struct stf_civil *civil);

/* The same of the civil date of an instant. */
int64_t stf_zone_day_at(const struct stf_zone *zone, int64_t utc_us);

/* Day of the week of a day number; its date, at midnight. */
int stf_zone_day_weekday(int64_t day);
void stf_zone_day_civil(int64_t day, struct stf_civil *out);

/* "2026-12-21" -> civil midnight; false if not a real date in this form. */
bool stf_zone_parse_date(const char *text, struct stf_civil *out);

/* "09:30", "9:30", "24:00", "09:30:15" -> seconds of the day. */
bool stf_zone_parse_clock(const char *text, int32_t *out_s);

/* RFC 3339 with offset ("2026-12-21T09:30:00.25+01:00", "...Z"; 'T' or blank; up to
 * microseconds), or epoch seconds ("1700000000", "1700000000.25") -> UTC. */
bool stf_zone_parse_instant(const char *text, size_t n, int64_t *out_utc_us);

/* The same without an offset, read in the zone: "2026-12-21 09:30[:00[.25]]", "2026-12-21". */
bool stf_zone_parse_local(const struct stf_zone *zone, const char *text, int64_t *out_utc_us);

enum {
  STF_ZONE_TEXT = 40
}; /* bytes that hold any formatted instant */

/* RFC 3339 in the zone's local time with its offset; fraction only if there is one, without
 * trailing zeros. Returns the length. */
size_t stf_zone_format(const struct stf_zone *zone, int64_t utc_us, char out[STF_ZONE_TEXT]);

extern const char *const STF_ZONE_WEEKDAYS[7];      /* "mon".."sun" */
extern const char *const STF_ZONE_WEEKDAY_NAMES[7]; /* "Monday".."Sunday" */

#endif
