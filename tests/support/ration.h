/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An allocator that grants a number of calls and then fails, and counts what has not been given
 * back. For loops that let the n-th allocation fail, n upwards until all succeed. Threads may
 * share it.
 */
#ifndef STF_RATION_H
#define STF_RATION_H

#include "base/mem.h"

#include <stdatomic.h>

struct stf_ration {
  struct stf_allocator allocator;
  atomic_long left;  /* calls that will still be granted */
  atomic_long alive; /* blocks not given back */
};

/* Points into itself: not to be copied. */
void stf_ration_init(struct stf_ration *ration, long calls);

#endif
