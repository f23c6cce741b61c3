/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of several scenarios side by side, paired with the baseline's. */
#ifndef STF_COMPARE_FIGURES_H
#define STF_COMPARE_FIGURES_H

#include "cli/compare_job.h"

/* The primary figure of scenario k >= 1 beside the baseline's, from the replications that both
 * have (95 % interval). Fails only without memory. */
STF_MUST_USE enum stf_status stf_compare_figures_primary(struct stf_compare_job *job, size_t k,
                                                         struct stf_paired *out);

/* The primary figure of any two, from the replications that both have. */
STF_MUST_USE enum stf_status stf_compare_figures_pair(const struct stf_compare_job *job,
                                                      const struct stf_compare_scenario *a,
                                                      const struct stf_compare_scenario *b,
                                                      struct stf_paired *out);

/* Fills job->figures from the filled tables. */
STF_MUST_USE enum stf_status stf_compare_figures_make(struct stf_compare_job *job);

#endif
