/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What events do to a contact record that may still change: the inner part of
 * contact/assemble.h, which states the rules.
 */
#ifndef STF_ASSEMBLE_RECORD_H
#define STF_ASSEMBLE_RECORD_H

#include "base/mem.h"
#include "contact/event.h"

/* A record that may still change. */
struct stf_assemble_record {
  struct stf_contact record;
  struct stf_work *works;
  size_t works_capacity;
  struct stf_reply *replies;
  size_t replies_capacity;
  struct stf_hold *holds;
  size_t holds_capacity;
  uint32_t parks_n;
  uint64_t hash;
  int64_t last_us;         /* of the last event */
  int64_t waiting_us;      /* oldest unanswered message of the customer, or STF_NEVER */
  int64_t asked_last_us;   /* last message of the customer */
  int64_t pending_us;      /* since when it waits for the customer, or STF_NEVER */
  uint32_t assigned_agent; /* last one and team that an `assign` named, or STF_NOBODY */
  uint32_t assigned_team;
  uint32_t before; /* neighbours in its queue */
  uint32_t behind;
  bool ended;  /* closed or abandoned */
  bool parked; /* since the last of holds ended */
  bool bot_seen;
  bool closed_by_bot;
  bool moved; /* a `transfer` since the last `assign`: that assign is no transfer of its own */
};

/* What applying needs, and counts, beside the record. */
struct stf_assemble_record_store {
  const struct stf_allocator *allocator; /* of works, replies and holds */
  int64_t unmatched_n;                   /* ends without a start, second starts */
};

/* Takes an event of the contact. STF_ERR_MEMORY: the record is as it was, but for attributes.
 */
STF_MUST_USE enum stf_status stf_assemble_record_apply(struct stf_assemble_record_store *store,
                                                       struct stf_assemble_record *slot,
                                                       const struct stf_event *event);

/* The contact is closed. */
void stf_assemble_record_close(struct stf_assemble_record *slot, int64_t at_us);

#endif
