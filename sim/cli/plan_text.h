/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_PLAN_TEXT_H
#define STF_PLAN_TEXT_H

#include "cli/plan_job.h"

/* The requirement in words: what was promised, people by day, search and proof, the formulas'
 * staffing beside it. */
void stf_plan_text_write(FILE *file, const struct stf_plan_job *job);

#endif
