/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days on which the demand is not that of their weekday: demand.special_days and
 * demand.holidays. A special day is stronger than a holiday: on it the holiday does not count.
 */
#ifndef STF_SCENARIO_DAYS_H
#define STF_SCENARIO_DAYS_H

#include "scenario/scenario_build.h"

/* What holds on one day for some classes. */
struct stf_scenario_days_rule {
  int64_t day;         /* civil day number */
  const bool *classes; /* by class id */
  bool closed;         /* nobody comes */
  double multiply;     /* factor on the arrivals; of a drawn one the mean */
  bool is_drawn;       /* the factor is, once a replication, for all days of its item */
  double low;
  double likely;
  double high;
  uint64_t key;                /* address of the draw: the item's number in its list */
  size_t past_n;               /* past days behind the effect; 0: an assumption */
  int profile;                 /* like this weekday; -1: like its own */
  int64_t as_day;              /* like this date; STF_NEVER: none */
  const struct stf_node *node; /* where it stands */
};

struct stf_scenario_days {
  struct stf_scenario_days_rule *special; /* owned; ascending by day */
  size_t special_n;
  size_t special_capacity;
  struct stf_scenario_days_rule *holidays; /* owned; ascending by day */
  size_t holidays_n;
  size_t holidays_capacity;
};

/* First and last civil day of the run, the warm-up included. */
struct stf_scenario_days_span {
  int64_t first_day;
  int64_t last_day;
};
struct stf_scenario_days_span stf_scenario_days_run(const struct stf_scenario_build *build);

/* Reads both lists; what is wrong is told, two rules of one list for the same day and class
 * with both their lines. */
void stf_scenario_days_read(struct stf_scenario_build *build, const struct stf_node *demand,
                            struct stf_scenario_days *out);
void stf_scenario_days_clear(struct stf_scenario_days *days,
                             const struct stf_allocator *allocator);

/* The rule of a day for a class, or NULL. */
const struct stf_scenario_days_rule *stf_scenario_days_at(const struct stf_scenario_days *days,
                                                          uint32_t class_index, int64_t day);

/* Drawn factors of the run's days into build->demand, by the steps of the grid. */
struct stf_scenario_grid;
void stf_scenario_days_compile(struct stf_scenario_build *build,
                               const struct stf_scenario_days *days,
                               const struct stf_scenario_grid *grid);

enum {
  STF_SCENARIO_DAYS_TEXT = 16
};

/* "2026-12-21". Returns out. */
const char *stf_scenario_days_text(int64_t day, char out[STF_SCENARIO_DAYS_TEXT]);

#endif
