/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *stf_mem_resize(const struct stf_allocator *allocator, void *old, size_t bytes) {
  if (allocator != NULL) {
    return allocator->resize(allocator->context, old, bytes);
  }
  return realloc(old, bytes);
}

void stf_mem_release(const struct stf_allocator *allocator, void *old) {
  if (allocator != NULL) {
    allocator->release(allocator->context, old);
  } else {
    free(old);
  }
}

void *stf_mem_zeroed(const struct stf_allocator *allocator, size_t n, size_t size) {
  if (size != 0 && n > SIZE_MAX / size) {
    return NULL;
  }
  size_t bytes = n * size == 0 ? 1 : n * size;
  void *memory = stf_mem_resize(allocator, NULL, bytes);
  if (memory != NULL) {
    memset(memory, 0, bytes);
  }
  return memory;
}

void *stf_mem_grown(const struct stf_allocator *allocator, void *items, size_t *capacity,
                    size_t wanted, size_t size) {
  if (wanted <= *capacity && items != NULL) {
    return items;
  }
  size_t room = *capacity < 8 ? 8 : *capacity;
  while (room < wanted) {
    if (room > SIZE_MAX / 2) {
      return NULL;
    }
    room *= 2;
  }
  void *grown = room > SIZE_MAX / size ? NULL : stf_mem_resize(allocator, items, room * size);
  if (grown != NULL) {
    *capacity = room;
  }
  return grown;
}
