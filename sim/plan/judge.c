/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/judge.h"

#include "base/macros.h"
#include "kpi/kpi_catalogue.h"
#include "stats/interval.h"

#include <math.h>
#include <string.h>

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
  size_t *step_rows;      /* the same by step */
  uint32_t *step_stretch; /* the stretch in which a step begins */
  size_t steps_n;
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
      .groups = STF_KPI_BY_INTERVAL | GROUPS[judge->in.stretch],
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
  judge->step_rows = stf_arena_alloc(judge->arena, rows_n, sizeof *judge->step_rows);
  if (judge->shares_ppm == NULL || judge->stretch_rows == NULL || judge->names == NULL ||
      judge->step_rows == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t of_stretches_n = 0;
  size_t of_steps_n = 0;
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(judge->layout, i, &row);
    int64_t share_ppm = stf_kpi_layout_promised_ppm(judge->layout, i);
    if (share_ppm == 0) {
      continue;
    }
    if (row.interval_start_us != STF_NEVER) {
      judge->step_rows[of_steps_n++] = i;
    } else if (strcmp(row.group, GROUPS[judge->in.stretch]) == 0) {
      bool same =
          of_stretches_n > 0 && strcmp(judge->names[judge->stretches_n - 1], row.key) == 0;
      judge->stretches_n += !same;
      judge->promises_n += judge->stretches_n == 1;
      judge->names[judge->stretches_n - 1] = row.key;
      judge->shares_ppm[of_stretches_n % judge->promises_n] = share_ppm;
      judge->stretch_rows[of_stretches_n++] = i;
    }
  }
  judge->steps_n = of_steps_n / judge->promises_n;
  return STF_OK;
}

/* A number that is the same for all days of a stretch and no other. */
static int64_t stretch_key(const struct stf_judge *judge, int64_t day) {
  struct stf_civil civil;
  switch (judge->in.stretch) {
  case STF_JUDGE_DAY:
    return day;
  case STF_JUDGE_WEEK:
    return day - stf_zone_day_weekday(day);
  case STF_JUDGE_MONTH:
    stf_zone_day_civil(day, &civil);
    return (int64_t)civil.year * 12 + civil.month;
  case STF_JUDGE_PERIOD:
    break;
  }
  return 0;
}

static enum stf_status place_steps(struct stf_judge *judge, const struct stf_grid *grid) {
  STF_ASSERT(judge->steps_n == grid->steps_n);
  judge->step_stretch = stf_arena_alloc(judge->arena, grid->steps_n, sizeof(uint32_t));
  if (judge->step_stretch == NULL) {
    return STF_ERR_MEMORY;
  }
  uint32_t stretch = 0;
  int64_t before = 0;
  for (size_t s = 0; s < grid->steps_n; s++) {
    int64_t at_us = grid->from_us + (int64_t)s * grid->step_us;
    int64_t key = stretch_key(judge, stf_zone_day_at(judge->in.zone, at_us));
    stretch += s > 0 && key != before;
    before = key;
    judge->step_stretch[s] = stretch;
  }
  STF_ASSERT(stretch + 1 == judge->stretches_n);
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
    stf_mem_release(judge->allocator, judge);
  }
}

size_t stf_judge_stretches_n(const struct stf_judge *judge) {
  return judge->stretches_n;
}

size_t stf_judge_stretch_of(const struct stf_judge *judge, size_t step) {
  return judge->step_stretch[step];
}

void stf_judge_renew(struct stf_judge *judge, uint64_t seed, uint32_t replications_n) {
  judge->in.seed = seed;
  judge->in.replications_n = replications_n;
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
  if (isfinite(margin) && !(margin >= figure->margin)) {
    double quantile = stf_interval_t_quantile(0.95, values->done_n - 1);
    figure->margin = margin;
    figure->margin_error = (share.high - share.low) / (2 * quantile);
  }
}

static void take_replication(const struct stf_judge *judge,
                             const struct stf_replicate_values *values, size_t stretch,
                             uint32_t r, struct stf_judge_figure *figure) {
  bool known = false;
  bool reached = true;
  for (size_t p = 0; p < judge->promises_n; p++) {
    double kept = 0;
    double all = 0;
    size_t row = judge->stretch_rows[stretch * judge->promises_n + p];
    if (counts_at(values, row, r, &kept, &all)) {
      known = true;
      reached = reached && is_reached(kept, all, judge->shares_ppm[p]);
      figure->contacts += all / values->done_n;
      figure->late += (all - kept) / values->done_n;
    }
  }
  figure->known_n += known;
  figure->kept_n += known && reached;
}

static struct stf_judge_figure figure_of(const struct stf_judge *judge,
                                         const struct stf_replicate_values *values,
                                         size_t stretch) {
  struct stf_judge_figure figure = {.name = judge->names[stretch], .margin = (double)NAN};
  for (uint32_t r = 0; r < values->done_n; r++) {
    take_replication(judge, values, stretch, r, &figure);
  }
  for (size_t p = 0; p < judge->promises_n; p++) {
    take_margin(judge, values, stretch * judge->promises_n + p, &figure);
  }
  return figure;
}

static double late_at(const struct stf_judge *judge, const struct stf_replicate_values *values,
                      size_t step) {
  double late = 0;
  for (size_t p = 0; p < judge->promises_n; p++) {
    for (uint32_t r = 0; r < values->done_n; r++) {
      double kept = 0;
      double all = 0;
      bool known =
          counts_at(values, judge->step_rows[step * judge->promises_n + p], r, &kept, &all);
      late += known ? all - kept : 0;
    }
  }
  return late / values->done_n;
}

enum stf_status stf_judge_staffing(struct stf_judge *judge, const struct stf_grid *grid,
                                   struct stf_judge_figure *figures, double *late) {
  struct stf_arena *arena = stf_arena_new(judge->allocator);
  struct stf_desk desk;
  enum stf_status status =
      arena != NULL ? stf_grid_desk(judge->in.desk, grid, arena, &desk) : STF_ERR_MEMORY;
  if (status == STF_OK) {
    const struct stf_replicate_options options = {.seed = judge->in.seed,
                                                  .replications_n = judge->in.replications_n,
                                                  .threads_n = judge->in.threads_n,
                                                  .context = judge->in.context,
                                                  .stop = judge->in.stop};
    struct stf_replicate_values values = {0};
    status = stf_replicate_run(&desk, judge->layout, &options, judge->allocator, &values);
    for (size_t i = 0; i < judge->stretches_n && status == STF_OK; i++) {
      figures[i] = figure_of(judge, &values, i);
    }
    for (size_t s = 0; s < judge->steps_n && status == STF_OK; s++) {
      late[s] = late_at(judge, &values, s);
    }
    stf_replicate_clear(&values, judge->allocator);
  }
  stf_arena_free(arena);
  return status;
}
