/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scenario assumes of its demand, told where its figures are shown. */
#ifndef STF_RUN_DEMAND_H
#define STF_RUN_DEMAND_H

#include "desk/desk.h"
#include "time/zone.h"

#include <stdio.h>

/* A line each for the factors of intervals, campaigns and deflections of the desk; instants in
 * the zone. */
void stf_run_demand_put(FILE *out, const struct stf_desk *desk, const struct stf_zone *zone);

#endif
