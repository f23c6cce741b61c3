/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `check` says of a scenario whose days are logged days drawn anew. */
#ifndef STF_CHECK_DAYS_H
#define STF_CHECK_DAYS_H

#include "base/status.h"
#include "scenario/scenario.h"

/* Reads the log of demand.bootstrap, tells kinds of day that it does not have, and warns of the
 * load of the mean of its days as of other demand. Nothing without a bootstrap. */
STF_MUST_USE enum stf_status stf_check_days_warn(struct stf_scenario *scenario,
                                                 struct stf_diags *diags,
                                                 struct stf_error *error);

#endif
