/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that wait for an agent: one queue a class, in the order of the instants since which
 * they wait (of equals, as they came); which class is next for a team. A class's head start
 * counts as time waited. Leaving is found when somebody looks: whoever has left by then is
 * recorded.
 */
#ifndef STF_WAITING_H
#define STF_WAITING_H

#include "engine/record.h"

#define STF_WAITING_NONE INT32_MAX /* no live conversation */

struct stf_waiting {
  struct stf_arrival arrival;
  int64_t deadline_us; /* leaves then; INT64_MAX: never */
  int64_t gone_us;     /* left then without telling anybody; INT64_MAX: no */
  int64_t service_us;
  int64_t since_us; /* place in the queue: arrival.queue_us of who waits for the first time */
  int32_t live;     /* conversation that it goes on with, or STF_WAITING_NONE */
  int32_t past;     /* work done on it before (engine/escalate.h), or STF_WAITING_NONE */
  int32_t next;     /* slot of the one behind it, or of the next free slot */
  int32_t before;   /* slot of the one before it */
  uint32_t queue;   /* it stands in this one */
  uint32_t generation; /* of the slot: grows when it is left, so that timers know */
};

struct stf_waiting_queue {
  int32_t first; /* slots */
  int32_t last;
  uint32_t class_index;
  uint32_t bumps_n; /* priorities that escalations have raised it by */
  uint32_t team;    /* that it is meant for, index into desk.teams; STF_NOBODY: whoever serves
                       the class */
};

struct stf_waiting_room {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_record_block *records;
  struct stf_waiting_queue
      *queues; /* by class; behind those, where escalations move contacts */
  uint32_t queues_n;
  struct stf_waiting *slots; /* used again */
  size_t slots_n;
  size_t slots_capacity;
  int32_t free_slot;
  uint32_t n; /* in the queues, those who have left but were not yet found included */
};

/* `records` is borrowed. */
STF_MUST_USE enum stf_status stf_waiting_init(struct stf_waiting_room *room,
                                              const struct stf_desk *desk,
                                              struct stf_record_block *records,
                                              const struct stf_allocator *allocator);
void stf_waiting_clear(struct stf_waiting_room *room);

/* Nobody waits. */
void stf_waiting_start(struct stf_waiting_room *room);

/* Puts a contact into queue who->queue, behind everybody who waits since who->since_us or
 * longer. *slot (may be NULL) is where it is until it leaves. Fails without memory. */
STF_MUST_USE enum stf_status stf_waiting_push(struct stf_waiting_room *room,
                                              const struct stf_waiting *who, int32_t *slot);

/* Class whose head an agent of the team takes next: priority, then the longest wait with the
 * head start, then the first class. classes_n: nobody waits. */
uint32_t stf_waiting_class(struct stf_waiting_room *room, uint32_t team, int64_t now_us);

/* Head of a queue, after those who have left by now_us were taken out; NULL: nobody waits. */
const struct stf_waiting *stf_waiting_head(struct stf_waiting_room *room, uint32_t queue,
                                           int64_t now_us);

/* True if more than `above_n` of the class wait at now_us. Looks at so many at most, beside
 * those who have left. */
bool stf_waiting_more(struct stf_waiting_room *room, uint32_t class_index, uint32_t above_n,
                      int64_t now_us);

/* Takes the head of a class's queue, where somebody waits; what it points to stays until the
 * next push. */
const struct stf_waiting *stf_waiting_pop(struct stf_waiting_room *room, uint32_t class_index);

/* The queue with the class, priorities and team of `like`. There is one. */
uint32_t stf_waiting_queue_of(const struct stf_waiting_room *room,
                              const struct stf_waiting_queue *like);

/* Moves who stands in the slot to another queue, to her place by since_us; the slot stays. */
void stf_waiting_move(struct stf_waiting_room *room, int32_t slot, uint32_t queue);

/* Takes out who stands in the slot, wherever in its queue; what it points to stays until the
 * next push. */
const struct stf_waiting *stf_waiting_remove(struct stf_waiting_room *room, int32_t slot);

/* Contacts in a class's queue, those who left silently included, at most `most`. Who has left
 * by now_us is taken out and recorded. */
uint32_t stf_waiting_length(struct stf_waiting_room *room, uint32_t class_index, int64_t now_us,
                            uint32_t most);

/* Records everybody who still waits: gone by last_us, or waiting. */
void stf_waiting_end(struct stf_waiting_room *room, int64_t last_us);

#endif
