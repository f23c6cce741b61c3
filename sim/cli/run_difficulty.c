/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_difficulty.h"

#include "cli/run_figure.h"
#include "cli/run_sources.h"

#include <math.h>
#include <string.h>

enum {
  AS_GIVEN = 1
};

static const double LEVELS[STF_RUN_DIFFICULTY_LEVELS] = {[0] = 0, [2] = 0.8};

static bool has_difficulty(const struct stf_desk *desk) {
  bool has = false;
  for (uint32_t c = 0; c < desk->classes_n; c++) {
    const struct stf_class *class = &desk->classes[c];
    has = has || (class->bot.reach_share > 0 && class->bot.difficulty > 0) ||
          (class->bot_closed.reach_share > 0 && class->bot_closed.difficulty > 0);
  }
  return has;
}

static void set_level(struct stf_bot *bot, double level) {
  bot->difficulty = bot->difficulty > 0 ? level : 0;
}

static enum stf_status rerun(const struct stf_run_job *job, const struct stf_kpi_layout *totals,
                             size_t level, struct stf_replicate_values *out) {
  const struct stf_run_sources_offsets none = {0};
  struct stf_desk desk = job->desk;
  struct stf_class *classes = stf_mem_zeroed(NULL, desk.classes_n, sizeof *classes);
  if (classes == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(classes, desk.classes, desk.classes_n * sizeof *classes);
  for (uint32_t c = 0; c < desk.classes_n && level != AS_GIVEN; c++) {
    set_level(&classes[c].bot, LEVELS[level]);
    set_level(&classes[c].bot_closed, LEVELS[level]);
  }
  desk.classes = classes;
  enum stf_status status = stf_run_sources_again(job, &desk, totals, none, out);
  stf_mem_release(NULL, classes);
  return status;
}

/* Verdict, first response, wait and utilization, as far as the desk has them. */
static size_t figures(const struct stf_run_job *job, size_t out[STF_RUN_DIFFICULTY_FIGURES]) {
  const struct stf_kpi_layout *layout = job->layout;
  const size_t rows[STF_RUN_DIFFICULTY_FIGURES] = {
      stf_run_figure_verdict(job),
      stf_run_sources_total(layout, "frt", "human_after_bot", "p90"),
      stf_run_sources_total(layout, "wait", "answered", "mean"),
      stf_run_sources_total(layout, "utilization", "busy", "share")};
  size_t n = 0;
  for (size_t i = 0; i < STF_RUN_DIFFICULTY_FIGURES; i++) {
    if (rows[i] < stf_kpi_layout_rows_n(layout)) {
      out[n++] = rows[i];
    }
  }
  return n;
}

/* Mean over the replications in which the figure is defined; NAN: none. */
static double mean_of(const struct stf_replicate_values *values, size_t row, double *room) {
  double sum = 0;
  size_t n = stf_summary_sorted(values, row, room);
  for (size_t i = 0; i < n; i++) {
    sum += room[i];
  }
  return n > 0 ? sum / (double)n : (double)NAN;
}

static enum stf_status tell(struct stf_run_job *job, const struct stf_replicate_values *values,
                            size_t level) {
  size_t rows[STF_RUN_DIFFICULTY_FIGURES];
  double *room = stf_mem_zeroed(NULL, (size_t)values->done_n + 1, sizeof *room);
  if (room == NULL) {
    return STF_ERR_MEMORY;
  }
  job->difficulty_n = figures(job, rows);
  for (size_t i = 0; i < job->difficulty_n; i++) {
    struct stf_run_difficulty *figure = &job->difficulty[i];
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(job->layout, rows[i], &row);
    (void)snprintf(figure->name, sizeof figure->name, "%.30s %.50s %.20s", row.kpi,
                   row.definition, row.statistic);
    (void)snprintf(figure->unit, sizeof figure->unit, "%.15s", row.unit);
    figure->means[level] = mean_of(values, rows[i], room);
  }
  stf_mem_release(NULL, room);
  return STF_OK;
}

enum stf_status stf_run_difficulty_measure(struct stf_run_job *job) {
  bool told = strcmp(stf_options_text(job->arguments, "format"), "text") == 0;
  if (!told || job->interrupted || !has_difficulty(&job->desk)) {
    return STF_OK;
  }
  struct stf_kpi_plan plan = *stf_kpi_layout_plan(job->layout);
  struct stf_kpi_layout *totals = NULL;
  plan.groups = 0;
  enum stf_status status = stf_kpi_layout_new(&plan, NULL, &totals);
  for (size_t level = 0; level < STF_RUN_DIFFICULTY_LEVELS && status == STF_OK; level++) {
    struct stf_replicate_values values = {0};
    status = rerun(job, totals, level, &values);
    status = status == STF_OK ? tell(job, &values, level) : status;
    stf_replicate_clear(&values, NULL);
  }
  stf_kpi_layout_free(totals);
  if (status == STF_ERR_INTERRUPTED) {
    job->difficulty_n = 0;
    status = STF_OK;
  }
  return status;
}

static void put_value(FILE *out, const struct stf_run_difficulty *figure, double value) {
  bool is_share = strcmp(figure->unit, "share") == 0;
  if (!isfinite(value)) {
    (void)fprintf(out, "%12s", "-");
    return;
  }
  (void)fprintf(out, is_share ? "%10.1f %%" : "%10.1f s", is_share ? 100 * value : value);
}

void stf_run_difficulty_write(FILE *out, const struct stf_run_job *job) {
  if (job->difficulty_n == 0) {
    return;
  }
  (void)fputs("An assumption: how much the bot ends the easy contacts (bot.difficulty) is not\n"
              "identifiable from one containment level. The same replications at rank "
              "correlation\n",
              out);
  (void)fprintf(out, "  %-42s%12s%12s%12s\n", "", "0", "as given", "0.8");
  for (size_t i = 0; i < job->difficulty_n; i++) {
    const struct stf_run_difficulty *figure = &job->difficulty[i];
    (void)fprintf(out, "  %-42s", figure->name);
    for (size_t level = 0; level < STF_RUN_DIFFICULTY_LEVELS; level++) {
      put_value(out, figure, figure->means[level]);
    }
    (void)fputc('\n', out);
  }
}
