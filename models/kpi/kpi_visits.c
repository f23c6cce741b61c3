/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_visits.h"

#include "base/quantity.h"

#include <stdlib.h>
#include <string.h>

#define WEEK_US (7 * STF_US_PER_DAY)

static struct stf_kpi_visit *make_room(struct stf_kpi_tally *tally, size_t more) {
  struct stf_kpi_visit *visits =
      stf_mem_grown(tally->layout->allocator, tally->visits, &tally->visits_capacity,
                    tally->visits_n + more, sizeof *visits);
  tally->visits = visits != NULL ? visits : tally->visits;
  return visits;
}

enum stf_status stf_kpi_visits_add(struct stf_kpi_tally *tally,
                                   const struct stf_contact *contact,
                                   const struct stf_kpi_facts *facts) {
  const struct stf_kpi_layout *layout = tally->layout;
  if (!layout->keeps_visits || contact->customer == STF_NOBODY ||
      contact->open_us >= layout->plan.to_us) {
    return STF_OK;
  }
  if (make_room(tally, 1) == NULL) {
    return STF_ERR_MEMORY;
  }
  bool contained = contact->outcome == STF_OUTCOME_CONTAINED;
  bool gave_up = contained && contact->abandon_us != STF_NEVER;
  struct stf_kpi_visit *visit = &tally->visits[tally->visits_n++];
  *visit = (struct stf_kpi_visit){.open_us = contact->open_us,
                                  .end_us = facts->left_us,
                                  .bot_end_us = STF_NEVER,
                                  .customer = contact->customer,
                                  .class_id = contact->class_id,
                                  .counts = contact->open_us >= layout->plan.from_us,
                                  .served = facts->is_answered &&
                                            contact->outcome == STF_OUTCOME_CLOSED,
                                  .contained = contained && !gave_up,
                                  .gave_up = gave_up};
  if (contact->bot_start_us != STF_NEVER) {
    visit->bot_end_us = contained ? facts->left_us : contact->bot_end_us;
  }
  size_t cells[STF_KPI_CATALOGUE_DAY];
  stf_kpi_tally_attributes(layout, contact, cells);
  for (size_t k = 0; k < STF_KPI_CATALOGUE_DAY; k++) {
    visit->cells[k] = cells[k] < UINT32_MAX ? (uint32_t)cells[k] : UINT32_MAX;
  }
  return STF_OK;
}

enum stf_status stf_kpi_visits_merge(struct stf_kpi_tally *into,
                                     const struct stf_kpi_tally *from) {
  if (from->visits_n == 0) {
    return STF_OK;
  }
  if (make_room(into, from->visits_n) == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(into->visits + into->visits_n, from->visits, from->visits_n * sizeof *from->visits);
  into->visits_n += from->visits_n;
  return STF_OK;
}

/* ---- order ---- */

static int order(uint64_t a, uint64_t b) {
  return (a > b) - (a < b);
}

/* By all that tells two visits of one customer apart: ids of customers differ between a run and
 * its own log, and which of two visits of one instant comes first must not depend on them. */
static int by_time(const struct stf_kpi_visit *a, const struct stf_kpi_visit *b) {
  int first = (a->open_us > b->open_us) - (a->open_us < b->open_us);
  first = first != 0 ? first : (a->end_us > b->end_us) - (a->end_us < b->end_us);
  first = first != 0 ? first : order(a->class_id, b->class_id);
  for (size_t k = 0; first == 0 && k < STF_KPI_CATALOGUE_DAY; k++) {
    first = order(a->cells[k], b->cells[k]);
  }
  return first;
}

static int by_customer(const void *left, const void *right) {
  const struct stf_kpi_visit *a = left;
  const struct stf_kpi_visit *b = right;
  int first = order(a->customer, b->customer);
  return first != 0 ? first : by_time(a, b);
}

static int by_customer_and_class(const void *left, const void *right) {
  const struct stf_kpi_visit *a = left;
  const struct stf_kpi_visit *b = right;
  int first = order(a->customer, b->customer);
  first = first != 0 ? first : order(a->class_id, b->class_id);
  return first != 0 ? first : by_time(a, b);
}

/* ---- counting ---- */

static void count(struct stf_kpi_tally *tally, const struct stf_kpi_visit *visit,
                  enum stf_kpi_cell_field field) {
  const struct stf_kpi_layout *layout = tally->layout;
  for (size_t k = 0; k < layout->kept_n; k++) {
    enum stf_kpi_kind kind = layout->kept[k];
    if (!stf_kpi_catalogue_is_grid(kind) && visit->cells[kind] != UINT32_MAX) {
      stf_kpi_tally_cell(tally, kind, visit->cells[kind])[field]++;
    }
  }
}

static void forget(struct stf_kpi_tally *tally) {
  const struct stf_kpi_layout *layout = tally->layout;
  for (size_t k = 0; k < layout->kept_n; k++) {
    enum stf_kpi_kind kind = layout->kept[k];
    size_t cells_n = stf_kpi_catalogue_is_grid(kind) ? 0 : layout->groups[kind].cells_n;
    for (size_t i = 0; i < cells_n; i++) {
      int64_t *cell = stf_kpi_tally_cell(tally, kind, i);
      memset(&cell[STF_KPI_CELL_FRESH], 0,
             (STF_KPI_CELL_ALL_FIELDS - STF_KPI_CELL_FRESH) * sizeof *cell);
    }
  }
}

/* True if it ended so long before the end of the period. */
static bool is_due(const struct stf_kpi_tally *tally, int64_t end_us, int64_t within_us) {
  return end_us != STF_NEVER && end_us <= tally->layout->plan.to_us - within_us;
}

/* True if the next visit, NULL if there is none, opened at most so long after the end. */
static bool is_back(const struct stf_kpi_visit *next, int64_t end_us, int64_t within_us) {
  return next != NULL && next->open_us - within_us <= end_us;
}

/* What followed within a day, and what that says of the bot. */
static void count_day(struct stf_kpi_tally *tally, const struct stf_kpi_visit *visit,
                      const struct stf_kpi_visit *next) {
  if (is_due(tally, visit->end_us, STF_US_PER_DAY)) {
    count(tally, visit, STF_KPI_CELL_DAY_DUE);
    if (is_back(next, visit->end_us, STF_US_PER_DAY)) {
      count(tally, visit, STF_KPI_CELL_DAY_BACK);
    }
  }
  if (!is_due(tally, visit->bot_end_us, STF_US_PER_DAY)) {
    return;
  }
  bool is_false = visit->contained && is_back(next, visit->bot_end_us, STF_US_PER_DAY);
  count(tally, visit, STF_KPI_CELL_BOT_DUE);
  if (visit->contained) {
    count(tally, visit, is_false ? STF_KPI_CELL_BOT_FALSE : STF_KPI_CELL_BOT_STRICT);
  }
  if (is_false || visit->gave_up) {
    count(tally, visit, STF_KPI_CELL_BOT_HARMED);
  }
}

/* What came before and after it in its class. until_us: latest end of a visit before, INT64_MAX
 * for one that is open, INT64_MIN: there was none. */
static void count_week(struct stf_kpi_tally *tally, const struct stf_kpi_visit *visit,
                       const struct stf_kpi_visit *next, int64_t until_us) {
  bool repeats = until_us >= visit->open_us - WEEK_US;
  count(tally, visit, repeats ? STF_KPI_CELL_REPEATED : STF_KPI_CELL_FRESH);
  if (visit->served && is_due(tally, visit->end_us, WEEK_US)) {
    count(tally, visit, STF_KPI_CELL_WEEK_DUE);
    if (!is_back(next, visit->end_us, WEEK_US)) {
      count(tally, visit, STF_KPI_CELL_WEEK_KEPT);
    }
  }
}

static const struct stf_kpi_visit *next_of(const struct stf_kpi_tally *tally, size_t i,
                                           bool of_class) {
  const struct stf_kpi_visit *visits = tally->visits;
  bool follows = i + 1 < tally->visits_n && visits[i + 1].customer == visits[i].customer &&
                 (!of_class || visits[i + 1].class_id == visits[i].class_id);
  return follows ? &visits[i + 1] : NULL;
}

void stf_kpi_visits_resolve(struct stf_kpi_tally *tally) {
  struct stf_kpi_visit *visits = tally->visits;
  forget(tally);
  if (tally->visits_n == 0) {
    return;
  }
  qsort(visits, tally->visits_n, sizeof *visits, by_customer);
  for (size_t i = 0; i < tally->visits_n; i++) {
    if (visits[i].counts) {
      count_day(tally, &visits[i], next_of(tally, i, false));
    }
  }
  qsort(visits, tally->visits_n, sizeof *visits, by_customer_and_class);
  int64_t until_us = INT64_MIN;
  for (size_t i = 0; i < tally->visits_n; i++) {
    const struct stf_kpi_visit *next = next_of(tally, i, true);
    if (visits[i].counts) {
      count_week(tally, &visits[i], next, until_us);
    }
    int64_t end_us = visits[i].end_us != STF_NEVER ? visits[i].end_us : INT64_MAX;
    until_us = next == NULL ? INT64_MIN : end_us > until_us ? end_us : until_us;
  }
}
