/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of a run lies outside what the data behind its desk have seen (desk/support.h):
 * waits, ages, work, first messages, times in the bot, volumes by class; loads by team
 * (replicate/agent_load.h). Contacts opened in the period count; who still
 * waits or is open at its end has waited until then. */
#ifndef STF_REPLICATE_SUPPORT_H
#define STF_REPLICATE_SUPPORT_H

#include "desk/desk.h"
#include "replicate/agent_load.h"
#include "time/zone.h"

enum stf_support_kind {
  STF_SUPPORT_WAIT, /* of those who asked for a human, as long as their patience is asked for:
                       to the assignment, or to the first reply */
  STF_SUPPORT_AGE,  /* from the opening to the close, or the end of the period */
  STF_SUPPORT_SERVICE,  /* work on contacts with any, all of it done */
  STF_SUPPORT_FIRST,    /* from the assignment to the first human message */
  STF_SUPPORT_BOT,      /* from the opening to the end of the bot, of those not left in it */
  STF_SUPPORT_INTERVAL, /* intervals, with the contacts opened in them */
  STF_SUPPORT_DAY,      /* civil days; a day that the period cuts counts as it is */
  STF_SUPPORT_KINDS
};

/* Of one class. */
struct stf_support_counts {
  struct stf_support_share of[STF_SUPPORT_KINDS];
};

struct stf_support_tally;

/* Whether any class or team of the desk has a support at all. */
bool stf_support_is_known(const struct stf_desk *desk);

/* For one replication at a time. Desk and zone are borrowed. */
STF_MUST_USE enum stf_status stf_support_new(const struct stf_desk *desk,
                                             const struct stf_zone *zone,
                                             const struct stf_allocator *allocator,
                                             struct stf_support_tally **out);
void stf_support_free(struct stf_support_tally *tally); /* NULL is fine */
void stf_support_reset(struct stf_support_tally *tally);
STF_MUST_USE enum stf_status stf_support_contacts(struct stf_support_tally *tally,
                                                  const struct stf_contact *contacts, size_t n);

/* Adds the replication's counts to `counts`, by class of the desk, and `loads`, by team. */
void stf_support_add(struct stf_support_tally *tally, struct stf_support_counts *counts,
                     struct stf_support_share *loads);

#endif
