/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff of the teams, gathered team by team (scenario_counts.h, scenario_roster.h) and then put
 * in order. */
#ifndef STF_SCENARIO_STAFF_H
#define STF_SCENARIO_STAFF_H

#include "scenario/scenario_build.h"

struct stf_scenario_staff_break {
  int64_t start_us;
  int64_t end_us;
  bool paid;
};

/* One shift of a named agent. */
struct stf_scenario_staff_span {
  int64_t start_us;
  int64_t end_us;
  int64_t day;   /* civil day number of its start in the team's zone */
  uint32_t name; /* id in names.agents */
  uint32_t team;
  const struct stf_scenario_staff_break *breaks; /* inside the shift, in order, not touching
                                                    each other or its ends; the scenario's arena
                                                  */
  size_t breaks_n;
  const char *path; /* of the roster; its line, and column if a line holds several shifts */
  int line;
  int column;
};

/* How a team's files are read. */
struct stf_scenario_staff_team {
  struct stf_zone *zone;   /* of its own, owned; NULL: the scenario's */
  const int64_t *holidays; /* days on which nobody of counts is there, ascending */
  size_t holidays_n;
  int holidays_like; /* or as many as on this weekday (0: Monday); -1: nobody */
  bool shares_file;  /* an option gave the file to all teams: its column must tell them apart */
  bool by_shift; /* an exchangeable team whose changes belong to shifts all the same: absence,
                    late log-in and paid breaks are of a shift */
};

struct stf_scenario_staff {
  struct stf_scenario_build *build;
  struct stf_scenario_staff_team *teams; /* by team; owned */
  struct stf_scenario_staff_span *spans;
  size_t spans_n;
  size_t spans_capacity;
  struct stf_staff_change *changes;
  size_t changes_n;
  size_t changes_capacity;
};

/* Zone of a team's files. */
const struct stf_zone *stf_scenario_staff_zone(const struct stf_scenario_staff *staff,
                                               uint32_t team);

/* Tells a file of several teams that does not tell them apart; true if that is so. */
bool stf_scenario_staff_is_common(const struct stf_scenario_staff *staff, uint32_t team,
                                  const struct stf_node *file, bool has_team);

void stf_scenario_staff_add_change(struct stf_scenario_staff *staff,
                                   struct stf_staff_change change);
void stf_scenario_staff_add_span(struct stf_scenario_staff *staff,
                                 const struct stf_scenario_staff_span *span);

/* Finds shifts of one agent that overlap, joins those that follow each other without a gap, and
 * fills the desk's agents, shifts and changes. Shifts outside the run are left out; of one in
 * which the run begins, the rest counts. Releases what was gathered. */
void stf_scenario_staff_finish(struct stf_scenario_staff *staff);

#endif
