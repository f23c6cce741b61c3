/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unions of an agent's stretches: several contacts in hand at once are one stretch in which she
 * had something in hand. What stf_kpi_tally_busy and stf_kpi_tally_occupied want of a log. */
#ifndef STF_UNION_H
#define STF_UNION_H

#include "contact/contact.h"

#include <stddef.h>

/* Order of two struct stf_work for qsort: by agent, then start, end and team. */
int stf_union_order(const void *left, const void *right);

/* Joins overlapping and touching stretches of each agent, in place, and returns how many are
 * left: sorted by agent, then start, of one agent disjoint. A stretch that has not ended ends
 * at horizon_us; those without an agent and empty ones are left out. The team is that of the
 * first stretch joined. */
size_t stf_union_join(struct stf_work *stretches, size_t n, int64_t horizon_us);

/* Most stretches that stf_union_held writes for the contact. */
static inline size_t stf_union_held_most(const struct stf_contact *contact) {
  return contact->holds_n > 0 ? contact->holds_n : 1;
}

/* The stretches in which the contact is in an agent's hands, and their number: from the
 * assignment to its end (abandoned after the assignment and after-work included), or between
 * its parks;
 * STF_NEVER while it is open. 0: no agent took it. */
size_t stf_union_held(const struct stf_contact *contact, struct stf_work *out);

/* True if agents had more than one contact in hand for more than 1 % of the time in which they
 * had any: less is how logs round their times. each_us: sum of the stretches; joined_us: after
 * stf_union_join. */
bool stf_union_several(double each_us, double joined_us);

/* Total length of the stretches of named agents that end after their start [us]. */
double stf_union_sum_us(const struct stf_work *stretches, size_t n, int64_t horizon_us);

#endif
