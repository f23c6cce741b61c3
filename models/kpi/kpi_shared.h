/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that several kinds of group keep together. Internal to this folder.
 *
 * In a log or desk with one class the totals and the class have the same contacts, on one day
 * the day has them too, and in a single week its weekdays have those of the intervals. A kind
 * with as many cells as an earlier one (its leader) keeps no values of its own as long as each
 * contact falls into cells of the same number of both; with the first that does not it takes a
 * copy of what its leader has, and goes its own way. Sums are always its own.
 */
#ifndef STF_KPI_SHARED_H
#define STF_KPI_SHARED_H

#include "kpi/kpi_tally.h"

/* Finds the kind's leader, if there is one among the kinds placed before it. */
void stf_kpi_shared_lead(struct stf_kpi_layout *layout, enum stf_kpi_kind kind);

/* True if the kind has the values of its leader. */
static inline bool stf_kpi_shared_has(const struct stf_kpi_tally *tally,
                                      enum stf_kpi_kind kind) {
  return (tally->shared >> (unsigned)kind & 1U) != 0;
}

/* A contact falls into these cells: kinds part whose leader has it in another one. Fails
 * without memory. */
STF_MUST_USE enum stf_status stf_kpi_shared_part(struct stf_kpi_tally *tally,
                                                 const size_t cells[STF_KPI_CATALOGUE_KINDS]);

/* Before the series of `from` are added to those of `into`, each to its own. */
STF_MUST_USE enum stf_status stf_kpi_shared_merge(struct stf_kpi_tally *into,
                                                  const struct stf_kpi_tally *from);

/* The kind's own values of a duration that it keeps, in a cell. */
static inline struct stf_kpi_series *stf_kpi_shared_own(const struct stf_kpi_tally *tally,
                                                        enum stf_kpi_kind kind, size_t cell,
                                                        unsigned duration) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  return tally->series + group->series_at + cell * group->series_n + group->series_of[duration];
}

/* Its own or its leader's; NULL: values of the duration are not kept. */
static inline struct stf_kpi_series *stf_kpi_shared_series(const struct stf_kpi_tally *tally,
                                                           enum stf_kpi_kind kind, size_t cell,
                                                           unsigned duration) {
  const struct stf_kpi_group *group = &tally->layout->groups[kind];
  if (group->series_of[duration] == STF_KPI_LAYOUT_NO_SERIES) {
    return NULL;
  }
  return stf_kpi_shared_own(tally, stf_kpi_shared_has(tally, kind) ? group->leader : kind, cell,
                            duration);
}

#endif
