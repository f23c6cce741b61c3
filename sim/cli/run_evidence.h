/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Through which log's evidence a run is seen (--evidence). */
#ifndef STF_RUN_EVIDENCE_H
#define STF_RUN_EVIDENCE_H

#include "cli/run_job.h"

/* Sets job->evidence, evidence_of and masks, and what the KPI plan needs to know of them: the
 * log beside the run, the log of --evidence, or with 'all' and without any log everything. */
STF_MUST_USE enum stf_status stf_run_evidence_choose(struct stf_run_job *job);

#endif
