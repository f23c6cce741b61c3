/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_values.h"

#include "base/quantity.h"

#include <math.h>

/* Works out the states of a grid's cells from their steps (kpi_cell.h). */
static void resolve_grid(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                         const struct stf_kpi_grid *grid) {
  int64_t open_n = 0;
  int64_t waiting_n = 0;
  int64_t busy_n = 0;
  int64_t present_n = 0;
  for (size_t i = 0; i < grid->cells_n; i++) {
    int64_t *cell = stf_kpi_tally_cell(tally, kind, i);
    int64_t length_us = grid->edges_us[i + 1] - grid->edges_us[i];
    cell[STF_KPI_CELL_WAITING_US] = waiting_n * length_us + cell[STF_KPI_CELL_WAITING_REST];
    cell[STF_KPI_CELL_BUSY_US] = busy_n * length_us + cell[STF_KPI_CELL_BUSY_REST];
    cell[STF_KPI_CELL_PRESENT_US] = present_n * length_us + cell[STF_KPI_CELL_PRESENT_REST];
    open_n += cell[STF_KPI_CELL_OPEN_STEP];
    waiting_n += cell[STF_KPI_CELL_WAITING_STEP];
    busy_n += cell[STF_KPI_CELL_BUSY_STEP];
    present_n += cell[STF_KPI_CELL_PRESENT_STEP];
    cell[STF_KPI_CELL_BACKLOG_OPEN] = open_n;
    cell[STF_KPI_CELL_BACKLOG_WAITING] = waiting_n;
    cell[STF_KPI_CELL_ENDS] = 1;
    cell[STF_KPI_CELL_LENGTH_US] = length_us;
  }
}

static const enum stf_kpi_cell_field TIMES[] = {STF_KPI_CELL_WAITING_US, STF_KPI_CELL_BUSY_US,
                                                STF_KPI_CELL_PRESENT_US,
                                                STF_KPI_CELL_LENGTH_US};

/* Times of the intervals, summed by weekday or time of day. */
static void fold_times(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                       const uint32_t *cells) {
  const struct stf_kpi_layout *layout = tally->layout;
  for (size_t i = 0; i < layout->groups[kind].cells_n; i++) {
    for (size_t f = 0; f < STF_COUNT_OF(TIMES); f++) {
      stf_kpi_tally_cell(tally, kind, i)[TIMES[f]] = 0;
    }
  }
  for (size_t i = 0; i < layout->intervals.cells_n; i++) {
    const int64_t *from = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_INTERVAL, i);
    int64_t *into = stf_kpi_tally_cell(tally, kind, cells[i]);
    for (size_t f = 0; f < STF_COUNT_OF(TIMES); f++) {
      into[TIMES[f]] += from[TIMES[f]];
    }
  }
}

static void resolve(struct stf_kpi_tally *tally) {
  const struct stf_kpi_layout *layout = tally->layout;
  resolve_grid(tally, STF_KPI_CATALOGUE_DAY, &layout->days);
  if (layout->groups[STF_KPI_CATALOGUE_INTERVAL].is_kept) {
    resolve_grid(tally, STF_KPI_CATALOGUE_INTERVAL, &layout->intervals);
  }
  if (layout->weekday_cells != NULL) {
    fold_times(tally, STF_KPI_CATALOGUE_WEEKDAY_INTERVAL, layout->weekday_cells);
  }
  if (layout->time_of_day_cells != NULL) {
    fold_times(tally, STF_KPI_CATALOGUE_TIME_OF_DAY, layout->time_of_day_cells);
  }
  int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0);
  total[STF_KPI_CELL_LENGTH_US] = layout->plan.to_us - layout->plan.from_us;
  total[STF_KPI_CELL_BACKLOG_OPEN] = 0;
  total[STF_KPI_CELL_BACKLOG_WAITING] = 0;
  total[STF_KPI_CELL_ENDS] = (int64_t)layout->days.cells_n;
  for (size_t i = 0; i < layout->days.cells_n; i++) {
    const int64_t *day = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_DAY, i);
    total[STF_KPI_CELL_BACKLOG_OPEN] += day[STF_KPI_CELL_BACKLOG_OPEN];
    total[STF_KPI_CELL_BACKLOG_WAITING] += day[STF_KPI_CELL_BACKLOG_WAITING];
  }
}

static double in_s(int64_t us) {
  return (double)us / (double)STF_US_PER_S;
}

static struct stf_kpi_value ratio_of(double num, double den, int64_t n) {
  return (struct stf_kpi_value){
      .value = den > 0 ? num / den : (double)NAN, .num = num, .den = den, .n = n};
}

static struct stf_kpi_value count_of(int64_t n) {
  return ratio_of((double)n, 1, n);
}

static struct stf_kpi_value quantile_of(double value, int64_t n) {
  return (struct stf_kpi_value){.value = value, .num = (double)NAN, .den = (double)NAN, .n = n};
}

static const struct stf_kpi_value UNKNOWN = {
    .value = (double)NAN, .num = (double)NAN, .den = (double)NAN, .n = -1};

static struct stf_kpi_value field_value(const struct stf_kpi_template *template,
                                        const int64_t *cell) {
  const struct stf_kpi_descriptor *descriptor = template->descriptor;
  int64_t num = cell[descriptor->field];
  int64_t den = cell[descriptor->over];
  struct stf_kpi_value value = template->statistic == STF_KPI_CATALOGUE_COUNT
                                   ? count_of(num)
                                   : ratio_of((double)num, (double)den, den);
  if (descriptor->is_state) {
    value.n = -1;
  }
  return value;
}

/* Formulas: docs/kpis.md; N offered less the censored. */
static struct stf_kpi_value service_value(const struct stf_kpi_template *template,
                                          const int64_t *cell) {
  const int64_t *fields =
      cell + stf_kpi_cell_threshold_at(template->threshold, STF_KPI_CELL_SERVED);
  int64_t served = fields[STF_KPI_CELL_SERVED];
  int64_t left = fields[STF_KPI_CELL_LEFT];
  int64_t censored = fields[STF_KPI_CELL_CENSORED];
  int64_t offered = cell[STF_KPI_CELL_OFFERED] - censored;
  switch ((enum stf_kpi_service) template->descriptor->field) {
  case STF_KPI_CATALOGUE_SL1:
    return ratio_of((double)(served + left), (double)offered, offered);
  case STF_KPI_CATALOGUE_SL2:
    return ratio_of((double)served, (double)cell[STF_KPI_CELL_ANSWERED],
                    cell[STF_KPI_CELL_ANSWERED]);
  case STF_KPI_CATALOGUE_SL3:
    return ratio_of((double)served, (double)offered, offered);
  case STF_KPI_CATALOGUE_SL4:
    return ratio_of((double)served, (double)(offered - left), offered - left);
  case STF_KPI_CATALOGUE_SL5:
    return ratio_of((double)(served + cell[STF_KPI_CELL_ABANDONED_SHORT]), (double)offered,
                    offered);
  case STF_KPI_CATALOGUE_NOT_YET:
    break;
  }
  return count_of(censored);
}

/* A share of unanswered contacts needs a log that shows answers: with a queue and not a single
 * human message it is unknown, not 100 %. */
static bool shows_answers(struct stf_kpi_tally *tally) {
  const struct stf_kpi_plan *plan = &tally->layout->plan;
  const int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0);
  return !plan->has_queue ||
         total[stf_kpi_cell_duration_at(plan->within_n, STF_KPI_CELL_FRT_HUMAN)] > 0;
}

/* Durations between messages: without a single message nothing is known of them, not even that
 * there were none. */
static bool is_of_messages(int duration) {
  switch ((enum stf_kpi_cell_duration)duration) {
  case STF_KPI_CELL_FRT_HUMAN:
  case STF_KPI_CELL_FRT_AFTER_BOT:
  case STF_KPI_CELL_FRT_ANY:
  case STF_KPI_CELL_FRT_ASSIGNED:
  case STF_KPI_CELL_RESPONSE:
  case STF_KPI_CELL_RESPONSE_MEAN:
  case STF_KPI_CELL_RESPONSE_MEDIAN:
  case STF_KPI_CELL_LAST_MESSAGE:
    return true;
  case STF_KPI_CELL_WAIT_ANSWERED:
  case STF_KPI_CELL_AHT_SESSION:
  case STF_KPI_CELL_AHT_WORK:
  case STF_KPI_CELL_GRID_DURATIONS: /* the first after those of the grid: WAIT_ABANDONED */
  case STF_KPI_CELL_WAIT_ALL:
  case STF_KPI_CELL_CLOSE:
  case STF_KPI_CELL_DURATIONS:
    break;
  }
  return false;
}

static bool shows_messages(struct stf_kpi_tally *tally) {
  const int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0);
  int64_t seen_n = 0;
  for (int d = 0; d < STF_KPI_CELL_DURATIONS; d++) {
    size_t at = stf_kpi_cell_duration_at(tally->layout->plan.within_n, (size_t)d);
    seen_n += is_of_messages(d) ? total[at] : 0;
  }
  return seen_n > 0;
}

static struct stf_kpi_value duration_value(struct stf_kpi_tally *tally,
                                           const struct stf_kpi_template *template,
                                           const int64_t *cell, struct stf_kpi_series *series) {
  const struct stf_kpi_descriptor *descriptor = template->descriptor;
  size_t at = stf_kpi_cell_duration_at(tally->layout->plan.within_n, (size_t)descriptor->field);
  int64_t n = cell[at];
  switch (template->statistic) {
  case STF_KPI_CATALOGUE_COUNT:
    return is_of_messages(descriptor->field) && !shows_messages(tally) ? UNKNOWN : count_of(n);
  case STF_KPI_CATALOGUE_MEAN:
    return ratio_of(in_s(cell[at + 1]), (double)n, n);
  case STF_KPI_CATALOGUE_MAX:
    return quantile_of(stf_kpi_series_max_s(series), n);
  case STF_KPI_CATALOGUE_UNANSWERED_SHARE:
    return shows_answers(tally)
               ? ratio_of((double)(cell[descriptor->over] - n), (double)cell[descriptor->over],
                          cell[descriptor->over])
               : UNKNOWN;
  case STF_KPI_CATALOGUE_P50:
  case STF_KPI_CATALOGUE_P75:
  case STF_KPI_CATALOGUE_P90:
  case STF_KPI_CATALOGUE_P95:
  case STF_KPI_CATALOGUE_P99:
    return quantile_of(
        stf_kpi_series_quantile_s(series, stf_kpi_catalogue_probability(template->statistic)),
        n);
  case STF_KPI_CATALOGUE_SHARE:
  case STF_KPI_CATALOGUE_STATISTICS:
    break;
  }
  return UNKNOWN;
}

static void fill_cell(struct stf_kpi_tally *tally, enum stf_kpi_kind kind, size_t index,
                      struct stf_kpi_value *out) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  const int64_t *cell = stf_kpi_tally_cell(tally, kind, index);
  struct stf_kpi_series *series = stf_kpi_tally_series(tally, kind, index);
  for (size_t t = 0; t < group->templates_n; t++) {
    const struct stf_kpi_template *template = &group->templates[t];
    int field = template->descriptor->field;
    switch (template->descriptor->source) {
    case STF_KPI_CATALOGUE_FIELD:
      out[t] = field_value(template, cell);
      break;
    case STF_KPI_CATALOGUE_TIME:
      out[t] = ratio_of(in_s(cell[field]), in_s(cell[template->descriptor->over]), -1);
      break;
    case STF_KPI_CATALOGUE_SERVICE:
      out[t] = service_value(template, cell);
      break;
    case STF_KPI_CATALOGUE_DURATION: {
      bool has_series = group->series_of[field] != STF_KPI_LAYOUT_NO_SERIES;
      out[t] = duration_value(tally, template, cell,
                              has_series ? &series[group->series_of[field]] : NULL);
      break;
    }
    }
  }
}

void stf_kpi_values_fill(struct stf_kpi_tally *tally, struct stf_kpi_value *out) {
  resolve(tally);
  for (int kind = 0; kind < STF_KPI_CATALOGUE_KINDS; kind++) {
    const struct stf_kpi_group *group = &tally->layout->groups[kind];
    for (size_t i = 0; group->templates_n > 0 && i < group->cells_n; i++) {
      fill_cell(tally, (enum stf_kpi_kind)kind, i,
                out + group->rows_at + i * group->templates_n);
    }
  }
}
