/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run says of the targets, in words: met or not, on how many of ten days, and where it
 * is worst. */
#ifndef STF_RUN_PROMISE_H
#define STF_RUN_PROMISE_H

#include "cli/run_job.h"

#include <stdio.h>

/* A line for each target of the SLA policies; the weak spot is that of the first one, without
 * policies that of the first service level. Nothing where the run has no such rows. */
void stf_run_promise_write(FILE *out, const struct stf_run_job *job);

#endif
