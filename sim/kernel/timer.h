/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timer queue: what is due to contacts, by the instant at which it is due. A 4-ary min-heap of
 * (instant, number): equal instants leave in order of number, which no two entries of a queue
 * share, so that results cannot depend on the layout of the heap.
 *
 * Nothing is deleted from the middle: whoever set a timer that came to nothing knows it by the
 * generation of the slot when the timer is due.
 */
#ifndef STF_TIMER_H
#define STF_TIMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stf_timer {
  int64_t at_us;
  uint64_t number;     /* in order of setting */
  uint32_t slot;       /* of whom it concerns */
  uint32_t generation; /* of the slot when it was set */
  uint32_t kind;       /* what is due, to whoever set it */
};

struct stf_timer_queue {
  struct stf_timer *items; /* owned by whoever made it */
  size_t n;
};

/* Without jumps, as stf_release_before. */
static inline bool stf_timer_before(struct stf_timer a, struct stf_timer b) {
  return (a.at_us < b.at_us) | ((a.at_us == b.at_us) & (a.number < b.number));
}

/* Place of the first of the up to four entries from `first` on. */
static inline size_t stf_timer_least(const struct stf_timer_queue *queue, size_t first) {
  const struct stf_timer *items = queue->items;
  if (first + 4 <= queue->n) {
    size_t a = first + stf_timer_before(items[first + 1], items[first]);
    size_t b = first + 2 + stf_timer_before(items[first + 3], items[first + 2]);
    return stf_timer_before(items[b], items[a]) ? b : a;
  }
  size_t least = first;
  for (size_t child = first + 1; child < queue->n; child++) {
    least = stf_timer_before(items[child], items[least]) ? child : least;
  }
  return least;
}

/* Room for the entry must be there. */
static inline void stf_timer_push(struct stf_timer_queue *queue, struct stf_timer item) {
  size_t i = queue->n++;
  while (i > 0) {
    size_t parent = (i - 1) / 4;
    if (!stf_timer_before(item, queue->items[parent])) {
      break;
    }
    queue->items[i] = queue->items[parent];
    i = parent;
  }
  queue->items[i] = item;
}

/* Takes the first one out. There must be one. */
static inline struct stf_timer stf_timer_pop(struct stf_timer_queue *queue) {
  struct stf_timer top = queue->items[0];
  struct stf_timer last = queue->items[--queue->n];
  size_t i = 0;
  for (size_t first = 1; first < queue->n; first = 4 * i + 1) {
    size_t least = stf_timer_least(queue, first);
    if (!stf_timer_before(queue->items[least], last)) {
      break;
    }
    queue->items[i] = queue->items[least];
    i = least;
  }
  queue->items[i] = last;
  return top;
}

#endif
