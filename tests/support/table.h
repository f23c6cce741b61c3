/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small CSV table in memory, for reference values: first line names the columns, fields may
 * be quoted, no line breaks in fields. Mistakes fail the running test. */
#ifndef STF_TABLE_H
#define STF_TABLE_H

#include <stddef.h>

struct stf_table_file; /* the struct of results tables is kpi/row.h's stf_table */

/* Reads $STF_TEST_DATA/relative; NULL if it is absent (the test then calls skip()). The caller
 * frees it. */
struct stf_table_file *stf_table_read(const char *relative);
void stf_table_free(struct stf_table_file *table);

size_t stf_table_rows_n(const struct stf_table_file *table);

/* Field of a row (from 0) and a named column; "" if empty. */
const char *stf_table_text(const struct stf_table_file *table, size_t row, const char *column);

/* The same as a number; NAN if empty. */
double stf_table_number(const struct stf_table_file *table, size_t row, const char *column);

#endif
