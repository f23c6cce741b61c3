/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/agreement.h"

#include "replicate/summary.h"
#include "stats/bootstrap.h"
#include "stats/quantile.h"
#include "stats/rank.h"

#include <math.h>
#include <string.h>

enum {
  RESAMPLES = 2000
};

/* Sums over a day's cells, and what each replication says of it. */
struct days {
  double *actual_num;
  double *actual_den;
  double *predicted_num; /* over replications */
  double *predicted_den;
  double *rival_num;
  double *inside;
  double *cells;
  int64_t *numbers;
  size_t n;
};

struct work {
  const struct stf_agreement_in *in;
  struct stf_agreement *out;
  double *values; /* of a cell, by replication */
  double *sorted;
  bool *inside;    /* each replication played as actual */
  double *outside; /* cells outside, by replication */
  struct days days;
  double weight;
  double error;
};

static bool wanted(const struct stf_agreement_in *in, const struct stf_row *row, int64_t n,
                   int64_t *day) {
  if (strcmp(row->kpi, "service_level") != 0 || strcmp(row->definition, in->definition) != 0 ||
      strcmp(row->statistic, "share") != 0 || row->group[0] != '\0' ||
      row->interval_start_us == STF_NEVER || n < in->least_n) {
    return false;
  }
  struct stf_civil civil;
  stf_zone_to_civil(in->zone, row->interval_start_us, &civil, NULL);
  *day = stf_zone_day_number(&civil);
  int32_t second = civil.hour * 3600 + civil.minute * 60 + civil.second;
  return in->weekdays[stf_zone_weekday(&civil)] && second >= in->from_s && second < in->to_s;
}

/* Mean over replications of |one - mean of the others|. */
static double noise_of(const double *values, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    sum += values[i];
  }
  double noise = 0;
  for (size_t i = 0; i < n; i++) {
    noise += fabs(values[i] - (sum - values[i]) / (double)(n - 1));
  }
  return noise / (double)n;
}

static size_t day_of(struct days *days, int64_t number) {
  if (days->n == 0 || days->numbers[days->n - 1] != number) {
    days->numbers[days->n++] = number;
  }
  return days->n - 1;
}

static void add_cell(struct work *work, size_t row, int64_t number) {
  const struct stf_replicate_values *values = work->in->values;
  const struct stf_kpi_value *actual = &work->in->actuals[row];
  const double *num = &values->num[row * values->replications_n];
  const double *den = &values->den[row * values->replications_n];
  stf_summary_values(values, row, work->values);
  size_t n = stf_summary_sorted(values, row, work->sorted);
  if (n < values->done_n || n < 2) {
    return; /* some replication has no contact here: not the same cell */
  }
  double sum_num = 0;
  double sum_den = 0;
  for (size_t r = 0; r < n; r++) {
    sum_num += num[r];
    sum_den += den[r];
  }
  double error = sum_num / sum_den - actual->value;
  struct stf_rank rank = stf_rank_of(work->sorted, n, actual->value);
  enum stf_rank_verdict verdict = stf_rank_verdict_of(&rank, 0.8);
  double self = stf_rank_self_coverage(work->values, work->sorted, n, 0.8, work->inside);
  work->out->cells_n++;
  work->out->mae_interval += fabs(error);
  work->out->floor += noise_of(work->values, n);
  work->out->self_coverage += self;
  work->out->below_n += verdict == STF_RANK_BELOW;
  work->out->above_n += verdict == STF_RANK_ABOVE;
  if (work->in->rival != NULL) {
    double rival_error = work->in->rival[row] - actual->value;
    work->out->rival_mae_interval += fabs(rival_error);
    work->out->rival_mean_error += rival_error * (double)actual->n;
  }
  work->error += error * (double)actual->n;
  work->weight += (double)actual->n;
  for (size_t r = 0; r < n; r++) {
    work->outside[r] += !work->inside[r];
  }
  size_t day = day_of(&work->days, number);
  work->days.actual_num[day] += actual->num;
  work->days.actual_den[day] += actual->den;
  work->days.predicted_num[day] += sum_num;
  work->days.predicted_den[day] += sum_den;
  work->days.rival_num[day] += work->in->rival != NULL ? work->in->rival[row] * actual->den : 0;
  work->days.inside[day] += verdict == STF_RANK_INSIDE;
  work->days.cells[day] += 1;
}

/* Cells outside by replication played as actual: their mean and 95 % range. */
struct expected {
  double mean;
  double lo;
  double hi;
};

/* outside is sorted. known: there were enough replications. */
static struct expected expect(double *outside, size_t n, bool known) {
  if (!known) {
    return (struct expected){(double)NAN, (double)NAN, (double)NAN};
  }
  double sum = 0;
  for (size_t r = 0; r < n; r++) {
    sum += outside[r];
  }
  stf_quantile_sort(outside, n);
  return (struct expected){sum / (double)n, stf_quantile_of(outside, n, 0.025),
                           stf_quantile_of(outside, n, 0.975)};
}

static void finish(struct work *work) {
  struct stf_agreement *out = work->out;
  const struct days *days = &work->days;
  double cells = (double)out->cells_n;
  out->days_n = days->n;
  out->mae_interval /= cells;
  out->floor /= cells;
  out->self_coverage /= cells;
  out->rival_mae_interval /= cells;
  out->rival_mean_error /= work->weight;
  out->mean_error = work->error / work->weight;
  out->coverage = isnan(out->self_coverage) ? (double)NAN
                                            : 1 - (double)(out->below_n + out->above_n) / cells;
  for (size_t d = 0; d < days->n; d++) {
    out->mae_day += fabs(days->predicted_num[d] / days->predicted_den[d] -
                         days->actual_num[d] / days->actual_den[d]) /
                    (double)days->n;
  }
  for (size_t d = 0; d < days->n; d++) {
    out->rival_mae_day +=
        fabs(days->rival_num[d] - days->actual_num[d]) / days->actual_den[d] / (double)days->n;
  }
  out->coverage_se =
      stf_bootstrap_ratio_error(days->inside, days->cells, days->n, RESAMPLES, 1);
  struct expected expected =
      expect(work->outside, work->in->values->done_n, !isnan(out->self_coverage));
  out->expected_n = expected.mean;
  out->expected_lo = expected.lo;
  out->expected_hi = expected.hi;
}

static enum stf_status work_init(struct work *work, struct stf_arena *arena, size_t rows_n) {
  size_t n = work->in->values->done_n;
  work->values = stf_arena_alloc(arena, n, sizeof *work->values);
  work->sorted = stf_arena_alloc(arena, n, sizeof *work->sorted);
  work->inside = stf_arena_alloc(arena, n, sizeof *work->inside);
  work->outside = stf_arena_alloc(arena, n, sizeof *work->outside);
  double **const sums[] = {&work->days.actual_num,    &work->days.actual_den,
                           &work->days.predicted_num, &work->days.predicted_den,
                           &work->days.rival_num,     &work->days.inside,
                           &work->days.cells};
  bool ready = work->values != NULL && work->sorted != NULL && work->inside != NULL &&
               work->outside != NULL;
  for (size_t i = 0; ready && i < STF_COUNT_OF(sums); i++) {
    *sums[i] = stf_arena_alloc(arena, rows_n, sizeof **sums[i]);
    ready = *sums[i] != NULL;
  }
  work->days.numbers = stf_arena_alloc(arena, rows_n, sizeof *work->days.numbers);
  return ready && work->days.numbers != NULL ? STF_OK : STF_ERR_MEMORY;
}

enum stf_status stf_agreement_measure(const struct stf_agreement_in *in,
                                      const struct stf_allocator *allocator,
                                      struct stf_agreement *out) {
  *out = (struct stf_agreement){0};
  struct stf_arena *arena = stf_arena_new(allocator);
  if (arena == NULL) {
    return STF_ERR_MEMORY;
  }
  size_t rows_n = stf_kpi_layout_rows_n(in->layout);
  struct work work = {.in = in, .out = out};
  enum stf_status status = work_init(&work, arena, rows_n);
  for (size_t i = 0; status == STF_OK && i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    int64_t day = 0;
    stf_kpi_layout_describe(in->layout, i, &row);
    if (wanted(in, &row, in->actuals[i].n, &day)) {
      add_cell(&work, i, day);
    }
  }
  if (status == STF_OK && out->cells_n > 0) {
    finish(&work);
  }
  stf_arena_free(arena);
  return status;
}

/* Adds a row, unless it has no verdict or some replication no value. False: too few
 * replications for one of them to be played as actual. */
static bool join_row(const struct stf_replicate_values *values, size_t row, double actual,
                     struct work *work, struct stf_agreement_joint *out) {
  stf_summary_values(values, row, work->values);
  size_t n = stf_summary_sorted(values, row, work->sorted);
  if (n < values->done_n || !isfinite(actual)) {
    return true;
  }
  struct stf_rank rank = stf_rank_of(work->sorted, n, actual);
  enum stf_rank_verdict verdict = stf_rank_verdict_of(&rank, 0.8);
  if (verdict == STF_RANK_UNKNOWN) {
    return true;
  }
  double self = stf_rank_self_coverage(work->values, work->sorted, n, 0.8, work->inside);
  out->cells_n++;
  out->below_n += verdict == STF_RANK_BELOW;
  out->above_n += verdict == STF_RANK_ABOVE;
  for (size_t r = 0; r < n && !isnan(self); r++) {
    work->outside[r] += !work->inside[r];
  }
  return !isnan(self);
}

enum stf_status stf_agreement_join(const struct stf_replicate_values *values,
                                   const struct stf_kpi_value *actuals, const size_t *rows,
                                   size_t n, const struct stf_allocator *allocator,
                                   struct stf_agreement_joint *out) {
  *out = (struct stf_agreement_joint){0};
  struct stf_arena *arena = stf_arena_new(allocator);
  if (arena == NULL) {
    return STF_ERR_MEMORY;
  }
  struct stf_agreement_in in = {.values = values};
  struct work work = {.in = &in};
  enum stf_status status = work_init(&work, arena, 1);
  bool known = true;
  for (size_t i = 0; status == STF_OK && i < n; i++) {
    known = join_row(values, rows[i], actuals[rows[i]].value, &work, out) && known;
  }
  if (status == STF_OK) {
    struct expected expected = expect(work.outside, values->done_n, known && out->cells_n > 0);
    out->expected_n = expected.mean;
    out->expected_lo = expected.lo;
    out->expected_hi = expected.hi;
  }
  stf_arena_free(arena);
  return status;
}
