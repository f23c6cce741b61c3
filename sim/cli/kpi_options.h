/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options that say which KPIs to compute: --by, --within, --interval, --definitions. */
#ifndef STF_KPI_OPTIONS_H
#define STF_KPI_OPTIONS_H

#include "cli/options.h"
#include "kpi/kpi.h"

/* Words of --by for the help. */
#define STF_KPI_OPTIONS_GROUPS                                                                 \
  "interval, day, week, month, weekday_interval, time_of_day, class, channel, priority, "      \
  "class-priority, team, agent, class_interval"

/* Calls `take` for each word of a comma list ("20s,60s"; blanks around words are fine); stops
 * at the first status that is not STF_OK. option: its name, for the message. */
STF_MUST_USE enum stf_status stf_kpi_options_each(
    const char *option, const char *list, void *context,
    enum stf_status (*take)(void *context, const char *word, struct stf_error *error),
    struct stf_error *error);

/* "interval,class" -> plan->groups. */
STF_MUST_USE enum stf_status stf_kpi_options_groups(const char *list, struct stf_kpi_plan *plan,
                                                    struct stf_error *error);

/* "60s,20s" -> plan->within_us, ascending; a limit given twice is an error. */
STF_MUST_USE enum stf_status stf_kpi_options_within(const char *list, struct stf_kpi_plan *plan,
                                                    struct stf_error *error);

/* "all", "default", or variants to compute beside the defaults: a definition ("sl4"), a KPI
 * with all of its
 * ("frt"), or both ("frt.any") -> plan->definitions. */
STF_MUST_USE enum stf_status stf_kpi_options_definitions(const char *list,
                                                         struct stf_kpi_plan *plan,
                                                         struct stf_error *error);

/* A duration that divides a day into whole intervals of at least 1 s -> plan->interval_us. */
STF_MUST_USE enum stf_status
stf_kpi_options_interval(double interval_s, struct stf_kpi_plan *plan, struct stf_error *error);

#endif
