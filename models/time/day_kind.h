/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of civil days, as far as a calendar of holidays tells them apart. */
#ifndef STF_DAY_KIND_H
#define STF_DAY_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stf_day_kind {
  STF_DAY_KIND_WORKING, /* Monday to Friday, none of those below */
  STF_DAY_KIND_SATURDAY,
  STF_DAY_KIND_SUNDAY,
  STF_DAY_KIND_HOLIDAY, /* on whatever weekday */
  STF_DAY_KIND_BRIDGE,  /* Monday to Friday between two days off (Saturday, Sunday, holiday), of
                           which one at least is a holiday */
  STF_DAY_KIND_EVE,     /* Monday to Friday before a holiday, no bridge */
  STF_DAY_KIND_AFTER,   /* Monday to Friday behind a holiday, neither bridge nor eve */
  STF_DAY_KIND_N
};

extern const char *const STF_DAY_KIND_NAMES[STF_DAY_KIND_N]; /* "working day", ... */

/* Of a day (stf_zone_day_number); the holidays ascend. */
enum stf_day_kind stf_day_kind_of(int64_t day, const int64_t *holidays, size_t holidays_n);

/* The kind that stands for one of which there is no example: a Sunday for a holiday, a working
 * day for a bridge, an eve and a day after; the others for themselves. */
enum stf_day_kind stf_day_kind_wider(enum stf_day_kind kind);

#endif
