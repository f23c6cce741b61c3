/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run says of SLA contracts: the forecast that they are held against, and penalties in
 * words. */
#ifndef STF_RUN_CONTRACT_H
#define STF_RUN_CONTRACT_H

#include "cli/run_job.h"

#include <stdio.h>

/* Contacts that a scenario makes one expect under a policy: plan->forecast, with a struct
 * stf_run_forecast as its context. NAN with a bootstrap whose logged days are not in the desk.
 */
double stf_run_contract_forecast(const void *context, uint32_t policy, int64_t from_us,
                                 int64_t to_us);

/* For each contract its days, weeks or months: share, chance of each tier, penalty on average
 * and in 9 of 10 cases; actuals beside. Many of them only in sum. */
void stf_run_contract_write(FILE *out, const struct stf_run_job *job);

#endif
