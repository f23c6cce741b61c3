/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/summary.h"

#include "stats/interval.h"
#include "stats/quantile.h"
#include "stats/rank.h"

#include <math.h>
#include <string.h>

void stf_summary_values(const struct stf_replicate_values *values, size_t row, double *out) {
  const double *num = &values->num[row * values->replications_n];
  const double *den = &values->den[row * values->replications_n];
  for (uint32_t r = 0; r < values->done_n; r++) {
    if (isnan(den[r])) {
      out[r] = num[r];
    } else {
      out[r] = den[r] > 0 ? num[r] / den[r] : (double)NAN;
    }
  }
}

size_t stf_summary_sorted(const struct stf_replicate_values *values, size_t row, double *out) {
  stf_summary_values(values, row, out);
  size_t n = 0;
  for (uint32_t r = 0; r < values->done_n; r++) {
    if (isfinite(out[r])) {
      out[n++] = out[r];
    }
  }
  stf_quantile_sort(out, n);
  return n;
}

bool stf_summary_is_median(const char *statistic) {
  return strcmp(statistic, "max") == 0 || strcmp(statistic, "min") == 0 ||
         (statistic[0] == 'p' && statistic[1] >= '0' && statistic[1] <= '9');
}

static void predict_ratio(const struct stf_replicate_values *values, size_t row,
                          struct stf_row *out) {
  struct stf_interval interval =
      stf_interval_ratio(&values->num[row * values->replications_n],
                         &values->den[row * values->replications_n], values->done_n, 0.95);
  out->predicted = interval.estimate;
  out->ci95_lo = interval.low;
  out->ci95_hi = interval.high;
  /* The delta method knows no ends; times and shares have them. */
  if (interval.low < 0 && interval.estimate >= 0) {
    out->ci95_lo = 0;
  }
  if (interval.high > 1 && interval.estimate <= 1 && strcmp(out->unit, "share") == 0) {
    out->ci95_hi = 1;
  }
}

static void predict_median(const double *sorted, size_t n, struct stf_row *out) {
  out->predicted = stf_quantile_of(sorted, n, 0.5);
  struct stf_interval_ranks ranks = stf_interval_quantile_ranks(n, 0.5, 0.95);
  if (ranks.low >= 1 && ranks.high <= n) {
    out->ci95_lo = sorted[ranks.low - 1];
    out->ci95_hi = sorted[ranks.high - 1];
  }
}

static void predict_mean(const double *sorted, size_t n, struct stf_row *out) {
  struct stf_interval interval = stf_interval_t(sorted, n, 0.95);
  out->predicted = interval.estimate;
  out->ci95_lo = interval.low;
  out->ci95_hi = interval.high;
}

/* A row that is 1 or 0 in each replication: how probable 1 is. */
static void predict_probability(const double *sorted, size_t n, struct stf_row *out) {
  size_t ones_n = 0;
  for (size_t r = 0; r < n; r++) {
    ones_n += sorted[r] > 0.5;
  }
  struct stf_interval interval = stf_interval_wilson(ones_n, n, 0.95);
  out->predicted = interval.estimate;
  out->ci95_lo = interval.low;
  out->ci95_hi = interval.high;
}

static bool is_given(const struct stf_summary_given *given, const struct stf_row *row) {
  if (strcmp(row->kpi, "arrivals") == 0) {
    return given->arrivals && (strcmp(row->definition, "opened") == 0 ||
                               (strcmp(row->definition, "offered") == 0 && !given->openings));
  }
  if (strcmp(row->kpi, "aht") == 0) {
    return given->service;
  }
  if (strcmp(row->kpi, "cost") == 0) { /* of the log's own people */
    return given->presence && strcmp(row->definition, "bot") != 0 &&
           strncmp(row->definition, "per_", 4) != 0;
  }
  if (strcmp(row->kpi, "agents_online") == 0) { /* but for the overtime of the run */
    return given->presence;
  }
  /* Busy and staffed time then come from the same logged work. */
  return strcmp(row->kpi, "utilization") == 0 && given->service && given->presence;
}

static enum stf_inside verdict(const double *sorted, size_t n, double actual) {
  struct stf_rank rank = stf_rank_of(sorted, n, actual);
  switch (stf_rank_verdict_of(&rank, 0.8)) {
  case STF_RANK_BELOW:
    return STF_INSIDE_BELOW;
  case STF_RANK_INSIDE:
    return STF_INSIDE_INSIDE;
  case STF_RANK_ABOVE:
    return STF_INSIDE_ABOVE;
  case STF_RANK_UNKNOWN:
    break;
  }
  return STF_INSIDE_NONE;
}

static void fill_bands(const struct stf_summary_in *in, const double *sorted, size_t n,
                       struct stf_row *row) {
  bool given = is_given(&in->given, row);
  if (!given) {
    struct stf_rank_band band = stf_rank_band_of(sorted, n, 0.8);
    row->band80_lo = band.low;
    row->band80_hi = band.high;
    band = stf_rank_band_of(sorted, n, 0.95);
    row->band95_lo = band.low;
    row->band95_hi = band.high;
  }
  if (given) {
    row->inside80 = STF_INSIDE_GIVEN;
    row->ci95_lo = (double)NAN;
    row->ci95_hi = (double)NAN;
  } else if (in->comparable && isfinite(row->actual)) {
    row->inside80 = verdict(sorted, n, row->actual);
  }
}

/* Prediction and bands of one row; sorted has done_n places. */
static void predict(const struct stf_summary_in *in, const struct stf_replicate_values *values,
                    size_t i, double *sorted, struct stf_row *row) {
  size_t n = stf_summary_sorted(values, i, sorted);
  row->n_replications = (int64_t)n;
  if (n == 0) {
    return;
  }
  if (stf_kpi_layout_is_event(in->layout, i)) {
    predict_probability(sorted, n, row);
    return;
  }
  bool ratio = !isnan(values->den[i * values->replications_n]);
  if (ratio) {
    predict_ratio(values, i, row);
  } else if (stf_summary_is_median(row->statistic)) {
    predict_median(sorted, n, row);
  } else {
    predict_mean(sorted, n, row);
  }
  fill_bands(in, sorted, n, row);
}

void stf_summary_row(const struct stf_summary_in *in, size_t i, double *sorted,
                     struct stf_row *row) {
  predict(in, in->values, i, sorted, row);
}

/* ---- with and without the log's mask ---- */

static bool same_row(const struct stf_row *a, const struct stf_row *b) {
  return stf_row_same(a, b) && a->interval_start_us == b->interval_start_us;
}

static bool same_value(double a, double b) {
  return a == b || (isnan(a) && isnan(b));
}

/* Whether the mask changed the row in any replication. */
static bool differs(const struct stf_summary_in *in, size_t masked, size_t whole) {
  const struct stf_replicate_values *m = in->values;
  const struct stf_replicate_values *w = in->whole;
  for (uint32_t r = 0; r < m->done_n; r++) {
    size_t at = masked * m->replications_n + r;
    size_t whole_at = whole * w->replications_n + r;
    if (!same_value(m->num[at], w->num[whole_at]) ||
        !same_value(m->den[at], w->den[whole_at])) {
      return true;
    }
  }
  return false;
}

/* ---- every line of the table ---- */

static struct stf_summary_line line_of(const struct stf_summary_in *in, size_t i) {
  struct stf_summary_line line = {.layout = in->layout, .values = in->values, .row = i};
  line.labels = STF_ROW_EMPTY;
  stf_kpi_layout_describe(in->layout, i, &line.labels);
  line.labels.scenario = in->scenario;
  return line;
}

/* The line of the whole layout under its definition + STF_SUMMARY_UNMASKED. */
static enum stf_status take_whole(const struct stf_summary_in *in, struct stf_row *labels,
                                  size_t i, struct stf_arena *texts,
                                  const struct stf_summary_taker *taker) {
  size_t n = strlen(labels->definition);
  char *definition = stf_arena_alloc(texts, n + sizeof STF_SUMMARY_UNMASKED, 1);
  if (definition == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(definition, labels->definition, n);
  memcpy(definition + n, STF_SUMMARY_UNMASKED, sizeof STF_SUMMARY_UNMASKED);
  labels->definition = definition;
  labels->scenario = in->scenario;
  const struct stf_summary_line line = {.layout = in->whole_layout,
                                        .values = in->whole,
                                        .row = i,
                                        .unmasked = true,
                                        .labels = *labels};
  return taker->take(taker->context, &line);
}

/* Both lists in step: a masked row, then what it is without the mask if that is another. */
static enum stf_status take_pairs(const struct stf_summary_in *in, struct stf_arena *texts,
                                  const struct stf_summary_taker *taker) {
  enum stf_status status = STF_OK;
  size_t masked = 0;
  size_t masked_n = stf_kpi_layout_rows_n(in->layout);
  size_t rows_n = stf_kpi_layout_rows_n(in->whole_layout);
  for (size_t i = 0; i < rows_n && status == STF_OK; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(in->whole_layout, i, &row);
    struct stf_summary_line line = {.labels = STF_ROW_EMPTY};
    if (masked < masked_n) {
      line = line_of(in, masked);
    }
    bool twin = masked < masked_n && same_row(&row, &line.labels);
    bool changed = !twin || differs(in, masked, i);
    if (twin) {
      status = taker->take(taker->context, &line);
      masked++;
    }
    if (status == STF_OK && changed) {
      status = take_whole(in, &row, i, texts, taker);
    }
  }
  STF_ASSERT(status != STF_OK || masked == masked_n);
  return status;
}

enum stf_status stf_summary_each(const struct stf_summary_in *in, struct stf_arena *texts,
                                 const struct stf_summary_taker *taker) {
  if (in->whole != NULL) {
    return take_pairs(in, texts, taker);
  }
  enum stf_status status = STF_OK;
  size_t rows_n = stf_kpi_layout_rows_n(in->layout);
  for (size_t i = 0; status == STF_OK && i < rows_n; i++) {
    const struct stf_summary_line line = line_of(in, i);
    status = taker->take(taker->context, &line);
  }
  return status;
}

/* What makes rows of lines. */
struct maker {
  const struct stf_summary_in *in;
  double *sorted; /* done_n places */
  struct stf_table *table;
};

static enum stf_status add_line(void *context, const struct stf_summary_line *line) {
  struct maker *maker = context;
  struct stf_summary_in in = *maker->in;
  struct stf_row row = line->labels;
  if (line->unmasked) {
    in.comparable = false;
    in.given = (struct stf_summary_given){0};
    in.layout = in.whole_layout;
  } else if (in.actuals != NULL) {
    row.actual = in.actuals[line->row].value;
    row.n_actual = in.actuals[line->row].n;
  }
  predict(&in, line->values, line->row, maker->sorted, &row);
  bool says = isfinite(row.predicted) || isfinite(row.actual);
  return says ? stf_row_table_add(maker->table, &row) : STF_OK;
}

enum stf_status stf_summary_rows(const struct stf_summary_in *in,
                                 const struct stf_allocator *allocator,
                                 struct stf_table *table) {
  double *sorted = stf_mem_zeroed(allocator, in->values->done_n, sizeof *sorted);
  if (sorted == NULL) {
    return STF_ERR_MEMORY;
  }
  struct maker maker = {.in = in, .sorted = sorted, .table = table};
  const struct stf_summary_taker taker = {.context = &maker, .take = add_line};
  enum stf_status status = stf_summary_each(in, table->arena, &taker);
  stf_mem_release(allocator, sorted);
  return status;
}
