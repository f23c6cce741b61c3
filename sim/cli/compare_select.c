/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_select.h"

#include "cli/run_headline.h"
#include "compare/select.h"
#include "stats/interval.h"

#include <math.h>
#include <string.h>

enum {
  STEP = 10 /* replications of each survivor between two looks */
};

struct selection {
  struct stf_select *select;
  double **values; /* by scenario, of the primary figure */
  uint32_t n;      /* replications of the survivors */
};

static enum stf_status make(struct stf_compare_job *job, struct selection *out) {
  const struct stf_select_in in = {.scenarios_n = job->scenarios_n,
                                   .first_n = job->done_n,
                                   .delta = job->delta,
                                   .confidence = 0.95,
                                   .sign = stf_compare_job_sign(job)};
  out->n = job->done_n;
  out->values = stf_arena_alloc(job->arena, job->scenarios_n, sizeof *out->values);
  if (out->values == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t k = 0; k < job->scenarios_n; k++) {
    out->values[k] = stf_arena_alloc(job->arena, job->most_n, sizeof **out->values);
    if (out->values[k] == NULL) {
      return STF_ERR_MEMORY;
    }
  }
  return stf_select_new(&in, NULL, &out->select);
}

static size_t screen(const struct stf_compare_job *job, struct selection *selection) {
  const double *values[STF_COMPARE_JOB_MOST] = {NULL};
  for (size_t k = 0; k < job->scenarios_n; k++) {
    const struct stf_compare_scenario *scenario = &job->scenarios[k];
    if (stf_select_is_left(selection->select, k)) {
      stf_summary_values(&scenario->run.values, scenario->primary, selection->values[k]);
    }
    values[k] = selection->values[k];
  }
  return stf_select_screen(selection->select, values, selection->n);
}

/* A step more of those that are left. */
static enum stf_status go_on(struct stf_compare_job *job, struct selection *selection) {
  uint32_t left_n = job->most_n - selection->n;
  uint32_t end_n = selection->n + (left_n < STEP ? left_n : STEP);
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < job->scenarios_n && status == STF_OK && !job->interrupted; k++) {
    struct stf_run_job *run = &job->scenarios[k].run;
    if (stf_select_is_left(selection->select, k)) {
      status = stf_run_job_replicate(run, selection->n, end_n);
      job->interrupted = run->interrupted;
      job->error = status != STF_OK ? run->error : job->error;
    }
  }
  selection->n = job->interrupted ? selection->n : end_n;
  return status;
}

/* Of those that are left the one with the best mean. */
static size_t best_of(const struct stf_compare_job *job, const struct selection *selection) {
  size_t best = 0;
  double most = -(double)INFINITY;
  for (size_t k = 0; k < job->scenarios_n; k++) {
    double mean =
        stf_compare_job_sign(job) * stf_interval_mean(selection->values[k], selection->n);
    if (stf_select_is_left(selection->select, k) && mean > most) {
      most = mean;
      best = k;
    }
  }
  return best;
}

enum stf_status stf_compare_select_best(struct stf_compare_job *job) {
  struct selection selection = {.select = NULL};
  enum stf_status status = make(job, &selection);
  if (status != STF_OK) {
    return status;
  }
  size_t left_n = screen(job, &selection);
  bool ends = selection.n > stf_select_most(selection.select);
  while (status == STF_OK && left_n > 1 && !ends && selection.n < job->most_n &&
         !job->interrupted) {
    status = go_on(job, &selection);
    if (status == STF_OK && !job->interrupted) {
      left_n = screen(job, &selection);
      ends = selection.n > stf_select_most(selection.select);
    }
  }
  job->selected = best_of(job, &selection);
  job->is_sure = left_n == 1 || ends;
  for (size_t k = 0; k < job->scenarios_n; k++) {
    job->scenarios[k].dropped_at = stf_select_dropped_at(selection.select, k);
  }
  stf_select_free(selection.select);
  return status;
}

uint32_t stf_compare_select_most(const struct stf_compare_job *job) {
  uint32_t most = 0;
  for (size_t k = 0; k < job->scenarios_n; k++) {
    uint32_t n = job->scenarios[k].run.values.done_n;
    most = n > most ? n : most;
  }
  return most;
}

/* Which dropped out when; of those that are left only the best could be, or that is not known.
 */
static void write_dropped(FILE *out, const struct stf_compare_job *job) {
  size_t told_n = 0;
  for (size_t k = 0; k < job->scenarios_n; k++) {
    const struct stf_compare_scenario *scenario = &job->scenarios[k];
    if (scenario->dropped_at > 0) {
      (void)fprintf(out, "%s %s after %zu", told_n == 0 ? "; dropped out:" : ",",
                    scenario->letter, scenario->dropped_at);
      told_n++;
    }
  }
  (void)fputs(told_n > 0 ? ".\n" : "; none dropped out.\n", out);
}

void stf_compare_select_write(FILE *out, const struct stf_compare_job *job) {
  if (!job->selects) {
    return;
  }
  bool is_share = strcmp(job->primary.unit, "share") == 0;
  const struct stf_compare_scenario *a = &job->scenarios[0];
  const struct stf_compare_scenario *best = &job->scenarios[job->selected];
  (void)fprintf(out, "%s: %s, after %u replications",
                job->is_sure ? "Selected as the best" : "Best so far, not sure", best->letter,
                best->run.values.done_n);
  write_dropped(out, job);
  (void)fprintf(out,
                "(procedure KN: right in 95 of 100 such selections if it is better than every "
                "other by %.4g %s or more%s)\n",
                is_share ? 100 * job->delta : job->delta,
                is_share ? "points" : job->primary.unit,
                job->is_sure ? "" : "; it takes more than --replications-at-most");
  if (best->run.values.done_n > a->run.values.done_n) {
    (void)fprintf(out, "(differences from A are those of its %u replications)\n",
                  a->run.values.done_n);
  }
}
