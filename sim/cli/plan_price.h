/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STF_PLAN_PRICE_H
#define STF_PLAN_PRICE_H

#include "cli/plan_job.h"

/* Means of a period, in the scenario's currency; NAN: the scenario has no such part. */
struct stf_plan_price {
  double labour; /* at the scenario's prices */
  double penalties;
  double total;
};

/* What a desk of the job costs as the KPI `cost` has it, on the customers of the search: the
 * job's own desk with other people. NAN throughout where the scenario has no costs. */
STF_MUST_USE enum stf_status stf_plan_price_desk(const struct stf_plan_job *job,
                                                 const struct stf_desk *desk,
                                                 struct stf_plan_price *out);

#endif
