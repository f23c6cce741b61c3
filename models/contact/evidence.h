/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence: what a log can show. A simulated contact is passed through the same window before
 * its KPIs stand beside the log's, so that like is compared with like: what the log cannot see,
 * the masked record does not say either.
 */
#ifndef STF_EVIDENCE_H
#define STF_EVIDENCE_H

#include "contact/contact_room.h"

#include <stdbool.h>

#define STF_EVIDENCE_RESOLUTION_MOST_US INT64_C(60000000)

struct stf_evidence {
  bool queue;         /* says when a human was asked for */
  bool assignment;    /* says when an agent took it */
  bool work;          /* has measured work */
  bool closing;       /* says when it was closed */
  bool messages;      /* has messages: first response, replies */
  bool automatic;     /* automatic and bot messages are in it */
  bool bot;           /* contacts that ended in the bot are in it, and when the bot was left */
  bool abandonment;   /* says who left while waiting */
  bool silent;        /* says who left without telling anybody, and who was turned away */
  bool presence;      /* says who was there */
  bool customers;     /* says whose contact it was */
  bool solutions;     /* says whether it was solved */
  bool surveys;       /* has the answers to surveys */
  bool escalations;   /* says that a contact was escalated, or somebody told of it */
  bool open_contacts; /* contacts still open at the end are in it; else only ended ones */
  int64_t
      resolution_us; /* instants are cut to whole multiples of this: 1 (exact), 1 s, 1 min */
};

/* A log that shows everything. */
extern const struct stf_evidence STF_EVIDENCE_ALL;

/* True if the mask changes nothing. */
bool stf_evidence_is_whole(const struct stf_evidence *evidence);

/* Takes from the record what the log could not show. False: the log would not hold the contact
 * at all. `room` fits the contact and holds works, replies and places afterwards.
 *
 *  - bot: contacts that never left the bot are not there; the others begin where it was left.
 *  - queue: a human counts as asked for when an agent takes it, if that can be seen.
 *  - assignment: agent and team are those of the first work, where that can be seen; places
 *    held are not known.
 *  - automatic: the first message of any kind is the first human one.
 *  - closing: what has ended stays closed, but not known when; without abandonment either, who
 *    left is open.
 *  - abandonment: who left is open, and so not there at all without open_contacts.
 *  - silent: who left silently looks as if she were there: taken late, answered late, closed;
 * who was turned away has left after no wait.
 *  - customers, solutions, surveys: not known.
 *  - escalations: none, alerts neither; what they moved shows by its assignments as before.
 *  - resolution_us: every instant and both ends of work are cut, those of replies and places
 *    too.
 *
 * The outcome is then what contact/assemble.h makes of the rest. */
bool stf_evidence_mask(const struct stf_evidence *evidence, struct stf_contact *contact,
                       const struct stf_contact_room *room);

/* A stretch of an agent's time, cut to the log's resolution; one that has not ended (STF_NEVER)
 * stays so. False: nothing is left of it. */
bool stf_evidence_mask_span(const struct stf_evidence *evidence, int64_t *start_us,
                            int64_t *end_us);

/* The greatest of 1 min, 1 s and 1 us of which at_us and every other instant asked about so far
 * are whole multiples; *resolution_us begins with STF_EVIDENCE_RESOLUTION_MOST_US. */
void stf_evidence_resolve(int64_t at_us, int64_t *resolution_us);

#endif
