/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holidays that a scenario names: files of iCalendar (.ics) or CSV date[,name]. */
#ifndef STF_SCENARIO_HOLIDAYS_H
#define STF_SCENARIO_HOLIDAYS_H

#include "scenario/scenario_build.h"

/* The days of [from_day, to_day] (stf_zone_day_number) in the file that the node names, or in
 * the files of a list, ascending, each once, in the scenario's arena. A file without any of
 * them is told as a warning. False: no node, or mistakes (told). */
bool stf_scenario_holidays_read(struct stf_scenario_build *build, const struct stf_node *node,
                                int64_t from_day, int64_t to_day, int64_t **days,
                                size_t *days_n);

#endif
