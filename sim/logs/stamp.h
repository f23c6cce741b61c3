/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stamps of foreign logs: RFC 3339 or local text, epochs, and patterns such as
 * "%d/%m/%Y %H:%M".
 */
#ifndef STF_STAMP_H
#define STF_STAMP_H

#include "time/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stf_stamp_kind {
  STF_STAMP_AUTO,    /* RFC 3339 with offset or epoch seconds, else local */
  STF_STAMP_RFC3339, /* 2026-12-21T09:30:00+01:00 */
  STF_STAMP_LOCAL,   /* 2026-12-21 09:30:00, in the map's zone */
  STF_STAMP_EPOCH_S,
  STF_STAMP_EPOCH_MS,
  STF_STAMP_PATTERN
};

struct stf_stamp {
  enum stf_stamp_kind kind;
  const char *pattern; /* borrowed; STF_STAMP_PATTERN only */
};

/* Understands "rfc3339", "local", "epoch_s", "epoch_ms" and patterns: %Y, %y (1970 to 2069),
 * %m, %b (Jan, jan, January), %d, %H, %I, %M, %S, %f (fraction of a second), %p (am, PM);
 * a blank stands for any number of blanks, %% for %. A pattern must have year, month and day.
 * Returns NULL, or what is wrong in a few words. */
const char *stf_stamp_init(struct stf_stamp *stamp, const char *format);

/* Whether stamps of this form are read in a zone. */
bool stf_stamp_is_local(const struct stf_stamp *stamp);

/* False if the text is not of this form or no real time. `zone` may be NULL if the form is not
 * local; STF_STAMP_AUTO then takes no local times. */
bool stf_stamp_read(const struct stf_stamp *stamp, const struct stf_zone *zone,
                    const char *text, int64_t *out_utc_us);

/* The civil date of a text in the zone: the text's own date where it is local. */
bool stf_stamp_read_date(const struct stf_stamp *stamp, const struct stf_zone *zone,
                         const char *text, struct stf_civil *out);

#endif
