/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must stay of the roster that there is, and how much of the rest may change. */
#ifndef STF_KEEP_H
#define STF_KEEP_H

#include "base/status.h"
#include "roster/problem.h"

struct stf_keep {
  bool limits_changes;  /* shifts that stand may be changed, ... */
  int32_t changes_most; /* ... in at most so many cells, counted with those filled anew */
};

/* Makes shifts that stand on days of the plan movable if changes are limited. */
void stf_keep_apply(const struct stf_keep *keep, struct stf_problem *problem);

/* Nothing of it may change: "2026-12-24", "2026-12-01..2026-12-07", or an agent's name. Empty
 * cells stay empty. After apply. STF_ERR_USAGE: it is none of these; told in *error. */
STF_MUST_USE enum stf_status stf_keep_freeze(const char *text, struct stf_problem *problem,
                                             struct stf_error *error);

#endif
