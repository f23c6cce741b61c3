/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where memory comes from. Everything that allocates takes a `const struct stf_allocator *`;
 * NULL means the C library's. Tests pass one that fails the n-th time, fuzzers one with a
 * ceiling.
 */
#ifndef STF_MEM_H
#define STF_MEM_H

#include "base/status.h"

#include <stddef.h>

struct stf_allocator {
  /* As realloc: old == NULL allocates; NULL on failure, and then `old` is still valid. */
  void *(*resize)(void *context, void *old, size_t bytes);
  void (*release)(void *context, void *old);
  void *context;
};

/* As realloc and free, through the allocator. */
void *stf_mem_resize(const struct stf_allocator *allocator, void *old, size_t bytes);
void stf_mem_release(const struct stf_allocator *allocator, void *old);

/* n zeroed elements of `size` bytes; NULL on overflow or without memory. Caller owns. */
void *stf_mem_zeroed(const struct stf_allocator *allocator, size_t n, size_t size);

/* A growable array with room for at least `wanted` elements (doubling): returns it, moved or
 * not, and updates *capacity; NULL without memory, and then `items` and *capacity are as they
 * were. */
STF_MUST_USE void *stf_mem_grown(const struct stf_allocator *allocator, void *items,
                                 size_t *capacity, size_t wanted, size_t size);

#endif
