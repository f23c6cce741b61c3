/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trail: a contact record told as events, the inverse of contact/assemble.h. Assembling the
 * events gives the record back: all instants, works, replies, places held, counts, pauses, the
 * verdict and the outcome. Pauses are laid out so that their sum comes out right (from the
 * opening on); their real instants are not in the record.
 */
#ifndef STF_TRAIL_H
#define STF_TRAIL_H

#include "contact/event.h"

/* Most events that stf_trail_contact writes for the record. */
size_t stf_trail_contact_most(const struct stf_contact *contact);

/* Writes the events of one record in time order to `out`, which has room for
 * stf_trail_contact_most(contact), and returns their number. `contact` of the events is the
 * record's address, contact_id its id. */
size_t stf_trail_contact(const struct stf_contact *contact, struct stf_event *out);

/* Events of a span with a named agent (2; the inverse of contact/duty.h): agent_on with the cap
 * if it is above 1, or agent_away with what it is paid for; agent_off. 0 for pools given as
 * counts. */
size_t stf_trail_presence(const struct stf_presence *span, struct stf_event out[2]);

#endif
