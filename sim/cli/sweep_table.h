/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep as a tidy table: a row for each figure of each point, the values of the keys in
 * front. One list of columns for CSV and JSON (docs/sweep.md). Rows are written as points are
 * done.
 */
#ifndef STF_SWEEP_TABLE_H
#define STF_SWEEP_TABLE_H

#include "cli/sweep_job.h"
#include "report/fields.h"

#include <stdio.h>

struct stf_sweep_table {
  FILE *file;
  struct stf_sweep_job *job;
  bool is_json;
  const char *const *columns; /* names */
  size_t columns_n;
  size_t rows_n; /* written */
};

/* Provenance and column names; fails only without memory. */
STF_MUST_USE enum stf_status stf_sweep_table_begin(struct stf_sweep_table *table,
                                                   struct stf_sweep_job *job, FILE *file,
                                                   bool is_json);

/* Every total of a point that says anything (struct stf_sweep_taker; context: the table). */
STF_MUST_USE enum stf_status stf_sweep_table_take(void *context,
                                                  const struct stf_sweep_point *point);

void stf_sweep_table_end(struct stf_sweep_table *table);

/* For tables with columns of their own: the head of a CSV: provenance as leading '#' lines and
 * the names of the columns; of JSON the provenance and the opening of the rows. Fails only
 * without memory. */
STF_MUST_USE enum stf_status stf_sweep_table_head(struct stf_sweep_table *table);

/* One row of table->columns_n fields. */
void stf_sweep_table_row(struct stf_sweep_table *table, const struct stf_fields_field *fields);

#endif
