/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kpi/row.h"

#include <math.h>
#include <string.h>

const struct stf_row STF_ROW_EMPTY = {
    .scenario = "",
    .kpi = "",
    .definition = "",
    .clock = "calendar",
    .statistic = "",
    .unit = "1",
    .group = "",
    .key = "",
    .interval_start_us = INT64_MIN,
    .interval_end_us = INT64_MIN,
    .n_actual = -1,
    .actual = (double)NAN,
    .predicted = (double)NAN,
    .ci95_lo = (double)NAN,
    .ci95_hi = (double)NAN,
    .band80_lo = (double)NAN,
    .band80_hi = (double)NAN,
    .band95_lo = (double)NAN,
    .band95_hi = (double)NAN,
    .inside80 = STF_INSIDE_NONE,
    .n_replications = -1,
};

bool stf_row_same(const struct stf_row *a, const struct stf_row *b) {
  return strcmp(a->kpi, b->kpi) == 0 && strcmp(a->definition, b->definition) == 0 &&
         strcmp(a->clock, b->clock) == 0 && strcmp(a->statistic, b->statistic) == 0 &&
         strcmp(a->group, b->group) == 0 && strcmp(a->key, b->key) == 0;
}

enum stf_status stf_row_table_init(struct stf_table *table,
                                   const struct stf_allocator *allocator) {
  *table = (struct stf_table){.allocator = allocator, .arena = stf_arena_new(allocator)};
  return table->arena != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_row_table_clear(struct stf_table *table) {
  stf_arena_free(table->arena);
  stf_mem_release(table->allocator, table->rows);
  *table = (struct stf_table){0};
}

enum stf_status stf_row_table_add(struct stf_table *table, const struct stf_row *row) {
  struct stf_row *rows = stf_mem_grown(table->allocator, table->rows, &table->capacity,
                                       table->rows_n + 1, sizeof *rows);
  if (rows == NULL) {
    return STF_ERR_MEMORY;
  }
  table->rows = rows;
  rows[table->rows_n++] = *row;
  return STF_OK;
}
