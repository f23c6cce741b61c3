/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods and times of intervals in words. */
#ifndef STF_RUN_DATES_H
#define STF_RUN_DATES_H

#include "time/zone.h"

enum {
  STF_RUN_DATES_TEXT = 48
};

/* "2026-12-21", "2026-12-21 to 2026-12-27", "2026-12-21 09:00-19:00",
 * "2026-12-21 09:00 to 2026-12-23 18:00". */
void stf_run_dates_iso(const struct stf_zone *zone, int64_t from_us, int64_t to_us,
                       char out[STF_RUN_DATES_TEXT]);

/* For people: "Dec 2025" for a whole month, "22 Dec 2025", "21-27 Dec 2025",
 * "21 Dec 2025 - 3 Jan 2026". */
void stf_run_dates_of(const struct stf_zone *zone, int64_t from_us, int64_t to_us,
                      char out[STF_RUN_DATES_TEXT]);

/* "Tue 22 Dec 10:00-12:00". */
void stf_run_dates_stretch(const struct stf_zone *zone, int64_t from_us, int64_t to_us,
                           char out[STF_RUN_DATES_TEXT]);

#endif
