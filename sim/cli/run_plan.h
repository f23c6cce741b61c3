/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which KPIs a run computes: from the scenario, its desk and the options. */
#ifndef STF_RUN_PLAN_H
#define STF_RUN_PLAN_H

#include "cli/run_job.h"

/* Fills job->plan. STF_ERR_USAGE, with job->error: an option cannot be read. */
STF_MUST_USE enum stf_status stf_run_plan_make(struct stf_run_job *job);

#endif
