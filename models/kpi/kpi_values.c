/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_values.h"

#include "base/quantity.h"
#include "kpi/kpi_contract.h"
#include "kpi/kpi_money.h"
#include "kpi/kpi_shared.h"
#include "kpi/kpi_stints.h"
#include "kpi/kpi_visits.h"

#include <math.h>
#include <stdlib.h>

/* A time of spans: where its steps stand, and where it goes. */
struct state {
  enum stf_kpi_cell_field step;
  enum stf_kpi_cell_field us;
};

static const struct state STATES[] = {
    {STF_KPI_CELL_WAITING_STEP, STF_KPI_CELL_WAITING_US},
    {STF_KPI_CELL_BUSY_STEP, STF_KPI_CELL_BUSY_US},
    {STF_KPI_CELL_PRESENT_STEP, STF_KPI_CELL_PRESENT_US},
    {STF_KPI_CELL_OCCUPIED_STEP, STF_KPI_CELL_OCCUPIED_US},
    {STF_KPI_CELL_HELD_STEP, STF_KPI_CELL_HELD_US},
    {STF_KPI_CELL_PLACES_STEP, STF_KPI_CELL_PLACES_US},
    {STF_KPI_CELL_SLOTS_STEP, STF_KPI_CELL_SLOTS_US},
};

/* Works out the states of a grid's cells from their steps (kpi_cell.h). */
static void resolve_grid(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                         const struct stf_kpi_grid *grid) {
  int64_t open_n = 0;
  int64_t counts[STF_COUNT_OF(STATES)] = {0};
  for (size_t i = 0; i < grid->cells_n; i++) {
    int64_t *cell = stf_kpi_tally_cell(tally, kind, i);
    int64_t length_us = grid->edges_us[i + 1] - grid->edges_us[i];
    for (size_t s = 0; s < STF_COUNT_OF(STATES); s++) {
      cell[STATES[s].us] = counts[s] * length_us + cell[STATES[s].step + 1];
      counts[s] += cell[STATES[s].step];
    }
    open_n += cell[STF_KPI_CELL_OPEN_STEP];
    cell[STF_KPI_CELL_BACKLOG_OPEN] = open_n;
    cell[STF_KPI_CELL_BACKLOG_WAITING] = counts[0];
    cell[STF_KPI_CELL_ENDS] = 1;
    cell[STF_KPI_CELL_LENGTH_US] = length_us;
  }
}

/* Times of a grid's cells, summed into the kind's: intervals by weekday or time of day, days by
 * week or month. */
static void fold_times(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                       enum stf_kpi_kind from_kind, size_t from_n, const uint32_t *cells) {
  const struct stf_kpi_layout *layout = tally->layout;
  for (size_t i = 0; i < layout->groups[kind].cells_n; i++) {
    int64_t *into = stf_kpi_tally_cell(tally, kind, i);
    for (size_t s = 0; s < STF_COUNT_OF(STATES); s++) {
      into[STATES[s].us] = 0;
    }
    into[STF_KPI_CELL_LENGTH_US] = 0;
  }
  for (size_t i = 0; i < from_n; i++) {
    const int64_t *from = stf_kpi_tally_cell(tally, from_kind, i);
    int64_t *into = stf_kpi_tally_cell(tally, kind, cells[i]);
    for (size_t s = 0; s < STF_COUNT_OF(STATES); s++) {
      into[STATES[s].us] += from[STATES[s].us];
    }
    into[STF_KPI_CELL_LENGTH_US] += from[STF_KPI_CELL_LENGTH_US];
  }
}

/* Weeks and months: times and money of their days, backlog of the last one. */
static void fold_days(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                      const uint32_t *cells) {
  const struct stf_kpi_layout *layout = tally->layout;
  const struct stf_kpi_group *group = &layout->groups[kind];
  const struct stf_kpi_group *days = &layout->groups[STF_KPI_CATALOGUE_DAY];
  if (!group->is_kept) {
    return;
  }
  fold_times(tally, kind, STF_KPI_CATALOGUE_DAY, layout->days.cells_n, cells);
  size_t money_n = group->money_at != 0 ? STF_KPI_CELL_MONEY_FIELDS : 0;
  for (size_t i = 0; i < layout->days.cells_n; i++) {
    const int64_t *day = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_DAY, i);
    int64_t *into = stf_kpi_tally_cell(tally, kind, cells[i]);
    bool is_first = i == 0 || cells[i - 1] != cells[i];
    into[STF_KPI_CELL_BACKLOG_OPEN] = day[STF_KPI_CELL_BACKLOG_OPEN];
    into[STF_KPI_CELL_BACKLOG_WAITING] = day[STF_KPI_CELL_BACKLOG_WAITING];
    into[STF_KPI_CELL_ENDS] = 1;
    for (size_t m = 0; m < money_n; m++) {
      int64_t before_u = is_first ? 0 : into[group->money_at + m];
      into[group->money_at + m] = before_u + day[days->money_at + m];
    }
  }
}

static void resolve_fixed(struct stf_kpi_tally *tally) {
  const struct stf_kpi_layout *layout = tally->layout;
  if (layout->fixed_u == NULL) {
    return;
  }
  int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0) +
                   layout->groups[STF_KPI_CATALOGUE_TOTAL].money_at;
  for (size_t k = 0; k < STF_KPI_MONEY_FIXED; k++) {
    total[STF_KPI_CELL_FEES + k] = 0;
  }
  for (size_t i = 0; i < layout->days.cells_n; i++) {
    int64_t *day = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_DAY, i) +
                   layout->groups[STF_KPI_CATALOGUE_DAY].money_at;
    const int64_t *fixed_u = layout->fixed_u + i * STF_KPI_MONEY_FIXED;
    for (size_t k = 0; k < STF_KPI_MONEY_FIXED; k++) {
      day[STF_KPI_CELL_FEES + k] = fixed_u[k];
      total[STF_KPI_CELL_FEES + k] += fixed_u[k];
    }
  }
}

static int by_agent_then_time(const void *a, const void *b) {
  const struct stf_kpi_hand *left = a;
  const struct stf_kpi_hand *right = b;
  if (left->agent != right->agent) {
    return left->agent < right->agent ? -1 : 1;
  }
  if (left->at_us != right->at_us) {
    return left->at_us < right->at_us ? -1 : 1;
  }
  return left->delta - right->delta; /* what ends at an instant makes room for what begins */
}

/* The most contacts that agents with a name had in hand at once. */
static void resolve_hands(struct stf_kpi_tally *tally) {
  const struct stf_kpi_group *agents = &tally->layout->groups[STF_KPI_CATALOGUE_AGENT];
  int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0);
  int64_t in_hand = 0;
  total[STF_KPI_CELL_MOST] = 0;
  if (tally->hands_n > 0) {
    qsort(tally->hands, tally->hands_n, sizeof *tally->hands, by_agent_then_time);
  }
  for (size_t i = 0; i < tally->hands_n; i++) {
    uint32_t agent = tally->hands[i].agent;
    bool is_first = i == 0 || tally->hands[i - 1].agent != agent;
    in_hand += tally->hands[i].delta;
    if (in_hand > total[STF_KPI_CELL_MOST]) {
      total[STF_KPI_CELL_MOST] = in_hand;
    }
    if (agents->is_kept && agent < agents->cells_n) {
      int64_t *most =
          &stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_AGENT, agent)[STF_KPI_CELL_MOST];
      *most = is_first || in_hand > *most ? in_hand : *most;
    }
  }
}

static void resolve(struct stf_kpi_tally *tally) {
  const struct stf_kpi_layout *layout = tally->layout;
  size_t intervals_n = layout->intervals.cells_n;
  resolve_grid(tally, STF_KPI_CATALOGUE_DAY, &layout->days);
  resolve_fixed(tally);
  stf_kpi_contract_charge(tally);
  stf_kpi_visits_resolve(tally);
  fold_days(tally, STF_KPI_CATALOGUE_WEEK, layout->week_cells);
  fold_days(tally, STF_KPI_CATALOGUE_MONTH, layout->month_cells);
  if (layout->groups[STF_KPI_CATALOGUE_INTERVAL].is_kept) {
    resolve_grid(tally, STF_KPI_CATALOGUE_INTERVAL, &layout->intervals);
  }
  if (layout->weekday_cells != NULL) {
    fold_times(tally, STF_KPI_CATALOGUE_WEEKDAY_INTERVAL, STF_KPI_CATALOGUE_INTERVAL,
               intervals_n, layout->weekday_cells);
  }
  if (layout->time_of_day_cells != NULL) {
    fold_times(tally, STF_KPI_CATALOGUE_TIME_OF_DAY, STF_KPI_CATALOGUE_INTERVAL, intervals_n,
               layout->time_of_day_cells);
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
  if (layout->keeps_hands) {
    resolve_hands(tally);
  }
  if (layout->keeps_stints) {
    stf_kpi_stints_resolve(tally);
  }
}

static double in_units(int64_t money_u) {
  return (double)money_u / 1e6;
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

/* What cannot be told of a row: 0 of 0 in all but quantiles, so that it adds nothing to a ratio
 * over replications. */
static struct stf_kpi_value untold(enum stf_kpi_statistic statistic) {
  bool is_quantile =
      stf_kpi_catalogue_probability(statistic) > 0 || statistic == STF_KPI_CATALOGUE_MAX;
  return is_quantile ? quantile_of((double)NAN, -1) : ratio_of(0, 0, -1);
}

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

/* Agents whose answers are seen, but not when they were at work, are not idle: unknown. */
static struct stf_kpi_value time_value(const struct stf_kpi_template *template,
                                       const int64_t *cell, const int64_t *total) {
  const struct stf_kpi_descriptor *descriptor = template->descriptor;
  bool is_of_agents = descriptor->field == STF_KPI_CELL_BUSY_US ||
                      descriptor->field == STF_KPI_CELL_OCCUPIED_US ||
                      descriptor->field == STF_KPI_CELL_HELD_US ||
                      descriptor->field == STF_KPI_CELL_PLACES_US;
  if (is_of_agents && total[descriptor->field] == 0 && total[STF_KPI_CELL_ANSWERED] > 0) {
    return untold(template->statistic);
  }
  return ratio_of(in_s(cell[descriptor->field]), in_s(cell[descriptor->over]), -1);
}

/* Formulas: docs/kpis.md; N offered less the censored. */
static struct stf_kpi_value service_value(const struct stf_kpi_group *group,
                                          const struct stf_kpi_template *template,
                                          const int64_t *cell) {
  const int64_t *fields = cell + group->thresholds_at +
                          stf_kpi_cell_threshold_at(template->item, STF_KPI_CELL_SERVED);
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

/* Contacts in the totals with that duration. */
static int64_t total_count(struct stf_kpi_tally *tally, enum stf_kpi_cell_duration duration) {
  const struct stf_kpi_group *group = &tally->layout->groups[STF_KPI_CATALOGUE_TOTAL];
  const int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0);
  return total[group->durations_at + stf_kpi_cell_duration_at(duration)];
}

/* A share of unanswered contacts needs a log that shows answers: with a queue and not a single
 * human message it is unknown, not 100 %. */
static bool shows_answers(struct stf_kpi_tally *tally) {
  return !tally->layout->plan.has_queue || total_count(tally, STF_KPI_CELL_FRT_HUMAN) > 0;
}

/* Durations between messages: without a single message nothing is known of them, not even that
 * there were none. */
static const enum stf_kpi_cell_duration OF_MESSAGES[] = {
    STF_KPI_CELL_FRT_HUMAN,         STF_KPI_CELL_FRT_AFTER_BOT, STF_KPI_CELL_FRT_ANY,
    STF_KPI_CELL_FRT_ASSIGNED,      STF_KPI_CELL_RESPONSE,      STF_KPI_CELL_RESPONSE_MEAN,
    STF_KPI_CELL_RESPONSE_MEDIAN,   STF_KPI_CELL_LAST_MESSAGE,  STF_KPI_CELL_BUSINESS_FRT,
    STF_KPI_CELL_HANDOVER_TO_HUMAN, STF_KPI_CELL_FRT_OF_DAY};

static bool is_of_messages(int duration) {
  size_t i = 0;
  while (i < STF_COUNT_OF(OF_MESSAGES) && OF_MESSAGES[i] != (unsigned)duration) {
    i++;
  }
  return i < STF_COUNT_OF(OF_MESSAGES);
}

static bool shows_messages(struct stf_kpi_tally *tally) {
  size_t i = 0;
  while (i < STF_COUNT_OF(OF_MESSAGES) && total_count(tally, OF_MESSAGES[i]) == 0) {
    i++;
  }
  return i < STF_COUNT_OF(OF_MESSAGES);
}

/* Of those who could have had an answer in time, those who got none. */
static struct stf_kpi_value unanswered_value(const int64_t *cell, int over, int64_t n) {
  int64_t all_n = cell[over] - cell[stf_kpi_cell_apart_of(over)];
  return ratio_of((double)(all_n - n), (double)all_n, all_n);
}

static struct stf_kpi_value duration_value(struct stf_kpi_tally *tally,
                                           const struct stf_kpi_group *group,
                                           const struct stf_kpi_template *template,
                                           const int64_t *cell, struct stf_kpi_series *series) {
  const struct stf_kpi_descriptor *descriptor = template->descriptor;
  size_t at = group->durations_at + stf_kpi_cell_duration_at((size_t)descriptor->field);
  int64_t n = cell[at];
  switch (template->statistic) {
  case STF_KPI_CATALOGUE_COUNT:
    return is_of_messages(descriptor->field) && !shows_messages(tally)
               ? untold(template->statistic)
               : count_of(n);
  case STF_KPI_CATALOGUE_MEAN:
    return ratio_of(in_s(cell[at + 1]), (double)n, n);
  case STF_KPI_CATALOGUE_MAX:
    return quantile_of(stf_kpi_series_max_s(series), n);
  case STF_KPI_CATALOGUE_UNANSWERED_SHARE:
    return shows_answers(tally) ? unanswered_value(cell, descriptor->over, n)
                                : untold(template->statistic);
  case STF_KPI_CATALOGUE_P50:
  case STF_KPI_CATALOGUE_P75:
  case STF_KPI_CATALOGUE_P90:
  case STF_KPI_CATALOGUE_P95:
  case STF_KPI_CATALOGUE_P99:
    return quantile_of(
        stf_kpi_series_quantile_s(series, stf_kpi_catalogue_probability(template->statistic)),
        n);
  case STF_KPI_CATALOGUE_SHARE:
  case STF_KPI_CATALOGUE_SUM:
  case STF_KPI_CATALOGUE_PER_MONTH:
  case STF_KPI_CATALOGUE_PER_YEAR:
  case STF_KPI_CATALOGUE_STATISTICS:
    break;
  }
  return untold(template->statistic);
}

/* ---- SLA ---- */

struct verdicts {
  int64_t met_n;
  int64_t decided_n;
};

static void add_verdicts(struct verdicts *verdicts, const int64_t *fields) {
  verdicts->met_n += fields[STF_KPI_CELL_MET];
  verdicts->decided_n +=
      fields[STF_KPI_CELL_MET] + fields[STF_KPI_CELL_MISSED] + fields[STF_KPI_CELL_MISSED_OPEN];
}

/* Whole numbers, so that 19 of 20 reach 95 %. */
static bool reaches(const struct verdicts *verdicts, const struct stf_kpi_promise *promise) {
  return verdicts->met_n * 1000000 >= promise->share_ppm * verdicts->decided_n;
}

/* Where a promise's verdicts stand in the SLA section. */
static size_t sla_at_of(const struct stf_kpi_layout *layout,
                        const struct stf_kpi_template *template) {
  const struct stf_kpi_promise *promise = &layout->promises[template->item];
  return stf_kpi_cell_sla_at(promise->policy, promise->target);
}

/* Share of the runs of days in one month (or of the days themselves) that reached the target,
 * of those with a contact. */
static struct stf_kpi_value share_of_stretches(struct stf_kpi_tally *tally,
                                               const struct stf_kpi_template *template,
                                               bool by_month) {
  const struct stf_kpi_layout *layout = tally->layout;
  size_t at = layout->groups[STF_KPI_CATALOGUE_DAY].sla_at + sla_at_of(layout, template);
  int64_t reached_n = 0;
  int64_t stretches_n = 0;
  struct verdicts verdicts = {0, 0};
  size_t days_n = layout->days.cells_n;
  for (size_t i = 0; i < days_n; i++) {
    add_verdicts(&verdicts, stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_DAY, i) + at);
    bool is_last =
        !by_month || i + 1 == days_n || layout->month_cells[i + 1] != layout->month_cells[i];
    if (is_last) {
      bool counts = verdicts.decided_n > 0;
      stretches_n += counts;
      reached_n += counts && reaches(&verdicts, &layout->promises[template->item]);
      verdicts = (struct verdicts){0, 0};
    }
  }
  return ratio_of((double)reached_n, (double)stretches_n, stretches_n);
}

bool stf_kpi_values_shows(struct stf_kpi_tally *tally, uint32_t policy,
                          enum stf_sla_clock clock) {
  const struct stf_kpi_plan *plan = &tally->layout->plan;
  switch (clock) {
  case STF_SLA_CLOCK_NEXT_RESPONSE:
    return total_count(tally, STF_KPI_CELL_RESPONSE) > 0;
  case STF_SLA_CLOCK_FIRST_RESPONSE:
    return plan->terms->policies[policy].answer == STF_SLA_ANSWER_ASSIGNMENT
               ? plan->has_queue
               : total_count(tally, STF_KPI_CELL_FRT_HUMAN) > 0;
  case STF_SLA_CLOCK_RESOLUTION:
  case STF_SLA_CLOCKS:
    break;
  }
  return true;
}

/* The same of all the clocks that a promise is about. */
static bool shows_promise(struct stf_kpi_tally *tally, const struct stf_kpi_promise *promise) {
  uint32_t p = promise->policy;
  bool is_of_first = promise->target == STF_KPI_CELL_FIRST_RESPONSE ||
                     promise->target == STF_KPI_CELL_BOTH ||
                     (promise->target == STF_KPI_CELL_CLOCKS &&
                      tally->layout->plan.terms->policies[p].response.within_us > 0);
  bool is_of_next = promise->target >= STF_KPI_CELL_NEXT_ALL;
  return (!is_of_first || stf_kpi_values_shows(tally, p, STF_SLA_CLOCK_FIRST_RESPONSE)) &&
         (!is_of_next || stf_kpi_values_shows(tally, p, STF_SLA_CLOCK_NEXT_RESPONSE));
}

static struct stf_kpi_value sla_value(struct stf_kpi_tally *tally,
                                      const struct stf_kpi_template *template,
                                      const int64_t *sla) {
  const struct stf_kpi_promise *promise = &tally->layout->promises[template->item];
  const int64_t *fields = sla + sla_at_of(tally->layout, template);
  struct verdicts verdicts = {0, 0};
  if (!shows_promise(tally, promise)) {
    return untold(template->statistic);
  }
  add_verdicts(&verdicts, fields);
  switch ((enum stf_kpi_promise_row) template->descriptor->field) {
  case STF_KPI_CATALOGUE_KEPT:
    return ratio_of((double)verdicts.met_n, (double)verdicts.decided_n, verdicts.decided_n);
  case STF_KPI_CATALOGUE_MET:
    return count_of(verdicts.met_n);
  case STF_KPI_CATALOGUE_BREACHED:
    return count_of(verdicts.decided_n - verdicts.met_n);
  case STF_KPI_CATALOGUE_OPEN:
    return count_of(fields[STF_KPI_CELL_MISSED_OPEN]);
  case STF_KPI_CATALOGUE_UNDECIDED:
    return count_of(fields[STF_KPI_CELL_UNDECIDED]);
  case STF_KPI_CATALOGUE_REACHED:
    return verdicts.decided_n > 0 ? ratio_of(reaches(&verdicts, promise), 1, verdicts.decided_n)
                                  : ratio_of(0, 0, 0);
  case STF_KPI_CATALOGUE_DAYS:
    return share_of_stretches(tally, template, false);
  case STF_KPI_CATALOGUE_MONTHS:
    break;
  }
  return share_of_stretches(tally, template, true);
}

/* ---- costs ---- */

static int64_t sum_of(const int64_t *money, size_t from, size_t to) {
  int64_t sum_u = 0;
  for (size_t m = from; m < to; m++) {
    sum_u += money[m];
  }
  return sum_u;
}

/* Of the sum, a month or a year. */
static struct stf_kpi_value amount_of(const struct stf_kpi_tally *tally,
                                      const struct stf_kpi_template *template,
                                      int64_t amount_u) {
  double months = tally->layout->months;
  if (template->statistic == STF_KPI_CATALOGUE_PER_MONTH) {
    return ratio_of(in_units(amount_u), months, -1);
  }
  return template->statistic == STF_KPI_CATALOGUE_PER_YEAR
             ? ratio_of(in_units(amount_u), months / 12, -1)
             : ratio_of(in_units(amount_u), 1, -1);
}

/* Where no work was measured nobody is known to be idle. */
static struct stf_kpi_value idle_value(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                                       const struct stf_kpi_template *template, size_t index) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  const int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0);
  if (total[STF_KPI_CELL_BUSY_US] == 0 && total[STF_KPI_CELL_ANSWERED] > 0) {
    return untold(template->statistic);
  }
  bool is_team = kind == STF_KPI_CATALOGUE_TEAM;
  size_t end = is_team ? index + 1 : tally->layout->groups[STF_KPI_CATALOGUE_TEAM].cells_n;
  int64_t worked_u = 0;
  for (size_t team = is_team ? index : 0; team < end; team++) {
    worked_u += stf_kpi_money_worked_u(tally, team);
  }
  const int64_t *money = stf_kpi_tally_cell(tally, kind, index) + group->money_at;
  return amount_of(tally, template, money[STF_KPI_CELL_LABOUR] - worked_u);
}

static struct stf_kpi_value money_value(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                                        const struct stf_kpi_template *template, size_t index) {
  const int64_t *cell = stf_kpi_tally_cell(tally, kind, index);
  const int64_t *money = cell + tally->layout->groups[kind].money_at;
  int64_t all_u = sum_of(money, 0, STF_KPI_CELL_MONEY_FIELDS);
  double all = in_units(all_u);
  int64_t answered_n = cell[STF_KPI_CELL_ANSWERED];
  switch ((enum stf_kpi_price) template->descriptor->field) {
  case STF_KPI_CATALOGUE_LABOUR:
    return amount_of(tally, template, money[STF_KPI_CELL_LABOUR]);
  case STF_KPI_CATALOGUE_IDLE:
    return idle_value(tally, kind, template, index);
  case STF_KPI_CATALOGUE_PREMIUMS:
    return amount_of(tally, template, money[STF_KPI_CELL_PREMIUMS]);
  case STF_KPI_CATALOGUE_BOT:
    return amount_of(tally, template, money[STF_KPI_CELL_BOT_FEES]);
  case STF_KPI_CATALOGUE_TEMPLATES:
    return amount_of(tally, template, money[STF_KPI_CELL_TEMPLATE_FEES]);
  case STF_KPI_CATALOGUE_MONTHLY:
    return amount_of(tally, template, money[STF_KPI_CELL_FEES]);
  case STF_KPI_CATALOGUE_ONE_OFFS:
    return amount_of(tally, template, money[STF_KPI_CELL_ONE_OFFS]);
  case STF_KPI_CATALOGUE_HIRING:
    return amount_of(tally, template, money[STF_KPI_CELL_HIRING]);
  case STF_KPI_CATALOGUE_FIXED:
    return amount_of(tally, template, sum_of(money, STF_KPI_CELL_FEES, STF_KPI_CELL_PENALTIES));
  case STF_KPI_CATALOGUE_PENALTIES:
    return amount_of(tally, template, money[STF_KPI_CELL_PENALTIES]);
  case STF_KPI_CATALOGUE_ALL:
    return amount_of(tally, template, all_u);
  case STF_KPI_CATALOGUE_PER_CONTACT:
    return ratio_of(all, (double)cell[STF_KPI_CELL_OPENED], cell[STF_KPI_CELL_OPENED]);
  case STF_KPI_CATALOGUE_PER_HANDLED:
    return ratio_of(all, (double)answered_n, answered_n);
  case STF_KPI_CATALOGUE_PER_SERVED:
    break;
  }
  int64_t served_n = answered_n + cell[STF_KPI_CELL_BOT_CONTAINED]; /* a row of the totals */
  return ratio_of(all, (double)served_n, served_n);
}

static struct stf_kpi_value row_value(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                                      const struct stf_kpi_template *template, size_t index) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  const struct stf_kpi_descriptor *descriptor = template->descriptor;
  const int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0);
  const int64_t *cell = stf_kpi_tally_cell(tally, kind, index);
  if (descriptor->shown_by != 0 && total[descriptor->shown_by] == 0) {
    return untold(template->statistic);
  }
  switch (descriptor->source) {
  case STF_KPI_CATALOGUE_FIELD:
    return field_value(template, cell);
  case STF_KPI_CATALOGUE_TIME:
    return time_value(template, cell, total);
  case STF_KPI_CATALOGUE_SERVICE:
    return service_value(group, template, cell);
  case STF_KPI_CATALOGUE_SLA:
    return sla_value(tally, template, cell + group->sla_at);
  case STF_KPI_CATALOGUE_CONTRACT:
    return stf_kpi_contract_value(tally, template, kind, index);
  case STF_KPI_CATALOGUE_MONEY:
    return money_value(tally, kind, template, index);
  case STF_KPI_CATALOGUE_MOST:
    return quantile_of(
        cell[STF_KPI_CELL_MOST] > 0 ? (double)cell[STF_KPI_CELL_MOST] : (double)NAN, -1);
  case STF_KPI_CATALOGUE_DURATION:
    break;
  }
  return duration_value(tally, group, template, cell,
                        stf_kpi_shared_series(tally, kind, index, (unsigned)descriptor->field));
}

void stf_kpi_values_fill(struct stf_kpi_tally *tally, struct stf_kpi_value *out) {
  resolve(tally);
  for (int kind = 0; kind < STF_KPI_CATALOGUE_KINDS; kind++) {
    const struct stf_kpi_group *group = &tally->layout->groups[kind];
    struct stf_kpi_value *at = out + group->rows_at;
    for (size_t i = 0; group->templates_n > 0 && i < group->cells_n; i++) {
      for (size_t t = 0; t < group->templates_n; t++) {
        *at++ = row_value(tally, (enum stf_kpi_kind)kind, &group->templates[t], i);
      }
    }
  }
}
