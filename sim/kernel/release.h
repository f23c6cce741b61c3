/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Release queue: when each busy agent can take the next contact. A 4-ary min-heap of (instant,
 * agent).
 *
 * Entries leave in order of instant; equal instants leave by agent number. An agent has at most
 * one entry, so that order is total and results cannot depend on the layout of the heap.
 * Replacing the top costs one sift, half of pop and push: an agent who finishes with people
 * waiting takes the next one at once.
 */
#ifndef STF_RELEASE_H
#define STF_RELEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_release {
  int64_t at_us;
  uint32_t agent;
};

struct stf_release_queue {
  struct stf_release *items; /* owned by whoever made it; capacity: number of agents */
  size_t n;
};

static inline bool stf_release_before(struct stf_release a, struct stf_release b) {
  return a.at_us != b.at_us ? a.at_us < b.at_us : a.agent < b.agent;
}

/* Puts `item` at place i or below, keeping the order. */
static inline void stf_release_sift_down(struct stf_release_queue *queue, size_t i,
                                         struct stf_release item) {
  for (;;) {
    size_t first = 4 * i + 1;
    if (first >= queue->n) {
      break;
    }
    size_t last = first + 4 < queue->n ? first + 4 : queue->n;
    size_t least = first;
    for (size_t child = first + 1; child < last; child++) {
      least = stf_release_before(queue->items[child], queue->items[least]) ? child : least;
    }
    if (!stf_release_before(queue->items[least], item)) {
      break;
    }
    queue->items[i] = queue->items[least];
    i = least;
  }
  queue->items[i] = item;
}

/* Room for the entry must be there. */
static inline void stf_release_push(struct stf_release_queue *queue, struct stf_release item) {
  size_t i = queue->n++;
  while (i > 0) {
    size_t parent = (i - 1) / 4;
    if (!stf_release_before(item, queue->items[parent])) {
      break;
    }
    queue->items[i] = queue->items[parent];
    i = parent;
  }
  queue->items[i] = item;
}

static inline void stf_release_pop(struct stf_release_queue *queue) {
  struct stf_release last = queue->items[--queue->n];
  if (queue->n > 0) {
    stf_release_sift_down(queue, 0, last);
  }
}

static inline void stf_release_replace_top(struct stf_release_queue *queue,
                                           struct stf_release item) {
  stf_release_sift_down(queue, 0, item);
}

#endif
