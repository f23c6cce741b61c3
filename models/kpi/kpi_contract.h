/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What SLA contracts say of their stretches of time (docs/kpis.md, "Contracts"). Internal to
 * this folder. */
#ifndef STF_KPI_CONTRACT_H
#define STF_KPI_CONTRACT_H

#include "kpi/kpi_tally.h"

/* Kind of the stretches that a contract judges. */
enum stf_kpi_kind stf_kpi_contract_kind(const struct stf_sla_contract *contract);

/* Lists the contracts and their tiers, with their names, and what their policies are forecast:
 * fills layout->clauses and layout->forecasts. After the days. */
STF_MUST_USE enum stf_status stf_kpi_contract_list(struct stf_kpi_layout *layout);

/* Puts the penalties of all contracts into the money of the last day of each stretch and of the
 * totals. */
void stf_kpi_contract_charge(struct stf_kpi_tally *tally);

/* Value of a row about a contract, of one of its stretches or of the whole period. */
struct stf_kpi_value stf_kpi_contract_value(struct stf_kpi_tally *tally,
                                            const struct stf_kpi_template *template,
                                            enum stf_kpi_kind kind, size_t index);

#endif
