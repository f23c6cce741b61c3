/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accumulators -> values of rows. Internal to this folder. */
#ifndef STF_KPI_VALUES_H
#define STF_KPI_VALUES_H

#include "kpi/kpi_tally.h"

/* Values of all rows of the layout, in its order. */
void stf_kpi_values_fill(struct stf_kpi_tally *tally, struct stf_kpi_value *out);

/* Whether the log or desk shows what would stop a promise's clock at all. */
bool stf_kpi_values_shows(struct stf_kpi_tally *tally, uint32_t policy,
                          enum stf_sla_clock clock);

#endif
