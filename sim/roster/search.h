/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a roster better by exact moves: each takes the schedules of one or a few agents out and
 * puts the best ones in, one agent at a time (roster/schedule.h), hires somebody or lets
 * somebody go. Every roster on the way is legal, and none is dearer than the one before.
 */
#ifndef STF_ROSTER_SEARCH_H
#define STF_ROSTER_SEARCH_H

#include "roster/team_roster.h"

struct stf_search_options {
  uint32_t rounds_n;           /* moves of a few agents tried after the last one that helped */
  int64_t enough;              /* a roster of this cost is as good as any: the search ends */
  bool (*stop)(void *context); /* asked between moves; NULL: never */
  void *context;
};

/* The same roster for the same input. STF_ERR_INPUT: fixed shifts against the rules;
 * STF_ERR_INTERRUPTED: stopped, and the roster is the best so far. */
STF_MUST_USE enum stf_status stf_search_run(struct stf_team_roster *roster,
                                            struct stf_schedule_maker *maker,
                                            const struct stf_search_options *options);

#endif
