/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to agents with seats (engine/staff.h): taking contacts, being done with one, the
 * end of a pause or of a break. Records of their contacts are passed on when they end. Those in
 * turns are engine/talks.h's; their agents are these all the same.
 */
#ifndef STF_SESSIONS_H
#define STF_SESSIONS_H

#include "engine/due.h"
#include "engine/escalate.h"
#include "engine/next.h"
#include "engine/record.h"
#include "engine/reopen.h"
#include "engine/route.h"
#include "engine/skill.h"
#include "engine/staff.h"
#include "engine/talks.h"
#include "engine/waiting.h"
#include "kernel/release.h"

/* All borrowed from the engine. */
struct stf_sessions {
  const struct stf_desk *desk;
  const struct stf_stream *stream;
  const struct stf_engine_sink *sink;
  struct stf_staff *staff;
  struct stf_skill *skill;
  const struct stf_route *route;
  struct stf_release_queue *releases;
  struct stf_record_block *records;
  struct stf_due *due; /* of those who may leave out of an agent's hands */
  struct stf_waiting_room *waiting;
  struct stf_talks *talks; /* what happens to those in turns */
  const struct stf_next *next;
  struct stf_escalate *escalate;
  struct stf_reopen *reopen;
  enum stf_status status; /* of sink->busy; STF_OK */
};

/* The agent, who has a free place, takes a contact. assign_us is before now_us only for what
 * was in hand before the run. */
void stf_sessions_take(struct stf_sessions *sessions, const struct stf_waiting *who,
                       uint32_t agent, int64_t assign_us, int64_t now_us);

/* Takes a contact away from the agent, and tells how much of its work is left (at speed 1); the
 * work done goes to *work. She is not asked yet for what she does next: stf_sessions_freed. */
int64_t stf_sessions_take_away(struct stf_sessions *sessions, uint32_t agent, uint32_t place,
                               int64_t now_us, struct stf_hand_contact *contact,
                               struct stf_work *work);

/* A place of the agent has become free. */
void stf_sessions_freed(struct stf_sessions *sessions, uint32_t agent, int64_t now_us);

/* The next thing that was to happen to the agent happens now. */
void stf_sessions_event(struct stf_sessions *sessions, uint32_t agent, int64_t now_us);

/* The patience of a contact that the agent took ends now: if it is still in hand, without a
 * first message, the customer leaves. False: nobody does. */
bool stf_sessions_leave(struct stf_sessions *sessions, uint32_t agent, int64_t now_us);

/* Something is due to a conversation in turns. False: it had come to nothing. */
bool stf_sessions_due(struct stf_sessions *sessions, struct stf_timer timer, int64_t now_us);

/* A change of staffing concerned the agent: she goes on with what is in hand, and when her next
 * event is. */
void stf_sessions_touched(struct stf_sessions *sessions, uint32_t agent, int64_t now_us);

/* Gives those who wait to the team's free places, one by one in the order of the queues, each
 * to the agent whom the team's routing names. */
void stf_sessions_share_out(struct stf_sessions *sessions, uint32_t team, int64_t now_us);

/* The run ends: what is still in hand is recorded as open. */
void stf_sessions_end(struct stf_sessions *sessions);

#endif
