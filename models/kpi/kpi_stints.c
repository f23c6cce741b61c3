/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_stints.h"

#include <stdlib.h>
#include <string.h>

static struct stf_kpi_stint *make_room(struct stf_kpi_tally *tally, size_t more_n) {
  struct stf_kpi_stint *stints =
      stf_mem_grown(tally->layout->allocator, tally->stints, &tally->stints_capacity,
                    tally->stints_n + more_n, sizeof *stints);
  tally->stints = stints != NULL ? stints : tally->stints;
  return stints;
}

enum stf_status stf_kpi_stints_add(struct stf_kpi_tally *tally,
                                   const struct stf_presence *span) {
  const struct stf_kpi_layout *layout = tally->layout;
  const struct stf_kpi_plan *plan = &layout->plan;
  int64_t from_us = span->start_us > plan->from_us ? span->start_us : plan->from_us;
  int64_t to_us = span->end_us < plan->to_us ? span->end_us : plan->to_us;
  if (!layout->keeps_stints || span->kind != STF_PRESENCE_ON || from_us >= to_us) {
    return STF_OK;
  }
  size_t first = stf_kpi_layout_cell(&layout->days, from_us);
  size_t last = stf_kpi_layout_cell(&layout->days, to_us - 1);
  if (make_room(tally, last - first + 1) == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t day = first; day <= last; day++) {
    tally->stints[tally->stints_n++] = (struct stf_kpi_stint){span->agent, (uint32_t)day};
  }
  return STF_OK;
}

enum stf_status stf_kpi_stints_merge(struct stf_kpi_tally *into,
                                     const struct stf_kpi_tally *from) {
  if (from->stints_n == 0) {
    return STF_OK;
  }
  struct stf_kpi_stint *stints = make_room(into, from->stints_n);
  if (stints == NULL) {
    return STF_ERR_MEMORY;
  }
  memcpy(stints + into->stints_n, from->stints, from->stints_n * sizeof *stints);
  into->stints_n += from->stints_n;
  return STF_OK;
}

static int by_agent_then_day(const void *left, const void *right) {
  const struct stf_kpi_stint *a = left;
  const struct stf_kpi_stint *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  return (a->day > b->day) - (a->day < b->day);
}

void stf_kpi_stints_resolve(struct stf_kpi_tally *tally) {
  const struct stf_kpi_group *agents = &tally->layout->groups[STF_KPI_CATALOGUE_AGENT];
  int64_t *total = stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_TOTAL, 0);
  total[STF_KPI_CELL_AGENT_DAYS] = 0;
  for (size_t i = 0; agents->is_kept && i < agents->cells_n; i++) {
    stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_AGENT, i)[STF_KPI_CELL_AGENT_DAYS] = 0;
  }
  if (tally->stints_n > 0) {
    qsort(tally->stints, tally->stints_n, sizeof *tally->stints, by_agent_then_day);
  }
  bool named = tally->stints_n > 0 && tally->stints[tally->stints_n - 1].agent != STF_NOBODY;
  for (size_t i = 0; named && i < tally->stints_n; i++) {
    const struct stf_kpi_stint *stint = &tally->stints[i];
    if (i > 0 && by_agent_then_day(stint - 1, stint) == 0) {
      continue;
    }
    total[STF_KPI_CELL_AGENT_DAYS]++;
    if (agents->is_kept && stint->agent < agents->cells_n) {
      stf_kpi_tally_cell(tally, STF_KPI_CATALOGUE_AGENT,
                         stint->agent)[STF_KPI_CELL_AGENT_DAYS]++;
    }
  }
}
