/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each scenario of a comparison costs, by parts: a month and a year. */
#ifndef STF_COMPARE_COSTS_H
#define STF_COMPARE_COSTS_H

#include "cli/compare_job.h"

#include <stdio.h>

/* Nothing where nothing has a price. Fails only without memory. */
STF_MUST_USE enum stf_status stf_compare_costs_write(FILE *out,
                                                     const struct stf_compare_job *job);

#endif
