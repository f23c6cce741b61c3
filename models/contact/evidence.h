/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence: what a log can show. A simulated contact is passed through the same window before
 * its KPIs stand beside the log's, so that like is compared with like: what the log cannot see,
 * the masked record does not say either.
 */
#ifndef STF_EVIDENCE_H
#define STF_EVIDENCE_H

#include "contact/contact.h"

#include <stdbool.h>

struct stf_evidence {
  bool queue;         /* says when a human was asked for */
  bool assignment;    /* says when an agent took it */
  bool work;          /* has measured work */
  bool messages;      /* has messages: first response, replies */
  bool automatic;     /* automatic and bot messages are in it */
  bool bot;           /* contacts that ended in the bot are in it, and when the bot was left */
  bool abandonment;   /* says who left while waiting */
  bool presence;      /* says who was there */
  bool open_contacts; /* contacts still open at the end are in it; else only ended ones */
  int64_t
      resolution_us; /* instants are cut to whole multiples of this: 1 (exact), 1 s, 1 min */
};

/* A log that shows everything. */
extern const struct stf_evidence STF_EVIDENCE_ALL;

/* True if the mask changes nothing. */
bool stf_evidence_is_whole(const struct stf_evidence *evidence);

/* Takes from the record what the log could not show. False: the log would not hold the contact
 * at all. works has room for contact->works_n stretches and holds them afterwards. */
bool stf_evidence_mask(const struct stf_evidence *evidence, struct stf_contact *contact,
                       struct stf_work *works);

#endif
