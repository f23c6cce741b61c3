/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/judge.h"

#include "base/macros.h"
#include "kpi/kpi_catalogue.h"
#include "plan/marginal.h"
#include "stats/interval.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct excess;

struct stf_judge {
  const struct stf_allocator *allocator;
  struct stf_arena *arena;
  struct stf_judge_in in;
  struct stf_kpi_layout *layout;
  size_t promises_n;
  int64_t *shares_ppm;  /* wanted, by promise */
  size_t *stretch_rows; /* rows of compliance: [stretch * promises_n + promise], by time */
  const char **names;   /* of the stretches */
  size_t stretches_n;
  uint32_t *step_stretch;  /* the stretch in which a step begins */
  int32_t *present;        /* the desk's own people */
  uint8_t *weights;        /* as in plan/marginal.h, from the simulation before; owned */
  struct excess *excesses; /* scratch, by replication; owned */
};

/* How far a stretch of a replication is from being kept. */
struct excess {
  double late; /* beyond what is allowed, of the promise for which that is most */
  uint32_t replication;
  uint32_t promise;
};

/* ---- rows ---- */

static struct stf_kpi_choice compliance_alone(void) {
  struct stf_kpi_choice choice = {{0}};
  for (size_t i = 0; i < STF_KPI_CATALOGUE_N; i++) {
    if (STF_KPI_CATALOGUE[i].source == STF_KPI_CATALOGUE_SLA &&
        STF_KPI_CATALOGUE[i].field == STF_KPI_CATALOGUE_KEPT) {
      stf_kpi_choice_add(&choice, i);
    }
  }
  return choice;
}

static enum stf_status make_layout(struct stf_judge *judge, const struct stf_grid *grid) {
  static const unsigned GROUPS[] = {[STF_JUDGE_DAY] = STF_KPI_BY_DAY,
                                    [STF_JUDGE_WEEK] = STF_KPI_BY_WEEK,
                                    [STF_JUDGE_MONTH] = STF_KPI_BY_MONTH,
                                    [STF_JUDGE_PERIOD] = 0};
  const struct stf_kpi_plan plan = {
      .zone = judge->in.zone,
      .names = judge->in.names,
      .from_us = grid->from_us,
      .to_us = judge->in.desk->to_us,
      .interval_us = grid->step_us,
      .groups = GROUPS[judge->in.stretch],
      .definitions = compliance_alone(),
      .chosen_only = true,
      .has_queue = true,
      .quantiles = STF_KPI_QUANTILES_NONE,
      .terms = judge->in.terms,
      .overlaps = stf_desk_overlaps(judge->in.desk),
  };
  return stf_kpi_layout_new(&plan, judge->allocator, &judge->layout);
}

/* Promises of one cell stand together, in their order. */
static enum stf_status find_rows(struct stf_judge *judge) {
  static const char *const GROUPS[] = {[STF_JUDGE_DAY] = "day",
                                       [STF_JUDGE_WEEK] = "week",
                                       [STF_JUDGE_MONTH] = "month",
                                       [STF_JUDGE_PERIOD] = ""};
  size_t rows_n = stf_kpi_layout_rows_n(judge->layout);
  judge->shares_ppm = stf_arena_alloc(judge->arena, rows_n, sizeof *judge->shares_ppm);
  judge->stretch_rows = stf_arena_alloc(judge->arena, rows_n, sizeof *judge->stretch_rows);
  judge->names = stf_arena_alloc(judge->arena, rows_n, sizeof *judge->names);
  if (judge->shares_ppm == NULL || judge->stretch_rows == NULL || judge->names == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t n = 0;
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(judge->layout, i, &row);
    int64_t share_ppm = stf_kpi_layout_promised_ppm(judge->layout, i);
    if (share_ppm > 0 && strcmp(row.group, GROUPS[judge->in.stretch]) == 0) {
      bool same = n > 0 && strcmp(judge->names[judge->stretches_n - 1], row.key) == 0;
      judge->stretches_n += !same;
      judge->promises_n += judge->stretches_n == 1;
      judge->names[judge->stretches_n - 1] = row.key;
      judge->shares_ppm[n % judge->promises_n] = share_ppm;
      judge->stretch_rows[n++] = i;
    }
  }
  return STF_OK;
}

/* Stretch of a day, counted from that of the first one. */
static size_t stretch_of(const struct stf_judge *judge, int64_t first, int64_t day) {
  struct stf_civil from;
  struct stf_civil civil;
  switch (judge->in.stretch) {
  case STF_JUDGE_DAY:
    return (size_t)(day - first);
  case STF_JUDGE_WEEK:
    return (size_t)((day - stf_zone_day_weekday(day) - first + stf_zone_day_weekday(first)) /
                    7);
  case STF_JUDGE_MONTH:
    stf_zone_day_civil(first, &from);
    stf_zone_day_civil(day, &civil);
    return (size_t)((civil.year - from.year) * 12 + civil.month - from.month);
  case STF_JUDGE_PERIOD:
    break;
  }
  return 0;
}

static enum stf_status place_steps(struct stf_judge *judge, const struct stf_grid *grid) {
  size_t places_n = grid->teams_n * grid->steps_n;
  judge->step_stretch = stf_arena_alloc(judge->arena, grid->steps_n, sizeof(uint32_t));
  judge->present = stf_arena_alloc(judge->arena, places_n, sizeof *judge->present);
  if (judge->step_stretch == NULL || judge->present == NULL) {
    return STF_ERR_MEMORY;
  }
  stf_grid_present(judge->in.desk, grid, judge->present);
  int64_t first = stf_zone_day_at(judge->in.zone, grid->from_us);
  for (size_t s = 0; s < grid->steps_n; s++) {
    int64_t at_us = grid->from_us + (int64_t)s * grid->step_us;
    size_t stretch = stretch_of(judge, first, stf_zone_day_at(judge->in.zone, at_us));
    STF_ASSERT(stretch < judge->stretches_n);
    judge->step_stretch[s] = (uint32_t)stretch;
  }
  return STF_OK;
}

/* ---- life ---- */

enum stf_status stf_judge_new(const struct stf_judge_in *in, const struct stf_grid *grid,
                              const struct stf_allocator *allocator, struct stf_judge **out) {
  struct stf_judge *judge = stf_mem_zeroed(allocator, 1, sizeof *judge);
  if (judge == NULL) {
    return STF_ERR_MEMORY;
  }
  judge->allocator = allocator;
  judge->in = *in;
  judge->arena = stf_arena_new(allocator);
  enum stf_status status = judge->arena != NULL ? make_layout(judge, grid) : STF_ERR_MEMORY;
  status = status == STF_OK ? find_rows(judge) : status;
  status = status == STF_OK ? place_steps(judge, grid) : status;
  status = status == STF_OK ? stf_judge_renew(judge, in->seed, in->replications_n) : status;
  if (status != STF_OK) {
    stf_judge_free(judge);
    return status;
  }
  *out = judge;
  return STF_OK;
}

void stf_judge_free(struct stf_judge *judge) {
  if (judge != NULL) {
    stf_kpi_layout_free(judge->layout);
    stf_arena_free(judge->arena);
    stf_mem_release(judge->allocator, judge->weights);
    stf_mem_release(judge->allocator, judge->excesses);
    stf_mem_release(judge->allocator, judge);
  }
}

size_t stf_judge_stretches_n(const struct stf_judge *judge) {
  return judge->stretches_n;
}

size_t stf_judge_stretch_of(const struct stf_judge *judge, size_t step) {
  return judge->step_stretch[step];
}

enum stf_status stf_judge_renew(struct stf_judge *judge, uint64_t seed,
                                uint32_t replications_n) {
  size_t weights_n = judge->stretches_n * judge->promises_n * replications_n;
  stf_mem_release(judge->allocator, judge->weights);
  stf_mem_release(judge->allocator, judge->excesses);
  judge->weights = stf_mem_zeroed(judge->allocator, weights_n, sizeof *judge->weights);
  judge->excesses = stf_mem_zeroed(judge->allocator, replications_n, sizeof *judge->excesses);
  judge->in.seed = seed;
  judge->in.replications_n = replications_n;
  if (judge->weights == NULL || judge->excesses == NULL) {
    return STF_ERR_MEMORY;
  }
  memset(judge->weights, 1, weights_n);
  return STF_OK;
}

/* ---- the test ---- */

/* As the KPIs have it (docs/decisions/0010-exact-shares.md). */
static bool is_reached(double kept, double all, int64_t share_ppm) {
  return (int64_t)kept * 1000000 >= share_ppm * (int64_t)all;
}

/* Whom a promise is for in a replication, and for how many of them it was kept. */
static bool counts_at(const struct stf_replicate_values *values, size_t row, uint32_t r,
                      double *kept, double *all) {
  *kept = values->num[row * values->replications_n + r];
  *all = values->den[row * values->replications_n + r];
  return *all > 0;
}

static void take_margin(const struct stf_judge *judge,
                        const struct stf_replicate_values *values, size_t at,
                        struct stf_judge_figure *figure) {
  size_t row = judge->stretch_rows[at];
  struct stf_interval share =
      stf_interval_ratio(&values->num[row * values->replications_n],
                         &values->den[row * values->replications_n], values->done_n, 0.95);
  double margin = share.estimate - (double)judge->shares_ppm[at % judge->promises_n] * 1e-6;
  if (isfinite(margin)) {
    double quantile = stf_interval_t_quantile(0.95, values->done_n - 1);
    figure->margin = margin >= figure->margin ? figure->margin : margin;
    figure->margin_error =
        fmax(figure->margin_error, (share.high - share.low) / (2 * quantile));
  }
}

/* Of one replication; the promise that is farthest from being kept says how far. */
static void take_replication(const struct stf_judge *judge,
                             const struct stf_replicate_values *values, size_t stretch,
                             uint32_t r, struct stf_judge_figure *figure) {
  struct excess excess = {.late = -HUGE_VAL, .replication = r};
  bool reached = true;
  for (size_t p = 0; p < judge->promises_n; p++) {
    double kept = 0;
    double all = 0;
    size_t row = judge->stretch_rows[stretch * judge->promises_n + p];
    if (counts_at(values, row, r, &kept, &all)) {
      double least = ceil((double)judge->shares_ppm[p] * all * 1e-6 - 1e-9);
      reached = reached && is_reached(kept, all, judge->shares_ppm[p]);
      figure->contacts += all / values->done_n;
      figure->late += (all - kept) / values->done_n;
      if (least - kept > excess.late) {
        excess.late = least - kept;
        excess.promise = (uint32_t)p;
      }
    }
  }
  if (excess.late > -HUGE_VAL) {
    judge->excesses[figure->known_n++] = excess;
    figure->kept_n += reached;
  }
}

static int excess_order(const void *left, const void *right) {
  const struct excess *a = left;
  const struct excess *b = right;
  if (a->late < b->late || a->late > b->late) {
    return a->late < b->late ? -1 : 1;
  }
  return a->replication < b->replication ? -1 : a->replication > b->replication;
}

enum {
  WINDOW_LEAST = 10 /* replications around the one that decides */
};

/* The replication that decides whether the stretch is kept as surely as wanted, of known_n in
 * their order; and from now on those next to it count. */
static double excess_at(struct stf_judge *judge, size_t stretch, uint32_t known_n,
                        double wanted) {
  qsort(judge->excesses, known_n, sizeof *judge->excesses, excess_order);
  double rank = ceil(wanted * known_n - 1e-9);
  uint32_t at = rank >= 1 ? (uint32_t)rank - 1 : 0;
  at = at < known_n ? at : known_n - 1;
  uint32_t half = known_n / 10 > WINDOW_LEAST / 2 ? known_n / 10 : WINDOW_LEAST / 2;
  uint32_t stride = judge->in.replications_n;
  uint8_t *weights = &judge->weights[stretch * judge->promises_n * stride];
  memset(weights, 0, judge->promises_n * stride);
  for (uint32_t i = at > half ? at - half : 0; i < known_n && i <= at + half; i++) {
    const struct excess *excess = &judge->excesses[i];
    weights[excess->promise * stride + excess->replication] = 1;
  }
  return judge->excesses[at].late;
}

/* On average: how many fewer would have to be late in each replication. */
static double mean_excess(const struct stf_judge *judge,
                          const struct stf_replicate_values *values, size_t stretch,
                          double wanted) {
  double most = -HUGE_VAL;
  for (size_t p = 0; p < judge->promises_n; p++) {
    size_t row = judge->stretch_rows[stretch * judge->promises_n + p];
    double excess = 0;
    bool anybody = false;
    for (uint32_t r = 0; r < values->done_n; r++) {
      double kept = 0;
      double all = 0;
      bool known = counts_at(values, row, r, &kept, &all);
      anybody = anybody || known;
      double share = (double)judge->shares_ppm[p] * 1e-6 + wanted;
      excess += known ? share * all - kept : 0;
    }
    most = anybody ? fmax(most, excess / values->done_n) : most;
  }
  return most;
}

static struct stf_judge_figure figure_of(struct stf_judge *judge,
                                         const struct stf_replicate_values *values,
                                         size_t stretch, double wanted) {
  struct stf_judge_figure figure = {.name = judge->names[stretch], .margin = (double)NAN};
  for (uint32_t r = 0; r < values->done_n; r++) {
    take_replication(judge, values, stretch, r, &figure);
  }
  for (size_t p = 0; p < judge->promises_n; p++) {
    take_margin(judge, values, stretch * judge->promises_n + p, &figure);
  }
  if (figure.known_n > 0) {
    figure.excess = judge->in.probability > 0
                        ? excess_at(judge, stretch, figure.known_n, wanted)
                        : mean_excess(judge, values, stretch, wanted);
  }
  return figure;
}

/* Sums become means per replication that counts. */
static void scale_places(const struct stf_judge *judge, const struct stf_grid *grid,
                         const double *weights, const struct stf_judge_places *places) {
  for (uint32_t t = 0; t < grid->teams_n; t++) {
    for (size_t s = 0; s < grid->steps_n; s++) {
      size_t at = stf_grid_at(grid, t, s);
      double weight = weights[judge->step_stretch[s]];
      places->gain[at] = weight > 0 ? places->gain[at] / weight : 0;
      places->loss[at] = weight > 0 ? places->loss[at] / weight : 0;
    }
  }
}

/* Replications that count, by stretch. */
static void sum_weights(const struct stf_judge *judge, double *sums) {
  uint32_t stride = judge->in.replications_n;
  for (size_t i = 0; i < judge->stretches_n; i++) {
    sums[i] = 0;
    for (uint32_t r = 0; r < stride; r++) {
      bool counts = false;
      for (size_t p = 0; p < judge->promises_n; p++) {
        counts = counts || judge->weights[(i * judge->promises_n + p) * stride + r] > 0;
      }
      sums[i] += counts;
    }
  }
}

/* Replications of the desk; with a marginal it listens. */
static enum stf_status replicate(const struct stf_judge *judge, const struct stf_desk *desk,
                                 struct stf_marginal *marginal,
                                 struct stf_replicate_values *values) {
  struct stf_replicate_listener listener = {0};
  struct stf_replicate_options options = {.seed = judge->in.seed,
                                          .replications_n = judge->in.replications_n,
                                          .threads_n = judge->in.threads_n,
                                          .context = judge->in.context,
                                          .stop = judge->in.stop};
  if (marginal != NULL) {
    listener = stf_marginal_listener(marginal);
    options.listener = &listener;
  }
  return stf_replicate_run(desk, judge->layout, &options, judge->allocator, values);
}

enum stf_status stf_judge_desk(struct stf_judge *judge, const struct stf_judge_try *try,
                               const double *wanted, struct stf_judge_figure *figures,
                               const struct stf_judge_places *places) {
  struct stf_marginal *marginal = NULL;
  struct stf_replicate_values values = {0};
  double *weights = stf_mem_zeroed(judge->allocator, judge->stretches_n, sizeof *weights);
  enum stf_status status = weights != NULL ? STF_OK : STF_ERR_MEMORY;
  if (status == STF_OK && places != NULL) {
    const struct stf_marginal_in in = {.desk = judge->in.desk,
                                       .terms = judge->in.terms,
                                       .grid = try->people,
                                       .present = judge->present,
                                       .step_stretch = judge->step_stretch,
                                       .promises_n = judge->promises_n,
                                       .weights = judge->weights,
                                       .replications_n = judge->in.replications_n};
    sum_weights(judge, weights);
    status = stf_marginal_new(&in, judge->allocator, &marginal);
  }
  status = status == STF_OK ? replicate(judge, try->desk, marginal, &values) : status;
  if (status == STF_OK && marginal != NULL) {
    struct stf_marginal_out out = {.gain = places->gain, .loss = places->loss};
    stf_marginal_sums(marginal, &out);
    scale_places(judge, try->people, weights, places);
  }
  for (size_t i = 0; i < judge->stretches_n && status == STF_OK; i++) {
    figures[i] = figure_of(judge, &values, i, wanted[i]);
  }
  stf_replicate_clear(&values, judge->allocator);
  stf_marginal_free(marginal);
  stf_mem_release(judge->allocator, weights);
  return status;
}

enum stf_status stf_judge_staffing(struct stf_judge *judge, const struct stf_grid *grid,
                                   const double *wanted, struct stf_judge_figure *figures,
                                   const struct stf_judge_places *places) {
  struct stf_desk desk;
  struct stf_arena *arena = stf_arena_new(judge->allocator);
  enum stf_status status =
      arena != NULL ? stf_grid_desk(judge->in.desk, grid, arena, &desk) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    const struct stf_judge_try try = {.desk = &desk, .people = grid};
    status = stf_judge_desk(judge, &try, wanted, figures, places);
  }
  stf_arena_free(arena);
  return status;
}
