/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one message for a column that a map names and a file does not have. */
#ifndef STF_MISSING_H
#define STF_MISSING_H

#include "base/diag.h"
#include "input/csv.h"

/* An error at `where` (in the map), with the file's nearest name as a hint. */
void stf_missing_tell(struct stf_diags *diags, const struct stf_csv *csv, const char *path,
                      const char *name, struct stf_where where);

#endif
