/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A station of the closed forms as rows of the results table. */
#ifndef STF_ERLANG_ROWS_H
#define STF_ERLANG_ROWS_H

#include "kpi/row.h"
#include "theory/staffing.h"

/* "erlang_a": the definition of rows that need no finer one. */
const char *stf_erlang_rows_definition(enum stf_staffing_model model);

/* Adds the measures of the station with so many agents: for B the share blocked; for C and A
 * waits (definition "all" contacts; for A also "answered" and "abandoned"), queue, service
 * levels by four definitions (docs/kpis.md) at each of n limits; utilization. What has no
 * finite value (the queue of an unstable station) has an empty one. */
STF_MUST_USE enum stf_status stf_erlang_rows_add(struct stf_table *table,
                                                 const struct stf_staffing *staffing,
                                                 int64_t agents_n, const double *within_s,
                                                 size_t within_n);

/* Adds the row agents_required. */
STF_MUST_USE enum stf_status stf_erlang_rows_add_required(struct stf_table *table,
                                                          enum stf_staffing_model model,
                                                          int64_t agents_n);

#endif
