/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run says of the targets, in words: met or not, on how many of ten days, and where it
 * is worst. */
#ifndef STF_RUN_PROMISE_H
#define STF_RUN_PROMISE_H

#include "cli/run_job.h"

#include <stdio.h>

enum {
  STF_RUN_PROMISE_NAME = 96
};

/* Definition of a policy's promise in the results: "standard_first_response_10min". */
void stf_run_promise_name(const struct stf_sla_policy *policy, enum stf_sla_clock clock,
                          char out[STF_RUN_PROMISE_NAME]);

/* "answered", "answered further messages", "resolved". */
extern const char *const STF_RUN_PROMISE_DEEDS[STF_SLA_CLOCKS];

/* "answered in 10 min of office". */
void stf_run_promise_deed(const struct stf_sla_target *target, enum stf_sla_clock clock,
                          char out[STF_RUN_PROMISE_NAME]);

/* The target whose share is the definition of a figure `sla_compliance`, held by several runs:
 * "Target standard: 95 % answered in 10 min of office". False: there is no such. */
bool stf_run_promise_head(FILE *out, const struct stf_run_job *job, const char *definition);

/* How one of them holds it: "met, 96.1 %; of such days 9 of 10 meet it, of such periods 83 of
 * 100". */
void stf_run_promise_held(FILE *out, const struct stf_run_job *job, const char *definition);

/* A line for each target of the SLA policies; the weak spot is that of the first one, without
 * policies that of the first service level. Nothing where the run has no such rows. */
void stf_run_promise_write(FILE *out, const struct stf_run_job *job);

#endif
