/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_contract.h"

#include "desk/forecast.h"
#include "report/number.h"

#include <math.h>
#include <string.h>

enum {
  NAME = 112,
  CELL = 32,
  STRETCHES_MOST = 6 /* told one by one */
};

double stf_run_contract_forecast(const void *context, uint32_t policy, int64_t from_us,
                                 int64_t to_us) {
  const struct stf_run_forecast *of = context;
  const struct stf_sla_terms *terms = of->scenario->terms;
  bool lacks = of->scenario->bootstrap != STF_SCENARIO_BOOTSTRAP_NONE &&
               (of->desk->demand == NULL || of->desk->demand->bootstrap == NULL);
  double n = lacks ? (double)NAN : 0;
  for (uint32_t c = 0; c < of->desk->classes_n; c++) {
    const struct stf_class *class = &of->desk->classes[c];
    if (stf_sla_of(terms, class->name, class->priority_name) == &terms->policies[policy]) {
      n += stf_forecast_contacts(of->desk, c, from_us, to_us);
    }
  }
  return n;
}

/* A stretch of a contract; group and key are "" for all of them. */
struct stretch {
  const struct stf_run_job *job;
  const struct stf_sla_policy *policy;
  const char *group;
  const char *key;
};

/* The row of a stretch: "standard" and what stands behind it; NULL: there is none. */
static const struct stf_row *row_of(const struct stretch *of, const char *behind) {
  char name[NAME];
  (void)snprintf(name, sizeof name, "%.48s%s", of->policy->name, behind);
  for (size_t i = 0; i < of->job->table.rows_n; i++) {
    const struct stf_row *row = &of->job->table.rows[i];
    if (strcmp(row->kpi, "sla_contract") == 0 && strcmp(row->definition, name) == 0 &&
        strcmp(row->group, of->group) == 0 && strcmp(row->key, of->key) == 0) {
      return row;
    }
  }
  return NULL;
}

static double predicted(const struct stretch *of, const char *behind) {
  const struct stf_row *row = row_of(of, behind);
  return row != NULL ? row->predicted : (double)NAN;
}

/* "below 95 % in 71 of 100, ..., no penalty in 27". */
static void put_odds(FILE *out, const struct stretch *of) {
  const struct stf_sla_contract *contract = of->policy->contract;
  for (uint32_t t = 0; t < contract->tiers_n; t++) {
    char behind[CELL];
    char amount[CELL];
    double below = 100 * contract->tiers[t].below;
    (void)snprintf(behind, sizeof behind, "_below_%.10g%%", below);
    (void)stf_number_grouped(contract->tiers[t].amount, 0, amount);
    (void)fprintf(out, "%sbelow %g %% (%s %s) %.0f of 100", t > 0 ? ", " : "", below, amount,
                  of->job->plan.costs->currency, 100 * predicted(of, behind));
  }
  (void)fprintf(out, ", no penalty %.0f of 100", 100 * predicted(of, "_no_penalty"));
  if (contract->volume_above > 0) {
    (void)fprintf(out, ", excluded for its volume %.0f of 100",
                  100 * predicted(of, "_excluded"));
  }
}

static void put_penalty(FILE *out, const struct stretch *of) {
  const struct stf_row *row = row_of(of, "_penalty");
  if (row == NULL || !isfinite(row->predicted)) {
    return;
  }
  char mean[CELL];
  char most[CELL];
  (void)stf_number_grouped(row->predicted, 0, mean);
  (void)fprintf(out, "; penalty %s %s on average", mean, row->unit);
  if (isfinite(row->band80_hi)) {
    (void)stf_number_grouped(row->band80_hi, 0, most);
    (void)fprintf(out, ", at most %s in 9 of 10 cases", most);
  }
  if (isfinite(row->actual)) {
    (void)stf_number_grouped(row->actual, 0, most);
    (void)fprintf(out, "; actual %s", most);
  }
}

static void put_stretch(FILE *out, const struct stretch *of, const char *name) {
  double share = predicted(of, "_share");
  (void)fprintf(out, "  %s: ", name);
  if (isfinite(share)) {
    (void)fprintf(out, "%.1f %%", 100 * share);
  }
  const struct stf_row *row = row_of(of, "_share");
  if (row != NULL && isfinite(row->actual)) {
    (void)fprintf(out, " (actual %.1f %%)", 100 * row->actual);
  }
  (void)fputs(isfinite(share) ? "; " : "", out);
  put_odds(out, of);
  put_penalty(out, of);
  (void)fputc('\n', out);
}

/* The stretches with somebody who counts: tells each where `out` is not NULL. */
static size_t each_stretch(FILE *out, const struct stf_run_job *job,
                           const struct stf_sla_policy *policy) {
  char name[NAME];
  size_t n = 0;
  (void)snprintf(name, sizeof name, "%.48s_no_penalty", policy->name);
  for (size_t i = 0; i < job->table.rows_n; i++) {
    const struct stf_row *row = &job->table.rows[i];
    if (row->group[0] == '\0' || strcmp(row->kpi, "sla_contract") != 0 ||
        strcmp(row->definition, name) != 0 || !isfinite(row->predicted)) {
      continue;
    }
    n++;
    if (out != NULL) {
      const struct stretch of = {job, policy, row->group, row->key};
      put_stretch(out, &of, row->key);
    }
  }
  return n;
}

void stf_run_contract_write(FILE *out, const struct stf_run_job *job) {
  static const char *const STRETCHES[] = {[STF_SLA_STRETCH_DAY] = "day",
                                          [STF_SLA_STRETCH_WEEK] = "week",
                                          [STF_SLA_STRETCH_MONTH] = "month"};
  const struct stf_sla_terms *terms = job->plan.terms;
  for (uint32_t p = 0; terms != NULL && p < terms->policies_n; p++) {
    const struct stf_sla_policy *policy = &terms->policies[p];
    const struct stretch all = {job, policy, "", ""};
    if (policy->contract == NULL || !isfinite(predicted(&all, "_no_penalty"))) {
      continue;
    }
    (void)fprintf(out, "Contract %.48s, by the %s\n", policy->name,
                  STRETCHES[policy->contract->stretch]);
    size_t n = each_stretch(NULL, job, policy);
    if (n <= STRETCHES_MOST) {
      (void)each_stretch(out, job, policy);
    }
    if (n > 1) {
      put_stretch(out, &all, "all of them");
    }
  }
}
