/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of one contact of one replication, in words. */
#ifndef STF_RUN_TRACE_H
#define STF_RUN_TRACE_H

#include "cli/run_job.h"

/* Simulates the replication of --events-of and tells the contact of --trace to --output, the
 * desk of the job being made (stf_run_job_prepare). STF_ERR_USAGE with the ids that there are
 * where the replication has no such contact. */
STF_MUST_USE enum stf_status stf_run_trace_write(struct stf_run_job *job);

#endif
