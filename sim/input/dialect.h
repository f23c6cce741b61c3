/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates, times and numbers as spreadsheets of several countries write them. One file has one
 * way: evidence is gathered over its cells and decided once; what stays open is told with both
 * readings, never guessed.
 *
 * Dates: 2026-12-21 (also with / or .), 21/12/2026 and 12/21/2026 (also with -), 21.12.2026 (a
 * point always puts the day first). A year of two digits is 1970 to 2069. Times: 9, 9:30, 9.30,
 * 09:30:00, 24:00, 9:30 PM. Numbers: 12.5 and 12,5, thousands 1,234.5 and 1.234,5.
 */
#ifndef STF_DIALECT_H
#define STF_DIALECT_H

#include "base/diag.h"
#include "time/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_dialect {
  bool month_first;   /* 12/21/2026 */
  bool decimal_comma; /* 12,5 */
};

/* A cell that tells something. */
struct stf_dialect_sight {
  char text[24]; /* "": none seen */
  int line;
  int column;
};

/* What the cells of one file tell; starts zeroed. */
struct stf_dialect_evidence {
  struct stf_dialect_sight day_first;   /* a date that can only be dd/mm */
  struct stf_dialect_sight month_first; /* only mm/dd */
  struct stf_dialect_sight either;      /* both, and they differ */
  struct stf_dialect_sight points;      /* 21.12.2026 */
  struct stf_dialect_sight slashes;     /* any date of the forms dd/mm, mm/dd */
  int64_t least[2];                     /* day numbers of those dates, day first, month first */
  int64_t most[2];
  struct stf_dialect_sight decimal_comma; /* a number that can only be read so */
  struct stf_dialect_sight decimal_point;
  struct stf_dialect_sight comma; /* 1,234: decimal comma or thousands */
};

/* Takes a cell into account, if it is a date (with or without a time) or a number. Only line
 * and column of `where` count. */
void stf_dialect_see_date(struct stf_dialect_evidence *evidence, const char *text,
                          struct stf_where where);
void stf_dialect_see_number(struct stf_dialect_evidence *evidence, const char *text,
                            struct stf_where where);

enum {
  STF_DIALECT_NEAR_DAYS = 31
};

/* Decides. Where all dates can be read both ways, the reading counts that puts all of them
 * within STF_DIALECT_NEAR_DAYS of the days [from_day, to_day], if the other does not. False:
 * two readings are possible, or the file mixes two ways; told to diags at path. */
bool stf_dialect_decide(const struct stf_dialect_evidence *evidence, const char *path,
                        int64_t from_day, int64_t to_day, struct stf_diags *diags,
                        struct stf_dialect *out);

/* Whole texts, blanks around them not allowed. False: not of that form or no real date; *out is
 * then untouched. */
bool stf_dialect_is_date(const char *text); /* in either order */
bool stf_dialect_date(const struct stf_dialect *dialect, const char *text,
                      struct stf_civil *out);
/* A date, or date and time with a blank or T between them; 24:00 is the next midnight. The time
 * is in out->second alone, as seconds of the day. */
bool stf_dialect_datetime(const struct stf_dialect *dialect, const char *text,
                          struct stf_civil *out);
bool stf_dialect_clock(const char *text, size_t n, int32_t *out_s); /* 0..86400 */
bool stf_dialect_number(const struct stf_dialect *dialect, const char *text, double *out);

#endif
