/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arena: many small allocations with one lifetime (a scenario, a log, a report).
 * Memory is zeroed and aligned for any type; it is released all at once.
 */
#ifndef STF_ARENA_H
#define STF_ARENA_H

#include "base/mem.h"

#include <stddef.h>

struct stf_arena;

/* Creates an empty arena; the caller owns it. NULL without memory. */
struct stf_arena *stf_arena_new(const struct stf_allocator *allocator);

/* Releases the arena and everything in it. NULL is fine. */
void stf_arena_free(struct stf_arena *arena);

/* n zeroed elements of `size` bytes, valid until the arena goes. NULL on overflow or without
 * memory. */
void *stf_arena_alloc(struct stf_arena *arena, size_t n, size_t size);

/* Copies n bytes and ends them with NUL. */
char *stf_arena_text(struct stf_arena *arena, const char *text, size_t n);

/* The three texts, one behind the other. */
char *stf_arena_join(struct stf_arena *arena, const char *first, const char *second,
                     const char *third);

#endif
