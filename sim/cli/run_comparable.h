/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_RUN_COMPARABLE_H
#define STF_RUN_COMPARABLE_H

#include "cli/run_job.h"

/* Whether the log's figures may be called the run's actuals (job->comparable), and else
 * everything that stands in the way (job->why_not). */
void stf_run_comparable_decide(struct stf_run_job *job);

#endif
