/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results table as CSV (RFC 4180): provenance as leading '#' lines, one header row, numbers
 * that read back as the same double, empty where undefined. */
#ifndef STF_TABLE_CSV_H
#define STF_TABLE_CSV_H

#include "kpi/row.h"
#include "report/provenance.h"
#include "time/zone.h"

#include <stdio.h>

/* Instants are written in the zone, which the provenance names. A failed write shows in
 * ferror(file), and so in stf_output_commit. */
STF_MUST_USE enum stf_status stf_table_csv_write(FILE *file, const struct stf_table *table,
                                                 const struct stf_provenance *provenance,
                                                 const struct stf_zone *zone);

/* One field, quoted where a reader could misunderstand it. */
void stf_table_csv_text(FILE *file, const char *text);

#endif
