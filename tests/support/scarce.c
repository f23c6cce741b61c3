/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/scarce.h"

#include <stdlib.h>

static void *resize(void *context, void *old, size_t bytes) {
  struct stf_scarce *scarce = context;
  if (scarce->left_n == 0) {
    return NULL;
  }
  scarce->left_n--;
  void *memory = realloc(old, bytes);
  scarce->held_n += old == NULL && memory != NULL;
  return memory;
}

static void release(void *context, void *old) {
  struct stf_scarce *scarce = context;
  scarce->held_n -= old != NULL;
  free(old);
}

void stf_scarce_init(struct stf_scarce *scarce, size_t requests_n) {
  *scarce = (struct stf_scarce){.allocator = {resize, release, scarce}, .left_n = requests_n};
}
