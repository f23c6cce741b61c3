/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which points a sweep command has: --design, --points, --sensitivity and what belongs to them.
 */
#ifndef STF_SWEEP_DESIGN_H
#define STF_SWEEP_DESIGN_H

#include "cli/sweep_job.h"

/* Fills job->kind and job->design (and job->morris) from the options, the axes and the base.
 * STF_ERR_USAGE: they do not go together, or the values do not suit. */
STF_MUST_USE enum stf_status stf_sweep_design_make(struct stf_sweep_job *job);

#endif
