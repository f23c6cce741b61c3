/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accumulators of one log or one replication. Internal to this folder. */
#ifndef STF_KPI_TALLY_H
#define STF_KPI_TALLY_H

#include "kpi/kpi_layout.h"
#include "kpi/kpi_series.h"

/* An agent takes a contact (+1) or is done with it (-1). */
struct stf_kpi_hand {
  int64_t at_us;
  uint32_t agent;
  int32_t delta;
};

struct stf_kpi_visit;

struct stf_kpi_tally {
  const struct stf_kpi_layout *layout; /* borrowed */
  int64_t *sums;                       /* owned: cells of all groups (kpi_cell.h) */
  struct stf_kpi_series *series;       /* owned */
  struct stf_kpi_hand *hands;          /* owned; only where layout->keeps_hands */
  size_t hands_n;
  size_t hands_capacity;
  struct stf_kpi_visit *visits; /* owned; only where layout->keeps_visits */
  size_t visits_n;
  size_t visits_capacity;
  struct stf_kpi_balance balance;
};

static inline int64_t *stf_kpi_tally_cell(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                                          size_t cell) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  return tally->sums + group->sums_at + cell * group->stride;
}

/* Cells of a contact among the kinds that are no time; STF_KPI_LAYOUT_NO_CELL: it has none. */
void stf_kpi_tally_attributes(const struct stf_kpi_layout *layout,
                              const struct stf_contact *contact,
                              size_t cells[STF_KPI_CATALOGUE_DAY]);

/* First series of a cell. */
static inline struct stf_kpi_series *stf_kpi_tally_series(struct stf_kpi_tally *tally,
                                                          enum stf_kpi_kind kind, size_t cell) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  return tally->series + group->series_at + cell * group->series_n;
}

#endif
