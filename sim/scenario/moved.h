/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A described desk put into another period, with other holidays and other staff, as the command
 * line says it: what stands in the scenario's tree is changed before it is read, by the words
 * of scenario/vary.h and in front of them. So no file has to be edited for "and in December?",
 * and a scenario with these values written into it (`init`) gives the same run.
 *
 * - period: FROM..TO, or one day: the scenario's `period`.
 * - roster: FILE, or TEAM=FILE: who is there, instead of what the team has (agents, staffing,
 *   roster, usual, legend); without TEAM every team's, by the file's column `team`.
 * - staffing: the same with counts.
 * - legend: codes of these rosters.
 * - holidays: files of them (.ics, CSV): `demand.holidays`.
 * - demand: what they do to it: closed, a weekday, a factor, or a range of factors LOW..HIGH or
 *   LOW..LIKELY..HIGH. NULL: the desk's `fitted.holidays` of two past ones or more, else as on
 * a Sunday.
 * - staff: who is there on them of teams staffed by numbers: closed, usual (as on other days),
 * or as on a weekday. NULL: of a fit's usual staff as on the weekday of `demand`, closed with
 * it; of others as the scenario has it.
 * - actuals: the scenario's `log`.
 *
 * Paths are those of the command line, not the scenario's folder.
 */
#ifndef STF_MOVED_H
#define STF_MOVED_H

#include "scenario/vary.h"

enum {
  STF_MOVED_FILES_MAX = 32
};

struct stf_moved_files {
  const char *items[STF_MOVED_FILES_MAX];
  size_t n;
};

/* NULL, or none of them: as the scenario has it. */
struct stf_moved {
  const char *period;
  struct stf_moved_files rosters;
  struct stf_moved_files staffings;
  const char *legend;
  struct stf_moved_files holidays;
  const char *demand;
  const char *staff;
  const char *actuals;
};

/* Puts the changed tree into file->root. STF_ERR_INPUT: file->diags say what is wrong, with the
 * option as path; STF_ERR_MEMORY. *hash: of all that is changed; stays as it is if nothing is.
 */
STF_MUST_USE enum stf_status stf_moved_apply(const struct stf_moved *moved,
                                             struct stf_arena *arena,
                                             struct stf_node_file *file, uint64_t *hash);

#endif
