/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Visits of customers: whether a contact was followed by another one of its customer, and
 * whether it followed one itself. What comes after a contact is known only when all contacts
 * are: visits are kept, and the cells filled in when values are asked for. Internal to this
 * folder.
 *
 * Another contact is one that opened later. It counts as a repeat of a contact if it opened at
 * most 7 days after that one's end and is of the same class (fcr, arrivals), or at most 24 h
 * after it, of any class (containment, repeat_rate); also while that one was still open. Only
 * what opened before the end of the period is looked at, so that a run, which ends there, and a
 * log, which goes on, are held to the same: a contact enters a share if its 7 days or 24 h had
 * passed by then.
 */
#ifndef STF_KPI_VISITS_H
#define STF_KPI_VISITS_H

#include "kpi/kpi_facts.h"
#include "kpi/kpi_tally.h"

struct stf_kpi_visit {
  int64_t open_us;
  int64_t end_us;     /* STF_NEVER: open */
  int64_t bot_end_us; /* end of the bot's part, STF_NEVER: no bot, or still in it */
  uint32_t customer;
  uint32_t class_id;
  uint32_t cells[STF_KPI_CATALOGUE_DAY]; /* of the kinds that are no time; UINT32_MAX: none */
  bool counts;                           /* opened in the period */
  bool served;                           /* closed after service */
  bool contained;                        /* by the bot */
  bool gave_up;                          /* inside it */
};

/* Keeps a contact with a known customer. Fails without memory. */
STF_MUST_USE enum stf_status stf_kpi_visits_add(struct stf_kpi_tally *tally,
                                                const struct stf_contact *contact,
                                                const struct stf_kpi_facts *facts);
STF_MUST_USE enum stf_status stf_kpi_visits_merge(struct stf_kpi_tally *into,
                                                  const struct stf_kpi_tally *from);

/* Fills in the fields from STF_KPI_CELL_FRESH on. */
void stf_kpi_visits_resolve(struct stf_kpi_tally *tally);

#endif
