/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the results table (docs/event-log.md, "Results table"): one list from which
 * CSV, JSON and the reader work. */
#ifndef STF_TABLE_COLUMNS_H
#define STF_TABLE_COLUMNS_H

#include "kpi/row.h"

#include <stddef.h>

enum stf_table_column_kind {
  STF_TABLE_COLUMNS_TEXT,    /* const char * */
  STF_TABLE_COLUMNS_INSTANT, /* int64_t, INT64_MIN: empty */
  STF_TABLE_COLUMNS_COUNT,   /* int64_t, -1: empty */
  STF_TABLE_COLUMNS_NUMBER,  /* double, NAN: empty */
  STF_TABLE_COLUMNS_VERDICT  /* enum stf_inside */
};

struct stf_table_column {
  const char *name;
  enum stf_table_column_kind kind;
  size_t offset; /* of the field in struct stf_row */
};

enum {
  STF_TABLE_COLUMNS_N = 21
};
extern const struct stf_table_column STF_TABLE_COLUMNS[STF_TABLE_COLUMNS_N];

/* Words of enum stf_inside: "", "given", "below", "inside", "above". */
enum {
  STF_TABLE_COLUMNS_VERDICTS_N = STF_INSIDE_ABOVE + 1
};
extern const char *const STF_TABLE_COLUMNS_VERDICTS[STF_TABLE_COLUMNS_VERDICTS_N];

/* The field of a row, by the kind of its column. */
const char *stf_table_columns_text(const struct stf_row *row,
                                   const struct stf_table_column *column);
int64_t stf_table_columns_integer(const struct stf_row *row,
                                  const struct stf_table_column *column);
double stf_table_columns_number(const struct stf_row *row,
                                const struct stf_table_column *column);

#endif
