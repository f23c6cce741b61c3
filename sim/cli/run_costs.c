/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_costs.h"

#include "base/macros.h"
#include "report/number.h"

#include <math.h>
#include <string.h>

const struct stf_run_costs_part STF_RUN_COSTS_PARTS[] = {
    {"labour", "people", true},
    {"idle", "  of that: paid without work", false},
    {"premiums", "premiums", false},
    {"bot", "bot, by conversation", false},
    {"templates", "templates", false},
    {"fees", "monthly fees", false},
    {"one_off", "single investments", false},
    {"hiring", "hiring and training", false},
    {"penalties", "penalties of contracts", false},
    {"total", "in all", true}};
const size_t STF_RUN_COSTS_PARTS_N = STF_COUNT_OF(STF_RUN_COSTS_PARTS);

static const char *const STATISTICS[] = {"sum", "per_month", "per_year"};

/* Mean prediction of a total; NAN: there is none. */
static double predicted(const struct stf_run_job *job, const char *definition,
                        const char *statistic) {
  for (size_t i = 0; i < job->table.rows_n; i++) {
    const struct stf_row *row = &job->table.rows[i];
    if (row->group[0] == '\0' && row->interval_start_us == STF_NEVER &&
        strcmp(row->kpi, "cost") == 0 && strcmp(row->definition, definition) == 0 &&
        strcmp(row->statistic, statistic) == 0) {
      return row->predicted;
    }
  }
  return (double)NAN;
}

static void put_part(FILE *out, const struct stf_run_job *job,
                     const struct stf_run_costs_part *part) {
  double amount = predicted(job, part->definition, STATISTICS[0]);
  if (!isfinite(amount) || (!part->always && !(fabs(amount) > 0))) {
    return;
  }
  (void)fprintf(out, "  %-30s", part->label);
  for (size_t s = 0; s < STF_COUNT_OF(STATISTICS); s++) {
    char text[STF_NUMBER_TEXT];
    (void)stf_number_grouped(predicted(job, part->definition, STATISTICS[s]), 2, text);
    (void)fprintf(out, " %15s", text);
  }
  (void)fputc('\n', out);
}

void stf_run_costs_write(FILE *out, const struct stf_run_job *job) {
  if (job->plan.costs == NULL || !isfinite(predicted(job, "total", STATISTICS[0]))) {
    return;
  }
  (void)fprintf(out, "\nCosts, mean [%s]%*s %15s %15s %15s\n", job->plan.costs->currency,
                16 - (int)strlen(job->plan.costs->currency), "", "period", "a month", "a year");
  for (size_t p = 0; p < STF_RUN_COSTS_PARTS_N; p++) {
    put_part(out, job, &STF_RUN_COSTS_PARTS[p]);
  }
}
