/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

enum {
  BLOCK_BYTES = 64 * 1024,
  ALIGNMENT = 16
};

struct block {
  struct block *next;
  size_t used;
  size_t capacity;
};

struct stf_arena {
  const struct stf_allocator *allocator;
  struct block *blocks;
};

/* The header is padded so that what follows is aligned. */
static const size_t HEADER = (sizeof(struct block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

struct stf_arena *stf_arena_new(const struct stf_allocator *allocator) {
  struct stf_arena *arena = stf_mem_zeroed(allocator, 1, sizeof *arena);
  if (arena != NULL) {
    arena->allocator = allocator;
  }
  return arena;
}

void stf_arena_free(struct stf_arena *arena) {
  if (arena == NULL) {
    return;
  }
  struct block *block = arena->blocks;
  while (block != NULL) {
    struct block *next = block->next;
    stf_mem_release(arena->allocator, block);
    block = next;
  }
  stf_mem_release(arena->allocator, arena);
}

static struct block *block_with_room(struct stf_arena *arena, size_t bytes) {
  struct block *block = arena->blocks;
  if (block != NULL && bytes <= block->capacity - block->used) {
    return block;
  }
  size_t capacity = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
  block = stf_mem_resize(arena->allocator, NULL, HEADER + capacity);
  if (block == NULL) {
    return NULL;
  }
  *block = (struct block){.next = arena->blocks, .capacity = capacity};
  arena->blocks = block;
  return block;
}

void *stf_arena_alloc(struct stf_arena *arena, size_t n, size_t size) {
  if (size != 0 && n > (SIZE_MAX / 2) / size) {
    return NULL;
  }
  size_t bytes = (n * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  struct block *block = block_with_room(arena, bytes);
  if (block == NULL) {
    return NULL;
  }
  char *memory = (char *)block + HEADER + block->used;
  block->used += bytes;
  memset(memory, 0, bytes);
  return memory;
}

char *stf_arena_text(struct stf_arena *arena, const char *text, size_t n) {
  char *copy = stf_arena_alloc(arena, n + 1, 1);
  if (copy != NULL && n > 0) {
    memcpy(copy, text, n);
  }
  return copy;
}

char *stf_arena_join(struct stf_arena *arena, const char *first, const char *second,
                     const char *third) {
  const char *const parts[] = {first, second, third};
  size_t n = strlen(first) + strlen(second) + strlen(third);
  char *text = stf_arena_alloc(arena, n + 1, 1);
  char *at = text;
  for (size_t i = 0; text != NULL && i < 3; i++) {
    size_t part_n = strlen(parts[i]);
    memcpy(at, parts[i], part_n);
    at += part_n;
  }
  return text;
}
