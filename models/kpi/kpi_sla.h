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

/* What a clock on the calendar (NULL: always running) shows from the contact's opening to an
 * instant, without the time that it waited for its customer. Of logged pauses
 * (contact->paused_us) only the total is known: as much of it as fits is taken to lie in closed
 * hours, where the clock stands anyway, so that pauses never flatter. Without one, the
 * stretches that its messages show (contact/owed.h). */
int64_t stf_kpi_sla_pausable_us(const struct stf_calendar *hours,
                                const struct stf_contact *contact, int64_t to_us);

/* The contact's policy and verdicts -> facts->policy, facts->verdicts. The other facts are
 * known already. */
void stf_kpi_sla_judge(const struct stf_kpi_plan *plan, const struct stf_contact *contact,
                       struct stf_kpi_facts *facts);

/* Counts the verdicts into the SLA section of a cell. The contact has a policy. */
void stf_kpi_sla_add(const struct stf_sla_terms *terms, const struct stf_kpi_facts *facts,
                     int64_t *sla);

/* Counts the contact among those opened under its policy, if it has one, in the cell of its
 * opening; is_volume: it is not one of a customer who came back, whom no forecast knows. */
void stf_kpi_sla_opened(const struct stf_kpi_layout *layout, enum stf_kpi_kind kind,
                        const struct stf_kpi_facts *facts, bool is_volume, int64_t *cell);

#endif
