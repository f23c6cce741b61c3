/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening hours as users write them: "09:00-13:00, 14:00-18:00", "22:00-06:00", closed. */
#ifndef STF_SCENARIO_HOURS_H
#define STF_SCENARIO_HOURS_H

#include "scenario/node.h"
#include "time/calendar.h"

/* Reads the hours of one day. What runs over midnight goes on in *next; next NULL: that is an
 * error. Both keep what they have. False: told. NULL node: false. */
bool stf_scenario_hours_read(const struct stf_node *node, struct stf_calendar_hours *day,
                             struct stf_calendar_hours *next);

/* Reads {mon-fri: HOURS, sat: HOURS}; what is wrong is told. */
void stf_scenario_hours_week(const struct stf_node *node, struct stf_calendar_hours week[7]);

#endif
