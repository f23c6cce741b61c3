/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_sources.h"

#include "cli/run_figure.h"

#include <math.h>
#include <string.h>

enum {
  OTHERS = 1 << 24 /* beyond the numbers of all replications */
};

enum stf_status stf_run_sources_choose(struct stf_run_job *job) {
  const char *asked = stf_options_text(job->arguments, "parameters");
  bool drawn = asked != NULL && strcmp(asked, "drawn") == 0;
  if (drawn && job->desk.draws == NULL) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--parameters drawn: the scenario has no 'draws'; 'staffetta fit' "
                           "writes them beside the desk");
  }
  bool as_it_was = job->given != 0 && !job->mapped;
  if (drawn && as_it_was) {
    return stf_status_fail(&job->error, STF_ERR_USAGE, 0,
                           "--parameters drawn: a replay has its log's own days, for which the "
                           "fitted figures are what they are");
  }
  if (as_it_was || (asked != NULL && !drawn)) {
    job->desk.draws = NULL;
  }
  return STF_OK;
}

size_t stf_run_sources_total(const struct stf_kpi_layout *layout, const char *kpi,
                             const char *definition, const char *statistic) {
  size_t rows_n = stf_kpi_layout_rows_n(layout);
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(layout, i, &row);
    if (row.group[0] == '\0' && row.interval_start_us == STF_NEVER &&
        strcmp(row.kpi, kpi) == 0 && strcmp(row.definition, definition) == 0 &&
        strcmp(row.statistic, statistic) == 0) {
      return i;
    }
  }
  return rows_n;
}

/* The figures that are told: contacts, who left, how long they waited, the verdict's. */
static size_t figures(const struct stf_run_job *job, size_t out[STF_RUN_SOURCES_FIGURES]) {
  const struct stf_kpi_layout *layout = job->layout;
  const size_t rows[STF_RUN_SOURCES_FIGURES] = {
      stf_run_sources_total(layout, "arrivals", "offered", "count"),
      stf_run_sources_total(layout, "abandonment", "explicit", "share"),
      stf_run_sources_total(layout, "wait", "answered", "mean"), stf_run_figure_verdict(job)};
  size_t n = 0;
  for (size_t i = 0; i < STF_RUN_SOURCES_FIGURES; i++) {
    if (rows[i] < stf_kpi_layout_rows_n(layout)) {
      out[n++] = rows[i];
    }
  }
  return n;
}

enum stf_status stf_run_sources_again(const struct stf_run_job *job,
                                      const struct stf_desk *desk,
                                      const struct stf_kpi_layout *totals,
                                      struct stf_run_sources_offsets offsets,
                                      struct stf_replicate_values *out) {
  uint32_t n = job->values.done_n;
  struct stf_replicate_options options = job->options;
  options.replications_n = n < STF_RUN_SOURCES_MOST ? n : STF_RUN_SOURCES_MOST;
  options.goal = NULL;
  options.progress = NULL;
  options.demand_offset = offsets.demand;
  options.chance_offset = offsets.chance;
  const struct stf_replicate_mask mask = {
      .evidence = &job->window, .layout = totals, .out = out};
  struct stf_replicate_values whole = {0};
  options.mask = job->masks ? &mask : NULL;
  enum stf_status status =
      stf_replicate_run(desk, totals, &options, NULL, job->masks ? &whole : out);
  stf_replicate_clear(&whole, NULL);
  return status;
}

static enum stf_status compare(struct stf_run_job *job, const struct stf_replicate_values *same,
                               const struct stf_replicate_values *both) {
  size_t rows[STF_RUN_SOURCES_FIGURES];
  uint32_t n = same->done_n < both->done_n ? same->done_n : both->done_n;
  double *values = stf_mem_zeroed(NULL, 3 * (size_t)job->values.done_n, sizeof *values);
  if (values == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t rows_n = figures(job, rows);
  for (size_t i = 0; i < rows_n; i++) {
    double *parameters = values + job->values.done_n;
    double *demand = parameters + job->values.done_n;
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(job->layout, rows[i], &row);
    stf_summary_values(&job->values, rows[i], values);
    stf_summary_values(same, rows[i], parameters);
    stf_summary_values(both, rows[i], demand);
    struct stf_run_source *source = &job->sources[job->sources_n++];
    source->sources = stf_sources_of(values, parameters, demand, n);
    (void)snprintf(source->name, sizeof source->name, "%.40s %.60s", row.kpi, row.definition);
  }
  stf_mem_release(NULL, values);
  return STF_OK;
}

enum stf_status stf_run_sources_measure(struct stf_run_job *job) {
  bool told = strcmp(stf_options_text(job->arguments, "format"), "text") == 0;
  if (job->desk.draws == NULL || !told || job->interrupted) {
    return STF_OK;
  }
  const struct stf_run_sources_offsets all_new = {.demand = OTHERS, .chance = OTHERS};
  const struct stf_run_sources_offsets chance_new = {.chance = OTHERS};
  struct stf_kpi_plan plan = *stf_kpi_layout_plan(job->layout);
  struct stf_kpi_layout *totals = NULL;
  struct stf_replicate_values same = {0};
  struct stf_replicate_values both = {0};
  plan.groups = 0;
  enum stf_status status = stf_kpi_layout_new(&plan, NULL, &totals);
  if (status == STF_OK) {
    status = stf_run_sources_again(job, &job->desk, totals, all_new, &same);
  }
  if (status == STF_OK) {
    status = stf_run_sources_again(job, &job->desk, totals, chance_new, &both);
  }
  if (status == STF_OK || status == STF_ERR_INTERRUPTED) {
    status = status == STF_OK ? compare(job, &same, &both) : STF_OK;
  }
  stf_replicate_clear(&same, NULL);
  stf_replicate_clear(&both, NULL);
  stf_kpi_layout_free(totals);
  return status;
}

static void put_share(FILE *out, const char *name, const struct stf_sources_share *share,
                      const char *after) {
  double shown = share->share < 0 ? 0 : share->share > 1 ? 1 : share->share;
  (void)fprintf(out, "%s %.0f %% (SE %.0f)%s", name, 100 * shown, 100 * share->error, after);
}

void stf_run_sources_write(FILE *out, const struct stf_run_job *job) {
  if (job->desk.draws == NULL) {
    return;
  }
  (void)fprintf(out, "Parameters drawn in each replication, of %zu draws", job->desk.draws->n);
  if (job->mapped) {
    (void)fprintf(out, ": %sthe contacts are those of logged days",
                  (job->given & STF_REPLAY_SERVICE) != 0
                      ? "patience and the bot's odds; work and "
                      : "work, patience, the bot's odds; ");
  }
  (void)fputs(". Width of the bands, by variance:\n", out);
  for (size_t i = 0; i < job->sources_n; i++) {
    const struct stf_sources *sources = &job->sources[i].sources;
    if (!isfinite(sources->chance.share)) {
      continue;
    }
    (void)fprintf(out, "  %-40s ", job->sources[i].name);
    put_share(out, "parameters", &sources->parameters, ", ");
    put_share(out, "demand", &sources->demand, ", ");
    put_share(out, "chance", &sources->chance, "\n");
  }
}
