/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holidays: the dates of an iCalendar file (RFC 5545), yearly rules expanded. */
#ifndef STF_HOLIDAYS_H
#define STF_HOLIDAYS_H

#include "base/arena.h"
#include "base/diag.h"

#include <stddef.h>
#include <stdint.h>

struct stf_holiday {
  int64_t day;      /* stf_zone_day_number */
  const char *name; /* SUMMARY; "" if there is none; in the arena */
};

enum {
  STF_HOLIDAYS_RANGE_MAX = 200000 /* days that can be asked for at once */
};

/* iCalendar text, and the days asked for. */
struct stf_holidays_text {
  const char *path; /* for messages */
  const char *bytes;
  size_t n;
  int64_t from_day; /* stf_zone_day_number */
  int64_t to_day;   /* >= from_day */
};

/* The days of all events of the text that fall in [from_day, to_day], ascending, a day once
 * (its first name stays). An event of several days gives each of them; DTEND is exclusive;
 * RRULE, RDATE and EXDATE count. A timed event gives the civil days on which it lies as written
 * (its own local dates). Cancelled events do not count; an event with RECURRENCE-ID takes the
 * place of that day of its series. Rules repeat by the day or slower: hours, minutes and
 * seconds in them are refused. STF_ERR_INPUT: no calendar, or an event that cannot be read
 * (told to diags at its line); STF_ERR_MEMORY. One thread at a time: libical has settings of
 * the whole process. */
STF_MUST_USE enum stf_status stf_holidays_parse(const struct stf_holidays_text *text,
                                                struct stf_arena *arena,
                                                struct stf_diags *diags,
                                                struct stf_holiday **out, size_t *out_n);

#endif
