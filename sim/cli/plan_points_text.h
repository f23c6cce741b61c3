/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_PLAN_POINTS_TEXT_H
#define STF_PLAN_POINTS_TEXT_H

#include "cli/plan_points.h"

#include <stdio.h>

/* All points as a table, and, of a whole one, the cheapest of each share with what each point
 * of share costs more. */
void stf_plan_points_text_write(FILE *file, const struct stf_plan_points *points,
                                bool is_whole);

/* All points as CSV; context: const struct stf_plan_points. */
enum stf_status stf_plan_points_text_csv(void *context, FILE *file);

#endif
