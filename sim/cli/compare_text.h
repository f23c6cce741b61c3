/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as text. */
#ifndef STF_COMPARE_TEXT_H
#define STF_COMPARE_TEXT_H

#include "cli/compare_job.h"

#include <stdio.h>

/* Fails only without memory. */
STF_MUST_USE enum stf_status stf_compare_text_write(FILE *out,
                                                    const struct stf_compare_job *job);

/* Whether scenario k >= 1 is better (1) or worse (-1) than the baseline by the primary figure;
 * 0: no winner. */
int stf_compare_text_verdict(const struct stf_compare_job *job, size_t k);

#endif
