/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/presence.h"

#include "contact/union.h"

#include <stdlib.h>

void stf_presence_clear(struct stf_presence_spans *spans,
                        const struct stf_allocator *allocator) {
  stf_mem_release(allocator, spans->items);
  *spans = (struct stf_presence_spans){0};
}

enum stf_status stf_presence_infer(struct stf_work *works, size_t n, int64_t gap_us,
                                   int64_t horizon_us, const struct stf_allocator *allocator,
                                   struct stf_presence_spans *out) {
  *out = (struct stf_presence_spans){0};
  size_t capacity = 0;
  if (n > 0) {
    qsort(works, n, sizeof *works, stf_union_order);
  }
  for (size_t i = 0; i < n && works[i].agent != STF_NOBODY; i++) {
    int64_t end_us = works[i].end_us != STF_NEVER ? works[i].end_us : horizon_us;
    struct stf_presence *last = out->items_n > 0 ? &out->items[out->items_n - 1] : NULL;
    if (last != NULL && last->agent == works[i].agent &&
        works[i].start_us - last->end_us <= gap_us) {
      last->end_us = end_us > last->end_us ? end_us : last->end_us;
      continue;
    }
    struct stf_presence *items =
        stf_mem_grown(allocator, out->items, &capacity, out->items_n + 1, sizeof *items);
    if (items == NULL) {
      stf_presence_clear(out, allocator);
      return STF_ERR_MEMORY;
    }
    out->items = items;
    items[out->items_n++] = (struct stf_presence){.start_us = works[i].start_us,
                                                  .end_us = end_us,
                                                  .agent = works[i].agent,
                                                  .team = works[i].team};
  }
  return STF_OK;
}
