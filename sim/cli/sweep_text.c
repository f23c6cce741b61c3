/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_text.h"

#include "cli/run_dates.h"
#include "report/text_grid.h"

#include <math.h>
#include <string.h>

enum {
  TEXT = STF_SWEEP_FIGURES_TEXT,
  MOST = STF_SWEEP_FIGURES_MOST
};

enum stf_status stf_sweep_text_begin(struct stf_sweep_text *text, struct stf_sweep_job *job) {
  *text = (struct stf_sweep_text){.job = job};
  text->cells = stf_arena_alloc(job->arena, job->design.points_n, sizeof *text->cells);
  for (size_t p = 0; text->cells != NULL && p < job->design.points_n; p++) {
    for (size_t c = 0; c < MOST; c++) {
      text->cells[p][c] = (struct stf_sweep_cell){(double)NAN, (double)NAN};
    }
  }
  return text->cells != NULL ? STF_OK : STF_ERR_MEMORY;
}

/* Column of a figure, a new one if there is room; MOST: there is none. */
static size_t column_of(struct stf_sweep_text *text, const struct stf_sweep_figure *figure) {
  size_t c = 0;
  while (c < text->columns_n && !stf_sweep_figures_same(&text->columns[c], figure)) {
    c++;
  }
  if (c == text->columns_n && c < MOST) {
    text->columns[text->columns_n++] = *figure;
  }
  return c;
}

enum stf_status stf_sweep_text_take(void *context, const struct stf_sweep_point *point) {
  struct stf_sweep_text *text = context;
  struct stf_sweep_figure figures[MOST];
  size_t rows[MOST];
  size_t n = stf_sweep_figures_of(&point->run, text->job->decides, figures, rows);
  for (size_t i = 0; i < n; i++) {
    size_t c = column_of(text, &figures[i]);
    const struct stf_row *row = &point->run.table.rows[rows[i]];
    if (c < MOST) {
      text->cells[point->number][c] =
          (struct stf_sweep_cell){row->predicted, (row->ci95_hi - row->ci95_lo) / 2};
    }
  }
  return STF_OK;
}

/* ---- the heading ---- */

void stf_sweep_text_heading(FILE *out, const struct stf_sweep_job *job) {
  const struct stf_run_job *base = &job->base.run;
  char period[STF_RUN_DATES_TEXT];
  stf_run_dates_iso(base->scenario->zone, base->desk.from_us, base->desk.to_us, period);
  (void)fprintf(out,
                "%s\n%s, %s     %zu points, %s%u replications each on the same customers, "
                "seed %llu\n\n",
                base->scenario->title, period, stf_zone_name(base->scenario->zone),
                job->design.points_n, base->precision.asked ? "up to " : "",
                job->replications_n, (unsigned long long)base->seed);
}

/* ---- the table ---- */

/* The size that most of a column's values have: the middle one. */
static double typical(const struct stf_sweep_text *text, size_t c) {
  size_t n = text->job->done_n;
  double best = (double)NAN;
  size_t best_off = n;
  for (size_t p = 0; p < n; p++) {
    double value = text->cells[p][c].value;
    size_t below = 0;
    for (size_t q = 0; q < n; q++) {
      below += text->cells[q][c].value < value;
    }
    size_t off = below > n / 2 ? below - n / 2 : n / 2 - below;
    if (isfinite(value) && off < best_off) {
      best_off = off;
      best = value;
    }
  }
  return best;
}

static enum stf_status add_heads(const struct stf_sweep_text *text,
                                 const struct stf_text_scale *scales,
                                 struct stf_text_grid *grid, const char **cells) {
  const struct stf_sweep_job *job = text->job;
  size_t n = 0;
  for (size_t k = 0; k < job->keys_n; k++) {
    cells[n++] = job->keys[k].key;
  }
  for (size_t c = 0; c < text->columns_n; c++) {
    char unit[TEXT];
    char label[2 * TEXT];
    stf_text_label_unit(scales[c], unit);
    (void)snprintf(label, sizeof label, "%s%s", text->columns[c].label, unit);
    cells[n++] = stf_text_grid_keep(grid, label);
  }
  return stf_text_grid_add(grid, cells);
}

static const char *keep_cell(const struct stf_sweep_figure *figure,
                             const struct stf_sweep_cell *cell, struct stf_text_scale scale,
                             struct stf_text_grid *grid, bool with_interval) {
  char value[TEXT];
  char half[TEXT];
  char both[2 * TEXT + 8];
  stf_sweep_figures_put(figure, cell->value, scale, value);
  if (!with_interval || !isfinite(cell->half)) {
    return stf_text_grid_keep(grid, value);
  }
  stf_sweep_figures_put(figure, cell->half, scale, half);
  (void)snprintf(both, sizeof both, "%s +- %s", value, half);
  return stf_text_grid_keep(grid, both);
}

static enum stf_status add_point(const struct stf_sweep_text *text, size_t p,
                                 const struct stf_text_scale *scales,
                                 struct stf_text_grid *grid, const char **cells) {
  const struct stf_sweep_job *job = text->job;
  size_t n = 0;
  for (size_t k = 0; k < job->keys_n; k++) {
    const char *value = stf_sweep_job_text(job, p, k);
    cells[n++] = value != NULL ? value : "";
  }
  for (size_t c = 0; c < text->columns_n; c++) {
    cells[n++] = keep_cell(&text->columns[c], &text->cells[p][c], scales[c], grid, c == 0);
  }
  return stf_text_grid_add(grid, cells);
}

enum stf_status stf_sweep_text_write(FILE *out, const struct stf_sweep_text *text) {
  const struct stf_sweep_job *job = text->job;
  size_t columns_n = job->keys_n + text->columns_n;
  struct stf_text_scale scales[MOST];
  for (size_t c = 0; c < text->columns_n; c++) {
    scales[c] = stf_text_label_scale(text->columns[c].unit, typical(text, c));
  }
  const char **cells = stf_arena_alloc(job->arena, columns_n, sizeof *cells);
  struct stf_text_grid grid;
  enum stf_status status = stf_text_grid_init(&grid, columns_n, NULL);
  status = status == STF_OK && cells == NULL ? STF_ERR_MEMORY : status;
  status = status == STF_OK ? add_heads(text, scales, &grid, cells) : status;
  for (size_t p = 0; p < job->done_n && status == STF_OK; p++) {
    status = add_point(text, p, scales, &grid, cells);
  }
  if (status == STF_OK) {
    stf_sweep_text_heading(out, job);
    stf_text_grid_write(&grid, out);
  }
  stf_text_grid_clear(&grid);
  return status;
}
