/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one cell of the results (totals, a class, a day, an interval...) accumulates: integers
 * only, so that sums are exact and merge in any order to the same bytes. Internal to this
 * folder.
 *
 * A cell is an array of int64: the fields below, then three fields for each service-level
 * threshold, then two (count, sum [us]) for each duration. Cells of the time grid keep only the
 * first STF_KPI_CELL_GRID_DURATIONS durations.
 */
#ifndef STF_KPI_CELL_H
#define STF_KPI_CELL_H

#include <stddef.h>
#include <stdint.h>

enum stf_kpi_cell_field {
  STF_KPI_CELL_OPENED,
  STF_KPI_CELL_OFFERED,
  STF_KPI_CELL_ANSWERED,
  STF_KPI_CELL_ABANDONED,
  STF_KPI_CELL_ABANDONED_SHORT, /* within the plan's short limit */

  /* Spans (open, waiting, at work, present) on the time grid cost two steps each, however long
   * they are: _STEP is the change of the number of spans within the cell, _REST what remains of
   * the cell [us] after beginnings less after ends. With the steps of all cells before summed
   * to w, the span time in a cell is w x length + rest. */
  STF_KPI_CELL_OPEN_STEP,
  STF_KPI_CELL_OPEN_REST,
  STF_KPI_CELL_WAITING_STEP,
  STF_KPI_CELL_WAITING_REST,
  STF_KPI_CELL_BUSY_STEP,
  STF_KPI_CELL_BUSY_REST,
  STF_KPI_CELL_PRESENT_STEP,
  STF_KPI_CELL_PRESENT_REST,

  /* On the time grid worked out from the steps when values are asked for; elsewhere summed. */
  STF_KPI_CELL_BACKLOG_OPEN,    /* contacts open at the end of the cell (totals: of each day) */
  STF_KPI_CELL_BACKLOG_WAITING, /* of them asked for a human and not answered */
  STF_KPI_CELL_ENDS,            /* cell ends in the two above */
  STF_KPI_CELL_WAITING_US,
  STF_KPI_CELL_BUSY_US,
  STF_KPI_CELL_PRESENT_US,
  STF_KPI_CELL_LENGTH_US,

  STF_KPI_CELL_FIELDS
};

enum stf_kpi_cell_threshold_field {
  STF_KPI_CELL_SERVED,   /* S: answered in time */
  STF_KPI_CELL_LEFT,     /* b: abandoned in time */
  STF_KPI_CELL_CENSORED, /* open, not answered, and younger than the limit at the horizon */
  STF_KPI_CELL_THRESHOLD_FIELDS
};

enum stf_kpi_cell_duration {
  STF_KPI_CELL_WAIT_ANSWERED,
  STF_KPI_CELL_FRT_HUMAN,
  STF_KPI_CELL_AHT_SESSION,
  STF_KPI_CELL_AHT_WORK,
  STF_KPI_CELL_GRID_DURATIONS,
  STF_KPI_CELL_WAIT_ABANDONED = STF_KPI_CELL_GRID_DURATIONS,
  STF_KPI_CELL_WAIT_ALL,
  STF_KPI_CELL_FRT_AFTER_BOT,
  STF_KPI_CELL_FRT_ANY,
  STF_KPI_CELL_FRT_ASSIGNED,
  STF_KPI_CELL_RESPONSE,
  STF_KPI_CELL_RESPONSE_MEAN,
  STF_KPI_CELL_RESPONSE_MEDIAN,
  STF_KPI_CELL_CLOSE,
  STF_KPI_CELL_LAST_MESSAGE,
  STF_KPI_CELL_DURATIONS
};

/* Place of a threshold's field, and of a duration's count (the sum follows it). */
static inline size_t stf_kpi_cell_threshold_at(size_t threshold,
                                               enum stf_kpi_cell_threshold_field field) {
  return STF_KPI_CELL_FIELDS + threshold * STF_KPI_CELL_THRESHOLD_FIELDS + (size_t)field;
}

static inline size_t stf_kpi_cell_duration_at(size_t thresholds_n, size_t duration) {
  return STF_KPI_CELL_FIELDS + thresholds_n * STF_KPI_CELL_THRESHOLD_FIELDS + 2 * duration;
}

#endif
