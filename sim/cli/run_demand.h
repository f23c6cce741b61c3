/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scenario assumes of its demand, told where its figures are shown. */
#ifndef STF_RUN_DEMAND_H
#define STF_RUN_DEMAND_H

#include "base/diag.h"
#include "desk/desk.h"
#include "scenario/scenario.h"
#include "time/zone.h"

#include <stdio.h>

/* A line each for the factors of intervals, campaigns and deflections of the desk; instants in
 * the zone. */
void stf_run_demand_put(FILE *out, const struct stf_desk *desk, const struct stf_zone *zone);

/* What stands in for data that the user did not give: of who comes, and of who is there. */
void stf_run_demand_put_assumed(FILE *out, const struct stf_scenario *scenario, bool of_demand,
                                bool of_staff);

/* A note if the desk says what is not used where no log's contacts come. */
void stf_run_demand_note(const struct stf_desk *desk, const char *path,
                         struct stf_diags *diags);

/* " (who ended in the bot of CLASS rebuilt: 40 %)" for each class whose given contacts,
 * behind_n in all, came past a bot that their log does not show. */
void stf_run_demand_put_observed(FILE *out, const struct stf_desk *desk, size_t behind_n);

#endif
