/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --select: the best of several scenarios with the procedure KN (compare/select.h), on the
 * replications' own values of the primary figure. */
#ifndef STF_COMPARE_SELECT_H
#define STF_COMPARE_SELECT_H

#include "cli/compare_job.h"

#include <stdio.h>

/* Goes on from job->done_n replications of all scenarios until one is left, drops the others on
 * the way, and fills job->selected. */
STF_MUST_USE enum stf_status stf_compare_select_best(struct stf_compare_job *job);

/* Replications of the scenario that has most. */
uint32_t stf_compare_select_most(const struct stf_compare_job *job);

/* Which one was selected; nothing without the option. */
void stf_compare_select_write(FILE *out, const struct stf_compare_job *job);

#endif
