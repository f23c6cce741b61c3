/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_figure.h"

#include "base/quantity.h"
#include "cli/run_promise.h"

#include <string.h>

enum {
  NAME = STF_RUN_FIGURE_NAME
};

/* "sl3 within 10 min" -> "sl3_within_600s", the way results call it. */
void stf_run_figure_normalise(const char *text, size_t n, char out[NAME]) {
  (void)snprintf(out, NAME, "%.*s", (int)(n < NAME - 1 ? n : NAME - 1), text);
  char *within = strstr(out, " within ");
  double limit_s = 0;
  if (within != NULL && stf_quantity_duration(within + strlen(" within "), &limit_s)) {
    (void)snprintf(within, NAME - (size_t)(within - out), "_within_%.15gs", limit_s);
  }
}

bool stf_run_figure_is_total(const struct stf_row *row) {
  return row->group[0] == '\0' && row->interval_start_us == STF_NEVER;
}

static void put_name(const struct stf_row *row, bool with_statistic, char out[NAME]) {
  (void)snprintf(out, NAME, "%.48s.%.96s%s%.24s", row->kpi, row->definition,
                 with_statistic ? "." : "", with_statistic ? row->statistic : "");
}

/* "wait", "sl3_within_20s", "sl3", "wait.answered" or "wait.answered.p90". */
static bool names_row(const char *text, const struct stf_row *row) {
  char name[NAME];
  char exact[NAME];
  put_name(row, false, name);
  put_name(row, true, exact);
  const char *within = strstr(row->definition, "_within_");
  bool short_form = within != NULL && strlen(text) == (size_t)(within - row->definition) &&
                    strncmp(text, row->definition, strlen(text)) == 0;
  return strcmp(text, row->kpi) == 0 || strcmp(text, row->definition) == 0 ||
         strcmp(text, name) == 0 || strcmp(text, exact) == 0 || short_form;
}

/* The first total of that name, one that is no count before one that is; rows_n: none. */
size_t stf_run_figure_find(const struct stf_kpi_layout *layout, const char *text) {
  size_t rows_n = stf_kpi_layout_rows_n(layout);
  size_t count = rows_n;
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(layout, i, &row);
    if (!stf_run_figure_is_total(&row) || !names_row(text, &row)) {
      continue;
    }
    if (strcmp(row.statistic, "count") != 0) {
      return i;
    }
    count = count == rows_n ? i : count;
  }
  return count;
}

size_t stf_run_figure_verdict(const struct stf_run_job *job) {
  const struct stf_sla_terms *terms = job->plan.terms;
  size_t rows_n = stf_kpi_layout_rows_n(job->layout);
  size_t found = rows_n;
  for (uint32_t p = 0; terms != NULL && p < terms->policies_n && found == rows_n; p++) {
    for (int clock = 0; clock < STF_SLA_CLOCKS && found == rows_n; clock++) {
      char name[STF_RUN_PROMISE_NAME];
      stf_run_promise_name(&terms->policies[p], (enum stf_sla_clock)clock, name);
      found = stf_run_figure_find(job->layout, name);
    }
  }
  return found < rows_n ? found : stf_run_figure_find(job->layout, "sl3");
}

enum stf_status stf_run_figure_refuse(struct stf_run_job *job, const char *option,
                                      const char *text) {
  size_t rows_n = stf_kpi_layout_rows_n(job->layout);
  char(*names)[NAME] = stf_mem_zeroed(NULL, 2 * rows_n + 1, sizeof *names);
  const char **pointers = stf_mem_zeroed(NULL, 2 * rows_n + 1, sizeof *pointers);
  size_t n = 0;
  for (size_t i = 0; i < rows_n && names != NULL && pointers != NULL; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(job->layout, i, &row);
    if (stf_run_figure_is_total(&row)) {
      pointers[n++] = row.definition;
      put_name(&row, true, names[n]);
      pointers[n] = names[n];
      n++;
    }
  }
  const char *nearest = stf_quantity_nearest(text, pointers, n);
  enum stf_status status = stf_status_fail(
      &job->error, STF_ERR_USAGE, 0, "--%s: the results have no figure '%.80s'%s%.100s%s",
      option, text,
      nearest != NULL ? "; did you mean '"
                      : " in the totals; its kpi.definition.statistic as --format csv has it, "
                        "such as wait.answered.mean",
      nearest != NULL ? nearest : "", nearest != NULL ? "'?" : "");
  stf_mem_release(NULL, (void *)names);
  stf_mem_release(NULL, pointers);
  return status;
}

void stf_run_figure_name(const struct stf_row *row, char out[NAME]) {
  put_name(row, true, out);
}

/* Whether a row is how often a promise of the SLA was kept. */
static bool is_promise(const struct stf_kpi_layout *layout, size_t row) {
  struct stf_row labels = STF_ROW_EMPTY;
  if (row >= stf_kpi_layout_rows_n(layout)) {
    return false;
  }
  stf_kpi_layout_describe(layout, row, &labels);
  return strcmp(labels.kpi, "sla_compliance") == 0;
}

enum stf_status stf_run_figure_choose(struct stf_run_job *job, const char *option,
                                      const char *text, size_t *row) {
  size_t rows_n = stf_kpi_layout_rows_n(job->layout);
  *row = stf_run_figure_verdict(job);
  if (text != NULL) {
    char name[NAME];
    stf_run_figure_normalise(text, strlen(text), name);
    bool money = strcmp(name, "cost") == 0;
    bool target = strcmp(name, "sla_compliance") == 0 && is_promise(job->layout, *row);
    *row = target ? *row : stf_run_figure_find(job->layout, money ? "cost.total.sum" : name);
    if (*row == rows_n) {
      return stf_run_figure_refuse(job, option, name);
    }
  }
  return *row < rows_n ? STF_OK
                       : stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                                         "the scenario has no target: name the primary figure, "
                                         "such as --%s wait.answered.mean",
                                         option);
}
