/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_figures.h"

#include "cli/run_figure.h"

/* Of the replications that both have. */
static enum stf_status pair(const struct stf_summary_line *a, const struct stf_summary_line *b,
                            double level, struct stf_paired *out) {
  uint32_t a_n = a->values->done_n;
  uint32_t b_n = b->values->done_n;
  const struct stf_paired_in in = {.a = stf_paired_side_of(a),
                                   .b = stf_paired_side_of(b),
                                   .n = a_n < b_n ? a_n : b_n,
                                   .kind = stf_paired_kind_of(a),
                                   .level = level};
  return stf_paired_of(&in, NULL, out);
}

static struct stf_summary_line primary_line(const struct stf_compare_job *job,
                                            const struct stf_compare_scenario *scenario) {
  return (struct stf_summary_line){.layout = scenario->run.layout,
                                   .values = &scenario->run.values,
                                   .row = scenario->primary,
                                   .labels = job->primary};
}

enum stf_status stf_compare_figures_pair(const struct stf_compare_job *job,
                                         const struct stf_compare_scenario *a,
                                         const struct stf_compare_scenario *b,
                                         struct stf_paired *out) {
  struct stf_summary_line left = primary_line(job, a);
  struct stf_summary_line right = primary_line(job, b);
  return pair(&left, &right, 0.95, out);
}

enum stf_status stf_compare_figures_primary(struct stf_compare_job *job, size_t k,
                                            struct stf_paired *out) {
  return stf_compare_figures_pair(job, &job->scenarios[0], &job->scenarios[k], out);
}

/* ---- all totals of a scenario ---- */

static enum stf_status take_line(void *context, const struct stf_summary_line *line) {
  struct stf_compare_scenario *scenario = context;
  if (!stf_run_figure_is_total(&line->labels)) {
    return STF_OK;
  }
  struct stf_summary_line *lines = stf_mem_grown(
      NULL, scenario->lines, &scenario->lines_capacity, scenario->lines_n + 1, sizeof *lines);
  if (lines == NULL) {
    return STF_ERR_MEMORY;
  }
  scenario->lines = lines;
  lines[scenario->lines_n++] = *line;
  return STF_OK;
}

static enum stf_status gather(struct stf_compare_scenario *scenario) {
  const struct stf_summary_in in = stf_run_job_summary(&scenario->run);
  const struct stf_summary_taker taker = {.context = scenario, .take = take_line};
  return stf_summary_each(&in, scenario->run.table.arena, &taker);
}

static const struct stf_summary_line *line_of(const struct stf_compare_scenario *scenario,
                                              const struct stf_row *labels) {
  for (size_t i = 0; i < scenario->lines_n; i++) {
    if (stf_row_same(&scenario->lines[i].labels, labels)) {
      return &scenario->lines[i];
    }
  }
  return NULL;
}

static const struct stf_row *row_of(const struct stf_table *table,
                                    const struct stf_row *labels) {
  for (size_t i = 0; i < table->rows_n; i++) {
    if (stf_row_same(&table->rows[i], labels) && stf_run_figure_is_total(&table->rows[i])) {
      return &table->rows[i];
    }
  }
  return NULL;
}

/* ---- the list of figures ---- */

static bool has_figure(const struct stf_compare_job *job, const struct stf_row *labels) {
  for (size_t i = 0; i < job->figures_n; i++) {
    if (stf_row_same(&job->figures[i].labels, labels)) {
      return true;
    }
  }
  return false;
}

static struct stf_compare_figure *add_figure(struct stf_compare_job *job,
                                             const struct stf_row *labels) {
  struct stf_compare_figure *figure = &job->figures[job->figures_n];
  figure->cells = stf_arena_alloc(job->arena, job->scenarios_n, sizeof *figure->cells);
  if (figure->cells == NULL) {
    return NULL;
  }
  figure->labels = *labels;
  figure->role = STF_COMPARE_DESCRIPTIVE;
  if (stf_row_same(labels, &job->primary)) {
    figure->role = STF_COMPARE_PRIMARY;
    job->primary_index = job->figures_n;
  }
  job->figures_n++;
  return figure;
}

/* The lines that `run` prints for one kind of headline, of whichever scenario has them. */
static enum stf_status add_headline(struct stf_compare_job *job, size_t h) {
  for (size_t k = 0; k < job->scenarios_n; k++) {
    const struct stf_run_job *run = &job->scenarios[k].run;
    for (size_t i = 0; i < run->table.rows_n; i++) {
      const struct stf_row *row = &run->table.rows[i];
      struct stf_run_headline_line line;
      if (!stf_run_headline_line(run, h, i, &line) || has_figure(job, row)) {
        continue;
      }
      struct stf_compare_figure *figure = add_figure(job, row);
      if (figure == NULL) {
        return STF_ERR_MEMORY;
      }
      figure->is_headline = true;
      figure->headline = line;
      if (figure->role != STF_COMPARE_PRIMARY) {
        figure->role = STF_COMPARE_SIMULTANEOUS;
      }
    }
  }
  return STF_OK;
}

static enum stf_status add_others(struct stf_compare_job *job) {
  for (size_t k = 0; k < job->scenarios_n; k++) {
    for (size_t i = 0; i < job->scenarios[k].lines_n; i++) {
      const struct stf_row *labels = &job->scenarios[k].lines[i].labels;
      if (!has_figure(job, labels) && add_figure(job, labels) == NULL) {
        return STF_ERR_MEMORY;
      }
    }
  }
  return STF_OK;
}

static enum stf_status list_figures(struct stf_compare_job *job) {
  size_t most = 1;
  for (size_t k = 0; k < job->scenarios_n; k++) {
    most += job->scenarios[k].lines_n;
  }
  job->figures = stf_arena_alloc(job->arena, most, sizeof *job->figures);
  enum stf_status status = job->figures != NULL ? STF_OK : STF_ERR_MEMORY;
  for (size_t h = 0; h < STF_RUN_HEADLINE_N && status == STF_OK; h++) {
    status = add_headline(job, h);
  }
  return status == STF_OK ? add_others(job) : status;
}

/* ---- pairs ---- */

static enum stf_status pair_figure(struct stf_compare_job *job,
                                   struct stf_compare_figure *figure) {
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < job->scenarios_n && status == STF_OK; k++) {
    struct stf_compare_cell *cell = &figure->cells[k];
    cell->line = line_of(&job->scenarios[k], &figure->labels);
    cell->row = row_of(&job->scenarios[k].run.table, &figure->labels);
    if (k > 0 && cell->line != NULL && figure->cells[0].line != NULL) {
      status = pair(figure->cells[0].line, cell->line, figure->level, &cell->paired);
    }
  }
  return status;
}

enum stf_status stf_compare_figures_make(struct stf_compare_job *job) {
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < job->scenarios_n && status == STF_OK; k++) {
    status = gather(&job->scenarios[k]);
  }
  status = status == STF_OK ? list_figures(job) : status;
  for (size_t i = 0; i < job->figures_n; i++) {
    bool counts = job->figures[i].role == STF_COMPARE_SIMULTANEOUS;
    job->simultaneous_n += counts ? job->scenarios_n - 1 : 0;
  }
  for (size_t i = 0; i < job->figures_n && status == STF_OK; i++) {
    struct stf_compare_figure *figure = &job->figures[i];
    figure->level = figure->role == STF_COMPARE_SIMULTANEOUS
                        ? stf_paired_simultaneous(0.95, job->simultaneous_n)
                        : 0.95;
    status = pair_figure(job, figure);
  }
  return status;
}
