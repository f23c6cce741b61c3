/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live conversations in turns: their state and their history, in pools that are used again.
 * Everything is an index; nothing is allocated once the pools have grown.
 *
 * The history is a list of marks, from the first assignment on; the contact's record is made of
 * it when the conversation ends (stf_live_record).
 */
#ifndef STF_LIVE_H
#define STF_LIVE_H

#include "engine/hand.h"
#include "engine/record.h"

#define STF_LIVE_NONE UINT32_MAX

enum stf_live_kind {
  STF_LIVE_ASK,       /* the customer wrote */
  STF_LIVE_TAKE,      /* it takes a place of the agent */
  STF_LIVE_PARK,      /* gives it back */
  STF_LIVE_HAND_BACK, /* alike, as the agent's shift is over */
  STF_LIVE_START,     /* she works on it */
  STF_LIVE_STOP,      /* and stops, without a reply */
  STF_LIVE_ANSWER,    /* she writes, and works on */
  STF_LIVE_REPLY,     /* and stops with a reply */
  STF_LIVE_TEMPLATE,  /* alike, by a paid template */
  STF_LIVE_CLOSE,
  STF_LIVE_REOPEN
};

enum {
  STF_LIVE_KINDS_N = STF_LIVE_REOPEN + 1,
  STF_LIVE_DRAWS_N = 8 /* turns that are drawn at once at most; a multiple of four */
};

/* Draws of turns first .. first + n - 1 of a conversation. */
struct stf_live_draws {
  uint32_t first;
  uint32_t n;
  double works_s[STF_LIVE_DRAWS_N];
  double thinks_s[STF_LIVE_DRAWS_N];
};

struct stf_live_mark {
  int64_t at_us;
  uint32_t agent; /* index into staff.agents, or STF_LIVE_NONE */
  uint32_t next;  /* mark, or STF_LIVE_NONE; the kind is in `kinds` */
};

struct stf_live {
  struct stf_arrival arrival;
  int64_t service_us; /* of a class without turns, and of one whose work a log gives */
  int64_t asked_us;   /* oldest unanswered message; STF_NEVER: none */
  int64_t last_us;    /* the customer's last message */
  int64_t back_us;    /* the customer's next one; INT64_MAX: never */
  int64_t order_us;   /* place among those that need the agent */
  int64_t gone_us;    /* silent: left then, told nobody, unless the first reply comes before;
                         INT64_MAX: no */
  int64_t leaves_us;  /* the same, and tells */
  double left_us;     /* work left of a turn that was begun; below 0: not begun */
  int64_t think_us;   /* drawn with the turn */
  int64_t
      spent_us;  /* of a class without turns: worked on by this agent before she began anew */
  uint32_t turn; /* turns done */
  uint32_t turns_n;
  struct stf_hand_claim claim; /* what it takes of the agent, or took last */
  uint32_t agent;              /* whose place it has, or had last */
  uint32_t ready_next;         /* behind it among those that need the agent */
  uint32_t held_next;          /* neighbours among those that have a place of the agent */
  uint32_t held_before;        /* in a free slot held_next is the next free one */
  uint32_t first_mark;
  uint32_t last_mark;
  uint32_t marks_n[STF_LIVE_KINDS_N]; /* of each kind */
  int32_t slot;                       /* where it stood in the queue last (engine/waiting.h) */
  uint32_t generation;                /* grows when the slot is left, so that timers know */
  bool is_live;
  bool has_place;
  bool is_answered; /* of a class without turns: she wrote */
  bool has_left;    /* out of the agent's hands, at leaves_us */
  bool is_closed;   /* as idle; a message may open it again */
  bool wraps_up;    /* closed, after-work is left */
  struct stf_live_draws draws;
};

struct stf_live_pool {
  const struct stf_allocator *allocator;
  struct stf_live *talks;
  size_t talks_n; /* slots ever used in the replication */
  size_t talks_capacity;
  uint32_t free_talk;
  struct stf_live_mark *marks;
  uint8_t *kinds; /* enum stf_live_kind, of each mark */
  size_t marks_n;
  size_t marks_capacity;
  size_t kinds_capacity;
  uint32_t free_mark;
  enum stf_status status; /* STF_ERR_MEMORY once a mark had no room */
};

static inline void stf_live_init(struct stf_live_pool *pool,
                                 const struct stf_allocator *allocator) {
  *pool = (struct stf_live_pool){.allocator = allocator};
}

void stf_live_clear(struct stf_live_pool *pool);
void stf_live_start(struct stf_live_pool *pool); /* nobody talks */

/* A slot for a conversation, empty but for its generation; STF_LIVE_NONE without memory. */
uint32_t stf_live_new(struct stf_live_pool *pool);

/* The conversation is over: its slot and marks are free. */
void stf_live_drop(struct stf_live_pool *pool, uint32_t talk);

/* Adds a mark to the history, not before the last one. */
void stf_live_note(struct stf_live_pool *pool, uint32_t talk, enum stf_live_kind kind,
                   int64_t at_us, uint32_t agent);

struct stf_staff;

/* Passes on the record: closed, or open as it stands. */
void stf_live_record(struct stf_live_pool *pool, uint32_t talk, const struct stf_staff *staff,
                     struct stf_record_block *records);

#endif
