/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named calendars: hours by day of the week, holidays and dates, compiled. */
#ifndef STF_SCENARIO_CALENDAR_H
#define STF_SCENARIO_CALENDAR_H

#include "scenario/scenario_build.h"

/* Reads `calendars` into the scenario, compiled from five years before the run to five years
 * after the period. */
void stf_scenario_calendar_read(struct stf_scenario_build *build, const struct stf_node *root);

/* The calendar that a scalar names, for whoever uses one; an unknown name is told with "did you
 * mean". False (and *out untouched): no node, or told. */
bool stf_scenario_calendar_find(struct stf_scenario_build *build, const struct stf_node *node,
                                const struct stf_calendar **out);

#endif
