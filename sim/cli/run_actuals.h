/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log's own figures for a run: by row of the run's layout. */
#ifndef STF_RUN_ACTUALS_H
#define STF_RUN_ACTUALS_H

#include "cli/run_job.h"

/* Fills job->actuals and job->actual_balance from job->log, where there is one. Of another
 * period than the run's only the rows without interval or day meet. */
STF_MUST_USE enum stf_status stf_run_actuals_make(struct stf_run_job *job);

#endif
