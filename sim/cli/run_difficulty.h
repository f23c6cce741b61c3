/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the assumption on a bot's difficulty (bot.difficulty, desk/difficulty.h) is worth: the
 * run's first replications once more with none and with much of it. */
#ifndef STF_RUN_DIFFICULTY_H
#define STF_RUN_DIFFICULTY_H

#include "cli/run_job.h"

#include <stdio.h>

/* Makes them, where a bot of the desk has a difficulty and results are told in text; else does
 * nothing. Bots without one stay without. */
STF_MUST_USE enum stf_status stf_run_difficulty_measure(struct stf_run_job *job);

/* A line for each figure. */
void stf_run_difficulty_write(FILE *out, const struct stf_run_job *job);

#endif
