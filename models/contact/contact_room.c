/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/contact_room.h"

enum stf_status stf_contact_room_fit(struct stf_contact_room *room,
                                     const struct stf_contact *contact,
                                     const struct stf_allocator *allocator) {
  struct stf_work *works = stf_mem_grown(allocator, room->works, &room->works_capacity,
                                         (size_t)contact->works_n + 1, sizeof *works);
  room->works = works != NULL ? works : room->works;
  struct stf_reply *replies = stf_mem_grown(allocator, room->replies, &room->replies_capacity,
                                            (size_t)contact->replies_n + 1, sizeof *replies);
  room->replies = replies != NULL ? replies : room->replies;
  struct stf_hold *holds = stf_mem_grown(allocator, room->holds, &room->holds_capacity,
                                         (size_t)contact->holds_n + 1, sizeof *holds);
  room->holds = holds != NULL ? holds : room->holds;
  return works != NULL && replies != NULL && holds != NULL ? STF_OK : STF_ERR_MEMORY;
}

void stf_contact_room_clear(struct stf_contact_room *room,
                            const struct stf_allocator *allocator) {
  stf_mem_release(allocator, room->works);
  stf_mem_release(allocator, room->replies);
  stf_mem_release(allocator, room->holds);
  *room = (struct stf_contact_room){0};
}
