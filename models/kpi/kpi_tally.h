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

/* An agent with a name was there on a day of the period; STF_NOBODY: somebody without. */
struct stf_kpi_stint {
  uint32_t agent;
  uint32_t day; /* cell of the days */
};

/* Contacts in brief of one kind, all of which fall into the same cells. */
struct stf_kpi_brief_part {
  int64_t n;
  int64_t wait_us;
  int64_t work_us;
  int64_t short_n;                          /* left within the short limit */
  int64_t within_n[STF_KPI_THRESHOLDS_MAX]; /* answered or left within the threshold */
};

struct stf_kpi_brief_sum {
  int64_t from_us; /* the stretch of time in which they opened */
  int64_t to_us;
  struct stf_kpi_brief_part parts[2]; /* taken, left */
};
struct stf_kpi_visit;

struct stf_kpi_tally {
  const struct stf_kpi_layout *layout; /* borrowed */
  int64_t *sums;                       /* owned: cells of all groups (kpi_cell.h) */
  struct stf_kpi_series *series;       /* owned */
  unsigned shared;                     /* bit kind: its leader's series are its own, too */
  struct stf_kpi_hand *hands;          /* owned; only where layout->keeps_hands */
  size_t hands_n;
  size_t hands_capacity;
  struct stf_kpi_stint *stints; /* owned; only where layout->keeps_stints */
  size_t stints_n;
  size_t stints_capacity;
  struct stf_kpi_brief_sum *briefs; /* owned; by kind of the briefs, empty between calls */
  size_t briefs_n;
  struct stf_kpi_visit *visits; /* owned; only where layout->keeps_visits */
  size_t visits_n;
  size_t visits_capacity;
  struct stf_kpi_balance balance;
};

/* Cells of a contact, by the instant when it opened and by the one when a human was asked for:
 * the same but on the time grid. NO_CELL: none. */
struct stf_kpi_places {
  size_t opened[STF_KPI_CATALOGUE_KINDS];
  size_t asked[STF_KPI_CATALOGUE_KINDS];
};

void stf_kpi_tally_places(const struct stf_kpi_layout *layout,
                          const struct stf_contact *contact, int64_t asked_us,
                          struct stf_kpi_places *out);

/* How long a contact was open and waited; STF_NEVER: to the end of the period. */
struct stf_kpi_stay {
  int64_t open_us;
  int64_t left_us;
  int64_t asked_us;
  int64_t waited_until_us;
  bool is_offered; /* it waited */
};

/* Adds to the states that last: open and waiting, and an agent's work. */
void stf_kpi_tally_stay(struct stf_kpi_tally *tally, const struct stf_kpi_stay *stay);
void stf_kpi_tally_work(struct stf_kpi_tally *tally, const struct stf_work *work);

/* Counts n contacts in the balance. */
void stf_kpi_tally_outcomes(struct stf_kpi_tally *tally, uint8_t outcome, int64_t n);

static inline int64_t *stf_kpi_tally_cell(struct stf_kpi_tally *tally, enum stf_kpi_kind kind,
                                          size_t cell) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  return tally->sums + group->sums_at + cell * group->stride;
}

/* Cells of a contact among the kinds that are no time; STF_KPI_LAYOUT_NO_CELL: it has none. */
void stf_kpi_tally_attributes(const struct stf_kpi_layout *layout,
                              const struct stf_contact *contact,
                              size_t cells[STF_KPI_CATALOGUE_DAY]);

#endif
