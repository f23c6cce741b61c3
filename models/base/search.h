/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places in ascending int64 values (instants, civil days) by halving. */
#ifndef STF_BASE_SEARCH_H
#define STF_BASE_SEARCH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Number of leading values below the limit, so also the place of the first that is not. `items`
 * are n structures of `size` bytes, ascending by the int64_t that stands `offset` bytes in each
 * (a plain array: size sizeof(int64_t), offset 0). NULL is read as none where n is 0. */
static inline size_t stf_search_below(const void *items, size_t n, size_t size, size_t offset,
                                      int64_t limit) {
  size_t low = 0;
  size_t high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int64_t value;
    memcpy(&value, (const char *)items + middle * size + offset, sizeof value);
    if (value < limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* The same for values at most equal to the limit. */
static inline size_t stf_search_up_to(const void *items, size_t n, size_t size, size_t offset,
                                      int64_t limit) {
  return limit == INT64_MAX ? n : stf_search_below(items, n, size, offset, limit + 1);
}

#endif
