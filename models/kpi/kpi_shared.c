/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/kpi_shared.h"

/* True if a kind keeps at least what the other one keeps. */
static bool keeps_as_much(const struct stf_kpi_group *leader,
                          const struct stf_kpi_group *group) {
  bool keeps = true;
  for (size_t d = 0; d < STF_KPI_CELL_DURATIONS; d++) {
    keeps = keeps && (group->series_of[d] == STF_KPI_LAYOUT_NO_SERIES ||
                      leader->series_of[d] != STF_KPI_LAYOUT_NO_SERIES);
  }
  return keeps;
}

void stf_kpi_shared_lead(struct stf_kpi_layout *layout, enum stf_kpi_kind kind) {
  struct stf_kpi_group *group = &layout->groups[kind];
  for (size_t k = 0; k < layout->kept_n && group->series_n > 0; k++) {
    enum stf_kpi_kind other = layout->kept[k];
    const struct stf_kpi_group *leader = &layout->groups[other];
    bool leads = other < kind && (layout->shared >> (unsigned)other & 1U) == 0;
    if (leads && leader->cells_n == group->cells_n && keeps_as_much(leader, group)) {
      group->leader = other;
      layout->shared |= 1U << (unsigned)kind;
      return;
    }
  }
}

/* Adds what the leader of a kind has in `from` to the kind's own in `into`. */
static enum stf_status take_over(struct stf_kpi_tally *into, enum stf_kpi_kind kind,
                                 const struct stf_kpi_tally *from) {
  const struct stf_kpi_layout *layout = into->layout;
  const struct stf_kpi_group *group = &layout->groups[kind];
  for (size_t cell = 0; cell < group->cells_n; cell++) {
    for (unsigned d = 0; d < STF_KPI_CELL_DURATIONS; d++) {
      if (group->series_of[d] != STF_KPI_LAYOUT_NO_SERIES &&
          stf_kpi_series_merge(stf_kpi_shared_own(into, kind, cell, d), layout->allocator,
                               stf_kpi_shared_own(from, group->leader, cell, d)) != STF_OK) {
        return STF_ERR_MEMORY;
      }
    }
  }
  return STF_OK;
}

static enum stf_status part(struct stf_kpi_tally *tally, enum stf_kpi_kind kind) {
  tally->shared &= ~(1U << (unsigned)kind);
  return take_over(tally, kind, tally);
}

enum stf_status stf_kpi_shared_part(struct stf_kpi_tally *tally,
                                    const size_t cells[STF_KPI_CATALOGUE_KINDS]) {
  enum stf_status status = STF_OK;
  unsigned left = tally->shared;
  for (unsigned kind = 0; left != 0; kind++, left >>= 1U) {
    if ((left & 1U) != 0 && cells[kind] != cells[tally->layout->groups[kind].leader] &&
        status == STF_OK) {
      status = part(tally, (enum stf_kpi_kind)kind);
    }
  }
  return status;
}

enum stf_status stf_kpi_shared_merge(struct stf_kpi_tally *into,
                                     const struct stf_kpi_tally *from) {
  enum stf_status status = STF_OK;
  for (int kind = 0; kind < STF_KPI_CATALOGUE_KINDS && status == STF_OK; kind++) {
    bool into_shares = stf_kpi_shared_has(into, (enum stf_kpi_kind)kind);
    bool from_shares = stf_kpi_shared_has(from, (enum stf_kpi_kind)kind);
    if (into_shares && !from_shares) {
      status = part(into, (enum stf_kpi_kind)kind);
    } else if (from_shares && !into_shares) {
      status = take_over(into, (enum stf_kpi_kind)kind, from);
    }
  }
  return status;
}
