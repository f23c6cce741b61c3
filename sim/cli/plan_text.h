/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_PLAN_TEXT_H
#define STF_PLAN_TEXT_H

#include "cli/plan_job.h"

/* The requirement in words: what was promised, people by day, search and proof, the formulas'
 * staffing beside it. */
void stf_plan_text_write(FILE *file, const struct stf_plan_job *job);

/* A plan of shifts in words: what was promised, what the roster costs and whom it hires
 * (`roster`, of plan_shifts.h), how surely the promise holds with it. job->found: the loop's
 * result. */
void stf_plan_text_whole(FILE *file, const struct stf_plan_job *job, const char *roster,
                         uint32_t rosters_n);

#endif
