/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escalations that move contacts (desk/escalation.h): to a better priority or to another team
 * while they wait, to another team while they are in hand. Alerts and counts are worked out
 * with the record (engine/record.h) and cost nothing here.
 *
 * A contact waits in the queue of its class, of the priorities it was raised by and of the team
 * it is meant for (engine/waiting.h): an escalation moves it to another. What agents did before
 * a transfer is kept until the contact's record is passed on.
 */
#ifndef STF_ESCALATE_H
#define STF_ESCALATE_H

#include "engine/due.h"
#include "engine/staff.h"
#include "engine/waiting.h"

/* All but the stretches borrowed from the engine. */
struct stf_escalate {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  const struct stf_stream *stream; /* of the replication */
  struct stf_waiting_room *waiting;
  struct stf_due *due;
  struct stf_record_past *pasts; /* of contacts that were transferred out of an agent's hand */
  size_t pasts_n;
  size_t pasts_capacity;
  int32_t free_past;
  uint32_t tickets_n; /* contacts taken in hand under watch */
};

void stf_escalate_clear(struct stf_escalate *escalate);

/* Nothing is kept. */
void stf_escalate_start(struct stf_escalate *escalate, const struct stf_stream *stream);

/* True if agents of the team may have to give away what they have in hand. */
bool stf_escalate_takes_away(const struct stf_desk *desk, uint32_t team);

/* Somebody has come to wait in the slot at now_us: sets the timers of what is due from then
 * on; of whoever waits for the first time also of what was due before. */
void stf_escalate_watch(const struct stf_escalate *escalate, int32_t slot, int64_t now_us);

/* An agent with a seat has just taken a contact: the same; the contact's ticket in her hand is
 * set. */
void stf_escalate_watch_hand(struct stf_escalate *escalate, uint32_t agent,
                             struct stf_hand_contact *contact, int64_t now_us);

/* The timer of who waits is due. Returns the team that the contact now waits for,
 * STF_NOBODY if it stays with those who serve it; false: it had left its slot. */
bool stf_escalate_waiting(struct stf_escalate *escalate, struct stf_timer timer,
                          uint32_t *team);

/* Place in the hand of the contact whose timer is due; hand->contacts_n: it is gone. */
uint32_t stf_escalate_find(const struct stf_hand *hand, struct stf_timer timer);

/* A contact that `work` was done on until now by an agent, and of whose work left_us is left,
 * is transferred by the timer's rule: it waits, and `slot` says where. Fails without memory. */
STF_MUST_USE enum stf_status stf_escalate_transfer(struct stf_escalate *escalate,
                                                   struct stf_timer timer,
                                                   const struct stf_hand_contact *contact,
                                                   const struct stf_work *work, int64_t left_us,
                                                   int32_t *slot);

/* True if the contact in hand may be handed back: its customer is not gone silently, and it was
 * not handed back STF_RECORD_HAND_BACKS_MAX times. */
bool stf_escalate_may_hand_back(const struct stf_escalate *escalate,
                                const struct stf_waiting *who, int64_t now_us);

/* Alike, at the end of the agent's shift: it stands in the queue that it was taken from, since
 * it stood there first. */
STF_MUST_USE enum stf_status stf_escalate_hand_back(struct stf_escalate *escalate,
                                                    const struct stf_hand_contact *contact,
                                                    const struct stf_work *work,
                                                    int64_t left_us, int32_t *slot);

/* A contact that `work` was done on is closed, and will be opened again then, with a first
 * message so long after the work goes on (STF_NEVER: not known). Fails without memory. */
STF_MUST_USE enum stf_status stf_escalate_close(struct stf_escalate *escalate,
                                                struct stf_waiting *who,
                                                const struct stf_work *work,
                                                int64_t reopened_us, int64_t reply_us);

/* What was done on the contact before; NULL: nothing. */
const struct stf_record_past *stf_escalate_past(const struct stf_escalate *escalate,
                                                const struct stf_waiting *who);

/* The contact's record was passed on. */
void stf_escalate_forget(struct stf_escalate *escalate, const struct stf_waiting *who);

/* The run ends: records who waits after a transfer, as open. */
void stf_escalate_end(struct stf_escalate *escalate);

#endif
