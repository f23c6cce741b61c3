/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rosters: the shifts of named agents, one in each row (long form) or one row an agent and one
 * column a date (wide form). */
#ifndef STF_SCENARIO_ROSTER_H
#define STF_SCENARIO_ROSTER_H

#include "scenario/scenario_staff.h"

/* Adds the shifts of a team in a CSV file. Long: agent,start,end with local dates and times, or
 * agent,date,start,end with times of day, where an end not above the start is on the next day;
 * a column breaks takes "12:00-12:30 18:00-18:10 paid". Wide: agent and dates, cells "9-13
 * 14-18" or codes of the legend file. Either may have a column team; contract is not used.
 * Whether anybody of the team has a shift within the run: an error if nobody has, unless the
 * roster may miss it. */
struct stf_scenario_roster_files {
  const struct stf_node *file;   /* NULL: nothing is read */
  const struct stf_node *legend; /* NULL: none */
  bool may_miss;
};
bool stf_scenario_roster_read(struct stf_scenario_staff *staff, uint32_t team,
                              struct stf_scenario_roster_files files);

#endif
