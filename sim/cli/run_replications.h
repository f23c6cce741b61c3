/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Per-replication results as tidy data: one value a line (docs/kpis.md, "Results of each
 * replication"). */
#ifndef STF_RUN_REPLICATIONS_H
#define STF_RUN_REPLICATIONS_H

#include "cli/run_job.h"

/* Writes the rows of the table, each of them for each replication, to the file of
 * --per-replication. On any status but STF_OK job->error says why. */
STF_MUST_USE enum stf_status stf_run_replications_write(struct stf_run_job *job);

#endif
