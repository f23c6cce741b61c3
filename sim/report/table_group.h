/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of the groups for people: a line for each key or interval, a column for each of
 * the KPIs by which a desk is read. */
#ifndef STF_TABLE_GROUP_H
#define STF_TABLE_GROUP_H

#include "kpi/row.h"
#include "time/zone.h"

#include <stdio.h>

/* One table for each kind of group in the order of the rows, an empty line before each: the
 * actual values, or the predicted ones. */
STF_MUST_USE enum stf_status stf_table_group_write(FILE *file, const struct stf_table *table,
                                                   const struct stf_zone *zone, bool predicted);

#endif
