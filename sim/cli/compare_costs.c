/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_costs.h"

#include "cli/compare_cells.h"
#include "cli/run_costs.h"
#include "report/number.h"
#include "report/text_grid.h"

#include <math.h>
#include <string.h>

enum {
  TEXT = STF_COMPARE_CELLS_TEXT,
  PARTS_MOST = 12,
  COLUMNS_MOST = PARTS_MOST + 2
};

static const struct stf_compare_figure *figure_of(const struct stf_compare_job *job,
                                                  const char *part, const char *statistic) {
  for (size_t i = 0; i < job->figures_n; i++) {
    const struct stf_row *labels = &job->figures[i].labels;
    if (strcmp(labels->kpi, "cost") == 0 && strcmp(labels->definition, part) == 0 &&
        strcmp(labels->statistic, statistic) == 0) {
      return &job->figures[i];
    }
  }
  return NULL;
}

static double amount_of(const struct stf_compare_figure *figure, size_t k) {
  const struct stf_row *row = figure != NULL ? figure->cells[k].row : NULL;
  return row != NULL ? row->predicted : (double)NAN;
}

/* Parts that cost anything in any scenario. */
static size_t parts_of(const struct stf_compare_job *job, const char *statistic,
                       size_t out[PARTS_MOST]) {
  size_t n = 0;
  for (size_t p = 0; p < STF_RUN_COSTS_PARTS_N && n < PARTS_MOST; p++) {
    const struct stf_run_costs_part *part = &STF_RUN_COSTS_PARTS[p];
    const struct stf_compare_figure *figure = figure_of(job, part->definition, statistic);
    bool any = part->always;
    for (size_t k = 0; k < job->scenarios_n; k++) {
      any = any || fabs(amount_of(figure, k)) > 0;
    }
    if (any && strcmp(part->definition, "idle") != 0) {
      out[n++] = p;
    }
  }
  return n;
}

static enum stf_status add_heads(struct stf_text_grid *grid, const char *title,
                                 const size_t *parts, size_t parts_n) {
  const char *cells[COLUMNS_MOST] = {title};
  for (size_t i = 0; i < parts_n; i++) {
    cells[i + 1] = STF_RUN_COSTS_PARTS[parts[i]].label;
  }
  cells[parts_n + 1] = "in all minus A (95 %)";
  return stf_text_grid_add(grid, cells);
}

static const char *keep_difference(const struct stf_compare_figure *figure, size_t k,
                                   struct stf_text_grid *grid) {
  char difference[TEXT];
  char interval[TEXT];
  char both[2 * TEXT + 4];
  if (figure == NULL || k == 0 || figure->cells[k].paired.n == 0) {
    return "";
  }
  const struct stf_interval *paired = &figure->cells[k].paired.difference;
  stf_compare_cells_difference(figure, paired, difference);
  stf_compare_cells_interval(figure, paired, interval);
  (void)snprintf(both, sizeof both, "%s (%s)", difference, interval);
  return stf_text_grid_keep(grid, interval[0] != '\0' ? both : difference);
}

static enum stf_status add_scenario(const struct stf_compare_job *job, size_t k,
                                    const char *statistic, const size_t *parts, size_t parts_n,
                                    struct stf_text_grid *grid) {
  const char *cells[COLUMNS_MOST] = {NULL};
  char name[TEXT];
  bool varied = job->scenarios[job->scenarios_n - 1].change.text != NULL;
  (void)snprintf(name, sizeof name, "  %s%s", job->scenarios[k].letter,
                 k == 0 && varied ? "  do nothing" : "");
  cells[0] = stf_text_grid_keep(grid, name);
  for (size_t i = 0; i < parts_n; i++) {
    char text[STF_NUMBER_TEXT] = "-";
    double amount =
        amount_of(figure_of(job, STF_RUN_COSTS_PARTS[parts[i]].definition, statistic), k);
    if (isfinite(amount)) {
      (void)stf_number_grouped(amount, 0, text);
    }
    cells[i + 1] = stf_text_grid_keep(grid, text);
  }
  cells[parts_n + 1] = keep_difference(figure_of(job, "total", statistic), k, grid);
  return stf_text_grid_add(grid, cells);
}

static enum stf_status write_block(FILE *out, const struct stf_compare_job *job,
                                   const char *statistic, const char *what) {
  const struct stf_costs *costs = job->scenarios[0].run.plan.costs;
  size_t parts[PARTS_MOST];
  size_t parts_n = parts_of(job, statistic, parts);
  char title[TEXT];
  struct stf_text_grid grid;
  (void)snprintf(title, sizeof title, "Costs %s [%.16s]", what, costs->currency);
  enum stf_status status = stf_text_grid_init(&grid, parts_n + 2, NULL);
  status = status == STF_OK ? add_heads(&grid, title, parts, parts_n) : status;
  for (size_t k = 0; k < job->scenarios_n && status == STF_OK; k++) {
    status = add_scenario(job, k, statistic, parts, parts_n, &grid);
  }
  if (status == STF_OK) {
    (void)fputc('\n', out);
    stf_text_grid_write(&grid, out);
  }
  stf_text_grid_clear(&grid);
  return status;
}

enum stf_status stf_compare_costs_write(FILE *out, const struct stf_compare_job *job) {
  bool any = job->scenarios[0].run.plan.costs != NULL &&
             isfinite(amount_of(figure_of(job, "total", "per_month"), 0));
  if (!any) {
    return STF_OK;
  }
  enum stf_status status = write_block(out, job, "per_month", "a month of such days");
  return status == STF_OK ? write_block(out, job, "per_year", "a year of such days") : status;
}
