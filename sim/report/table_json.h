/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results table as one JSON object: {"provenance": {...}, "rows": [...]}, one row a line,
 * null where undefined. Bytes that are no UTF-8 become U+FFFD. */
#ifndef STF_TABLE_JSON_H
#define STF_TABLE_JSON_H

#include "kpi/row.h"
#include "report/provenance.h"
#include "time/zone.h"

#include <stdio.h>

/* As stf_table_csv_write. */
STF_MUST_USE enum stf_status stf_table_json_write(FILE *file, const struct stf_table *table,
                                                  const struct stf_provenance *provenance,
                                                  const struct stf_zone *zone);

/* A text in quotes, escaped; what is no UTF-8 is replaced by U+FFFD. */
void stf_table_json_text(FILE *file, const char *text);

/* The object that says what made a result. */
void stf_table_json_provenance(FILE *file, const struct stf_provenance *provenance,
                               const struct stf_zone *zone);

#endif
