/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of a run lies outside what the data behind its desk have seen (desk/support.h):
 * waits, ages, loads and volumes, by class. Contacts opened in the period count; who still
 * waits or is open at its end has waited until then. */
#ifndef STF_REPLICATE_SUPPORT_H
#define STF_REPLICATE_SUPPORT_H

#include "desk/desk.h"
#include "time/zone.h"

enum stf_support_kind {
  STF_SUPPORT_WAIT,     /* of those who asked for a human */
  STF_SUPPORT_AGE,      /* from the opening to the close, or the end of the period */
  STF_SUPPORT_INTERVAL, /* intervals, with the contacts opened in them */
  STF_SUPPORT_DAY,      /* civil days; a day that the period cuts counts as it is */
  STF_SUPPORT_KINDS
};

struct stf_support_share {
  int64_t n;
  int64_t outside_n;
};

/* Of one class. */
struct stf_support_counts {
  struct stf_support_share of[STF_SUPPORT_KINDS];
};

struct stf_support_tally;

/* Whether any class of the desk has a support at all. */
bool stf_support_is_known(const struct stf_desk *desk);

/* For one replication at a time. Desk and zone are borrowed. */
STF_MUST_USE enum stf_status stf_support_new(const struct stf_desk *desk,
                                             const struct stf_zone *zone,
                                             const struct stf_allocator *allocator,
                                             struct stf_support_tally **out);
void stf_support_free(struct stf_support_tally *tally); /* NULL is fine */
void stf_support_reset(struct stf_support_tally *tally);
void stf_support_contacts(struct stf_support_tally *tally, const struct stf_contact *contacts,
                          size_t n);

/* Adds the replication's counts to `counts`, by class of the desk. */
void stf_support_add(const struct stf_support_tally *tally, struct stf_support_counts *counts);

#endif
