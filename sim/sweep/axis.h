/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values that a sweep gives to one key: "bot.containment=0.4:0.8:0.1".
 *
 *   a,b,c         these values, as they would stand in the scenario
 *   from:to:step  numbers, exactly: 0.4:0.8:0.1 is 0.4, 0.5, 0.6, 0.7, 0.8
 *   from..to      a range; of whole numbers in a grid every one of them
 *   from..to:step as from:to:step
 *
 * Numbers are decimals with a unit or without ("60s:120s:30s", "40:80:10 %"); the last unit is
 * that of all. A value in quotes or brackets is taken as it is.
 */
#ifndef STF_AXIS_H
#define STF_AXIS_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

enum {
  STF_AXIS_MOST = 100000, /* values of one key, points of a sweep */
  STF_AXIS_TEXT = 64
};

struct stf_axis {
  const char *key;
  const char *const *texts; /* values, as a scenario has them */
  size_t texts_n;           /* 0: a range without a step, or a key alone */
  bool is_range;            /* it has ends, in `unit` */
  double low;
  double high;
  const char *unit; /* "", " %", "s": stands behind each number of a range */
  bool is_whole;    /* the key takes whole numbers only */
  bool misses_end;  /* the step does not lead to the end */
};

/* Reads the text of one --vary into the arena; a text without '=' is a key alone. STF_ERR_USAGE
 * with what is wrong; STF_ERR_MEMORY. */
STF_MUST_USE enum stf_status stf_axis_read(const char *text, struct stf_arena *arena,
                                           struct stf_axis *out, struct stf_error *error);

/* Gives a range without a step its values for a grid: the whole numbers in it. STF_ERR_USAGE:
 * it has other ends, or there is no range; STF_ERR_MEMORY. */
STF_MUST_USE enum stf_status stf_axis_fill(struct stf_axis *axis, struct stf_arena *arena,
                                           struct stf_error *error);

/* The value at a place u in [0, 1): of n values each has 1 / n of it, of a range it is low + u
 * (high - low), of a range of whole numbers each has the same part of it. Numbers have as many
 * decimals as it takes to tell a hundredth of 1 / steps_n of the range. In the arena; NULL
 * without memory. */
const char *stf_axis_at(const struct stf_axis *axis, double u, size_t steps_n,
                        struct stf_arena *arena);

/* A number with the axis's unit, with as many decimals as it takes to tell a hundredth of
 * `span`; whole where the axis is. */
void stf_axis_put(const struct stf_axis *axis, double number, double span,
                  char out[STF_AXIS_TEXT]);

/* A number and the unit behind it: "6 min" is 6 and " min". False: no decimal. The unit points
 * into the text. */
bool stf_axis_split(const char *text, double *number, const char **unit);

#endif
