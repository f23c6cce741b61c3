/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as a table: a row for each figure of each scenario, the differences from the
 * baseline beside it. One list of columns for CSV and JSON (docs/compare.md). */
#ifndef STF_COMPARE_TABLE_H
#define STF_COMPARE_TABLE_H

#include "cli/compare_job.h"

#include <stdio.h>

/* Provenance as leading '#' lines, one header row, numbers that read back as the same double,
 * empty where there is none. Fails only without memory. */
STF_MUST_USE enum stf_status stf_compare_table_csv(FILE *file, struct stf_compare_job *job);

/* The same as one object: provenance, scenarios, rows. */
STF_MUST_USE enum stf_status stf_compare_table_json(FILE *file, struct stf_compare_job *job);

#endif
