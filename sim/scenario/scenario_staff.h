/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff of the teams, gathered team by team and then put in order. */
#ifndef STF_SCENARIO_STAFF_H
#define STF_SCENARIO_STAFF_H

#include "scenario/scenario_build.h"

/* One shift of a named agent. */
struct stf_scenario_staff_span {
  int64_t start_us;
  int64_t end_us;
  uint32_t name; /* id in names.agents */
  uint32_t team;
  const char *path; /* of the roster; its columns' line */
  int line;
};

struct stf_scenario_staff {
  struct stf_scenario_build *build;
  struct stf_scenario_staff_span *spans;
  size_t spans_n;
  size_t spans_capacity;
  struct stf_staff_change *changes;
  size_t changes_n;
  size_t changes_capacity;
};

/* Adds this many agents of a team for the whole run. */
void stf_scenario_staff_constant(struct stf_scenario_staff *staff, uint32_t team,
                                 int32_t agents_n);

/* Adds the counts of a CSV file: start,agents with local dates and times, each holding until
 * the next, the last one to the end; or weekday,start,agents, each day by itself from 0 at
 * midnight. After the period the last count stays. */
void stf_scenario_staff_counts(struct stf_scenario_staff *staff, uint32_t team,
                               const struct stf_node *file);

/* Adds the shifts of a CSV file: agent,start,end (local dates and times) or
 * agent,date,start,end (times of day). */
void stf_scenario_staff_roster(struct stf_scenario_staff *staff, uint32_t team,
                               const struct stf_node *file);

/* Finds shifts of one agent that overlap, joins those that follow each other without a gap, and
 * fills the desk's agents and changes. Shifts that begin after the period are left out.
 * Releases what was gathered. */
void stf_scenario_staff_finish(struct stf_scenario_staff *staff);

#endif
