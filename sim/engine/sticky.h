/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who had each customer last, so that one who comes back finds her agent again (`sticky`,
 * desk/dispatch.h). Kept only where some team wants it and customers are known; off, a call
 * costs one comparison.
 */
#ifndef STF_STICKY_H
#define STF_STICKY_H

#include "engine/staff.h"

struct stf_sticky_memory {
  int64_t at_us;  /* when she was done with the contact */
  uint32_t agent; /* STF_STAFF_NONE: nobody had the customer yet */
};

struct stf_sticky {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_sticky_memory *memories; /* by customer */
  size_t n;
  size_t capacity;
  bool on;
  enum stf_status status; /* STF_ERR_MEMORY once a memory had no room */
};

void stf_sticky_init(struct stf_sticky *sticky, const struct stf_desk *desk,
                     const struct stf_allocator *allocator);
void stf_sticky_clear(struct stf_sticky *sticky);
void stf_sticky_start(struct stf_sticky *sticky); /* nobody was ever here */

/* The agent is done with a contact of that customer (or STF_NOBODY) at at_us. */
void stf_sticky_note(struct stf_sticky *sticky, uint32_t customer, uint32_t agent,
                     int64_t at_us);

/* The agent who had the customer last, if a place of hers is free, her team serves the class,
 * may give that place to it, and wants her back at now_us; else STF_STAFF_NONE. */
uint32_t stf_sticky_find(const struct stf_sticky *sticky, const struct stf_staff *staff,
                         uint32_t customer, uint32_t class_index, int64_t now_us);

#endif
