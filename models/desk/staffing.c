/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/staffing.h"

#include <stdlib.h>

/* By what a change belongs to: named agents first, then teams' counts. */
static int owner_order(const struct stf_staff_change *a, const struct stf_staff_change *b) {
  bool a_pool = a->agent == STF_NOBODY;
  bool b_pool = b->agent == STF_NOBODY;
  if (a_pool != b_pool) {
    return a_pool ? 1 : -1;
  }
  if (a->team != b->team) {
    return a->team < b->team ? -1 : 1;
  }
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  return a->shift < b->shift ? -1 : a->shift > b->shift;
}

/* Puts changes of one count at one instant side by side. */
static int gathering_order(const void *left, const void *right) {
  const struct stf_staff_change *a = left;
  const struct stf_staff_change *b = right;
  if (a->at_us != b->at_us) {
    return a->at_us < b->at_us ? -1 : 1;
  }
  return owner_order(a, b);
}

static int change_order(const void *left, const void *right) {
  const struct stf_staff_change *a = left;
  const struct stf_staff_change *b = right;
  if (a->at_us != b->at_us) {
    return a->at_us < b->at_us ? -1 : 1;
  }
  bool a_comes = a->delta > 0;
  bool b_comes = b->delta > 0;
  if (a_comes != b_comes) {
    return a_comes ? -1 : 1;
  }
  int order = owner_order(a, b);
  return order != 0 ? order : a->reason - b->reason;
}

/* A change of a count that is nobody's shift. */
static bool is_plain_count(const struct stf_staff_change *change) {
  return change->agent == STF_NOBODY && change->shift == 0;
}

/* Makes changes of one count at one instant one change, and none if they cancel. */
static size_t gather(struct stf_staff_change *changes, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    struct stf_staff_change *last = kept > 0 ? &changes[kept - 1] : NULL;
    if (last != NULL && is_plain_count(&changes[i]) && is_plain_count(last) &&
        last->team == changes[i].team && last->at_us == changes[i].at_us) {
      last->delta += changes[i].delta;
    } else if (last != NULL && is_plain_count(last) && last->delta == 0) {
      *last = changes[i];
    } else {
      changes[kept++] = changes[i];
    }
  }
  bool cancels = kept > 0 && is_plain_count(&changes[kept - 1]) && changes[kept - 1].delta == 0;
  return cancels ? kept - 1 : kept;
}

size_t stf_staffing_order(struct stf_staff_change *changes, size_t n) {
  if (n == 0) {
    return 0;
  }
  qsort(changes, n, sizeof *changes, gathering_order);
  size_t kept = gather(changes, n);
  qsort(changes, kept, sizeof *changes, change_order);
  return kept;
}

uint32_t stf_staffing_peak(const struct stf_desk *desk, uint32_t team) {
  int64_t count = 0;
  int64_t peak = 0;
  for (size_t i = 0; i < desk->changes_n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    if (change->agent == STF_NOBODY && change->team == team) {
      count += change->delta;
      STF_ASSERT(count >= 0);
      peak = count > peak ? count : peak;
    }
  }
  return (uint32_t)peak;
}
