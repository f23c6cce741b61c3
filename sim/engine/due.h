/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is due to contacts outside the agents' own events: one queue for the whole engine, by
 * instant and, at equal instants, in the order in which it was set. The event loop takes the
 * next one and hands it to the stage that it belongs to. */
#ifndef STF_DUE_H
#define STF_DUE_H

#include "base/mem.h"
#include "kernel/timer.h"

#include <stdint.h>

enum stf_due_kind {
  STF_DUE_MESSAGE,    /* turns: the customer's next message */
  STF_DUE_PARK,       /* turns: silent for so long that the place becomes free */
  STF_DUE_CLOSE,      /* turns: silent for so long that the conversation is closed */
  STF_DUE_LEAVE,      /* patience ends where that must be seen at once */
  STF_DUE_LEAVE_HAND, /* the same, out of an agent's hands: slot is the agent */
  STF_DUE_ESCALATE, /* a threshold of an SLA clock, of who waits; the kind's upper bits: rule */
  STF_DUE_ESCALATE_HAND, /* the same of who is in an agent's hand: slot is the agent,
                            generation the ticket */
  STF_DUE_OVERFLOW,      /* another team may help out from now on */
  STF_DUE_RETURN,        /* a customer comes back */
  STF_DUE_REOPEN,        /* a closed contact is opened again */
  STF_DUE_LEAVE_TALK     /* turns: patience to the first reply ends */
};

enum {
  STF_DUE_KIND_MASK = 0xff /* of a timer's kind; what stands above is the stage's */
};

struct stf_due {
  const struct stf_allocator *allocator;
  struct stf_timer_queue queue;
  size_t capacity;
  uint64_t set_n;
  enum stf_status status; /* STF_ERR_MEMORY once a timer had no room */
};

static inline void stf_due_init(struct stf_due *due, const struct stf_allocator *allocator) {
  *due = (struct stf_due){.allocator = allocator};
}

static inline void stf_due_clear(struct stf_due *due) {
  stf_mem_release(due->allocator, due->queue.items);
  stf_due_init(due, due->allocator);
}

/* Nothing is due. */
static inline void stf_due_start(struct stf_due *due) {
  due->queue.n = 0;
  due->set_n = 0;
  due->status = STF_OK;
}

/* Instant of the next; INT64_MAX: nothing is due. */
static inline int64_t stf_due_next_us(const struct stf_due *due) {
  return due->queue.n > 0 ? due->queue.items[0].at_us : INT64_MAX;
}

/* Sets a timer; timer.number is filled in. At INT64_MAX nothing is ever due. */
void stf_due_set(struct stf_due *due, struct stf_timer timer);

/* Takes the next one. There must be one. */
static inline struct stf_timer stf_due_take(struct stf_due *due) {
  return stf_timer_pop(&due->queue);
}

#endif
