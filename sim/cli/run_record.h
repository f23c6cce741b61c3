/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --record: what a replay missed by, kept beside the desk (compare/record.h). */
#ifndef STF_RUN_RECORD_H
#define STF_RUN_RECORD_H

#include "cli/run_job.h"
#include "compare/record.h"

/* Whether the run can be recorded, asked before the work is done: it must name a log; STF_OK
 * without the option. */
STF_MUST_USE enum stf_status stf_run_record_check(const struct stf_arguments *arguments,
                                                  struct stf_error *error);

/* Appends to the record beside the scenario. Nothing without the option. STF_ERR_USAGE: the run
 * is not comparable with its log. */
STF_MUST_USE enum stf_status stf_run_record_write(struct stf_run_job *job);

/* What the record beside the scenario says of the figure that `labels` names. */
STF_MUST_USE enum stf_status stf_run_record_read(struct stf_run_job *job,
                                                 const struct stf_row *labels,
                                                 struct stf_record *out);

#endif
