/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts in sessions that are opened again by a later message (desk/after.h): a contact that
 * an agent is done with draws whether it is solved, whether it comes again and when, at
 * addresses of its own, and once more each time it is done. It is one contact with one record.
 * Its customer was answered once and does not leave any more.
 *
 * A contact whose logged work is played is not opened again: the log has that in its work.
 */
#ifndef STF_REOPEN_H
#define STF_REOPEN_H

#include "engine/due.h"
#include "engine/escalate.h"

#define STF_REOPEN_MOST_US                                                                     \
  (INT64_C(7) * 86400 * 1000000) /* later than that a message is another contact's */

struct stf_reopen_slot {
  struct stf_waiting who;
  uint32_t agent; /* who closed it */
  uint32_t next_free;
};

/* All but the slots borrowed from the engine. */
struct stf_reopen {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  const struct stf_stream *stream; /* of the replication */
  struct stf_escalate *escalate;   /* keeps what was done */
  struct stf_due *due;
  struct stf_reopen_slot *slots; /* of those closed that will be opened again */
  size_t slots_n;
  size_t slots_capacity;
  uint32_t free_slot;
  enum stf_status status; /* STF_ERR_MEMORY once a contact had no room */
};

void stf_reopen_clear(struct stf_reopen *reopen);

/* Nobody is to be opened again. */
void stf_reopen_start(struct stf_reopen *reopen, const struct stf_stream *stream);

/* The agent is done with the contact, at the end of `work`. True: it will be opened again, at
 * the timer STF_DUE_REOPEN; its record waits until then. */
bool stf_reopen_closed(struct stf_reopen *reopen, const struct stf_waiting *who, uint32_t agent,
                       const struct stf_work *work);

/* The contact of the timer, and who closed it. */
struct stf_waiting stf_reopen_take(struct stf_reopen *reopen, struct stf_timer timer,
                                   uint32_t *agent);

#endif
