/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk costs by its parts: in the period, a month and a year. */
#ifndef STF_RUN_COSTS_H
#define STF_RUN_COSTS_H

#include "cli/run_job.h"

#include <stdio.h>

struct stf_run_costs_part {
  const char *definition;
  const char *label;
  bool always; /* also where it is nothing */
};
extern const struct stf_run_costs_part STF_RUN_COSTS_PARTS[];
extern const size_t STF_RUN_COSTS_PARTS_N;

/* Nothing where nothing has a price. */
void stf_run_costs_write(FILE *out, const struct stf_run_job *job);

#endif
