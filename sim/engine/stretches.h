/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of work on contacts in hand that stood still in between (desk/channels.h): a list
 * for each, in a pool that is used again. */
#ifndef STF_STRETCHES_H
#define STF_STRETCHES_H

#include "base/mem.h"
#include "contact/contact.h"

#include <stdint.h>

#define STF_STRETCHES_NONE UINT32_MAX

struct stf_stretches_item {
  int64_t start_us;
  int64_t end_us;
  uint32_t next; /* of the contact, or the next free one */
};

/* Of one contact, in order. */
struct stf_stretches_list {
  uint32_t first;
  uint32_t last;
  uint32_t n;
};

#define STF_STRETCHES_EMPTY                                                                    \
  (struct stf_stretches_list) {                                                                \
    .first = STF_STRETCHES_NONE, .last = STF_STRETCHES_NONE                                    \
  }

struct stf_stretches {
  const struct stf_allocator *allocator;
  struct stf_stretches_item *items;
  size_t n; /* ever used in the replication */
  size_t capacity;
  uint32_t free_item;
  struct stf_work *works; /* of the contact that is recorded */
  size_t works_capacity;
  enum stf_status status; /* STF_ERR_MEMORY once there was no room */
};

void stf_stretches_init(struct stf_stretches *stretches, const struct stf_allocator *allocator);
void stf_stretches_clear(struct stf_stretches *stretches);

/* Nobody has worked on anything. */
void stf_stretches_start(struct stf_stretches *stretches);

/* Adds a stretch, not before the last one; an empty one is left out. */
void stf_stretches_add(struct stf_stretches *stretches, struct stf_stretches_list *list,
                       int64_t start_us, int64_t end_us);

/* The stretches as works of the agent of `last`, and behind them that one; they stay until the
 * next call. NULL without memory. */
const struct stf_work *stf_stretches_works(struct stf_stretches *stretches,
                                           const struct stf_stretches_list *list,
                                           const struct stf_work *last);

/* The contact is over. */
void stf_stretches_drop(struct stf_stretches *stretches, struct stf_stretches_list *list);

/* The instant at which so much time of the n works is over; INT64_MAX: they are not that long.
 * One that has not ended lasts for ever. */
int64_t stf_stretches_after_us(const struct stf_work *works, uint32_t n, int64_t length_us);

#endif
