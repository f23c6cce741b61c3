/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a roster cannot be: fixed shifts that are against the rules, each with agent, date and
 * rule. */
#ifndef STF_MISFIT_H
#define STF_MISFIT_H

#include "base/diag.h"
#include "roster/rule_file.h"

/* Tells each rule that the fixed shifts of whom there is break, as an error where the later of
 * the shifts stands in the file `path`, with the rule's own place. Returns how many. */
size_t stf_misfit_tell(const struct stf_problem *problem, const struct stf_rule_file *rules,
                       const char *path, struct stf_diags *diags);

#endif
