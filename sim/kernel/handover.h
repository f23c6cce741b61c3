/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hand-over queue: contacts on their way through the bot, by the instant at which it hands them
 * over. A 4-ary min-heap of (instant, number): equal instants leave in order of number, which
 * no two entries share, so that results cannot depend on the layout of the heap.
 */
#ifndef STF_HANDOVER_H
#define STF_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_handover {
  int64_t at_us;
  uint64_t number; /* in order of coming */
  uint32_t slot;   /* where the contact is kept */
};

struct stf_handover_queue {
  struct stf_handover *items; /* owned by whoever made it */
  size_t n;
};

static inline bool stf_handover_before(struct stf_handover a, struct stf_handover b) {
  return a.at_us != b.at_us ? a.at_us < b.at_us : a.number < b.number;
}

/* Room for the entry must be there. */
static inline void stf_handover_push(struct stf_handover_queue *queue,
                                     struct stf_handover item) {
  size_t i = queue->n++;
  while (i > 0) {
    size_t parent = (i - 1) / 4;
    if (!stf_handover_before(item, queue->items[parent])) {
      break;
    }
    queue->items[i] = queue->items[parent];
    i = parent;
  }
  queue->items[i] = item;
}

/* Takes the first one out. There must be one. */
static inline struct stf_handover stf_handover_pop(struct stf_handover_queue *queue) {
  struct stf_handover top = queue->items[0];
  struct stf_handover last = queue->items[--queue->n];
  size_t i = 0;
  for (size_t first = 1; first < queue->n; first = 4 * i + 1) {
    size_t end = first + 4 < queue->n ? first + 4 : queue->n;
    size_t least = first;
    for (size_t child = first + 1; child < end; child++) {
      least = stf_handover_before(queue->items[child], queue->items[least]) ? child : least;
    }
    if (!stf_handover_before(queue->items[least], last)) {
      break;
    }
    queue->items[i] = queue->items[least];
    i = least;
  }
  queue->items[i] = last;
  return top;
}

#endif
