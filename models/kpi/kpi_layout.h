/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled plan as the tally sees it. Internal to this folder; users have kpi/kpi.h.
 *
 * For each kind of group: how many cells there are, where they lie in a tally, and the list of
 * statistics that each of its cells prints ("templates"). Rows are numbered kind by kind, cell
 * by cell, template by template, so that row i is found by arithmetic.
 */
#ifndef STF_KPI_LAYOUT_H
#define STF_KPI_LAYOUT_H

#include "base/arena.h"
#include "kpi/kpi.h"
#include "kpi/kpi_catalogue.h"

#define STF_KPI_LAYOUT_NO_SERIES UINT8_MAX
#define STF_KPI_LAYOUT_NO_CELL   SIZE_MAX

struct stf_kpi_template {
  const struct stf_kpi_descriptor *descriptor;
  const char *definition;
  enum stf_kpi_statistic statistic;
  bool is_business;
  size_t item; /* SERVICE: threshold; SLA: place among the layout's promises; CONTRACT: among
                  its clauses */
};

/* One target of an SLA policy. */
struct stf_kpi_promise {
  const char *name; /* "standard_first_response_10min" */
  uint32_t policy;
  enum stf_kpi_cell_target target;
  int64_t share_ppm; /* wanted share in millionths; 0 for BOTH, which has none */
  bool is_business;
};

/* A tier of an SLA contract; behind its tiers the contract as a whole. */
struct stf_kpi_clause {
  const char *name; /* "standard_below_95%", "standard" */
  uint32_t policy;
  uint32_t tier; /* tiers_n: the whole */
};

/* Edges of stretches of time, ascending: cell i is [edges_us[i], edges_us[i + 1]). */
struct stf_kpi_grid {
  const int64_t *edges_us;
  size_t cells_n;
  int64_t step_us; /* usual length */
};

struct stf_kpi_group {
  bool is_kept;         /* tallies have cells of it */
  size_t cells_n;       /* 0 unless kept or shown */
  size_t stride;        /* int64 fields of a cell */
  size_t thresholds_at; /* where sections of a cell begin */
  size_t durations_at;
  size_t sla_at;                             /* 0: it has none */
  size_t money_at;                           /* 0: it has none */
  size_t sums_at;                            /* its first cell among a tally's sums */
  size_t series_at;                          /* its first series among a tally's */
  size_t series_n;                           /* series of a cell */
  uint8_t series_of[STF_KPI_CELL_DURATIONS]; /* place within the cell, or NO_SERIES */
  enum stf_kpi_kind leader; /* whose values it may share (kpi_shared.h); see `shared` */
  const struct stf_kpi_template *templates;
  size_t templates_n; /* 0: not shown */
  size_t rows_at;     /* number of its first row */
  const char *const *keys;
};

struct stf_kpi_layout {
  struct stf_kpi_plan plan;
  const struct stf_allocator *allocator;
  struct stf_arena *arena;
  struct stf_kpi_group groups[STF_KPI_CATALOGUE_KINDS];
  enum stf_kpi_kind kept[STF_KPI_CATALOGUE_KINDS]; /* kinds of which tallies have cells */
  size_t kept_n;
  struct stf_kpi_grid days;
  struct stf_kpi_grid intervals;
  const uint32_t *week_cells;        /* by day; NULL unless weeks are kept */
  const uint32_t *month_cells;       /* by day; always there */
  const uint32_t *weekday_cells;     /* by interval; NULL unless those are kept */
  const uint32_t *time_of_day_cells; /* the same */
  const struct stf_kpi_promise *promises;
  size_t promises_n;
  const struct stf_kpi_clause *clauses;
  size_t clauses_n;
  const double *forecasts; /* contacts by policy and day; NAN: not known; NULL without terms */
  const int64_t *fixed_u;  /* of each day fees, instalments, those of hiring; NULL without
                              prices */
  double months;           /* in the period: each day is 1/28 to 1/31 of one */
  int64_t bot_fee_u;       /* of a contact that the bot met */
  int64_t template_fee_u;  /* of a paid template */
  uint64_t outcomes;       /* bit i: STF_KPI_CELL_FIELDS + i is needed by a row */
  unsigned durations;      /* bit d: the same of durations */
  bool keeps_hands;        /* rows need the most contacts in hand at once */
  bool keeps_stints;       /* rows need the days on which agents were there */
  bool keeps_states;       /* rows need how long contacts were open, waiting, at work */
  bool keeps_visits;       /* rows need to know when customers come back */
  unsigned shared;         /* bit kind: it has a leader */
  size_t sums_n;           /* of a tally */
  size_t series_n;
  size_t rows_n;
};

/* True if rows of the kind are printed. */
bool stf_kpi_layout_is_shown(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind);

/* Cell of an instant, or NO_CELL outside the grid. */
static inline size_t stf_kpi_layout_cell(const struct stf_kpi_grid *grid, int64_t at_us) {
  if (at_us < grid->edges_us[0] || at_us >= grid->edges_us[grid->cells_n]) {
    return STF_KPI_LAYOUT_NO_CELL;
  }
  size_t i = (size_t)((at_us - grid->edges_us[0]) / grid->step_us);
  i = i < grid->cells_n ? i : grid->cells_n - 1;
  while (at_us < grid->edges_us[i]) {
    i--;
  }
  while (at_us >= grid->edges_us[i + 1]) {
    i++;
  }
  return i;
}

#endif
