/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations in turns (desk/turns.h): what happens to them, and which of hers an agent with
 * places works on. One turn at a time; the others that need her stand in her list, in the order
 * of her team.
 *
 * A conversation takes a place of an agent from its assignment on, through the customer's think
 * times, until it ends or, silent for so long, is parked. The customer's next message finds her
 * (in her list), or, of a parked one, by the class's rule her again if she has a place, or
 * whoever has one, or the queue, in which it stands since that message. Timers: engine/due.h;
 * an agent's own next event stands in the release queue.
 *
 * Draws: STF_STREAM_TURNS, _TURN and _TURN_END at the contact's address. Those by turn have the
 * contact's copy mixed into the entity, so that the index is the turn alone.
 */
#ifndef STF_TALKS_H
#define STF_TALKS_H

#include "engine/due.h"
#include "engine/live.h"
#include "engine/route.h"
#include "engine/skill.h"
#include "engine/waiting.h"
#include "kernel/release.h"

struct stf_talks {
  const struct stf_desk *desk;
  const struct stf_stream *stream;
  const struct stf_engine_sink *sink;
  struct stf_staff *staff;
  struct stf_record_block *records;
  struct stf_waiting_room *waiting;
  struct stf_due *due;
  struct stf_skill *skill;
  const struct stf_route *route;
  struct stf_live_pool pool; /* owned: kept between replications */
  enum stf_status status;    /* of sink->occupied and memory; STF_OK */
};

/* The agent, who takes it (stf_channel_takes), takes a contact: a new one, or a conversation
 * that comes back from the queue. assign_us is before now_us only for what was in hand before
 * the run: its turns begin anew. */
void stf_talks_take(struct stf_talks *talks, const struct stf_waiting *who, uint32_t agent,
                    int64_t assign_us, int64_t now_us);

/* The turn that the agent works on is done now: she writes. She may be off duty afterwards;
 * else stf_ready_go_on is next, once her free place is given away. */
void stf_talks_done(struct stf_talks *talks, uint32_t agent, int64_t now_us);

/* Something is due to a conversation. Returns the agent to whom it happened: her next event may
 * be another now, and her team may have free places; STF_STAFF_NONE: nobody's. *happened is
 * false if it had come to nothing. */
uint32_t stf_talks_due(struct stf_talks *talks, struct stf_timer timer, int64_t now_us,
                       bool *happened);

/* The agent's shift is over: all that has a place of hers gives it back, the turn she works on
 * is broken off (what is left of it is kept). After-work stays with her. Who waits for an
 * answer stands in the queue, since she wrote; who is silent has no agent any more and comes to
 * the queue with her next message. stf_staff_settle is next. */
void stf_talks_hand_back(struct stf_talks *talks, uint32_t agent, int64_t now_us);

/* The run ends: what is still live is recorded as open; after-work that is left as begun then.
 */
void stf_talks_end(struct stf_talks *talks);

#endif
