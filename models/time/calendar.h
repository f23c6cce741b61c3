/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Business calendars: weekly opening hours in a zone, with dated exceptions, compiled to the
 * open stretches of UTC. Clocks of SLA targets, of patience, of bots and of premium hours run
 * on them. Right on days of 23 and 25 hours: every date's hours are converted by themselves.
 *
 * Business time between two instants is the open time between them; a clock that starts while
 * the calendar is closed starts at the next opening.
 */
#ifndef STF_CALENDAR_H
#define STF_CALENDAR_H

#include "base/mem.h"
#include "time/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  STF_CALENDAR_SPANS_MAX = 8 /* open stretches of one day */
};

/* An open stretch of a local day: seconds of its clock, 0 <= from < to <= 86400. */
struct stf_calendar_span {
  int32_t from_s;
  int32_t to_s;
};

/* Hours of one day: stretches ascending, not touching; none: closed. */
struct stf_calendar_hours {
  struct stf_calendar_span spans[STF_CALENDAR_SPANS_MAX];
  uint32_t spans_n;
};

/* A date whose hours are not its weekday's. */
struct stf_calendar_date {
  int64_t day; /* stf_zone_day_number */
  struct stf_calendar_hours hours;
};

struct stf_calendar_rules {
  const struct stf_zone *zone; /* borrowed for the call */
  struct stf_calendar_hours week[7];
  const struct stf_calendar_date *dates; /* ascending by day, no day twice */
  size_t dates_n;
};

struct stf_calendar; /* compiled; constant, so threads may share it */

/* Compiles the rules over the instants [from_us, to_us). Outside nothing is open: choose a
 * range that holds every instant that will be asked for. Owned by the caller. */
STF_MUST_USE enum stf_status stf_calendar_new(const struct stf_calendar_rules *rules,
                                              int64_t from_us, int64_t to_us,
                                              const struct stf_allocator *allocator,
                                              struct stf_calendar **out);
void stf_calendar_free(struct stf_calendar *calendar); /* NULL is fine */

/* The functions below take NULL for a calendar that is always open. */

bool stf_calendar_open_at(const struct stf_calendar *calendar, int64_t at_us);

/* Open time [us] in [from_us, to_us); 0 if to_us <= from_us. */
int64_t stf_calendar_between_us(const struct stf_calendar *calendar, int64_t from_us,
                                int64_t to_us);

/* The first instant at which by_us >= 0 of open time has passed since from_us (the deadline of
 * a target); INT64_MAX if the calendar's range ends before. by_us INT64_MAX: INT64_MAX. */
int64_t stf_calendar_after_us(const struct stf_calendar *calendar, int64_t from_us,
                              int64_t by_us);

/* The first open instant at or after at_us; INT64_MAX: none. */
int64_t stf_calendar_opening_us(const struct stf_calendar *calendar, int64_t at_us);

#endif
