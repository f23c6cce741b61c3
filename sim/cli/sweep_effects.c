/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_effects.h"

#include "cli/run_figure.h"
#include "replicate/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- figures ---- */

static bool copy_texts(struct stf_arena *arena, struct stf_row *row) {
  const char **const texts[] = {&row->scenario,  &row->kpi,  &row->definition, &row->clock,
                                &row->statistic, &row->unit, &row->group,      &row->key};
  for (size_t i = 0; i < STF_COUNT_OF(texts); i++) {
    const char *text = *texts[i] != NULL ? *texts[i] : "";
    *texts[i] = stf_arena_text(arena, text, strlen(text));
    if (*texts[i] == NULL) {
      return false;
    }
  }
  return true;
}

/* Room for what the points say of a figure. */
static bool make_rooms(const struct stf_sweep_job *job, struct stf_sweep_effects_figure *out) {
  size_t columns_n = job->kind == STF_SWEEP_ELASTICITY ? STF_ELASTICITY_SIDES : 0;
  for (size_t s = 0; s < columns_n; s++) {
    out->columns[s] =
        stf_arena_alloc(job->arena, 2 * (size_t)job->replications_n, sizeof(double));
    if (out->columns[s] == NULL) {
      return false;
    }
  }
  out->effects = stf_arena_alloc(job->arena, job->keys_n, sizeof *out->effects);
  out->values = stf_arena_alloc(job->arena, job->design.points_n, sizeof *out->values);
  for (size_t p = 0; out->values != NULL && p < job->design.points_n; p++) {
    out->values[p] = (double)NAN;
  }
  return out->values != NULL && out->effects != NULL;
}

static enum stf_status add_figure(void *context, const struct stf_summary_line *line) {
  struct stf_sweep_effects *effects = context;
  if (!stf_run_figure_is_total(&line->labels)) {
    return STF_OK;
  }
  struct stf_sweep_effects_figure *figure = &effects->figures[effects->figures_n++];
  figure->labels = line->labels;
  figure->kind = stf_paired_kind_of(line);
  return copy_texts(effects->job->arena, &figure->labels) && make_rooms(effects->job, figure)
             ? STF_OK
             : STF_ERR_MEMORY;
}

static enum stf_status count_figure(void *context, const struct stf_summary_line *line) {
  size_t *n = context;
  *n += stf_run_figure_is_total(&line->labels);
  return STF_OK;
}

/* The figures of the first point. */
static enum stf_status list_figures(struct stf_sweep_effects *effects,
                                    const struct stf_sweep_point *point) {
  struct stf_summary_in in = stf_run_job_summary(&point->run);
  size_t n = 0;
  const struct stf_summary_taker counter = {.context = &n, .take = count_figure};
  const struct stf_summary_taker adder = {.context = effects, .take = add_figure};
  enum stf_status status = stf_summary_each(&in, point->run.table.arena, &counter);
  if (status != STF_OK) {
    return status;
  }
  effects->figures = stf_arena_alloc(effects->job->arena, n, sizeof *effects->figures);
  return effects->figures != NULL ? stf_summary_each(&in, point->run.table.arena, &adder)
                                  : STF_ERR_MEMORY;
}

/* Which of them people are told, once one point has values of them. */
static void tell_figures(struct stf_sweep_effects *effects,
                         const struct stf_sweep_point *point) {
  struct stf_sweep_figure told[STF_SWEEP_FIGURES_MOST];
  size_t rows[STF_SWEEP_FIGURES_MOST];
  size_t n = stf_sweep_figures_of(&point->run, effects->job->decides, told, rows);
  for (size_t i = 0; i < n; i++) {
    for (size_t f = 0; f < effects->figures_n; f++) {
      struct stf_sweep_effects_figure *figure = &effects->figures[f];
      if (stf_row_same(&figure->labels, &point->run.table.rows[rows[i]])) {
        figure->is_told = true;
        figure->told = told[i];
      }
    }
  }
}

/* ---- what a point says ---- */

struct taking {
  struct stf_sweep_effects *effects;
  size_t point;
  size_t at; /* of the figure that is likely next */
};

static struct stf_sweep_effects_figure *figure_of(struct taking *taking,
                                                  const struct stf_row *labels) {
  size_t n = taking->effects->figures_n;
  for (size_t i = 0; i < n; i++) {
    struct stf_sweep_effects_figure *figure = &taking->effects->figures[(taking->at + i) % n];
    if (stf_row_same(&figure->labels, labels)) {
      taking->at = (taking->at + i + 1) % n;
      return figure;
    }
  }
  return NULL;
}

/* The figure on all replications: ratio of sums, else mean of those that have it. */
static double value_of(const struct stf_summary_line *line) {
  struct stf_paired_side side = stf_paired_side_of(line);
  bool is_ratio = stf_paired_kind_of(line) == STF_PAIRED_RATIO;
  double num = 0;
  double den = 0;
  for (uint32_t r = 0; r < line->values->done_n; r++) {
    double weight = is_ratio ? side.den[r] : 1;
    if (isfinite(side.num[r]) && isfinite(weight)) {
      num += side.num[r];
      den += weight;
    }
  }
  return den > 0 ? num / den : (double)NAN;
}

static void keep_columns(const struct stf_summary_line *line, enum stf_elasticity_side side,
                         size_t room_n, struct stf_sweep_effects_figure *figure) {
  struct stf_paired_side from = stf_paired_side_of(line);
  size_t n = line->values->done_n;
  memcpy(figure->columns[side], from.num, n * sizeof *from.num);
  memcpy(figure->columns[side] + room_n, from.den, n * sizeof *from.den);
  figure->has_side[side] = true;
}

static enum stf_elasticity_side side_of(size_t point) {
  return point == 0       ? STF_ELASTICITY_BASE
         : point % 2 == 1 ? STF_ELASTICITY_LOW
                          : STF_ELASTICITY_HIGH;
}

static enum stf_status take_line(void *context, const struct stf_summary_line *line) {
  struct taking *taking = context;
  struct stf_sweep_job *job = taking->effects->job;
  struct stf_sweep_effects_figure *figure =
      stf_run_figure_is_total(&line->labels) ? figure_of(taking, &line->labels) : NULL;
  if (figure == NULL) {
    return STF_OK;
  }
  figure->values[taking->point] = value_of(line);
  if (job->kind == STF_SWEEP_ELASTICITY) {
    keep_columns(line, side_of(taking->point), job->replications_n, figure);
  }
  return STF_OK;
}

/* Low and high of a key are there: its effects. */
static enum stf_status finish_key(struct stf_sweep_effects *effects, size_t key) {
  const struct stf_sweep_job *job = effects->job;
  const size_t points[STF_ELASTICITY_SIDES] = {1 + 2 * key, 0, 2 + 2 * key};
  enum stf_status status = STF_OK;
  for (size_t f = 0; f < effects->figures_n && status == STF_OK; f++) {
    struct stf_sweep_effects_figure *figure = &effects->figures[f];
    struct stf_elasticity_data data = {.kind = figure->kind};
    bool whole = true;
    for (size_t s = 0; s < STF_ELASTICITY_SIDES; s++) {
      data.sides[s] = (struct stf_paired_side){figure->columns[s],
                                               figure->columns[s] + job->replications_n};
      data.x[s] = stf_sweep_job_value(job, points[s], key);
      whole = whole && figure->has_side[s];
    }
    data.n = whole ? job->replications_n : 0;
    figure->effects[key].key = key;
    status = stf_elasticity_of(&data, &figure->effects[key].elasticity);
    figure->has_side[STF_ELASTICITY_LOW] = false;
    figure->has_side[STF_ELASTICITY_HIGH] = false;
  }
  return status;
}

enum stf_status stf_sweep_effects_take(void *context, const struct stf_sweep_point *point) {
  struct stf_sweep_effects *effects = context;
  enum stf_status status = point->number == 0 ? list_figures(effects, point) : STF_OK;
  if (status != STF_OK || effects->figures_n == 0) {
    return status;
  }
  tell_figures(effects, point);
  struct taking taking = {.effects = effects, .point = point->number};
  const struct stf_summary_in in = stf_run_job_summary(&point->run);
  const struct stf_summary_taker taker = {.context = &taking, .take = take_line};
  status = stf_summary_each(&in, point->run.table.arena, &taker);
  bool both = effects->job->kind == STF_SWEEP_ELASTICITY &&
              side_of(point->number) == STF_ELASTICITY_HIGH;
  return status == STF_OK && both ? finish_key(effects, point->number / 2 - 1) : status;
}

/* ---- the end ---- */

static double size_of(enum stf_sweep_kind kind, const struct stf_sweep_effect *effect) {
  double size =
      kind == STF_SWEEP_MORRIS ? effect->morris.mu_star : fabs(effect->elasticity.elasticity);
  return isfinite(size) ? size : -1;
}

/* Few keys: by insertion, equal ones in the order of the options. */
static void sort(enum stf_sweep_kind kind, struct stf_sweep_effect *effects, size_t n) {
  for (size_t i = 1; i < n; i++) {
    struct stf_sweep_effect effect = effects[i];
    size_t at = i;
    for (; at > 0 && size_of(kind, &effects[at - 1]) < size_of(kind, &effect); at--) {
      effects[at] = effects[at - 1];
    }
    effects[at] = effect;
  }
}

enum stf_status stf_sweep_effects_finish(struct stf_sweep_effects *effects) {
  const struct stf_sweep_job *job = effects->job;
  enum stf_status status = STF_OK;
  for (size_t f = 0; f < effects->figures_n && status == STF_OK; f++) {
    struct stf_sweep_effects_figure *figure = &effects->figures[f];
    for (size_t k = 0; k < job->keys_n && job->kind == STF_SWEEP_MORRIS && status == STF_OK;
         k++) {
      figure->effects[k].key = k;
      status =
          stf_morris_effect_of(&job->morris, figure->values, k, &figure->effects[k].morris);
    }
    sort(job->kind, figure->effects, job->keys_n);
  }
  return status;
}
