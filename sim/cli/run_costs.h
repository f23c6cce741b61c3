/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk costs by its parts: in the period, a month and a year. */
#ifndef STF_RUN_COSTS_H
#define STF_RUN_COSTS_H

#include "cli/run_job.h"

#include <stdio.h>

/* Nothing where nothing has a price. */
void stf_run_costs_write(FILE *out, const struct stf_run_job *job);

#endif
