/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/plan_price.h"

#include "kpi/kpi_catalogue.h"

#include <math.h>
#include <string.h>

static struct stf_kpi_choice costs_alone(void) {
  struct stf_kpi_choice choice = {{0}};
  for (size_t i = 0; i < STF_KPI_CATALOGUE_N; i++) {
    if (strcmp(STF_KPI_CATALOGUE[i].kpi, "cost") == 0) {
      stf_kpi_choice_add(&choice, i);
    }
  }
  return choice;
}

static double mean_cost(const struct stf_kpi_layout *layout,
                        const struct stf_replicate_values *values, const char *part) {
  for (size_t i = 0; i < values->rows_n; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(layout, i, &row);
    if (strcmp(row.kpi, "cost") == 0 && strcmp(row.definition, part) == 0 &&
        strcmp(row.statistic, "sum") == 0) {
      double sum = 0;
      for (uint32_t r = 0; r < values->done_n; r++) {
        sum += values->num[i * values->replications_n + r];
      }
      return sum / values->done_n;
    }
  }
  return (double)NAN;
}

enum stf_status stf_plan_price_desk(const struct stf_plan_job *job, const struct stf_desk *desk,
                                    struct stf_plan_price *out) {
  struct stf_kpi_plan plan = job->run.plan;
  struct stf_kpi_layout *layout = NULL;
  struct stf_replicate_values values = {0};
  *out = (struct stf_plan_price){(double)NAN, (double)NAN, (double)NAN};
  if (job->run.scenario->costs == NULL) {
    return STF_OK;
  }
  plan.groups = 0;
  plan.definitions = costs_alone();
  plan.chosen_only = true;
  plan.overlaps = stf_desk_overlaps(desk);
  enum stf_status status = stf_kpi_layout_new(&plan, NULL, &layout);
  if (status == STF_OK) {
    const struct stf_replicate_options options = {.seed = job->in.judge.seed,
                                                  .replications_n =
                                                      job->in.judge.replications_n,
                                                  .threads_n = job->in.judge.threads_n,
                                                  .context = job->in.judge.context,
                                                  .stop = job->in.judge.stop};
    status = stf_replicate_run(desk, layout, &options, NULL, &values);
  }
  if (status == STF_OK) {
    out->labour = mean_cost(layout, &values, "labour");
    out->penalties = mean_cost(layout, &values, "penalties");
    out->total = mean_cost(layout, &values, "total");
  }
  stf_replicate_clear(&values, NULL);
  stf_kpi_layout_free(layout);
  return status;
}
