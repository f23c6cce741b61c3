/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A results CSV back into a table: what table_csv.h wrote, or the same columns in any order. */
#ifndef STF_TABLE_READ_H
#define STF_TABLE_READ_H

#include "base/diag.h"
#include "kpi/row.h"

struct stf_table_read_facts {
  char timezone[64]; /* IANA name from the provenance; "": none */
  char line[512];    /* program and command from the provenance, for captions; "": none */
};

/* Reads the file ("-": standard input) into *table, which need not be initialised; the caller
 * clears it, also after a failure. Columns that the file lacks stay empty, but kpi, definition
 * and statistic must be there. STF_ERR_INPUT: mistakes are told to diags with line and column;
 * STF_ERR_IO, STF_ERR_MEMORY: see error. */
STF_MUST_USE enum stf_status stf_table_read_file(const char *path, struct stf_table *table,
                                                 struct stf_table_read_facts *facts,
                                                 struct stf_diags *diags,
                                                 struct stf_error *error);

#endif
