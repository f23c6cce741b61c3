/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room for what a contact record points to (works, replies, places held): where a copy of a
 * record that is to be changed keeps its own. */
#ifndef STF_CONTACT_ROOM_H
#define STF_CONTACT_ROOM_H

#include "base/mem.h"
#include "contact/contact.h"

struct stf_contact_room {
  struct stf_work *works;
  size_t works_capacity;
  struct stf_reply *replies;
  size_t replies_capacity;
  struct stf_hold *holds;
  size_t holds_capacity;
};

/* Makes room for all that the record has. Fails only without memory. */
STF_MUST_USE enum stf_status stf_contact_room_fit(struct stf_contact_room *room,
                                                  const struct stf_contact *contact,
                                                  const struct stf_allocator *allocator);
void stf_contact_room_clear(struct stf_contact_room *room,
                            const struct stf_allocator *allocator);

#endif
