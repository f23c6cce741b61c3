/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_plan.h"

#include "base/quantity.h"
#include "cli/harm.h"
#include "cli/kpi_options.h"
#include "cli/run_contract.h"
#include "cli/run_mapped.h"

#include <stdio.h>

enum stf_status stf_run_plan_make(struct stf_run_job *job) {
  const struct stf_scenario *scenario = job->scenario;
  struct stf_kpi_plan *plan = &job->plan;
  plan->zone = scenario->zone;
  plan->names = &scenario->names;
  plan->from_us = job->desk.from_us;
  plan->to_us = job->desk.to_us;
  plan->interval_us = job->desk.interval_us;
  enum stf_status status = STF_OK;
  if (stf_options_given(job->arguments, "interval")) {
    status = stf_kpi_options_interval(stf_options_number(job->arguments, "interval"), plan,
                                      &job->error);
  }
  plan->short_abandon_us = stf_quantity_us(scenario->short_abandon_s);
  plan->has_queue = true;
  plan->overlaps = stf_desk_overlaps(&job->desk);
  plan->terms = scenario->terms;
  plan->forecast = stf_run_contract_forecast;
  plan->forecast_context = stf_run_mapped_forecast(job);
  plan->costs = scenario->costs;
  plan->interval_quantiles = true;
  plan->presence_inferred = job->replay.presence_inferred;
  (void)snprintf(job->presence_rule, sizeof job->presence_rule, "spans_%gs",
                 stf_options_number(job->arguments, "presence-gap"));
  plan->presence_rule = job->replay.presence_inferred ? job->presence_rule : NULL;
  plan->quantiles = stf_options_given(job->arguments, "exact-quantiles")
                        ? STF_KPI_QUANTILES_EXACT
                        : STF_KPI_QUANTILES_HISTOGRAM;
  if (status == STF_OK) {
    status = stf_kpi_options_definitions(stf_options_text(job->arguments, "definitions"), plan,
                                         &job->error);
  }
  const char *by = stf_options_text(job->arguments, "by");
  status = status == STF_OK ? stf_kpi_options_groups(by, plan, &job->error) : status;
  plan->groups |= stf_options_given(job->arguments, "by") ? 0 : stf_harm_groups(&job->desk);
  const char *within = stf_options_text(job->arguments, "within");
  if (status == STF_OK && within != NULL) {
    return stf_kpi_options_within(within, plan, &job->error);
  }
  for (size_t i = 0; i < scenario->within_n; i++) {
    plan->within_us[plan->within_n++] = stf_quantity_us(scenario->within_s[i]);
  }
  return status;
}
