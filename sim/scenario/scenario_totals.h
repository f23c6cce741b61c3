/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts of whole days, weeks or months, spread over the days and the times of day.
 *
 * A day d of weekday p (its own, or its rule's) weighs its rule's factor times the size of p in
 * the profile; 0 if it is closed. Of a total T over days D, day d gets T w_d / sum_D w, and of
 * that each step of the profile its part of p. So a rule moves contacts within its total and
 * never changes the total.
 */
#ifndef STF_SCENARIO_TOTALS_H
#define STF_SCENARIO_TOTALS_H

#include "scenario/scenario_curve.h"
#include "scenario/scenario_days.h"

struct stf_scenario_totals_in {
  const struct stf_node *node; /* demand.totals */
  const struct stf_scenario_days *days;
  const double *shares; /* of each class, NAN: not known */
  bool has_shares;      /* they stand in the file */
};

/* Reads the file and its profile into a curve by date over the days of the run. What is wrong
 * is told. *shared: the totals do not tell classes apart. */
void stf_scenario_totals_read(struct stf_scenario_build *build,
                              const struct stf_scenario_totals_in *in,
                              struct stf_scenario_curve *out, bool *shared);

#endif
