/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff given as counts of a team. On the team's staff holidays nobody of them is there. */
#ifndef STF_SCENARIO_COUNTS_H
#define STF_SCENARIO_COUNTS_H

#include "scenario/scenario_staff.h"

/* Adds this many agents of a team for the whole run. */
void stf_scenario_counts_constant(struct stf_scenario_staff *staff, uint32_t team,
                                  const struct stf_node *node, int32_t agents_n);

/* Adds the counts of a CSV file: start,agents with local dates and times, each holding until
 * the next, the last one to the end; or by day, from 0 at midnight: weekday,start,agents,
 * date,start,agents, or start and one column of counts for each date. After the period the last
 * count stays. NULL file: nothing. */
void stf_scenario_counts_read(struct stf_scenario_staff *staff, uint32_t team,
                              const struct stf_node *file);

#endif
