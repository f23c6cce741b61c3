/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values at which a comparison turns: the break-even of a lever of the scenarios beside the
 * baseline, and the values of assumptions at which another scenario becomes the best. All on
 * the customers and replications of the comparison. */
#ifndef STF_COMPARE_LEVER_H
#define STF_COMPARE_LEVER_H

#include "cli/compare_job.h"

#include <stdio.h>

/* Reads the options --break-even and --flip into job->crossings, once the scenarios are read;
 * nothing without them. STF_ERR_USAGE with job->error: no range, or a flip point of what has no
 * value to start from, or is not the same in all scenarios. */
STF_MUST_USE enum stf_status stf_compare_lever_read(struct stf_compare_job *job);

/* Finds where they turn, after the replications; interrupted, there are none. Fails with
 * job->error or job->diags. */
STF_MUST_USE enum stf_status stf_compare_lever_find(struct stf_compare_job *job);

void stf_compare_lever_write(FILE *out, const struct stf_compare_job *job);

#endif
