/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_tally.h"

#include "kpi/kpi_facts.h"
#include "kpi/kpi_hands.h"
#include "kpi/kpi_money.h"
#include "kpi/kpi_shared.h"
#include "kpi/kpi_sla.h"
#include "kpi/kpi_stints.h"
#include "kpi/kpi_values.h"
#include "kpi/kpi_visits.h"

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
  tally->shared = layout->shared;
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
  stf_mem_release(allocator, tally->hands);
  stf_mem_release(allocator, tally->stints);
  stf_mem_release(allocator, tally->briefs);
  stf_mem_release(allocator, tally->visits);
  stf_mem_release(allocator, tally->sums);
  stf_mem_release(allocator, tally);
}

void stf_kpi_tally_reset(struct stf_kpi_tally *tally) {
  memset(tally->sums, 0, tally->layout->sums_n * sizeof *tally->sums);
  for (size_t i = 0; i < tally->layout->series_n; i++) {
    stf_kpi_series_reset(&tally->series[i]);
  }
  tally->shared = tally->layout->shared;
  tally->hands_n = 0;
  tally->stints_n = 0;
  tally->visits_n = 0;
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

/* Puts `weight` spans into the cells of a grid: two steps, however long they are
 * (kpi_cell.h). */
static void step_grid(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                      enum stf_kpi_cell_field step, struct span span, int64_t weight) {
  const struct stf_kpi_layout *layout = tally->layout;
  if (!layout->groups[kind].is_kept || span.to_us <= span.from_us) {
    return;
  }
  const struct stf_kpi_grid *grid =
      kind == STF_KPI_CATALOGUE_DAY ? &layout->days : &layout->intervals;
  size_t first = stf_kpi_layout_cell(grid, span.from_us);
  int64_t *cell = stf_kpi_tally_cell(tally, kind, first);
  cell[step] += weight;
  cell[step + 1] += weight * (grid->edges_us[first + 1] - span.from_us);
  size_t last =
      span.to_us < grid->edges_us[first + 1] ? first : stf_kpi_layout_cell(grid, span.to_us);
  if (last != STF_KPI_LAYOUT_NO_CELL) {
    cell = stf_kpi_tally_cell(tally, kind, last);
    cell[step] -= weight;
    cell[step + 1] -= weight * (grid->edges_us[last + 1] - span.to_us);
  }
}

static void step_grids(struct stf_kpi_tally *tally, enum stf_kpi_cell_field step,
                       struct span span, int64_t weight) {
  step_grid(tally, STF_KPI_CATALOGUE_DAY, step, span, weight);
  step_grid(tally, STF_KPI_CATALOGUE_INTERVAL, step, span, weight);
}

static void add_to(struct stf_kpi_tally *tally, enum stf_kpi_kind kind, uint32_t id,
                   enum stf_kpi_cell_field field, int64_t us) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  if (group->is_kept && id < group->cells_n) {
    stf_kpi_tally_cell(tally, kind, id)[field] += us;
  }
}

/* A time of agents: its sum, and its steps on the time grid. */
struct agent_time {
  enum stf_kpi_cell_field sum;
  enum stf_kpi_cell_field step;
};

static const struct agent_time BUSY = {STF_KPI_CELL_BUSY_US, STF_KPI_CELL_BUSY_STEP};
static const struct agent_time PRESENT = {STF_KPI_CELL_PRESENT_US, STF_KPI_CELL_PRESENT_STEP};
static const struct agent_time OCCUPIED = {STF_KPI_CELL_OCCUPIED_US,
                                           STF_KPI_CELL_OCCUPIED_STEP};
static const struct agent_time HELD = {STF_KPI_CELL_HELD_US, STF_KPI_CELL_HELD_STEP};
static const struct agent_time PLACES = {STF_KPI_CELL_PLACES_US, STF_KPI_CELL_PLACES_STEP};
static const struct agent_time SLOTS = {STF_KPI_CELL_SLOTS_US, STF_KPI_CELL_SLOTS_STEP};

/* Cuts a stretch of an agent's time to the period and adds it `weight` times. */
static void add_agent_time(struct stf_kpi_tally *tally, struct agent_time time,
                           const struct stf_work *stretch, int64_t weight) {
  struct span span = cut(&tally->layout->plan, stretch->start_us, stretch->end_us);
  int64_t us = weight * length_of(span);
  add_to(tally, STF_KPI_CATALOGUE_TOTAL, 0, time.sum, us);
  add_to(tally, STF_KPI_CATALOGUE_AGENT, stretch->agent, time.sum, us);
  add_to(tally, STF_KPI_CATALOGUE_TEAM, stretch->team, time.sum, us);
  if (tally->layout->keeps_states) {
    step_grids(tally, time.step, span, weight);
  }
}

static enum stf_status add_hold(struct stf_kpi_tally *tally, const struct stf_work *held,
                                uint32_t places) {
  const struct stf_kpi_layout *layout = tally->layout;
  add_agent_time(tally, HELD, held, 1);
  add_agent_time(tally, PLACES, held, places);
  if (!layout->keeps_hands) {
    return STF_OK;
  }
  struct span span = cut(&layout->plan, held->start_us, held->end_us);
  return stf_kpi_hands_keep(tally, span.from_us, span.to_us, held->agent);
}

/* From the assignment to the end the contact is in its agent's hands, but while it is parked.
 */
static enum stf_status add_held(struct stf_kpi_tally *tally, const struct stf_contact *contact,
                                const struct stf_kpi_facts *facts) {
  const struct stf_kpi_layout *layout = tally->layout;
  bool is_taken = facts->is_answered || facts->is_silent;
  if (!layout->plan.overlaps || !is_taken || contact->assign_us == STF_NEVER) {
    return STF_OK;
  }
  if (contact->holds_n == 0) {
    return add_hold(tally,
                    &(struct stf_work){contact->assign_us, stf_contact_released_us(contact),
                                       contact->agent, contact->team},
                    contact->places);
  }
  enum stf_status status = STF_OK;
  for (uint32_t i = 0; i < contact->holds_n && status == STF_OK; i++) {
    const struct stf_hold *hold = &contact->holds[i];
    status = add_hold(tally,
                      &(struct stf_work){hold->start_us, stf_contact_hold_end_us(contact, hold),
                                         hold->agent, hold->team},
                      contact->places);
  }
  return status;
}

/* A stretch of an agent's time, cut to the period; not on the time grid. */
static void add_apart(struct stf_kpi_tally *tally, const struct stf_work *stretch,
                      enum stf_kpi_cell_field field) {
  int64_t us = length_of(cut(&tally->layout->plan, stretch->start_us, stretch->end_us));
  add_to(tally, STF_KPI_CATALOGUE_TOTAL, 0, field, us);
  add_to(tally, STF_KPI_CATALOGUE_AGENT, stretch->agent, field, us);
  add_to(tally, STF_KPI_CATALOGUE_TEAM, stretch->team, field, us);
}

/* Work on somebody who had left silently. */
static void add_ghost(struct stf_kpi_tally *tally, const struct stf_contact *contact) {
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t i = 0; i < contact->works_n; i++) {
    add_apart(tally, &works[i], STF_KPI_CELL_GHOST_US);
  }
}

void stf_kpi_tally_stay(struct stf_kpi_tally *tally, const struct stf_kpi_stay *stay) {
  const struct stf_kpi_plan *plan = &tally->layout->plan;
  step_grids(tally, STF_KPI_CELL_OPEN_STEP, cut(plan, stay->open_us, stay->left_us), 1);
  if (stay->is_offered) {
    struct span wait = cut(plan, stay->asked_us, stay->waited_until_us);
    step_grids(tally, STF_KPI_CELL_WAITING_STEP, wait, 1);
    add_to(tally, STF_KPI_CATALOGUE_TOTAL, 0, STF_KPI_CELL_WAITING_US, length_of(wait));
  }
}

void stf_kpi_tally_work(struct stf_kpi_tally *tally, const struct stf_work *work) {
  add_agent_time(tally, BUSY, work, 1);
}

/* States belong to the time in which they last, also those of contacts opened before the
 * period. */
static enum stf_status add_states(struct stf_kpi_tally *tally,
                                  const struct stf_contact *contact,
                                  const struct stf_kpi_facts *facts) {
  const struct stf_kpi_plan *plan = &tally->layout->plan;
  bool is_taken = facts->is_answered || (facts->is_silent && facts->answered_us != STF_NEVER);
  const struct stf_kpi_stay stay = {.open_us = contact->open_us,
                                    .asked_us = facts->asked_us,
                                    .waited_until_us =
                                        is_taken ? facts->answered_us : facts->left_us,
                                    .left_us = facts->left_us,
                                    .is_offered = facts->is_offered};
  stf_kpi_tally_stay(tally, &stay);
  const struct stf_work *works = stf_contact_works(contact);
  for (uint32_t i = 0; i < contact->works_n && !plan->overlaps; i++) {
    if (works[i].start_us != STF_NEVER) {
      stf_kpi_tally_work(tally, &works[i]);
    }
  }
  if (contact->silent) {
    add_ghost(tally, contact);
  }
  return add_held(tally, contact, facts);
}

void stf_kpi_tally_outcomes(struct stf_kpi_tally *tally, uint8_t outcome, int64_t n) {
  struct stf_kpi_balance *balance = &tally->balance;
  balance->opened_n += n;
  switch ((enum stf_outcome)outcome) {
  case STF_OUTCOME_OPEN:
    balance->open_n += n;
    break;
  case STF_OUTCOME_CLOSED:
    balance->closed_n += n;
    break;
  case STF_OUTCOME_ABANDONED:
    balance->abandoned_n += n;
    break;
  case STF_OUTCOME_CONTAINED:
    balance->contained_n += n;
    break;
  }
}

static void add_outcomes(int64_t *cell, uint64_t outcomes) {
  for (size_t i = STF_KPI_CELL_FIELDS; outcomes != 0; i++, outcomes >>= 1U) {
    cell[i] += (int64_t)(outcomes & 1U);
  }
}

static void add_counts(const struct stf_kpi_plan *plan, const struct stf_kpi_group *group,
                       int64_t *cell, const struct stf_kpi_facts *facts) {
  cell[STF_KPI_CELL_OFFERED] += facts->is_offered;
  cell[STF_KPI_CELL_ANSWERED] += facts->is_answered;
  cell[STF_KPI_CELL_ABANDONED] += facts->is_abandoned && !facts->is_silent;
  cell[STF_KPI_CELL_ABANDONED_SHORT] += facts->is_short;
  for (size_t t = 0; t < plan->within_n; t++) {
    int64_t *fields =
        cell + group->thresholds_at + stf_kpi_cell_threshold_at(t, STF_KPI_CELL_SERVED);
    fields[STF_KPI_CELL_SERVED] += facts->served >> t & 1U;
    fields[STF_KPI_CELL_LEFT] += facts->left >> t & 1U;
    fields[STF_KPI_CELL_CENSORED] += facts->censored >> t & 1U;
  }
  if (facts->policy != NULL && group->sla_at != 0) {
    stf_kpi_sla_add(plan->terms, facts, cell + group->sla_at);
  }
}

/* A duration whose values are kept one by one. */
static enum stf_status keep_values(struct stf_kpi_tally *tally, struct stf_kpi_series *series,
                                   const struct stf_contact *contact, unsigned duration,
                                   int64_t us) {
  const struct stf_allocator *allocator = tally->layout->allocator;
  if (duration != STF_KPI_CELL_RESPONSE && duration != STF_KPI_CELL_FRT_OF_DAY) {
    return stf_kpi_series_push(series, allocator, us);
  }
  enum stf_status status = STF_OK;
  for (uint32_t i = 0; i < contact->replies_n && status == STF_OK; i++) {
    if (duration == STF_KPI_CELL_RESPONSE ||
        stf_kpi_facts_is_first_of_day(tally->layout->plan.zone, contact, i)) {
      status = stf_kpi_series_push(series, allocator,
                                   stf_contact_reply_wait_us(&contact->replies[i]));
    }
  }
  return status;
}

/* How many values a contact has of a duration. */
static int64_t values_of(const struct stf_contact *contact, const struct stf_kpi_facts *facts,
                         unsigned duration) {
  if (duration == STF_KPI_CELL_FRT_OF_DAY) {
    return facts->days_n;
  }
  return duration == STF_KPI_CELL_RESPONSE ? contact->replies_n : 1;
}

/* Promoters give 9 or 10, detractors 6 or less, of 10; nps is the score + 1. */
static void add_points(int64_t *cell, const struct stf_contact *contact,
                       const struct stf_kpi_facts *facts) {
  cell[STF_KPI_CELL_REPLIES] += facts->replies_n;
  cell[STF_KPI_CELL_LATE_REPLIES] += facts->late_n;
  cell[STF_KPI_CELL_TEMPLATES] += facts->templates_n;
  cell[STF_KPI_CELL_CSAT_POINTS] += contact->csat;
  if (contact->nps > 0) {
    cell[STF_KPI_CELL_NPS_POINTS] += (contact->nps >= 10) - (contact->nps <= 7);
  }
}

/* Everything of a contact but its opening, into one cell. */
static enum stf_status add_facts(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                                 size_t index, const struct stf_contact *contact,
                                 const struct stf_kpi_facts *facts) {
  const struct stf_kpi_layout *layout = tally->layout;
  const struct stf_kpi_group *group = &layout->groups[kind];
  int64_t *cell = stf_kpi_tally_cell(tally, kind, index);
  bool has_own = !stf_kpi_shared_has(tally, kind);
  add_counts(&layout->plan, group, cell, facts);
  unsigned known = facts->durations;
  if (stf_kpi_catalogue_is_grid(kind)) {
    known &= (1U << STF_KPI_CELL_GRID_DURATIONS) - 1;
  } else {
    add_outcomes(cell, facts->outcomes);
    add_points(cell, contact, facts);
  }
  for (unsigned d = 0; known != 0; d++, known >>= 1U) {
    if ((known & 1U) == 0) {
      continue;
    }
    int64_t us = facts->durations_us[d];
    int64_t *fields = cell + group->durations_at + stf_kpi_cell_duration_at(d);
    fields[0] += values_of(contact, facts, d);
    if (__builtin_add_overflow(fields[1], us, &fields[1])) {
      return STF_ERR_INPUT;
    }
    struct stf_kpi_series *series =
        has_own ? stf_kpi_shared_series(tally, kind, index, d) : NULL;
    if (series != NULL && keep_values(tally, series, contact, d, us) != STF_OK) {
      return STF_ERR_MEMORY;
    }
  }
  return STF_OK;
}

static size_t named_cell(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind,
                         uint32_t id) {
  const struct stf_kpi_group *group = &layout->groups[kind];
  return group->is_kept && id < group->cells_n ? id : STF_KPI_LAYOUT_NO_CELL;
}

static void place_in_intervals(const struct stf_kpi_layout *layout, uint32_t class_id,
                               int64_t at_us, size_t cells[STF_KPI_CATALOGUE_KINDS]) {
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

static void place_in_time(const struct stf_kpi_layout *layout, uint32_t class_id, int64_t at_us,
                          size_t cells[STF_KPI_CATALOGUE_KINDS]) {
  for (int kind = STF_KPI_CATALOGUE_DAY; kind < STF_KPI_CATALOGUE_KINDS; kind++) {
    cells[kind] = STF_KPI_LAYOUT_NO_CELL;
  }
  size_t day = stf_kpi_layout_cell(&layout->days, at_us);
  cells[STF_KPI_CATALOGUE_DAY] = day;
  if (day != STF_KPI_LAYOUT_NO_CELL && layout->week_cells != NULL) {
    cells[STF_KPI_CATALOGUE_WEEK] = layout->week_cells[day];
  }
  if (day != STF_KPI_LAYOUT_NO_CELL && layout->groups[STF_KPI_CATALOGUE_MONTH].is_kept) {
    cells[STF_KPI_CATALOGUE_MONTH] = layout->month_cells[day];
  }
  place_in_intervals(layout, class_id, at_us, cells);
}

static size_t class_priority_cell(const struct stf_kpi_layout *layout,
                                  const struct stf_contact *contact) {
  uint32_t priorities_n = stf_dict_count(layout->plan.names->priorities);
  if (!layout->groups[STF_KPI_CATALOGUE_CLASS_PRIORITY].is_kept ||
      contact->class_id >= stf_dict_count(layout->plan.names->classes) ||
      contact->priority >= priorities_n) {
    return STF_KPI_LAYOUT_NO_CELL;
  }
  return (size_t)contact->class_id * priorities_n + contact->priority;
}

void stf_kpi_tally_attributes(const struct stf_kpi_layout *layout,
                              const struct stf_contact *contact,
                              size_t cells[STF_KPI_CATALOGUE_DAY]) {
  cells[STF_KPI_CATALOGUE_TOTAL] = 0;
  cells[STF_KPI_CATALOGUE_CLASS] =
      named_cell(layout, STF_KPI_CATALOGUE_CLASS, contact->class_id);
  cells[STF_KPI_CATALOGUE_CHANNEL] =
      named_cell(layout, STF_KPI_CATALOGUE_CHANNEL, contact->channel);
  cells[STF_KPI_CATALOGUE_PRIORITY] =
      named_cell(layout, STF_KPI_CATALOGUE_PRIORITY, contact->priority);
  cells[STF_KPI_CATALOGUE_CLASS_PRIORITY] = class_priority_cell(layout, contact);
  cells[STF_KPI_CATALOGUE_TEAM] = named_cell(layout, STF_KPI_CATALOGUE_TEAM, contact->team);
  cells[STF_KPI_CATALOGUE_AGENT] = named_cell(layout, STF_KPI_CATALOGUE_AGENT, contact->agent);
}

void stf_kpi_tally_places(const struct stf_kpi_layout *layout,
                          const struct stf_contact *contact, int64_t asked_us,
                          struct stf_kpi_places *out) {
  stf_kpi_tally_attributes(layout, contact, out->opened);
  place_in_time(layout, contact->class_id, contact->open_us, out->opened);
  memcpy(out->asked, out->opened, sizeof out->asked);
  if (asked_us != contact->open_us) {
    place_in_time(layout, contact->class_id, asked_us, out->asked);
  }
}

static enum stf_status add_contact(struct stf_kpi_tally *tally,
                                   const struct stf_contact *contact) {
  const struct stf_kpi_layout *layout = tally->layout;
  struct stf_kpi_facts facts;
  stf_kpi_facts_find(layout, contact, &facts);
  if ((layout->keeps_states && add_states(tally, contact, &facts) != STF_OK) ||
      stf_kpi_visits_add(tally, contact, &facts) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  if (contact->open_us < layout->plan.from_us || contact->open_us >= layout->plan.to_us) {
    return STF_OK;
  }
  stf_kpi_tally_outcomes(tally, contact->outcome, 1);
  struct stf_kpi_places places;
  stf_kpi_tally_places(layout, contact, facts.asked_us, &places);
  if (stf_kpi_shared_part(tally, places.asked) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  stf_kpi_money_charge(tally, contact, facts.templates_n, places.opened[STF_KPI_CATALOGUE_DAY]);
  for (size_t k = 0; k < layout->kept_n; k++) {
    enum stf_kpi_kind kind = layout->kept[k];
    size_t opened = places.opened[kind];
    size_t asked = places.asked[kind];
    if (opened != STF_KPI_LAYOUT_NO_CELL) {
      int64_t *cell = stf_kpi_tally_cell(tally, kind, opened);
      cell[STF_KPI_CELL_OPENED]++;
      stf_kpi_sla_opened(layout, kind, &facts, !contact->again, cell);
    }
    enum stf_status status = asked != STF_KPI_LAYOUT_NO_CELL
                                 ? add_facts(tally, kind, asked, contact, &facts)
                                 : STF_OK;
    if (status != STF_OK) {
      return status;
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
  const struct stf_kpi_plan *plan = &tally->layout->plan;
  for (size_t i = 0; i < n; i++) {
    const struct stf_work stretch = {spans[i].start_us, spans[i].end_us, spans[i].agent,
                                     spans[i].team};
    add_apart(tally, &stretch, STF_KPI_CELL_PAID_US);
    if (spans[i].kind == STF_PRESENCE_ON) {
      add_agent_time(tally, PRESENT, &stretch, 1);
    } else {
      add_apart(tally, &stretch, STF_KPI_CELL_BESIDE_US);
    }
    if (stf_kpi_stints_add(tally, &spans[i]) != STF_OK) {
      return STF_ERR_MEMORY;
    }
    if (spans[i].kind == STF_PRESENCE_ON && plan->overlaps) {
      add_agent_time(tally, SLOTS, &stretch, spans[i].cap > 0 ? spans[i].cap : 1);
    }
    if (plan->costs != NULL) {
      struct span paid = cut(plan, stretch.start_us, stretch.end_us);
      stf_kpi_money_pay(tally, paid.from_us, paid.to_us, stretch.team);
    }
  }
  return STF_OK;
}

static enum stf_status add_stretches(struct stf_kpi_tally *tally, struct agent_time time,
                                     const struct stf_work *spans, size_t n) {
  STF_ASSERT(tally->layout->plan.overlaps);
  for (size_t i = 0; i < n; i++) {
    add_agent_time(tally, time, &spans[i], 1);
  }
  return STF_OK;
}

enum stf_status stf_kpi_tally_busy(struct stf_kpi_tally *tally, const struct stf_work *spans,
                                   size_t n) {
  return add_stretches(tally, BUSY, spans, n);
}

enum stf_status stf_kpi_tally_occupied(struct stf_kpi_tally *tally,
                                       const struct stf_work *spans, size_t n) {
  return add_stretches(tally, OCCUPIED, spans, n);
}

enum stf_status stf_kpi_tally_merge(struct stf_kpi_tally *into,
                                    const struct stf_kpi_tally *from) {
  const struct stf_kpi_layout *layout = into->layout;
  STF_ASSERT(layout == from->layout);
  for (size_t i = 0; i < layout->sums_n; i++) {
    into->sums[i] += from->sums[i];
  }
  if (stf_kpi_shared_merge(into, from) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < layout->series_n; i++) {
    if (stf_kpi_series_merge(&into->series[i], layout->allocator, &from->series[i]) != STF_OK) {
      return STF_ERR_MEMORY;
    }
  }
  if (stf_kpi_hands_merge(into, from) != STF_OK || stf_kpi_visits_merge(into, from) != STF_OK ||
      stf_kpi_stints_merge(into, from) != STF_OK) {
    return STF_ERR_MEMORY;
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
