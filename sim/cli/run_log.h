/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of a run, or of many runs of one desk. */
#ifndef STF_RUN_LOG_H
#define STF_RUN_LOG_H

#include "cli/run_job.h"

/* Reads the log that options or scenario name into job->log; nothing where none does. A log
 * that job->like has read is taken from there as it is, without being read again, where it is
 * the same to the last name: same files, and both scenarios name the same classes, channels,
 * priorities, teams and agents in the same order. On any status but STF_OK diags and error say
 * why. */
STF_MUST_USE enum stf_status stf_run_log_read(struct stf_run_job *job);

void stf_run_log_clear(struct stf_run_job *job);

#endif
