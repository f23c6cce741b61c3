/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with units, as users write them: "10 min", "95/min", "80 %", "1.3".
 * All functions read the whole text (blanks around it are fine) and return false where it is
 * not of that form; *out is then untouched. The decimal mark is the point.
 */
#ifndef STF_QUANTITY_H
#define STF_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STF_US_PER_S   INT64_C(1000000)
#define STF_US_PER_DAY (INT64_C(86400) * STF_US_PER_S) /* of 24 hours */

/* A plain decimal number, finite. */
bool stf_quantity_number(const char *text, double *out);

/* An integer within the range of int64_t. */
bool stf_quantity_integer(const char *text, int64_t *out);

/* A duration in seconds: number and unit (us, ms, s, min, h, d, w; "10 min", "20s", "1.5 h");
 * the unit is required unless the number is 0. May be negative: callers check ranges. */
bool stf_quantity_duration(const char *text, double *out_s);

/* A rate per second: number, '/', unit (s, min, h, d, w): "95/min", "20 / h". */
bool stf_quantity_rate(const char *text, double *out_per_s);

/* A share 0..1 given as a number or as a percentage: "0.8", "80 %", "80%". */
bool stf_quantity_share(const char *text, double *out_share);

/* A duration in whole microseconds as it stands in the names of results: "10min", "24h", "90s",
 * "0.5s": the largest of h, min and s of which it is a whole multiple, else seconds. */
void stf_quantity_put_duration(int64_t us, char *out, size_t out_n);

/* Of n candidates the one nearest to `text` by edits (insert, delete, replace, swap), if near
 * enough to be a likely slip (at most 1 edit per 3 letters, at least 1); else NULL. For "did
 * you mean". */
const char *stf_quantity_nearest(const char *text, const char *const *candidates, size_t n);

/* Whole microseconds of a duration, rounded to the nearest; |seconds| < 9e12. */
int64_t stf_quantity_us(double seconds);

#endif
