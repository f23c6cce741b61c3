/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actual values of the results table for people: the totals, counts and shares first, then one
 * line for each distribution; then a compact table for each kind of group. Rows without a value
 * are left out, and groups show a selection of KPIs: the CSV has everything.
 */
#ifndef STF_TABLE_TEXT_H
#define STF_TABLE_TEXT_H

#include "kpi/row.h"
#include "time/zone.h"

#include <stdio.h>

/* Instants are shown in the zone. A failed write shows in ferror(file), and so in
 * stf_output_commit. */
STF_MUST_USE enum stf_status stf_table_text_write(FILE *file, const struct stf_table *table,
                                                  const struct stf_zone *zone);

#endif
