/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Costs (models/terms/costs.h) in whole millionths of the currency. Internal to this folder. */
#ifndef STF_KPI_MONEY_H
#define STF_KPI_MONEY_H

#include "kpi/kpi_tally.h"

enum {
  STF_KPI_MONEY_FIXED = 3 /* what a day costs anyway: fees, instalments, those of hiring */
};

/* Works out what does not depend on contacts: fees and instalments of each day. Fills
 * layout->fixed_u, months, bot_fee_u and template_fee_u; without prices nothing. */
STF_MUST_USE enum stf_status stf_kpi_money_fix(struct stf_kpi_layout *layout);

/* Adds paid time, cut to the period, of a member of the team: cost by day, of each day rounded
 * by itself. */
void stf_kpi_money_pay(struct stf_kpi_tally *tally, int64_t from_us, int64_t to_us,
                       uint32_t team);

/* Of the labour of a team what was paid for its time at work: one rounding of the sum, so that
 * it does not depend on how work is cut into stretches. */
int64_t stf_kpi_money_worked_u(struct stf_kpi_tally *tally, size_t team);

/* Adds what the contact itself costs, to the cell of its day: the bot's fee if it met the bot,
 * and so many paid templates. */
void stf_kpi_money_charge(struct stf_kpi_tally *tally, const struct stf_contact *contact,
                          int64_t templates_n, size_t day);

#endif
