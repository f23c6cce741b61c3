/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requirement as a table for spreadsheets and other planners. */
#ifndef STF_PLAN_TABLE_H
#define STF_PLAN_TABLE_H

#include "cli/plan_job.h"

/* CSV, one line for each date and team, one column for each time of day: people needed, empty
 * where the team is closed. On a day with a repeated hour the larger of the two counts stands.
 */
STF_MUST_USE enum stf_status stf_plan_table_matrix(FILE *file, const struct stf_plan_job *job);

/* CSV, one line for each open step and team: date, start, team, people needed, those of the
 * formulas, the offered load behind it. Of two steps at which the clock shows the same the one
 * stands that wants more people: whoever is on duty then is so in both. */
STF_MUST_USE enum stf_status stf_plan_table_long(FILE *file, const struct stf_plan_job *job);

#endif
