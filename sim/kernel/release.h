/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Release queue: when the next thing happens to each busy agent. A 4-ary min-heap of (instant,
 * agent) that knows where each agent's entry is.
 *
 * Entries leave in order of instant; equal instants leave by agent number. An agent has at most
 * one entry, so that order is total and results cannot depend on the layout of the heap.
 * Replacing the top costs one sift, half of pop and push: an agent who finishes with people
 * waiting takes the next one at once. An entry may be moved either way (stf_release_set): who
 * is given a second contact finishes the first one later.
 */
#ifndef STF_RELEASE_H
#define STF_RELEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STF_RELEASE_NONE UINT32_MAX

struct stf_release {
  int64_t at_us;
  uint32_t agent;
};

struct stf_release_queue {
  struct stf_release *items; /* owned by whoever made it; capacity: number of agents */
  uint32_t *places;          /* alike: by agent, index into items or STF_RELEASE_NONE */
  size_t n;
};

/* Without jumps, here and in stf_release_least: who is first is chance, and the processor would
 * guess wrong every other time. */
static inline bool stf_release_before(struct stf_release a, struct stf_release b) {
  return (a.at_us < b.at_us) | ((a.at_us == b.at_us) & (a.agent < b.agent));
}

/* Place of the first of the up to four entries from `first` on. */
static inline size_t stf_release_least(const struct stf_release_queue *queue, size_t first) {
  const struct stf_release *items = queue->items;
  if (first + 4 <= queue->n) {
    size_t a = first + stf_release_before(items[first + 1], items[first]);
    size_t b = first + 2 + stf_release_before(items[first + 3], items[first + 2]);
    return stf_release_before(items[b], items[a]) ? b : a;
  }
  size_t least = first;
  for (size_t child = first + 1; child < queue->n; child++) {
    least = stf_release_before(items[child], items[least]) ? child : least;
  }
  return least;
}

static inline void stf_release_put(struct stf_release_queue *queue, size_t i,
                                   struct stf_release item) {
  queue->items[i] = item;
  queue->places[item.agent] = (uint32_t)i;
}

/* Puts `item` at place i or below, keeping the order. */
static inline void stf_release_sift_down(struct stf_release_queue *queue, size_t i,
                                         struct stf_release item) {
  for (;;) {
    size_t first = 4 * i + 1;
    if (first >= queue->n) {
      break;
    }
    size_t least = stf_release_least(queue, first);
    if (!stf_release_before(queue->items[least], item)) {
      break;
    }
    stf_release_put(queue, i, queue->items[least]);
    i = least;
  }
  stf_release_put(queue, i, item);
}

/* Puts `item` at place i or above. */
static inline void stf_release_sift_up(struct stf_release_queue *queue, size_t i,
                                       struct stf_release item) {
  while (i > 0) {
    size_t parent = (i - 1) / 4;
    if (!stf_release_before(item, queue->items[parent])) {
      break;
    }
    stf_release_put(queue, i, queue->items[parent]);
    i = parent;
  }
  stf_release_put(queue, i, item);
}

/* No entries; `agents_n` agents. */
static inline void stf_release_clear(struct stf_release_queue *queue, size_t agents_n) {
  queue->n = 0;
  for (size_t a = 0; a < agents_n; a++) {
    queue->places[a] = STF_RELEASE_NONE;
  }
}

/* Room for the entry must be there, and none of the agent. */
static inline void stf_release_push(struct stf_release_queue *queue, struct stf_release item) {
  stf_release_sift_up(queue, queue->n++, item);
}

static inline void stf_release_pop(struct stf_release_queue *queue) {
  struct stf_release last = queue->items[--queue->n];
  queue->places[queue->items[0].agent] = STF_RELEASE_NONE;
  if (queue->n > 0) {
    stf_release_sift_down(queue, 0, last);
  }
}

/* `item` may be of another agent than the top. */
static inline void stf_release_replace_top(struct stf_release_queue *queue,
                                           struct stf_release item) {
  queue->places[queue->items[0].agent] = STF_RELEASE_NONE;
  stf_release_sift_down(queue, 0, item);
}

/* Moves the entry at place i, whose content is of no account, to where `item` belongs. */
static inline void stf_release_move(struct stf_release_queue *queue, size_t i,
                                    struct stf_release item) {
  if (i > 0 && stf_release_before(item, queue->items[(i - 1) / 4])) {
    stf_release_sift_up(queue, i, item);
  } else {
    stf_release_sift_down(queue, i, item);
  }
}

/* The agent's entry, there or not, is at `item.at_us` from now on; INT64_MAX: she has none. */
static inline void stf_release_set(struct stf_release_queue *queue, struct stf_release item) {
  uint32_t place = queue->places[item.agent];
  if (item.at_us != INT64_MAX) {
    stf_release_move(queue, place != STF_RELEASE_NONE ? place : queue->n++, item);
  } else if (place != STF_RELEASE_NONE) {
    struct stf_release last = queue->items[--queue->n];
    queue->places[item.agent] = STF_RELEASE_NONE;
    if (place < queue->n) {
      stf_release_move(queue, place, last);
    }
  }
}

#endif
