/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Content lines of iCalendar text (RFC 5545, 3.1): "NAME;PARAMETER=value:value", a long one
 * folded into several lines of the file of which the later ones begin with a blank. */
#ifndef STF_HOLIDAYS_LINE_H
#define STF_HOLIDAYS_LINE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* A text being read line by line. */
struct stf_holidays_line_source {
  const char *at;
  const char *end;
  char *scratch; /* where the next line is unfolded */
  int line;      /* of `at`, from 1 */
};

struct stf_holidays_line {
  int line;         /* where it begins, from 1 */
  const char *name; /* as written: "DTSTART" */
  const char *zone; /* parameter TZID, or NULL */
  char *value;
};

/* Begins to read n bytes (a byte order mark is skipped); false without memory. */
bool stf_holidays_line_open(struct stf_holidays_line_source *source, const char *bytes,
                            size_t n, struct stf_arena *arena);

enum stf_holidays_line_got {
  STF_HOLIDAYS_LINE_READ,
  STF_HOLIDAYS_LINE_BAD, /* no content line: only line is set */
  STF_HOLIDAYS_LINE_END
};

/* The next line that is not empty; its texts stay valid as long as the arena. */
enum stf_holidays_line_got stf_holidays_line_next(struct stf_holidays_line_source *source,
                                                  struct stf_holidays_line *out);

/* Turns \n, \, and the like of a TEXT value into what they stand for, in place; line ends
 * become blanks. */
void stf_holidays_line_unescape(char *text);

#endif
