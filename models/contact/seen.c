/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/seen.h"

void stf_seen_init(struct stf_seen *seen, const struct stf_allocator *allocator) {
  *seen = (struct stf_seen){.allocator = allocator};
}

void stf_seen_clear(struct stf_seen *seen) {
  stf_mem_release(seen->allocator, seen->hashes);
  stf_mem_release(seen->allocator, seen->values);
  *seen = (struct stf_seen){.allocator = seen->allocator};
}

/* 0 marks a free place. */
static uint64_t key_of(uint64_t hash) {
  return hash != 0 ? hash : 1;
}

static size_t place_of(const struct stf_seen *seen, uint64_t key) {
  size_t mask = seen->places_n - 1;
  size_t place = (size_t)key & mask;
  while (seen->hashes[place] != 0 && seen->hashes[place] != key) {
    place = (place + 1) & mask;
  }
  return place;
}

uint32_t *stf_seen_find(const struct stf_seen *seen, uint64_t hash) {
  if (seen->places_n == 0) {
    return NULL;
  }
  size_t place = place_of(seen, key_of(hash));
  return seen->hashes[place] != 0 ? &seen->values[place] : NULL;
}

static enum stf_status grow(struct stf_seen *seen) {
  struct stf_seen grown = *seen;
  grown.places_n = seen->places_n == 0 ? 1024 : seen->places_n * 2;
  grown.hashes = stf_mem_zeroed(seen->allocator, grown.places_n, sizeof *grown.hashes);
  grown.values = stf_mem_zeroed(seen->allocator, grown.places_n, sizeof *grown.values);
  if (grown.hashes == NULL || grown.values == NULL) {
    stf_mem_release(seen->allocator, grown.hashes);
    stf_mem_release(seen->allocator, grown.values);
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < seen->places_n; i++) {
    if (seen->hashes[i] != 0) {
      size_t place = place_of(&grown, seen->hashes[i]);
      grown.hashes[place] = seen->hashes[i];
      grown.values[place] = seen->values[i];
    }
  }
  stf_mem_release(seen->allocator, seen->hashes);
  stf_mem_release(seen->allocator, seen->values);
  *seen = grown;
  return STF_OK;
}

enum stf_status stf_seen_put(struct stf_seen *seen, uint64_t hash, uint32_t value) {
  if (seen->entries_n >= seen->places_n / 8 * 7 && grow(seen) != STF_OK) {
    return STF_ERR_MEMORY;
  }
  size_t place = place_of(seen, key_of(hash));
  STF_ASSERT(seen->hashes[place] == 0);
  seen->hashes[place] = key_of(hash);
  seen->values[place] = value;
  seen->entries_n++;
  return STF_OK;
}
