/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_agreement.h"

#include "cli/run_headline.h"
#include "cli/run_period.h"
#include "replay/erlang_intervals.h"

#include <stdio.h>

static enum stf_status predict_rival(struct stf_run_job *job, double *rival) {
  struct stf_erlang_intervals_in in = {.layout = job->layout,
                                       .desk = &job->desk,
                                       .log = &job->log,
                                       .definition = job->agreement_of,
                                       .within_s = (double)job->plan.within_us[0] * 1e-6};
  return stf_erlang_intervals_predict(&in, NULL, rival);
}

enum stf_status stf_run_agreement_measure(struct stf_run_job *job) {
  struct stf_agreement_in in = {.layout = job->layout,
                                .values = &job->values,
                                .actuals = job->actuals,
                                .zone = job->scenario->zone,
                                .definition = job->agreement_of,
                                .least_n = stf_options_integer(job->arguments, "score-least")};
  enum stf_status status = stf_run_period_score(job->arguments, &in, &job->error);
  if (status != STF_OK || !job->comparable || (job->plan.groups & STF_KPI_BY_INTERVAL) == 0) {
    return status;
  }
  (void)snprintf(job->agreement_of, sizeof job->agreement_of, "sl3_within_%.15gs",
                 (double)job->plan.within_us[0] * 1e-6);
  double *rival = stf_mem_zeroed(NULL, stf_kpi_layout_rows_n(job->layout), sizeof *rival);
  status = rival != NULL ? predict_rival(job, rival) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    in.rival = rival;
    status = stf_agreement_measure(&in, NULL, &job->agreement);
  }
  job->has_agreement = status == STF_OK && job->agreement.cells_n > 0;
  stf_mem_release(NULL, rival);
  return status;
}

enum stf_status stf_run_agreement_join(struct stf_run_job *job) {
  size_t rows_n = stf_kpi_layout_rows_n(job->layout);
  size_t *rows = stf_mem_zeroed(NULL, rows_n, sizeof *rows);
  size_t n = 0;
  size_t at = 0;
  for (size_t i = 0; rows != NULL && i < job->table.rows_n; i++) {
    const struct stf_row *row = &job->table.rows[i];
    if (row->group[0] != '\0' || row->interval_start_us != STF_NEVER) {
      break;
    }
    bool counts = row->inside80 != STF_INSIDE_NONE && row->inside80 != STF_INSIDE_GIVEN &&
                  stf_run_headline_has(job, row);
    struct stf_row own = STF_ROW_EMPTY;
    for (bool found = !counts; !found && at < rows_n; at += !found) {
      stf_kpi_layout_describe(job->layout, at, &own);
      found = stf_row_same(&own, row);
    }
    if (counts && at < rows_n) {
      rows[n++] = at;
    }
  }
  enum stf_status status =
      rows != NULL ? stf_agreement_join(&job->values, job->actuals, rows, n, NULL, &job->joint)
                   : STF_ERR_MEMORY;
  stf_mem_release(NULL, rows);
  return status;
}
