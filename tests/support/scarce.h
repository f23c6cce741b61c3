/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that runs out: an allocator whose n-th request, and every later one, fails. */
#ifndef STF_SCARCE_H
#define STF_SCARCE_H

#include "base/mem.h"

struct stf_scarce {
  struct stf_allocator allocator;
  size_t left_n; /* requests that will still be met */
  long held_n;   /* pieces not released yet */
};

void stf_scarce_init(struct stf_scarce *scarce, size_t requests_n);

#endif
