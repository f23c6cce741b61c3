/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results table: one statistic a row, the same for every command (docs/event-log.md,
 * "Results table"). */
#ifndef STF_ROW_H
#define STF_ROW_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Verdict of an actual against the 80 % band. */
enum stf_inside {
  STF_INSIDE_NONE, /* not comparable, or nothing to compare */
  STF_INSIDE_GIVEN,
  STF_INSIDE_BELOW,
  STF_INSIDE_INSIDE,
  STF_INSIDE_ABOVE
};

/* Texts are borrowed (from the table's arena or static). Doubles are NAN and counts -1 where
 * the field is empty; interval_start_us is STF_NEVER (INT64_MIN) on rows without an interval.
 */
struct stf_row {
  const char *scenario;
  const char *kpi;
  const char *definition;
  const char *clock;     /* "calendar" or "business" */
  const char *statistic; /* mean, sd, min, p50, p75, p90, p95, p99, max, share,
                            unanswered_share, count, sum */
  const char *unit;      /* s, share, contacts, agents, per_h, currency code, 1 */
  const char *group;     /* "" for totals; class, channel, priority, team, agent, day,
                            weekday_interval, time_of_day */
  const char *key;       /* "" for totals */
  int64_t interval_start_us;
  int64_t interval_end_us;
  int64_t n_actual;
  double actual;
  double predicted;
  double ci95_lo;
  double ci95_hi;
  double band80_lo;
  double band80_hi;
  double band95_lo;
  double band95_hi;
  enum stf_inside inside80;
  int64_t n_replications;
};

extern const struct stf_row STF_ROW_EMPTY;

/* Same statistic of the same group: everything that a row says of itself but its interval. */
bool stf_row_same(const struct stf_row *a, const struct stf_row *b);

struct stf_table {
  struct stf_arena *arena; /* owned: texts of the rows */
  const struct stf_allocator *allocator;
  struct stf_row *rows; /* owned */
  size_t rows_n;
  size_t capacity;
};

STF_MUST_USE enum stf_status stf_row_table_init(struct stf_table *table,
                                                const struct stf_allocator *allocator);
void stf_row_table_clear(struct stf_table *table);

/* Appends a copy of the row (its texts stay borrowed: put them into table->arena if they would
 * not outlive it). */
STF_MUST_USE enum stf_status stf_row_table_add(struct stf_table *table,
                                               const struct stf_row *row);

#endif
