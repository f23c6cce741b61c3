/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A requirement table: how many agents of each team are wanted in each interval of each date.
 * CSV in one of three forms: date,start,agents[,team]; start[,team] and one column for each
 * date; date[,team] and one column for each time of day. Intervals that the table does not name
 * want nobody.
 *
 * A caller who has the figures makes one without a file: begin, add each cell, settle.
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
  bool has_teams;     /* the teams have names: the table has a column team */
  int32_t interval_s; /* of each cell: 1 h, 30, 20, 15, 10 or 5 min */
  int64_t first_day;
  int64_t last_day;
  uint64_t hash; /* of the file */
};

/* An empty requirement; the caller adds teams to need->teams, sets has_teams, adds cells, then
 * settles. The caller clears *out, also after failure. */
STF_MUST_USE enum stf_status stf_need_begin(const struct stf_allocator *allocator,
                                            struct stf_need *out);

/* Adds a cell; no two have the same team, day and start. line and column may be 0. */
STF_MUST_USE enum stf_status stf_need_add(struct stf_need *need,
                                          const struct stf_need_cell *cell);

/* Sorts the cells and finds their interval, first and last day. */
void stf_need_settle(struct stf_need *need);

STF_MUST_USE enum stf_status stf_need_read(const char *path,
                                           const struct stf_allocator *allocator,
                                           struct stf_diags *diags, struct stf_need *out,
                                           struct stf_error *error);
void stf_need_clear(struct stf_need *need);

#endif
