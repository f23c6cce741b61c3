/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts in brief, summed before they are counted.
 *
 * All contacts of one kind that ended alike and came in one stretch of the time grid go into
 * the same cells. The durations of such a contact are differences of its three instants, so
 * their sums are those of one contact with the sums of the waits and of the works: the
 * definitions (kpi_facts.h) are asked once for all of them. What is no sum, that is, who was in
 * time, is counted one by one. */
#include "kpi/kpi_facts.h"
#include "kpi/kpi_tally.h"

#include <string.h>

bool stf_kpi_layout_takes_briefs(const struct stf_kpi_layout *layout) {
  const struct stf_kpi_plan *plan = &layout->plan;
  return plan->has_queue && plan->terms == NULL && !plan->overlaps && layout->series_n == 0 &&
         !layout->groups[STF_KPI_CATALOGUE_AGENT].is_kept;
}

static enum stf_status fit_sums(struct stf_kpi_tally *tally, size_t kinds_n) {
  size_t before = tally->briefs_n;
  if (kinds_n <= before) {
    return STF_OK;
  }
  struct stf_kpi_brief_sum *sums = stf_mem_grown(tally->layout->allocator, tally->briefs,
                                                 &tally->briefs_n, kinds_n, sizeof *sums);
  if (sums == NULL) {
    return STF_ERR_MEMORY;
  }
  memset(sums + before, 0, (tally->briefs_n - before) * sizeof *sums);
  tally->briefs = sums;
  return STF_OK;
}

/* The part of the time grid around an instant in which no kept cell ends; false outside. */
static bool find_stretch(const struct stf_kpi_layout *layout, int64_t at_us,
                         struct stf_kpi_brief_sum *sum) {
  const struct stf_kpi_grid *grids[] = {&layout->days, &layout->intervals};
  sum->from_us = layout->plan.from_us;
  sum->to_us = layout->plan.to_us;
  for (size_t g = 0; g < STF_COUNT_OF(grids) && grids[g]->cells_n > 0; g++) {
    size_t cell = stf_kpi_layout_cell(grids[g], at_us);
    if (cell == STF_KPI_LAYOUT_NO_CELL) {
      sum->to_us = sum->from_us;
      return false;
    }
    int64_t from_us = grids[g]->edges_us[cell];
    int64_t to_us = grids[g]->edges_us[cell + 1];
    sum->from_us = from_us > sum->from_us ? from_us : sum->from_us;
    sum->to_us = to_us < sum->to_us ? to_us : sum->to_us;
  }
  return at_us >= sum->from_us && at_us < sum->to_us;
}

static void add_counts(const struct stf_kpi_plan *plan, const struct stf_kpi_group *group,
                       int64_t *cell, const struct stf_kpi_facts *facts,
                       const struct stf_kpi_brief_part *part) {
  cell[STF_KPI_CELL_OPENED] += part->n;
  cell[STF_KPI_CELL_OFFERED] += part->n * facts->is_offered;
  cell[STF_KPI_CELL_ANSWERED] += part->n * facts->is_answered;
  cell[STF_KPI_CELL_ABANDONED] += part->n * facts->is_abandoned;
  cell[STF_KPI_CELL_ABANDONED_SHORT] += part->short_n;
  size_t within = facts->is_answered ? STF_KPI_CELL_SERVED : STF_KPI_CELL_LEFT;
  for (size_t t = 0; t < plan->within_n; t++) {
    cell[group->thresholds_at + stf_kpi_cell_threshold_at(t, STF_KPI_CELL_SERVED) + within] +=
        part->within_n[t];
  }
}

static enum stf_status add_part(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                                size_t index, const struct stf_kpi_facts *facts,
                                const struct stf_kpi_brief_part *part) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  int64_t *cell = stf_kpi_tally_cell(tally, kind, index);
  unsigned known = facts->durations;
  add_counts(&tally->layout->plan, group, cell, facts, part);
  if (stf_kpi_catalogue_is_grid(kind)) {
    known &= (1U << STF_KPI_CELL_GRID_DURATIONS) - 1;
  } else {
    uint64_t outcomes = facts->outcomes;
    for (size_t i = STF_KPI_CELL_FIELDS; outcomes != 0; i++, outcomes >>= 1U) {
      cell[i] += part->n * (int64_t)(outcomes & 1U);
    }
  }
  for (size_t d = 0; known != 0; d++, known >>= 1U) {
    int64_t *fields = cell + group->durations_at + stf_kpi_cell_duration_at(d);
    if ((known & 1U) != 0) {
      fields[0] += part->n;
      if (__builtin_add_overflow(fields[1], facts->durations_us[d], &fields[1])) {
        return STF_ERR_INPUT;
      }
    }
  }
  return STF_OK;
}

static enum stf_status settle_part(struct stf_kpi_tally *tally, const struct stf_contact *model,
                                   const struct stf_kpi_brief_sum *sum, bool left) {
  const struct stf_kpi_layout *layout = tally->layout;
  const struct stf_kpi_brief_part *part = &sum->parts[left];
  int64_t end_us = 0;
  if (part->n == 0) {
    return STF_OK;
  }
  if (__builtin_add_overflow(part->wait_us, part->work_us, &end_us)) {
    return STF_ERR_INPUT;
  }
  const struct stf_brief all = {.taken_us = left ? STF_NEVER : part->wait_us, .end_us = end_us};
  struct stf_contact contact = stf_brief_expand(model, &all);
  struct stf_kpi_facts facts;
  stf_kpi_facts_find(layout, &contact, &facts);
  contact.open_us = sum->from_us;
  struct stf_kpi_places places;
  stf_kpi_tally_places(layout, &contact, sum->from_us, &places);
  stf_kpi_tally_outcomes(tally, contact.outcome, part->n);
  enum stf_status status = STF_OK;
  for (size_t k = 0; k < layout->kept_n && status == STF_OK; k++) {
    enum stf_kpi_kind kind = layout->kept[k];
    if (places.opened[kind] != STF_KPI_LAYOUT_NO_CELL) {
      status = add_part(tally, kind, places.opened[kind], &facts, part);
    }
  }
  return status;
}

/* Counts what was summed; the sum is empty then. */
static enum stf_status settle(struct stf_kpi_tally *tally, const struct stf_contact *model,
                              struct stf_kpi_brief_sum *sum) {
  enum stf_status status = settle_part(tally, model, sum, false);
  if (status == STF_OK) {
    status = settle_part(tally, model, sum, true);
  }
  memset(sum->parts, 0, sizeof sum->parts);
  return status;
}

static bool is_left(const struct stf_brief *brief) {
  return brief->taken_us == STF_NEVER;
}

static int64_t waited_us(const struct stf_brief *brief, bool left) {
  return (left ? brief->end_us : brief->taken_us) - brief->open_us;
}

static int64_t count_within(const struct stf_brief *items, size_t n, bool left,
                            int64_t limit_us) {
  int64_t within_n = 0;
  for (size_t i = 0; i < n; i++) {
    within_n += stf_kpi_facts_is_within(waited_us(&items[i], left), limit_us);
  }
  return within_n;
}

/* Adds n that ended alike. False: the sum is above what an int64 holds. */
static bool add(const struct stf_kpi_plan *plan, struct stf_kpi_brief_sum *sum,
                const struct stf_brief *items, size_t n) {
  bool left = is_left(items);
  struct stf_kpi_brief_part *part = &sum->parts[left];
  int64_t wait_us = part->wait_us;
  int64_t work_us = part->work_us;
  bool overflows = false;
  for (size_t i = 0; i < n; i++) {
    int64_t worked_us = left ? 0 : items[i].end_us - items[i].taken_us;
    overflows |= __builtin_add_overflow(wait_us, waited_us(&items[i], left), &wait_us);
    overflows |= __builtin_add_overflow(work_us, worked_us, &work_us);
  }
  part->n += (int64_t)n;
  part->wait_us = wait_us;
  part->work_us = work_us;
  for (size_t t = 0; t < plan->within_n; t++) {
    part->within_n[t] += count_within(items, n, left, plan->within_us[t]);
  }
  part->short_n += left ? count_within(items, n, left, plan->short_abandon_us) : 0;
  return !overflows;
}

/* One that is in no cell, or opened outside the period, goes the way of full records. */
static enum stf_status add_singly(struct stf_kpi_tally *tally, const struct stf_contact *model,
                                  const struct stf_brief *brief) {
  struct stf_contact contact = stf_brief_expand(model, brief);
  return stf_kpi_tally_contacts(tally, &contact, 1);
}

static void add_states(struct stf_kpi_tally *tally, const struct stf_contact *model,
                       const struct stf_brief *brief) {
  bool left = brief->taken_us == STF_NEVER;
  const struct stf_kpi_stay stay = {.open_us = brief->open_us,
                                    .asked_us = brief->open_us,
                                    .waited_until_us = left ? brief->end_us : brief->taken_us,
                                    .left_us = brief->end_us,
                                    .is_offered = true};
  stf_kpi_tally_stay(tally, &stay);
  if (!left) {
    const struct stf_work work = {brief->taken_us, brief->end_us, STF_NOBODY, model->team};
    stf_kpi_tally_work(tally, &work);
  }
}

/* How many from the first on are of its kind, ended as it did and came in the stretch. */
static size_t count_alike(const struct stf_kpi_brief_sum *sum, const struct stf_brief *items,
                          size_t most) {
  size_t n = 1;
  while (n < most && items[n].kind == items->kind && is_left(&items[n]) == is_left(items) &&
         items[n].open_us >= sum->from_us && items[n].open_us < sum->to_us) {
    n++;
  }
  return n;
}

/* Takes the first of them and those that are alike; *n: how many. */
static enum stf_status take(struct stf_kpi_tally *tally, const struct stf_contact *model,
                            const struct stf_brief *items, size_t most, size_t *n) {
  const struct stf_kpi_layout *layout = tally->layout;
  struct stf_kpi_brief_sum *sum = &tally->briefs[items->kind];
  *n = 1;
  if (items->open_us < sum->from_us || items->open_us >= sum->to_us) {
    enum stf_status status = settle(tally, model, sum);
    if (status != STF_OK || !find_stretch(layout, items->open_us, sum)) {
      return status == STF_OK ? add_singly(tally, model, items) : status;
    }
  }
  *n = count_alike(sum, items, most);
  for (size_t i = 0; layout->keeps_states && i < *n; i++) {
    add_states(tally, model, &items[i]);
  }
  return add(&layout->plan, sum, items, *n) ? STF_OK : STF_ERR_INPUT;
}

enum stf_status stf_kpi_tally_briefs(struct stf_kpi_tally *tally,
                                     const struct stf_brief_block *block) {
  STF_ASSERT(stf_kpi_layout_takes_briefs(tally->layout));
  enum stf_status status = fit_sums(tally, block->kinds_n);
  size_t n = 0;
  for (size_t i = 0; i < block->n && status == STF_OK; i += n) {
    const struct stf_brief *items = &block->items[i];
    status = take(tally, &block->models[items->kind], items, block->n - i, &n);
  }
  for (size_t k = 0; k < block->kinds_n && status == STF_OK; k++) {
    status = settle(tally, &block->models[k], &tally->briefs[k]);
  }
  return status;
}
