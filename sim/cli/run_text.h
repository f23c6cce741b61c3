/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One screen about a run: what was simulated, headline KPIs beside the actuals, agreement,
 * conservation. */
#ifndef STF_RUN_TEXT_H
#define STF_RUN_TEXT_H

#include "cli/run_job.h"

#include <stdio.h>

void stf_run_text_write(FILE *out, const struct stf_run_job *job);

/* True if every contact is accounted for: in the engine, in the KPIs and in the log. */
bool stf_run_text_balanced(const struct stf_run_job *job);

#endif
