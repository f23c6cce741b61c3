/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and rule files are read by the readers of scenarios (scenario/scenario_csv.h and the
 * like), which want a scenario under construction: this is one without a desk. */
#ifndef STF_READING_H
#define STF_READING_H

#include "scenario/scenario_build.h"

struct stf_reading {
  struct stf_scenario scenario; /* arena, zone and names only */
  struct stf_scenario_build build;
  struct stf_error error;
};

/* Starts reading local times of UTC; what is read stays in the reading's arena. The reading
 * must stay where it is. */
STF_MUST_USE enum stf_status stf_reading_init(struct stf_reading *reading,
                                              const struct stf_allocator *allocator,
                                              struct stf_diags *diags);
void stf_reading_clear(struct stf_reading *reading);

/* A file that the user named on the command line, as a node for those readers; in the arena.
 * Paths that the files themselves name are relative to the folder of reading->build.path. */
const struct stf_node *stf_reading_named(struct stf_reading *reading, const char *path);

/* The end of a reading: STF_OK, STF_ERR_INPUT if anything is wrong in the files, or what
 * failed, in words. */
STF_MUST_USE enum stf_status stf_reading_end(struct stf_reading *reading,
                                             struct stf_error *error);

/* The same where one table was to be opened and could not. */
STF_MUST_USE enum stf_status stf_reading_unopened(struct stf_reading *reading,
                                                  const struct stf_error *table,
                                                  struct stf_error *error);

#endif
