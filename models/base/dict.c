/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/dict.h"

#include "base/arena.h"

#include <string.h>

struct entry {
  const char *text;
  uint32_t bytes_n;
  uint64_t hash;
};

struct stf_dict {
  const struct stf_allocator *allocator;
  struct stf_arena *arena;
  struct entry *entries;
  size_t entries_n;
  size_t entries_capacity;
  uint32_t *slots; /* open addressing; id + 1, 0 = free; at most half full */
  size_t slots_n;  /* a power of two */
};

uint64_t stf_dict_hash(const char *text, size_t n) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < n; i++) {
    hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
  }
  hash = (hash ^ (hash >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  hash = (hash ^ (hash >> 27)) * UINT64_C(0x94d049bb133111eb);
  return hash ^ (hash >> 31);
}

struct stf_dict *stf_dict_new(const struct stf_allocator *allocator) {
  struct stf_dict *dict = stf_mem_zeroed(allocator, 1, sizeof *dict);
  if (dict == NULL) {
    return NULL;
  }
  dict->allocator = allocator;
  dict->slots_n = 64;
  dict->arena = stf_arena_new(allocator);
  dict->slots = stf_mem_zeroed(allocator, dict->slots_n, sizeof *dict->slots);
  if (dict->arena == NULL || dict->slots == NULL) {
    stf_dict_free(dict);
    return NULL;
  }
  return dict;
}

void stf_dict_free(struct stf_dict *dict) {
  if (dict == NULL) {
    return;
  }
  stf_arena_free(dict->arena);
  stf_mem_release(dict->allocator, dict->entries);
  stf_mem_release(dict->allocator, dict->slots);
  stf_mem_release(dict->allocator, dict);
}

/* The slot that holds the text, or the free slot where it would go. */
static size_t slot_of(const struct stf_dict *dict, const char *text, size_t n, uint64_t hash) {
  size_t mask = dict->slots_n - 1;
  size_t slot = (size_t)hash & mask;
  while (dict->slots[slot] != 0) {
    const struct entry *entry = &dict->entries[dict->slots[slot] - 1];
    if (entry->hash == hash && entry->bytes_n == n && memcmp(entry->text, text, n) == 0) {
      break;
    }
    slot = (slot + 1) & mask;
  }
  return slot;
}

static enum stf_status grow_slots(struct stf_dict *dict) {
  size_t slots_n = dict->slots_n * 2;
  uint32_t *slots = stf_mem_zeroed(dict->allocator, slots_n, sizeof *slots);
  if (slots == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t id = 0; id < dict->entries_n; id++) {
    size_t slot = (size_t)dict->entries[id].hash & (slots_n - 1);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots_n - 1);
    }
    slots[slot] = (uint32_t)id + 1;
  }
  stf_mem_release(dict->allocator, dict->slots);
  dict->slots = slots;
  dict->slots_n = slots_n;
  return STF_OK;
}

uint32_t stf_dict_add(struct stf_dict *dict, const char *text, size_t n) {
  uint64_t hash = stf_dict_hash(text, n);
  size_t slot = slot_of(dict, text, n, hash);
  if (dict->slots[slot] != 0) {
    return dict->slots[slot] - 1;
  }
  if (dict->entries_n >= STF_DICT_NONE - 1 || n > UINT32_MAX) {
    return STF_DICT_NONE;
  }
  struct entry *entries = stf_mem_grown(dict->allocator, dict->entries, &dict->entries_capacity,
                                        dict->entries_n + 1, sizeof *entries);
  if (entries == NULL) {
    return STF_DICT_NONE;
  }
  dict->entries = entries;
  if (dict->entries_n * 2 >= dict->slots_n) {
    if (grow_slots(dict) != STF_OK) {
      return STF_DICT_NONE;
    }
    slot = slot_of(dict, text, n, hash);
  }
  const char *copy = stf_arena_text(dict->arena, text, n);
  if (copy == NULL) {
    return STF_DICT_NONE;
  }
  dict->entries[dict->entries_n] =
      (struct entry){.text = copy, .bytes_n = (uint32_t)n, .hash = hash};
  dict->slots[slot] = (uint32_t)++dict->entries_n;
  return (uint32_t)dict->entries_n - 1;
}

uint32_t stf_dict_find(const struct stf_dict *dict, const char *text, size_t n) {
  size_t slot = slot_of(dict, text, n, stf_dict_hash(text, n));
  return dict->slots[slot] != 0 ? dict->slots[slot] - 1 : STF_DICT_NONE;
}

const char *stf_dict_text(const struct stf_dict *dict, uint32_t id) {
  STF_ASSERT(id < dict->entries_n);
  return dict->entries[id].text;
}

uint32_t stf_dict_count(const struct stf_dict *dict) {
  return (uint32_t)dict->entries_n;
}
