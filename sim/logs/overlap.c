/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/overlap.h"

#include "contact/union.h"

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

/* The highest cap in the log by agent; 0: none. agents_n: ids of agents. */
static uint32_t *caps_of(const struct stf_log *log, size_t *agents_n) {
  *agents_n = 0;
  for (size_t i = 0; i < log->presence_n; i++) {
    uint32_t agent = log->presence[i].agent;
    *agents_n = agent != STF_NOBODY && agent >= *agents_n ? (size_t)agent + 1 : *agents_n;
  }
  uint32_t *caps = stf_mem_zeroed(log->allocator, *agents_n + 1, sizeof *caps);
  for (size_t i = 0; caps != NULL && i < log->presence_n; i++) {
    const struct stf_presence *span = &log->presence[i];
    if (span->agent != STF_NOBODY && span->cap > caps[span->agent]) {
      caps[span->agent] = span->cap;
    }
  }
  return caps;
}

static uint32_t cap_of(const uint32_t *caps, size_t agents_n, uint32_t agent) {
  return agent < agents_n ? caps[agent] : 0;
}

/* Whether agents without a cap have several contacts in hand. */
static enum stf_status judge(const struct stf_log *log, const uint32_t *caps, size_t agents_n,
                             bool *several) {
  size_t most_n = 1;
  for (size_t i = 0; i < log->contacts_n; i++) {
    most_n += stf_union_held_most(&log->contacts[i]);
  }
  struct stf_work *held = stf_mem_zeroed(log->allocator, most_n, sizeof *held);
  size_t n = 0;
  if (held == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < log->contacts_n; i++) {
    size_t end_n = n + stf_union_held(&log->contacts[i], &held[n]);
    for (size_t k = n; k < end_n; k++) {
      if (cap_of(caps, agents_n, held[k].agent) == 0) {
        held[n++] = held[k];
      }
    }
  }
  double each_us = stf_union_sum_us(held, n, log->facts.last_us);
  n = stf_union_join(held, n, log->facts.last_us);
  *several = stf_union_several(each_us, stf_union_sum_us(held, n, log->facts.last_us));
  stf_mem_release(log->allocator, held);
  return STF_OK;
}

static void cut(struct place *places, size_t n, const uint32_t *caps, size_t agents_n,
                struct stf_overlap *out) {
  for (size_t i = 0; i + 1 < n; i++) {
    struct stf_work *work = places[i].work;
    const struct stf_work *next = places[i + 1].work;
    if (work->agent != next->agent || work->end_us <= next->start_us) {
      continue;
    }
    uint32_t cap = cap_of(caps, agents_n, work->agent);
    if (cap > 1 || (cap == 0 && out->several)) {
      out->kept_n++;
    } else {
      work->end_us = next->start_us;
      out->cut_n++;
    }
  }
}

enum stf_status stf_overlap_cut(struct stf_log *log, struct stf_overlap *out) {
  size_t all_n = 0;
  size_t agents_n = 0;
  *out = (struct stf_overlap){0};
  for (size_t i = 0; i < log->contacts_n; i++) {
    all_n += log->contacts[i].works_n;
  }
  struct place *places = stf_mem_zeroed(log->allocator, all_n, sizeof *places);
  uint32_t *caps = caps_of(log, &agents_n);
  enum stf_status status = STF_ERR_MEMORY;
  size_t n = 0;
  if (places != NULL && caps != NULL && gather(log, places, &n)) {
    status = judge(log, caps, agents_n, &out->several);
  }
  if (status == STF_OK) {
    qsort(places, n, sizeof *places, work_order);
    cut(places, n, caps, agents_n, out);
  }
  stf_mem_release(log->allocator, places);
  stf_mem_release(log->allocator, caps);
  return status;
}
