/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_effects_write.h"

#include "cli/sweep_table.h"
#include "cli/sweep_text.h"
#include "report/fields.h"
#include "report/text_grid.h"
#include "stats/interval.h"

#include <math.h>
#include <string.h>

enum {
  TEXT = STF_SWEEP_FIGURES_TEXT,
  COLUMNS_MOST = 24,
  GRID_COLUMNS = 5
};

static const char *const ELASTICITY_COLUMNS[] = {
    "key",         "kpi",           "definition",    "clock",         "statistic",
    "unit",        "low",           "base",          "high",          "value",
    "change",      "change_se",     "slope",         "slope_se",      "slope_below",
    "slope_above", "elasticity",    "elasticity_lo", "elasticity_hi", "elasticity_se",
    "curved",      "n_replications"};

static const char *const MORRIS_COLUMNS[] = {
    "key",  "kpi",   "definition", "clock",    "statistic",
    "unit", "low",   "high",       "mu_star",  "mu_star_se",
    "mu",   "mu_se", "sigma",      "sigma_se", "n_trajectories"};

/* ---- rows ---- */

static void put_numbers(const double *numbers, size_t n, struct stf_fields_field *out) {
  for (size_t i = 0; i < n; i++) {
    out[i] = stf_fields_number(numbers[i]);
  }
}

static struct stf_interval interval_of(const struct stf_elasticity *effect) {
  double half = effect->n >= 2
                    ? stf_interval_t_quantile(0.95, effect->n - 1) * effect->elasticity_se
                    : (double)NAN;
  return (struct stf_interval){effect->elasticity, effect->elasticity - half,
                               effect->elasticity + half};
}

static size_t fill_elasticity(const struct stf_sweep_job *job,
                              const struct stf_sweep_effect *effect,
                              struct stf_fields_field *out) {
  const struct stf_elasticity *e = &effect->elasticity;
  struct stf_interval interval = interval_of(e);
  const double numbers[] = {stf_sweep_job_value(job, 1 + 2 * effect->key, effect->key),
                            stf_sweep_job_value(job, 0, effect->key),
                            stf_sweep_job_value(job, 2 + 2 * effect->key, effect->key),
                            e->value,
                            e->change,
                            e->change_se,
                            e->slope,
                            e->slope_se,
                            e->slope_below,
                            e->slope_above,
                            interval.estimate,
                            interval.low,
                            interval.high,
                            e->elasticity_se};
  size_t n = STF_COUNT_OF(numbers);
  put_numbers(numbers, n, out);
  out[n++] = stf_fields_text(e->n < 2 ? "" : e->is_curved ? "yes" : "no");
  out[n++] = stf_fields_number((double)e->n);
  return n;
}

static double end_of(const struct stf_sweep_job *job, size_t key, bool high) {
  double end = (double)NAN;
  for (size_t p = 0; p < job->design.points_n; p++) {
    double value = stf_sweep_job_value(job, p, key);
    end = isnan(end) || (high ? value > end : value < end) ? value : end;
  }
  return end;
}

static size_t fill_morris(const struct stf_sweep_job *job,
                          const struct stf_sweep_effect *effect, struct stf_fields_field *out) {
  const struct stf_morris_effect *m = &effect->morris;
  const double numbers[] = {end_of(job, effect->key, false),
                            end_of(job, effect->key, true),
                            m->mu_star,
                            m->mu_star_se,
                            m->mu,
                            m->mu_se,
                            m->sigma,
                            m->sigma_se,
                            (double)m->n};
  put_numbers(numbers, STF_COUNT_OF(numbers), out);
  return STF_COUNT_OF(numbers);
}

static size_t fill(const struct stf_sweep_job *job, const struct stf_row *labels,
                   const struct stf_sweep_effect *effect, struct stf_fields_field *out) {
  const char *const texts[] = {job->keys[effect->key].column,
                               labels->kpi,
                               labels->definition,
                               labels->clock,
                               labels->statistic,
                               labels->unit};
  size_t n = 0;
  for (; n < STF_COUNT_OF(texts); n++) {
    out[n] = stf_fields_text(texts[n]);
  }
  return n + (job->kind == STF_SWEEP_MORRIS ? fill_morris(job, effect, &out[n])
                                            : fill_elasticity(job, effect, &out[n]));
}

/* Whether there is an effect to tell. */
static bool says(const struct stf_sweep_job *job, const struct stf_sweep_effect *effect) {
  return job->kind == STF_SWEEP_MORRIS
             ? effect->morris.n > 0
             : effect->elasticity.n > 0 && isfinite(effect->elasticity.change);
}

enum stf_status stf_sweep_effects_write_table(const struct stf_sweep_effects *effects,
                                              FILE *file, bool is_json) {
  struct stf_sweep_job *job = effects->job;
  bool morris = job->kind == STF_SWEEP_MORRIS;
  struct stf_sweep_table table = {.file = file,
                                  .job = job,
                                  .is_json = is_json,
                                  .columns = morris ? MORRIS_COLUMNS : ELASTICITY_COLUMNS,
                                  .columns_n = morris ? STF_COUNT_OF(MORRIS_COLUMNS)
                                                      : STF_COUNT_OF(ELASTICITY_COLUMNS)};
  struct stf_fields_field fields[COLUMNS_MOST];
  if (stf_sweep_table_head(&table) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  for (size_t f = 0; f < effects->figures_n; f++) {
    for (size_t k = 0; k < job->keys_n; k++) {
      const struct stf_sweep_effects_figure *figure = &effects->figures[f];
      if (says(job, &figure->effects[k])) {
        (void)fill(job, &figure->labels, &figure->effects[k], fields);
        stf_sweep_table_row(&table, fields);
      }
    }
  }
  stf_sweep_table_end(&table);
  return STF_OK;
}

/* ---- for people ---- */

/* "-1.84 +- 0.12 points", "+2.3 +- 0.4 min". */
static const char *keep_with_error(const struct stf_sweep_figure *told, double value, double se,
                                   bool is_signed, struct stf_text_grid *grid) {
  bool is_share = strcmp(told->unit, "share") == 0;
  struct stf_text_scale scale = stf_text_label_scale(told->unit, fabs(value));
  double divisor = is_share ? 0.01 : scale.divisor;
  const char *unit = is_share ? "points" : scale.name;
  char text[TEXT];
  if (!isfinite(value)) {
    return "-";
  }
  (void)snprintf(text, sizeof text, is_signed ? "%+.3g +- %.2g%s%s" : "%.3g +- %.2g%s%s",
                 value / divisor, se / divisor, unit[0] != '\0' ? " " : "", unit);
  return stf_text_grid_keep(grid, text);
}

static const char *keep_elasticity(const struct stf_elasticity *effect,
                                   struct stf_text_grid *grid) {
  struct stf_interval interval = interval_of(effect);
  char text[TEXT];
  if (!isfinite(interval.low)) {
    return "-";
  }
  (void)snprintf(text, sizeof text, "%+.3f (%+.3f .. %+.3f)", interval.estimate, interval.low,
                 interval.high);
  return stf_text_grid_keep(grid, text);
}

static enum stf_status add_elasticity(const struct stf_sweep_job *job,
                                      const struct stf_sweep_figure *told,
                                      const struct stf_sweep_effect *effect,
                                      struct stf_text_grid *grid) {
  const struct stf_elasticity *e = &effect->elasticity;
  const char *cells[GRID_COLUMNS] = {
      job->keys[effect->key].key, stf_sweep_job_text(job, 1 + 2 * effect->key, effect->key),
      stf_sweep_job_text(job, 2 + 2 * effect->key, effect->key),
      keep_with_error(told, e->change, e->change_se, true, grid), NULL};
  char last[2 * TEXT];
  (void)snprintf(last, sizeof last, "%s%s", keep_elasticity(e, grid),
                 e->is_curved ? " curved" : "");
  cells[4] = stf_text_grid_keep(grid, last);
  return stf_text_grid_add(grid, cells);
}

static enum stf_status add_morris(const struct stf_sweep_job *job,
                                  const struct stf_sweep_figure *told,
                                  const struct stf_sweep_effect *effect,
                                  struct stf_text_grid *grid) {
  const struct stf_morris_effect *m = &effect->morris;
  const char *cells[GRID_COLUMNS] = {
      job->keys[effect->key].key, keep_with_error(told, m->mu_star, m->mu_star_se, false, grid),
      keep_with_error(told, m->mu, m->mu_se, true, grid),
      keep_with_error(told, m->sigma, m->sigma_se, false, grid), ""};
  return stf_text_grid_add(grid, cells);
}

static enum stf_status add_head(const struct stf_sweep_job *job, struct stf_text_grid *grid) {
  static const char *const ELASTICITY[GRID_COLUMNS] = {
      "  key", "from", "to", "change +- standard error", "elasticity (95 %)"};
  static const char *const MORRIS[GRID_COLUMNS] = {"  key", "mu* +- standard error", "mu",
                                                   "sigma", ""};
  return stf_text_grid_add(grid, job->kind == STF_SWEEP_MORRIS ? MORRIS : ELASTICITY);
}

static enum stf_status write_keys(const struct stf_sweep_job *job,
                                  const struct stf_sweep_effects_figure *figure, FILE *file) {
  struct stf_text_grid grid;
  enum stf_status status = stf_text_grid_init(&grid, GRID_COLUMNS, NULL);
  status = status == STF_OK ? add_head(job, &grid) : status;
  for (size_t k = 0; k < job->keys_n && status == STF_OK; k++) {
    const struct stf_sweep_effect *effect = &figure->effects[k];
    status = !says(job, effect) ? STF_OK
             : job->kind == STF_SWEEP_MORRIS
                 ? add_morris(job, &figure->told, effect, &grid)
                 : add_elasticity(job, &figure->told, effect, &grid);
  }
  if (status == STF_OK) {
    stf_text_grid_write(&grid, file);
  }
  stf_text_grid_clear(&grid);
  return status;
}

static void write_figure_head(const struct stf_sweep_job *job,
                              const struct stf_sweep_effects_figure *figure, FILE *file) {
  const struct stf_sweep_figure *told = &figure->told;
  char value[TEXT];
  char unit[TEXT];
  double base = figure->values[0];
  struct stf_text_scale scale = stf_text_label_scale(told->unit, fabs(base));
  stf_sweep_figures_put(told, base, scale, value);
  stf_text_label_unit(scale, unit);
  (void)fprintf(file, "%s%s, %s", told->label, unit, told->name);
  if (job->kind == STF_SWEEP_ELASTICITY) {
    (void)fprintf(file, ": %s at the base", value);
  }
  (void)fputc('\n', file);
}

/* The figure that decides comes first, the others in their order. */
static const struct stf_sweep_effects_figure *
next_figure(const struct stf_sweep_effects *effects, size_t *order) {
  const struct stf_sweep_effects_figure *next = NULL;
  for (size_t f = 0; f < effects->figures_n; f++) {
    const struct stf_sweep_effects_figure *figure = &effects->figures[f];
    size_t rank = figure->told.order * effects->figures_n + f;
    if (figure->is_told && rank >= *order &&
        (next == NULL ||
         rank < next->told.order * effects->figures_n + (size_t)(next - effects->figures))) {
      next = figure;
    }
  }
  if (next != NULL) {
    *order = next->told.order * effects->figures_n + (size_t)(next - effects->figures) + 1;
  }
  return next;
}

enum stf_status stf_sweep_effects_write_text(const struct stf_sweep_effects *effects,
                                             FILE *file) {
  const struct stf_sweep_job *job = effects->job;
  const struct stf_sweep_effects_figure *figure = NULL;
  enum stf_status status = STF_OK;
  size_t order = 0;
  stf_sweep_text_heading(file, job);
  (void)fputs(
      job->kind == STF_SWEEP_MORRIS
          ? "Effects over the whole range (Morris): mu* how much, mu in which direction, "
            "sigma curved or together with others\n"
          : "Elasticity: per cent of the figure for one per cent of the key. Curved: "
            "the slopes below and above the base differ\n",
      file);
  while (status == STF_OK && (figure = next_figure(effects, &order)) != NULL) {
    (void)fputc('\n', file);
    write_figure_head(job, figure, file);
    status = write_keys(job, figure, file);
  }
  return status;
}
