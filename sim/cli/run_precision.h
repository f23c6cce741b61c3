/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --precision: replications until a figure is known as well as wanted. */
#ifndef STF_RUN_PRECISION_H
#define STF_RUN_PRECISION_H

#include "cli/run_job.h"

#include <stdio.h>

/* Finds the figure of --precision among the totals of job->layout and how narrow its interval
 * shall be, and makes --replications-at-most the number of replications. Does nothing without
 * the option. STF_ERR_USAGE, with job->error: no such figure, or no width of its kind. */
STF_MUST_USE enum stf_status stf_run_precision_read(struct stf_run_job *job);

/* Replications that there should be in all, after those that job->values holds. */
uint32_t stf_run_precision_goal(const struct stf_run_job *job);

/* A line on what was reached; nothing without the option. */
void stf_run_precision_write(FILE *out, const struct stf_run_job *job);

#endif
