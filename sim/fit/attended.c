/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/attended.h"

#include "contact/union.h"

#define HARDLY 0.1

enum {
  EXPECTED_LEAST = 20
};

/* Times in which anybody was there, ascending and disjoint. */
static size_t gather(const struct stf_log *log, struct stf_work *out) {
  size_t n = 0;
  for (size_t i = 0; i < log->presence_n; i++) {
    const struct stf_presence *span = &log->presence[i];
    if (span->kind == STF_PRESENCE_ON) {
      out[n++] = (struct stf_work){span->start_us, span->end_us, 0, STF_NOBODY};
    }
  }
  return stf_union_join(out, n, log->facts.last_us);
}

/* Part of [from_us, to_us) in which somebody was there. */
static int64_t attended_us(const struct stf_work *times, size_t n, int64_t from_us,
                           int64_t to_us) {
  int64_t sum_us = 0;
  for (size_t i = 0; i < n && times[i].start_us < to_us; i++) {
    int64_t start_us = times[i].start_us > from_us ? times[i].start_us : from_us;
    int64_t end_us = times[i].end_us < to_us ? times[i].end_us : to_us;
    sum_us += end_us > start_us ? end_us - start_us : 0;
  }
  return sum_us;
}

static void count(const struct stf_log *log, const struct stf_work *times, size_t n,
                  struct stf_attended *out) {
  double all_us = 0;
  double alone_us = 0;
  for (size_t i = 0; i < log->contacts_n; i++) {
    const struct stf_contact *contact = &log->contacts[i];
    int64_t end_us = stf_contact_wait_end_us(contact);
    end_us = end_us != STF_NEVER ? end_us : log->facts.last_us;
    if (!stf_contact_offered(contact) || end_us <= contact->queue_us) {
      continue;
    }
    int64_t wait_us = end_us - contact->queue_us;
    all_us += (double)wait_us;
    alone_us += (double)(wait_us - attended_us(times, n, contact->queue_us, end_us));
    if (stf_contact_left(contact)) {
      out->left_n++;
      out->left_alone_n += attended_us(times, n, end_us - 1, end_us) == 0;
    }
  }
  out->alone_share = all_us > 0 ? alone_us / all_us : 0;
}

enum stf_status stf_attended_measure(const struct stf_log *log, struct stf_attended *out) {
  *out = (struct stf_attended){0};
  if (!log->facts.has_presence) {
    return STF_OK;
  }
  struct stf_work *times = stf_mem_zeroed(log->allocator, log->presence_n + 1, sizeof *times);
  if (times == NULL) {
    return STF_ERR_MEMORY;
  }
  count(log, times, gather(log, times), out);
  stf_mem_release(log->allocator, times);
  double expected = out->alone_share * (double)out->left_n;
  out->patience_by_hours =
      expected >= EXPECTED_LEAST && (double)out->left_alone_n < HARDLY * expected;
  return STF_OK;
}
