/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to agents without a seat (engine/staff.h), who have one contact at a time: its
 * record is passed on when they take it. Beside engine/sessions.h, of agents with seats. */
#ifndef STF_SINGLES_H
#define STF_SINGLES_H

#include "engine/next.h"
#include "engine/route.h"
#include "engine/skill.h"
#include "kernel/release.h"

/* All borrowed from the engine. */
struct stf_singles {
  const struct stf_desk *desk;
  const struct stf_stream *stream;
  struct stf_staff *staff;
  struct stf_release_queue *releases;
  struct stf_record_block *records;
  struct stf_waiting_room *waiting;
  const struct stf_next *next;
  struct stf_skill *skill;
  const struct stf_route *route;
};

/* The idle agent takes a contact. */
void stf_singles_take(struct stf_singles *singles, const struct stf_waiting *who,
                      uint32_t agent, int64_t now_us);

/* The agent whose entry is the first of the release queue is free: takes the contact that is
 * next for her, is idle, or goes home. */
void stf_singles_release(struct stf_singles *singles);

/* Gives an idle agent the contact that is next for her, if anybody waits. */
void stf_singles_hand_out(struct stf_singles *singles, uint32_t agent, int64_t now_us);

#endif
