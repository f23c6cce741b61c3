/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a run lies beyond what the data behind its desk have seen, in words. */
#ifndef STF_RUN_SUPPORT_H
#define STF_RUN_SUPPORT_H

#include "cli/run_job.h"

#include <stdio.h>

/* A line for each class or team and thing of which any lies beyond; nothing without
 * classes[].supported and teams[].supported.
 */
void stf_run_support_write(FILE *out, const struct stf_run_job *job);

#endif
