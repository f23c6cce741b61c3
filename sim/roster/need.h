/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A requirement table: how many agents of each team are wanted in each interval of each date.
 * CSV date,start,agents[,team], or start[,team] and one column for each date. Intervals that
 * the table does not name want nobody.
 */
#ifndef STF_NEED_H
#define STF_NEED_H

#include "base/dict.h"
#include "roster/reading.h"

struct stf_need_cell {
  int64_t day;     /* civil day number */
  int32_t start_s; /* of the day */
  uint32_t team;   /* id in teams */
  double agents;   /* >= 0 */
  int line;
  int column;
};

struct stf_need {
  const struct stf_allocator *allocator;
  struct stf_dict *teams; /* owned; one called "agents" where the table has no column team */
  struct stf_need_cell *cells; /* owned; by team, day and start, no two the same */
  size_t cells_n;
  size_t capacity;
  bool has_teams;     /* it has a column team */
  int32_t interval_s; /* of each cell: 1 h, 30, 20, 15, 10 or 5 min */
  int64_t first_day;
  int64_t last_day;
  uint64_t hash; /* of the file */
};

STF_MUST_USE enum stf_status stf_need_read(const char *path,
                                           const struct stf_allocator *allocator,
                                           struct stf_diags *diags, struct stf_need *out,
                                           struct stf_error *error);
void stf_need_clear(struct stf_need *need);

#endif
