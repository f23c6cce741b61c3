/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What automation does to customers, on the page of the service level: a service level over
 * fewer contacts can rise while customers lose. */
#ifndef STF_RUN_HARM_H
#define STF_RUN_HARM_H

#include "cli/run_job.h"

#include <stdio.h>

/* Means predicted: who ended in the bot without a solution, the time to a human of those handed
 * over, who came back within a day, and the service level of each class of those who reached
 * people. Nothing where no bot meets anybody. */
void stf_run_harm_write(FILE *out, const struct stf_run_job *job);

#endif
