/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a contact record means for the KPIs: the definitions of kpi_catalogue.h, one contact at
 * a time. Internal to this folder.
 */
#ifndef STF_KPI_FACTS_H
#define STF_KPI_FACTS_H

#include "kpi/kpi_layout.h"

struct stf_kpi_facts {
  bool is_offered;
  bool is_answered;
  bool is_abandoned;   /* told or not */
  bool is_silent;      /* left without telling anybody */
  bool is_short;       /* abandoned within the short limit */
  int64_t asked_us;    /* a human was asked for; the opening if never */
  int64_t answered_us; /* or STF_NEVER */
  int64_t left_us;     /* end of the contact; STF_NEVER: open at the horizon */
  int64_t handed_us;   /* a human's turn began: hand-over, without a bot the opening */
  int64_t horizon_us;
  unsigned served;   /* bit t: within threshold t */
  unsigned left;     /* bit t: abandoned within threshold t */
  unsigned censored; /* bit t */
  uint64_t outcomes; /* bit i: STF_KPI_CELL_FIELDS + i applies; only those of the layout */
  const struct stf_sla_policy *policy; /* NULL: none; the verdicts are then not set */
  enum stf_kpi_cell_verdict verdicts[STF_KPI_CELL_NEXT_EACH];
  uint32_t next_n[STF_KPI_CELL_VERDICTS];     /* verdicts on its later replies */
  uint32_t contract_n[STF_KPI_CELL_VERDICTS]; /* verdicts that its contract counts */
  unsigned durations;                         /* bit d: durations_us[d] is known */
  int64_t
      durations_us[STF_KPI_CELL_DURATIONS]; /* of RESPONSE and FRT_OF_DAY sums over replies */
  int64_t replies_n;                        /* told to somebody who was still there */
  int64_t late_n;      /* of them more than 24 h after the customer's last message */
  int64_t templates_n; /* paid templates, whoever read them */
  int64_t days_n;      /* civil days with a reply; 0 unless a row needs it */
};

/* True if a wait is within a limit: answered in time, or left in time. */
static inline bool stf_kpi_facts_is_within(int64_t waited_us, int64_t within_us) {
  return waited_us <= within_us;
}

/* True if reply i is the first of its civil day. */
bool stf_kpi_facts_is_first_of_day(const struct stf_zone *zone,
                                   const struct stf_contact *contact, uint32_t i);

void stf_kpi_facts_find(const struct stf_kpi_layout *layout, const struct stf_contact *contact,
                        struct stf_kpi_facts *out);

#endif
