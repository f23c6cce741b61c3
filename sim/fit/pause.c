/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/pause.h"

#include "base/search.h"

#include <stdlib.h>
#include <string.h>

/* A stretch of time: of waiting, or of an agent's work. */
struct stretch {
  uint32_t agent;
  int64_t start_us;
  int64_t end_us;
};

static int stretch_order(const void *left, const void *right) {
  const struct stretch *a = left;
  const struct stretch *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  if (a->start_us != b->start_us) {
    return a->start_us < b->start_us ? -1 : 1;
  }
  return a->end_us < b->end_us ? -1 : a->end_us > b->end_us;
}

static struct stretch waiting_of(const struct stf_contact *contact, int64_t horizon_us) {
  int64_t end_us = stf_contact_wait_end_us(contact);
  return (struct stretch){.start_us = contact->queue_us,
                          .end_us = end_us != STF_NEVER ? end_us : horizon_us};
}

/* Merges sorted stretches that overlap or touch, in place; returns how many are left. */
static size_t merge(struct stretch *stretches, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (kept > 0 && stretches[i].start_us <= stretches[kept - 1].end_us) {
      if (stretches[i].end_us > stretches[kept - 1].end_us) {
        stretches[kept - 1].end_us = stretches[i].end_us;
      }
    } else {
      stretches[kept++] = stretches[i];
    }
  }
  return kept;
}

/* Times at which somebody waited. */
static size_t gather_waiting(const struct stf_contact *contacts, size_t n, int64_t horizon_us,
                             struct stretch *out) {
  size_t out_n = 0;
  for (size_t i = 0; i < n; i++) {
    if (contacts[i].queue_us == STF_NEVER) {
      continue;
    }
    struct stretch waiting = waiting_of(&contacts[i], horizon_us);
    if (waiting.end_us > waiting.start_us) {
      out[out_n++] = waiting;
    }
  }
  qsort(out, out_n, sizeof *out, stretch_order);
  return merge(out, out_n);
}

static size_t count_works(const struct stf_contact *contacts, size_t n) {
  size_t works_n = 0;
  for (size_t i = 0; i < n; i++) {
    works_n += contacts[i].works_n;
  }
  return works_n;
}

static size_t gather_works(const struct stf_contact *contacts, size_t n, struct stretch *out) {
  size_t out_n = 0;
  for (size_t i = 0; i < n; i++) {
    const struct stf_work *works =
        contacts[i].works_n > 1 ? contacts[i].works : &contacts[i].work;
    for (uint32_t w = 0; w < contacts[i].works_n; w++) {
      if (works[w].end_us != STF_NEVER && works[w].agent != STF_NOBODY) {
        out[out_n++] = (struct stretch){works[w].agent, works[w].start_us, works[w].end_us};
      }
    }
  }
  qsort(out, out_n, sizeof *out, stretch_order);
  return out_n;
}

/* True if somebody waited from `from_us` to `to_us` without a break. */
static bool waited_throughout(const struct stretch *waiting, size_t n, int64_t from_us,
                              int64_t to_us) {
  size_t low = stf_search_up_to(waiting, n, sizeof *waiting, offsetof(struct stretch, start_us),
                                from_us);
  return low > 0 && waiting[low - 1].end_us >= to_us;
}

static size_t gather_gaps(const struct stretch *works, size_t works_n,
                          const struct stretch *waiting, size_t waiting_n, int64_t gap_us,
                          struct stf_pause_gaps *out) {
  size_t n = 0;
  for (size_t i = 0; i + 1 < works_n;) {
    int64_t end_us = works[i].end_us;
    size_t next = i + 1;
    for (; next < works_n && works[next].agent == works[i].agent; next++) {
      int64_t idle_us = works[next].start_us - end_us;
      if (idle_us >= 0 && idle_us <= gap_us &&
          waited_throughout(waiting, waiting_n, end_us, works[next].start_us)) {
        out->at_us[n] = end_us;
        out->values_s[n++] = (double)idle_us * 1e-6;
      }
      end_us = works[next].end_us > end_us ? works[next].end_us : end_us;
    }
    i = next;
  }
  return n;
}

enum stf_status stf_pause_measure(const struct stf_contact *contacts, size_t n, int64_t gap_us,
                                  int64_t horizon_us, const struct stf_allocator *allocator,
                                  struct stf_pause_gaps *out) {
  *out = (struct stf_pause_gaps){0};
  size_t works_n = count_works(contacts, n);
  struct stretch *waiting = stf_mem_zeroed(allocator, n, sizeof *waiting);
  struct stretch *works = stf_mem_zeroed(allocator, works_n, sizeof *works);
  out->values_s = stf_mem_zeroed(allocator, works_n, sizeof *out->values_s);
  out->at_us = stf_mem_zeroed(allocator, works_n, sizeof *out->at_us);
  enum stf_status status = STF_ERR_MEMORY;
  if (waiting != NULL && works != NULL && out->values_s != NULL && out->at_us != NULL) {
    size_t waiting_n = gather_waiting(contacts, n, horizon_us, waiting);
    size_t ended_n = gather_works(contacts, n, works);
    out->n = gather_gaps(works, ended_n, waiting, waiting_n, gap_us, out);
    status = STF_OK;
  } else {
    stf_pause_clear(out, allocator);
  }
  stf_mem_release(allocator, waiting);
  stf_mem_release(allocator, works);
  return status;
}

void stf_pause_clear(struct stf_pause_gaps *gaps, const struct stf_allocator *allocator) {
  stf_mem_release(allocator, gaps->values_s);
  stf_mem_release(allocator, gaps->at_us);
  *gaps = (struct stf_pause_gaps){0};
}
