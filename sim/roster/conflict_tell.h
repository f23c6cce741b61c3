/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a requirement cannot be met, in words: intervals, agents, dates and rules, each at its
 * place in its file. */
#ifndef STF_CONFLICT_TELL_H
#define STF_CONFLICT_TELL_H

#include "roster/conflict.h"
#include "roster/existing.h"

struct stf_conflict_tell {
  const struct stf_problem *problem;
  const struct stf_variants *variants;
  const struct stf_need *need;
  const char *need_path;
  const struct stf_rule_file *rules;
  const struct stf_existing *existing;
};

/* Tells an IMPOSSIBLE conflict: errors for what is wanted, notes for what forbids it. */
void stf_conflict_tell_why(const struct stf_conflict_tell *in,
                           const struct stf_conflict *conflict, struct stf_diags *diags);

#endif
