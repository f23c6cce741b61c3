/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How contacts stand with the promises of SLA policies (docs/kpis.md, "SLA compliance").
 * Internal to this folder. */
#ifndef STF_KPI_SLA_H
#define STF_KPI_SLA_H

#include "kpi/kpi_facts.h"
#include "kpi/kpi_layout.h"

/* True if a policy has a target on a calendar; terms may be NULL. */
bool stf_kpi_sla_has_hours(const struct stf_sla_terms *terms);

/* Lists the targets of the plan's policies, with their names: fills layout->promises. */
STF_MUST_USE enum stf_status stf_kpi_sla_promises(struct stf_kpi_layout *layout);

/* What a clock on the calendar (NULL: always running) shows between two instants, without the
 * time that the contact waited for its customer. Of that only the total is known: as much of it
 * as fits is taken to lie in closed hours, where the clock stands anyway, so that pauses never
 * flatter. */
int64_t stf_kpi_sla_clock_us(const struct stf_calendar *hours, int64_t from_us, int64_t to_us,
                             int64_t paused_us);

/* The contact's policy and verdicts -> facts->policy, facts->verdicts. The other facts are
 * known already. */
void stf_kpi_sla_judge(const struct stf_kpi_plan *plan, const struct stf_contact *contact,
                       struct stf_kpi_facts *facts);

#endif
