/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile that spreads totals when the user names none: an assumption, not a measurement.
 */
#ifndef STF_SCENARIO_PROFILE_H
#define STF_SCENARIO_PROFILE_H

#include "scenario/scenario_curve.h"

/* Its words for the head of a run. */
extern const char STF_SCENARIO_PROFILE_NOTE[];

/* A common curve by weekday, hours as steps. Relative sizes: Monday 1.2, Tuesday to Thursday 1,
 * Friday 0.9, Saturday 0.6, Sunday 0.4; in a day 1 an hour from 9:00 to 20:00, half of it from
 * 8:00 to 9:00 and from 20:00 to 22:00, a tenth of it in the other hours. Round numbers of our
 * choice: a busy Monday, a quiet weekend and an evening are what consumer desks have in common;
 * no data stand behind their sizes. */
void stf_scenario_profile_default(struct stf_scenario_build *build,
                                  struct stf_scenario_curve *out);

#endif
