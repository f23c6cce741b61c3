/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run held against its log as a whole: by interval, and in its headline figures. */
#ifndef STF_RUN_AGREEMENT_H
#define STF_RUN_AGREEMENT_H

#include "cli/run_job.h"

/* The replay ladder's figures of the first service level, by interval (job->agreement). */
STF_MUST_USE enum stf_status stf_run_agreement_measure(struct stf_run_job *job);

/* The headline figures with a verdict together: how many lie outside, how many should
 * (job->joint). After the table is filled. */
STF_MUST_USE enum stf_status stf_run_agreement_join(struct stf_run_job *job);

#endif
