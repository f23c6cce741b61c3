/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ration.h"

#include <stdlib.h>

static void *resize(void *context, void *old, size_t bytes) {
  struct stf_ration *ration = context;
  if (atomic_fetch_sub(&ration->left, 1) <= 0) {
    return NULL;
  }
  void *block = realloc(old, bytes);
  if (old == NULL && block != NULL) {
    (void)atomic_fetch_add(&ration->alive, 1);
  }
  return block;
}

static void release(void *context, void *old) {
  struct stf_ration *ration = context;
  if (old != NULL) {
    (void)atomic_fetch_sub(&ration->alive, 1);
  }
  free(old);
}

void stf_ration_init(struct stf_ration *ration, long calls) {
  ration->allocator = (struct stf_allocator){resize, release, ration};
  atomic_init(&ration->left, calls);
  atomic_init(&ration->alive, 0);
}
