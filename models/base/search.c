/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/search.h"

#include <string.h>

size_t stf_search_below(const void *items, size_t n, size_t size, size_t offset,
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

size_t stf_search_up_to(const void *items, size_t n, size_t size, size_t offset,
                        int64_t limit) {
  return limit == INT64_MAX ? n : stf_search_below(items, n, size, offset, limit + 1);
}
