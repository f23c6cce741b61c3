/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The headline figures of a run: one line each, in the unit that fits. */
#ifndef STF_RUN_HEADLINE_H
#define STF_RUN_HEADLINE_H

#include "cli/run_job.h"

#include <stdio.h>

/* The lines with their column headings. */
void stf_run_headline_write(FILE *out, const struct stf_run_job *job);

/* Whether the line of a row is among them: those that are counted together when the run is held
 * against a log. */
bool stf_run_headline_has(const struct stf_run_job *job, const struct stf_row *row);

#endif
