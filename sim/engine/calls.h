/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams that are called because somebody may be theirs from now on: to help out
 * (engine/next.h), or after an escalation (engine/escalate.h). What the timers of both do. */
#ifndef STF_CALLS_H
#define STF_CALLS_H

#include "engine/sessions.h"
#include "engine/singles.h"

/* All borrowed from the engine. */
struct stf_calls {
  const struct stf_desk *desk;
  const struct stf_stream *stream;
  struct stf_staff *staff;
  const struct stf_route *route;
  struct stf_waiting_room *waiting;
  struct stf_singles *singles;
  struct stf_sessions *sessions;
  struct stf_escalate *escalate;
  struct stf_reopen *reopen;
  enum stf_status status; /* STF_ERR_MEMORY once a contact had no room */
};

/* A timer is due: STF_DUE_OVERFLOW, STF_DUE_ESCALATE or STF_DUE_ESCALATE_HAND. False: it came
 * to nothing. */
bool stf_calls_overflow(struct stf_calls *calls, struct stf_timer timer);
bool stf_calls_escalate(struct stf_calls *calls, struct stf_timer timer);
bool stf_calls_escalate_hand(struct stf_calls *calls, struct stf_timer timer);

/* The same of STF_DUE_REOPEN: the contact goes to the agent who closed it, if a place of hers
 * is free, else to whoever is free, else it waits. */
bool stf_calls_reopen(struct stf_calls *calls, struct stf_timer timer);

/* The agent, who has a seat, was sent home: if her team hands back, what she has in hand goes
 * back to the queues, where whoever is free finds it (stf_sessions_share_out). */
void stf_calls_hand_back(struct stf_calls *calls, uint32_t agent, int64_t now_us);

#endif
