/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/union.h"

#include <stdlib.h>

#define MORE_THAN_ONE 1.01

int stf_union_order(const void *left, const void *right) {
  const struct stf_work *a = left;
  const struct stf_work *b = right;
  if (a->agent != b->agent) {
    return a->agent < b->agent ? -1 : 1;
  }
  if (a->start_us != b->start_us) {
    return a->start_us < b->start_us ? -1 : 1;
  }
  if (a->end_us != b->end_us) {
    return a->end_us < b->end_us ? -1 : 1;
  }
  return a->team < b->team ? -1 : a->team > b->team;
}

size_t stf_union_join(struct stf_work *stretches, size_t n, int64_t horizon_us) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    struct stf_work stretch = stretches[i];
    stretch.end_us = stretch.end_us != STF_NEVER ? stretch.end_us : horizon_us;
    if (stretch.agent != STF_NOBODY && stretch.start_us != STF_NEVER &&
        stretch.end_us > stretch.start_us) {
      stretches[kept++] = stretch;
    }
  }
  if (kept == 0) {
    return 0;
  }
  qsort(stretches, kept, sizeof *stretches, stf_union_order);
  size_t last = 0;
  for (size_t i = 1; i < kept; i++) {
    struct stf_work *into = &stretches[last];
    if (stretches[i].agent == into->agent && stretches[i].start_us <= into->end_us) {
      into->end_us = stretches[i].end_us > into->end_us ? stretches[i].end_us : into->end_us;
    } else {
      stretches[++last] = stretches[i];
    }
  }
  return last + 1;
}

size_t stf_union_held(const struct stf_contact *contact, struct stf_work *out) {
  bool left = stf_contact_left(contact) && !contact->silent; /* who told nobody is still held */
  if (contact->assign_us == STF_NEVER || left) {
    return 0;
  }
  for (uint32_t i = 0; i < contact->holds_n; i++) {
    const struct stf_hold *hold = &contact->holds[i];
    out[i] = (struct stf_work){hold->start_us, stf_contact_hold_end_us(contact, hold),
                               hold->agent, hold->team};
  }
  if (contact->holds_n > 0) {
    return contact->holds_n;
  }
  *out = (struct stf_work){contact->assign_us, stf_contact_released_us(contact), contact->agent,
                           contact->team};
  return 1;
}

bool stf_union_several(double each_us, double joined_us) {
  return each_us > MORE_THAN_ONE * joined_us;
}

double stf_union_sum_us(const struct stf_work *stretches, size_t n, int64_t horizon_us) {
  double sum_us = 0;
  for (size_t i = 0; i < n; i++) {
    int64_t end_us = stretches[i].end_us != STF_NEVER ? stretches[i].end_us : horizon_us;
    bool counts = stretches[i].agent != STF_NOBODY && end_us > stretches[i].start_us;
    sum_us += counts ? (double)(end_us - stretches[i].start_us) : 0;
  }
  return sum_us;
}
