/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When agents take contacts and are done with them, for the most in hand at once. Kept only
 * where a row asks for it; internal to this folder.
 */
#ifndef STF_KPI_HANDS_H
#define STF_KPI_HANDS_H

#include "kpi/kpi_tally.h"

/* A contact in the agent's hands, cut to the period; of one without a name nothing is kept. */
STF_MUST_USE enum stf_status stf_kpi_hands_keep(struct stf_kpi_tally *tally, int64_t from_us,
                                                int64_t to_us, uint32_t agent);

STF_MUST_USE enum stf_status stf_kpi_hands_merge(struct stf_kpi_tally *into,
                                                 const struct stf_kpi_tally *from);

#endif
