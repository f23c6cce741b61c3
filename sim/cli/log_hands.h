/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the agents of a log had in hand: their stretches of work and of contacts held, for the
 * KPIs of desks where an agent has several contacts at once. */
#ifndef STF_LOG_HANDS_H
#define STF_LOG_HANDS_H

#include "kpi/kpi.h"

/* Empty: {0}. */
struct stf_log_hands {
  struct stf_work *works; /* owned */
  size_t works_n;
  size_t works_capacity;
  struct stf_work *held; /* owned */
  size_t held_n;
  size_t held_capacity;
};

void stf_log_hands_clear(struct stf_log_hands *hands);

/* Notes a contact's stretches. */
STF_MUST_USE enum stf_status stf_log_hands_add(struct stf_log_hands *hands,
                                               const struct stf_contact *contact);

/* Joins what agents did at once. Open stretches end at the horizon. True if agents had more
 * than one contact in hand for more than 1 % of the time in which they had any: less is how
 * logs round their times. */
bool stf_log_hands_join(struct stf_log_hands *hands, int64_t horizon_us);

/* Passes the joined stretches to a tally of a plan with overlaps. */
STF_MUST_USE enum stf_status stf_log_hands_tally(const struct stf_log_hands *hands,
                                                 struct stf_kpi_tally *tally);

#endif
