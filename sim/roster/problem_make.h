/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requirement, rules and existing roster put together: seconds become steps, hours' prices
 * steps', names indices. */
#ifndef STF_PROBLEM_MAKE_H
#define STF_PROBLEM_MAKE_H

#include "roster/existing.h"

/* Makes the problem in the reading's arena; it borrows texts of all three. STF_ERR_INPUT: what
 * does not fit together is told to the reading's diagnostics. */
STF_MUST_USE enum stf_status stf_problem_make(const struct stf_need *need,
                                              const struct stf_rule_file *rules,
                                              const struct stf_existing *existing,
                                              struct stf_reading *reading,
                                              struct stf_problem *out, struct stf_error *error);

#endif
