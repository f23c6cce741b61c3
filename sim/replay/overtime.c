/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/overtime.h"

#include <stdlib.h>

enum {
  CLOSE_US = 1000000
};

static int by_agent_and_start(const void *left, const void *right) {
  const struct stf_work *a = left;
  const struct stf_work *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  return (a->start_us > b->start_us) - (a->start_us < b->start_us);
}

/* First work of the agent that starts at or after the instant. */
static size_t first_from(const struct stf_work *works, size_t n, uint32_t agent,
                         int64_t at_us) {
  const struct stf_work wanted = {.agent = agent, .start_us = at_us};
  size_t low = 0;
  size_t high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (by_agent_and_start(&works[middle], &wanted) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* The shift ended between her last taking and the first of her ends after it, at which she
 * would have taken another; halfway is as good a guess as any. */
static bool trim(const struct stf_work *works, size_t n, struct stf_presence *span) {
  size_t first = first_from(works, n, span->agent, span->start_us);
  size_t end = first;
  bool ends_with_work = false;
  for (; end < n && works[end].agent == span->agent && works[end].start_us < span->end_us;
       end++) {
    int64_t over_us = works[end].end_us - span->end_us;
    ends_with_work = ends_with_work || (works[end].end_us != STF_NEVER && over_us <= CLOSE_US &&
                                        over_us >= -CLOSE_US);
  }
  if (!ends_with_work) {
    return false;
  }
  int64_t last_us = works[end - 1].start_us;
  int64_t next_end_us = span->end_us;
  for (size_t i = first; i < end; i++) {
    if (works[i].end_us > last_us && works[i].end_us < next_end_us) {
      next_end_us = works[i].end_us;
    }
  }
  span->end_us = last_us + (next_end_us - last_us) / 2;
  return true;
}

enum stf_status stf_overtime_trim(const struct stf_log *log, struct stf_presence_spans *spans,
                                  size_t *n) {
  struct stf_work *works = NULL;
  size_t works_n = 0;
  *n = 0;
  enum stf_status status = stf_eventlog_works(log, &works, &works_n);
  if (status != STF_OK) {
    return status;
  }
  qsort(works, works_n, sizeof *works, by_agent_and_start);
  for (size_t i = 0; i < spans->items_n; i++) {
    *n += spans->items[i].agent != STF_NOBODY && spans->items[i].kind == STF_PRESENCE_ON &&
          trim(works, works_n, &spans->items[i]);
  }
  stf_mem_release(log->allocator, works);
  return STF_OK;
}
