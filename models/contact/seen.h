/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Map from the 64-bit hash of a contact's id to 32 bits about it: 12 bytes an entry. Nothing is
 * ever taken out. Two ids with one hash would be taken for one contact; among 10 million ids
 * the chance of that is below 3 in a million.
 */
#ifndef STF_SEEN_H
#define STF_SEEN_H

#include "base/mem.h"

#include <stddef.h>
#include <stdint.h>

struct stf_seen {
  const struct stf_allocator *allocator;
  uint64_t *hashes; /* 0: free place */
  uint32_t *values;
  size_t places_n; /* a power of two, or 0 */
  size_t entries_n;
};

void stf_seen_init(struct stf_seen *seen, const struct stf_allocator *allocator);
void stf_seen_clear(struct stf_seen *seen);

/* The value of a hash, or NULL; valid until the next stf_seen_put. */
uint32_t *stf_seen_find(const struct stf_seen *seen, uint64_t hash);

/* Adds a hash that is not there yet. */
STF_MUST_USE enum stf_status stf_seen_put(struct stf_seen *seen, uint64_t hash, uint32_t value);

#endif
