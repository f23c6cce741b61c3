/* SPDX-License-Identifier: GPL-3.0-or-later */
/* On how many days each agent was there: the days of `closed_per_agent`. Kept only where a row
 * asks for it; internal to this folder.
 */
#ifndef STF_KPI_STINTS_H
#define STF_KPI_STINTS_H

#include "kpi/kpi_tally.h"

/* Adds presence; that on duty counts. */
STF_MUST_USE enum stf_status stf_kpi_stints_add(struct stf_kpi_tally *tally,
                                                const struct stf_presence *span);

STF_MUST_USE enum stf_status stf_kpi_stints_merge(struct stf_kpi_tally *into,
                                                  const struct stf_kpi_tally *from);

/* Fills STF_KPI_CELL_AGENT_DAYS of the totals and of agents: 0, not known, where somebody
 * without a name was there. */
void stf_kpi_stints_resolve(struct stf_kpi_tally *tally);

#endif
