/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/overlap.h"

#include <stdlib.h>
#include <string.h>

/* Where a stretch stands in the log. */
struct place {
  struct stf_work *work;
};

static int work_order(const void *left, const void *right) {
  const struct stf_work *a = ((const struct place *)left)->work;
  const struct stf_work *b = ((const struct place *)right)->work;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  if (a->start_us != b->start_us) {
    return a->start_us < b->start_us ? -1 : 1;
  }
  if (a->end_us != b->end_us) {
    return a->end_us < b->end_us ? -1 : 1;
  }
  return a < b ? -1 : a > b; /* places in one log's arrays: a total order */
}

/* The contact's stretches in memory of its own: those of a log are shared and const. */
static struct stf_work *own_works(struct stf_log *log, struct stf_contact *contact) {
  if (contact->works_n <= 1) {
    return &contact->work;
  }
  struct stf_work *own = stf_arena_alloc(log->arena, contact->works_n, sizeof *own);
  if (own != NULL) {
    memcpy(own, contact->works, contact->works_n * sizeof *own);
    contact->works = own;
  }
  return own;
}

/* All stretches of named agents that have ended; false without memory. */
static bool gather(struct stf_log *log, struct place *out, size_t *n) {
  *n = 0;
  for (size_t i = 0; i < log->contacts_n; i++) {
    struct stf_contact *contact = &log->contacts[i];
    struct stf_work *works = contact->works_n > 0 ? own_works(log, contact) : NULL;
    if (contact->works_n > 0 && works == NULL) {
      return false;
    }
    for (uint32_t w = 0; w < contact->works_n; w++) {
      if (works[w].agent != STF_NOBODY && works[w].end_us != STF_NEVER) {
        out[(*n)++].work = &works[w];
      }
    }
  }
  return true;
}

enum stf_status stf_overlap_cut(struct stf_log *log, size_t *cut_n) {
  size_t all_n = 0;
  *cut_n = 0;
  for (size_t i = 0; i < log->contacts_n; i++) {
    all_n += log->contacts[i].works_n;
  }
  struct place *places = stf_mem_zeroed(log->allocator, all_n, sizeof *places);
  size_t n = 0;
  if (places == NULL || !gather(log, places, &n)) {
    stf_mem_release(log->allocator, places);
    return STF_ERR_MEMORY;
  }
  qsort(places, n, sizeof *places, work_order);
  for (size_t i = 0; i + 1 < n; i++) {
    struct stf_work *work = places[i].work;
    const struct stf_work *next = places[i + 1].work;
    if (work->agent == next->agent && work->end_us > next->start_us) {
      work->end_us = next->start_us;
      (*cut_n)++;
    }
  }
  stf_mem_release(log->allocator, places);
  return STF_OK;
}
