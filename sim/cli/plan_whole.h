/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `plan SCENARIO --rules FILE`: from the promise to the roster. The requirement is drafted,
 * legal shifts and hires cover it, the roster is simulated as it is, what it lacks is wanted
 * more, until the promise holds with it; then it is put to the proof (plan/loop.h). */
#ifndef STF_PLAN_WHOLE_H
#define STF_PLAN_WHOLE_H

#include "cli/plan_price.h"
#include "cli/plan_shifts.h"

struct stf_plan_whole {
  struct stf_plan_job job; /* console and arguments, changes and share set by the caller; found:
                              the loop's result */
  bool draft;              /* set by the caller: neither proof nor bound */
  struct stf_plan_shifts shifts;
  struct stf_loop loop; /* kept_n 0: the requirement is out of reach with any people */
  struct stf_plan_price price;
  uint32_t rosters_n; /* tried, for progress */
};

/* Searches and proves. Interrupted: STF_OK with job.interrupted if there is a roster. On
 * failure job.error, job.run.diags and shifts.diags say why. It stays where it is until the
 * caller clears it, in any case. */
STF_MUST_USE enum stf_status stf_plan_whole_solve(struct stf_plan_whole *whole);
void stf_plan_whole_clear(struct stf_plan_whole *whole);

int stf_plan_whole_run(const struct stf_console *console, const struct stf_command *command,
                       const struct stf_arguments *arguments);

#endif
