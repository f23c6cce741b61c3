/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of a sweep command: where it is, what it is of, and replications through it. */
#ifndef STF_SWEEP_JOURNAL_H
#define STF_SWEEP_JOURNAL_H

#include "cli/sweep_job.h"

/* Opens job->journal: that of --journal, else beside the output's file, else none. Says what
 * was found in it. STF_ERR_USAGE: it is of another sweep. */
STF_MUST_USE enum stf_status stf_sweep_journal_open(struct stf_sweep_job *job);

/* The replications of a point that is ready, those in the journal taken from there, new ones
 * added to it. As stf_run_job_replicate. */
STF_MUST_USE enum stf_status stf_sweep_journal_replicate(struct stf_sweep_job *job,
                                                         struct stf_sweep_point *point);

/* All is done and the results are in their place: a journal that was not named goes away. */
void stf_sweep_journal_finish(struct stf_sweep_job *job);

#endif
