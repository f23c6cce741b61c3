/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_tally.h"

#include "kpi/kpi_facts.h"
#include "kpi/kpi_values.h"

#include <string.h>

enum stf_status stf_kpi_tally_new(const struct stf_kpi_layout *layout,
                                  struct stf_kpi_tally **out) {
  *out = NULL;
  const struct stf_allocator *allocator = layout->allocator;
  struct stf_kpi_tally *tally = stf_mem_zeroed(allocator, 1, sizeof *tally);
  if (tally == NULL) {
    return STF_ERR_MEMORY;
  }
  tally->layout = layout;
  tally->sums = stf_mem_zeroed(allocator, layout->sums_n, sizeof *tally->sums);
  tally->series = stf_mem_zeroed(allocator, layout->series_n, sizeof *tally->series);
  if (tally->sums == NULL || tally->series == NULL) {
    stf_kpi_tally_free(tally);
    return STF_ERR_MEMORY;
  }
  bool is_counted = layout->plan.quantiles == STF_KPI_QUANTILES_HISTOGRAM;
  for (size_t i = 0; i < layout->series_n; i++) {
    stf_kpi_series_init(&tally->series[i], is_counted, allocator);
  }
  *out = tally;
  return STF_OK;
}

void stf_kpi_tally_free(struct stf_kpi_tally *tally) {
  if (tally == NULL) {
    return;
  }
  const struct stf_allocator *allocator = tally->layout->allocator;
  for (size_t i = 0; tally->series != NULL && i < tally->layout->series_n; i++) {
    stf_kpi_series_clear(&tally->series[i], allocator);
  }
  stf_mem_release(allocator, tally->series);
  stf_mem_release(allocator, tally->sums);
  stf_mem_release(allocator, tally);
}

void stf_kpi_tally_reset(struct stf_kpi_tally *tally) {
  memset(tally->sums, 0, tally->layout->sums_n * sizeof *tally->sums);
  for (size_t i = 0; i < tally->layout->series_n; i++) {
    stf_kpi_series_reset(&tally->series[i]);
  }
  tally->balance = (struct stf_kpi_balance){0};
}

/* A stretch of time, cut to the period. */
struct span {
  int64_t from_us;
  int64_t to_us;
};

static struct span cut(const struct stf_kpi_plan *plan, int64_t from_us, int64_t to_us) {
  struct span span = {from_us, to_us};
  if (to_us == STF_NEVER || to_us > plan->to_us) {
    span.to_us = plan->to_us;
  }
  if (from_us < plan->from_us) {
    span.from_us = plan->from_us;
  }
  return span;
}

static int64_t length_of(struct span span) {
  return span.to_us > span.from_us ? span.to_us - span.from_us : 0;
}

/* Puts a span into the cells of a grid: two steps, however long it is (kpi_cell.h). */
static void step_grid(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                      enum stf_kpi_cell_field step, struct span span) {
  const struct stf_kpi_layout *layout = tally->layout;
  if (!layout->groups[kind].is_kept || span.to_us <= span.from_us) {
    return;
  }
  const struct stf_kpi_grid *grid =
      kind == STF_KPI_CATALOGUE_DAY ? &layout->days : &layout->intervals;
  size_t first = stf_kpi_layout_cell(grid, span.from_us);
  int64_t *cell = stf_kpi_tally_cell(tally, kind, first);
  cell[step]++;
  cell[step + 1] += grid->edges_us[first + 1] - span.from_us;
  size_t last = stf_kpi_layout_cell(grid, span.to_us);
  if (last != STF_KPI_LAYOUT_NO_CELL) {
    cell = stf_kpi_tally_cell(tally, kind, last);
    cell[step]--;
    cell[step + 1] -= grid->edges_us[last + 1] - span.to_us;
  }
}

static void step_grids(struct stf_kpi_tally *tally, enum stf_kpi_cell_field step,
                       struct span span) {
  step_grid(tally, STF_KPI_CATALOGUE_DAY, step, span);
  step_grid(tally, STF_KPI_CATALOGUE_INTERVAL, step, span);
}

static void add_to(struct stf_kpi_tally *tally, enum stf_kpi_kind kind, uint32_t id,
                   enum stf_kpi_cell_field field, int64_t us) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  if (group->is_kept && id < group->cells_n) {
    stf_kpi_tally_cell(tally, kind, id)[field] += us;
  }
}

/* Time of agents, at work or present. */
static void add_agent_time(struct stf_kpi_tally *tally, struct span span, uint32_t agent,
                           uint32_t team, bool is_work) {
  enum stf_kpi_cell_field field = is_work ? STF_KPI_CELL_BUSY_US : STF_KPI_CELL_PRESENT_US;
  int64_t us = length_of(span);
  add_to(tally, STF_KPI_CATALOGUE_TOTAL, 0, field, us);
  add_to(tally, STF_KPI_CATALOGUE_AGENT, agent, field, us);
  add_to(tally, STF_KPI_CATALOGUE_TEAM, team, field, us);
  step_grids(tally, is_work ? STF_KPI_CELL_BUSY_STEP : STF_KPI_CELL_PRESENT_STEP, span);
}

/* States belong to the time in which they last, also those of contacts opened before the
 * period. */
static void add_states(struct stf_kpi_tally *tally, const struct stf_contact *contact,
                       const struct stf_kpi_facts *facts) {
  const struct stf_kpi_plan *plan = &tally->layout->plan;
  step_grids(tally, STF_KPI_CELL_OPEN_STEP, cut(plan, contact->open_us, facts->left_us));
  if (facts->is_offered) {
    int64_t until_us = facts->is_answered ? facts->answered_us : facts->left_us;
    struct span wait = cut(plan, facts->asked_us, until_us);
    step_grids(tally, STF_KPI_CELL_WAITING_STEP, wait);
    add_to(tally, STF_KPI_CATALOGUE_TOTAL, 0, STF_KPI_CELL_WAITING_US, length_of(wait));
  }
  const struct stf_work *works = stf_kpi_facts_works(contact);
  for (uint32_t i = 0; i < contact->works_n; i++) {
    if (works[i].start_us != STF_NEVER) {
      add_agent_time(tally, cut(plan, works[i].start_us, works[i].end_us), works[i].agent,
                     works[i].team, true);
    }
  }
}

static void count_outcome(struct stf_kpi_balance *balance, uint8_t outcome) {
  balance->opened_n++;
  switch ((enum stf_outcome)outcome) {
  case STF_OUTCOME_OPEN:
    balance->open_n++;
    break;
  case STF_OUTCOME_CLOSED:
    balance->closed_n++;
    break;
  case STF_OUTCOME_ABANDONED:
    balance->abandoned_n++;
    break;
  case STF_OUTCOME_CONTAINED:
    balance->contained_n++;
    break;
  }
}

static void add_counts(const struct stf_kpi_plan *plan, int64_t *cell,
                       const struct stf_kpi_facts *facts) {
  cell[STF_KPI_CELL_OFFERED] += facts->is_offered;
  cell[STF_KPI_CELL_ANSWERED] += facts->is_answered;
  cell[STF_KPI_CELL_ABANDONED] += facts->is_abandoned;
  cell[STF_KPI_CELL_ABANDONED_SHORT] += facts->is_short;
  for (size_t t = 0; t < plan->within_n; t++) {
    int64_t *fields = cell + stf_kpi_cell_threshold_at(t, STF_KPI_CELL_SERVED);
    fields[STF_KPI_CELL_SERVED] += facts->served >> t & 1U;
    fields[STF_KPI_CELL_LEFT] += facts->left >> t & 1U;
    fields[STF_KPI_CELL_CENSORED] += facts->censored >> t & 1U;
  }
}

/* A duration whose values are kept one by one. */
static enum stf_status keep_values(struct stf_kpi_tally *tally, struct stf_kpi_series *series,
                                   const struct stf_contact *contact, unsigned duration,
                                   int64_t us) {
  const struct stf_allocator *allocator = tally->layout->allocator;
  if (duration == STF_KPI_CELL_RESPONSE) {
    return stf_kpi_series_add(series, allocator, contact->reply_waits_us, contact->replies_n);
  }
  return stf_kpi_series_push(series, allocator, us);
}

/* Everything of a contact but its opening, into one cell. */
static enum stf_status add_facts(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                                 size_t index, const struct stf_contact *contact,
                                 const struct stf_kpi_facts *facts) {
  const struct stf_kpi_layout *layout = tally->layout;
  const struct stf_kpi_group *group = &layout->groups[kind];
  int64_t *cell = stf_kpi_tally_cell(tally, kind, index);
  struct stf_kpi_series *series = stf_kpi_tally_series(tally, kind, index);
  add_counts(&layout->plan, cell, facts);
  unsigned known = facts->durations;
  if (stf_kpi_catalogue_is_grid(kind)) {
    known &= (1U << STF_KPI_CELL_GRID_DURATIONS) - 1;
  }
  for (unsigned d = 0; known != 0; d++, known >>= 1U) {
    if ((known & 1U) == 0) {
      continue;
    }
    int64_t us = facts->durations_us[d];
    int64_t *fields = cell + stf_kpi_cell_duration_at(layout->plan.within_n, d);
    fields[0] += d == STF_KPI_CELL_RESPONSE ? contact->replies_n : 1;
    fields[1] += us;
    if (group->series_of[d] != STF_KPI_LAYOUT_NO_SERIES &&
        keep_values(tally, &series[group->series_of[d]], contact, d, us) != STF_OK) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

/* Cells of a contact, by the instant when it opened and by the one when a human was asked for:
 * the same but on the time grid. */
struct places {
  size_t opened[STF_KPI_CATALOGUE_KINDS];
  size_t asked[STF_KPI_CATALOGUE_KINDS];
};

static size_t named_cell(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind,
                         uint32_t id) {
  const struct stf_kpi_group *group = &layout->groups[kind];
  return group->is_kept && id < group->cells_n ? id : STF_KPI_LAYOUT_NO_CELL;
}

static void place_in_time(const struct stf_kpi_layout *layout, uint32_t class_id, int64_t at_us,
                          size_t cells[STF_KPI_CATALOGUE_KINDS]) {
  for (int kind = STF_KPI_CATALOGUE_DAY; kind < STF_KPI_CATALOGUE_KINDS; kind++) {
    cells[kind] = STF_KPI_LAYOUT_NO_CELL;
  }
  cells[STF_KPI_CATALOGUE_DAY] = stf_kpi_layout_cell(&layout->days, at_us);
  const struct stf_kpi_group *intervals = &layout->groups[STF_KPI_CATALOGUE_INTERVAL];
  const struct stf_kpi_group *by_class = &layout->groups[STF_KPI_CATALOGUE_CLASS_INTERVAL];
  if (!intervals->is_kept && !by_class->is_kept) {
    return;
  }
  size_t interval = stf_kpi_layout_cell(&layout->intervals, at_us);
  if (interval == STF_KPI_LAYOUT_NO_CELL) {
    return;
  }
  if (intervals->is_kept) {
    cells[STF_KPI_CATALOGUE_INTERVAL] = interval;
  }
  if (layout->weekday_cells != NULL) {
    cells[STF_KPI_CATALOGUE_WEEKDAY_INTERVAL] = layout->weekday_cells[interval];
  }
  if (layout->time_of_day_cells != NULL) {
    cells[STF_KPI_CATALOGUE_TIME_OF_DAY] = layout->time_of_day_cells[interval];
  }
  if (by_class->is_kept && class_id < by_class->cells_n / layout->intervals.cells_n) {
    cells[STF_KPI_CATALOGUE_CLASS_INTERVAL] = class_id * layout->intervals.cells_n + interval;
  }
}

static struct places places_of(const struct stf_kpi_layout *layout,
                               const struct stf_contact *contact, int64_t asked_us) {
  struct places places;
  size_t *cells = places.opened;
  cells[STF_KPI_CATALOGUE_TOTAL] = 0;
  cells[STF_KPI_CATALOGUE_CLASS] =
      named_cell(layout, STF_KPI_CATALOGUE_CLASS, contact->class_id);
  cells[STF_KPI_CATALOGUE_CHANNEL] =
      named_cell(layout, STF_KPI_CATALOGUE_CHANNEL, contact->channel);
  cells[STF_KPI_CATALOGUE_PRIORITY] =
      named_cell(layout, STF_KPI_CATALOGUE_PRIORITY, contact->priority);
  cells[STF_KPI_CATALOGUE_TEAM] = named_cell(layout, STF_KPI_CATALOGUE_TEAM, contact->team);
  cells[STF_KPI_CATALOGUE_AGENT] = named_cell(layout, STF_KPI_CATALOGUE_AGENT, contact->agent);
  place_in_time(layout, contact->class_id, contact->open_us, places.opened);
  memcpy(places.asked, places.opened, sizeof places.asked);
  if (asked_us != contact->open_us) {
    place_in_time(layout, contact->class_id, asked_us, places.asked);
  }
  return places;
}

static enum stf_status add_contact(struct stf_kpi_tally *tally,
                                   const struct stf_contact *contact) {
  const struct stf_kpi_layout *layout = tally->layout;
  struct stf_kpi_facts facts;
  stf_kpi_facts_find(&layout->plan, contact, &facts);
  add_states(tally, contact, &facts);
  if (contact->open_us < layout->plan.from_us || contact->open_us >= layout->plan.to_us) {
    return STF_OK;
  }
  count_outcome(&tally->balance, contact->outcome);
  const struct places places = places_of(layout, contact, facts.asked_us);
  for (int kind = 0; kind < STF_KPI_CATALOGUE_KINDS; kind++) {
    size_t opened = places.opened[kind];
    size_t asked = places.asked[kind];
    if (opened != STF_KPI_LAYOUT_NO_CELL) {
      stf_kpi_tally_cell(tally, (enum stf_kpi_kind)kind, opened)[STF_KPI_CELL_OPENED]++;
    }
    if (asked != STF_KPI_LAYOUT_NO_CELL &&
        add_facts(tally, (enum stf_kpi_kind)kind, asked, contact, &facts) != STF_OK) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

enum stf_status stf_kpi_tally_contacts(struct stf_kpi_tally *tally,
                                       const struct stf_contact *contacts, size_t n) {
  for (size_t i = 0; i < n; i++) {
    enum stf_status status = add_contact(tally, &contacts[i]);
    if (status != STF_OK) {
      return status;
    }
  }
  return STF_OK;
}

enum stf_status stf_kpi_tally_presence(struct stf_kpi_tally *tally,
                                       const struct stf_presence *spans, size_t n) {
  for (size_t i = 0; i < n; i++) {
    add_agent_time(tally, cut(&tally->layout->plan, spans[i].start_us, spans[i].end_us),
                   spans[i].agent, spans[i].team, false);
  }
  return STF_OK;
}

enum stf_status stf_kpi_tally_merge(struct stf_kpi_tally *into,
                                    const struct stf_kpi_tally *from) {
  const struct stf_kpi_layout *layout = into->layout;
  STF_ASSERT(layout == from->layout);
  for (size_t i = 0; i < layout->sums_n; i++) {
    into->sums[i] += from->sums[i];
  }
  for (size_t i = 0; i < layout->series_n; i++) {
    if (stf_kpi_series_merge(&into->series[i], layout->allocator, &from->series[i]) != STF_OK) {
      return STF_ERR_MEMORY;
    }
  }
  into->balance.opened_n += from->balance.opened_n;
  into->balance.contained_n += from->balance.contained_n;
  into->balance.closed_n += from->balance.closed_n;
  into->balance.abandoned_n += from->balance.abandoned_n;
  into->balance.open_n += from->balance.open_n;
  return STF_OK;
}

struct stf_kpi_balance stf_kpi_tally_balance(const struct stf_kpi_tally *tally) {
  return tally->balance;
}

void stf_kpi_tally_values(struct stf_kpi_tally *tally, struct stf_kpi_value *out) {
  stf_kpi_values_fill(tally, out);
}
