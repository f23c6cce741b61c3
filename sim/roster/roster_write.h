/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A planned roster as the files that scenarios read (teams[].roster), and its cover as a table.
 */
#ifndef STF_ROSTER_WRITE_H
#define STF_ROSTER_WRITE_H

#include "roster/team_roster.h"

#include <stdio.h>

/* Long form: agent,date,start,end,breaks[,team],contract; a row for each shift of the planned
 * days. */
void stf_roster_write_long(FILE *file, const struct stf_team_roster *roster);

/* Wide form: agent[,team],contract and a column for each planned date; cells as "9:00-13:00
 * 13:30-17:30", leave under the code it came with. Paid breaks do not show in it. */
void stf_roster_write_wide(FILE *file, const struct stf_team_roster *roster);

/* date,start,agents,planned[,team]: wanted and rostered in each step. */
void stf_roster_write_cover(FILE *file, const struct stf_team_roster *roster);

enum {
  STF_ROSTER_WRITE_DATE = 16
};

/* "2026-12-21" of a day of the problem. Returns out. */
const char *stf_roster_write_date(const struct stf_problem *problem, int32_t day,
                                  char out[STF_ROSTER_WRITE_DATE]);

#endif
