/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/repeats.h"

#include "base/quantity.h"

#include <stdlib.h>

#define WEEK_US (7 * STF_US_PER_DAY)

/* A contact of the log, in an order of its own. */
struct visit {
  const struct stf_contact *contact;
};

static int by_customer(const void *left, const void *right) {
  const struct stf_contact *a = ((const struct visit *)left)->contact;
  const struct stf_contact *b = ((const struct visit *)right)->contact;
  if (a->customer != b->customer) {
    return a->customer < b->customer ? -1 : 1;
  }
  if (a->class_id != b->class_id) {
    return a->class_id < b->class_id ? -1 : 1;
  }
  if (a->open_us != b->open_us) {
    return a->open_us < b->open_us ? -1 : 1;
  }
  return (a->id > b->id) - (a->id < b->id);
}

enum stf_status stf_repeats_find(const struct stf_log *log, struct stf_arena *arena,
                                 const bool **out) {
  size_t n = log->contacts_n;
  bool *repeats = stf_arena_alloc(arena, n + 1, sizeof *repeats);
  struct visit *order = stf_arena_alloc(arena, n + 1, sizeof *order);
  if (repeats == NULL || order == NULL) {
    return STF_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    order[i].contact = &log->contacts[i];
  }
  qsort(order, n, sizeof *order, by_customer);
  int64_t until_us = INT64_MIN; /* latest end of those before of the customer and class */
  for (size_t i = 0; i < n; i++) {
    const struct stf_contact *contact = order[i].contact;
    const struct stf_contact *before = i > 0 ? order[i - 1].contact : NULL;
    bool follows = before != NULL && before->customer == contact->customer &&
                   before->class_id == contact->class_id;
    until_us = follows ? until_us : INT64_MIN;
    repeats[contact - log->contacts] =
        contact->customer != STF_NOBODY && until_us >= contact->open_us - WEEK_US;
    int64_t end_us = stf_contact_end_us(contact);
    end_us = end_us != STF_NEVER ? end_us : INT64_MAX;
    until_us = end_us > until_us ? end_us : until_us;
  }
  *out = repeats;
  return STF_OK;
}

enum stf_status stf_repeats_drop(struct stf_class *classes, uint32_t classes_n,
                                 struct stf_arena *arena) {
  for (uint32_t c = 0; c < classes_n; c++) {
    if (!stf_desk_class_returns(&classes[c])) {
      continue;
    }
    struct stf_after *after = stf_arena_alloc(arena, 1, sizeof *after);
    if (after == NULL) {
      return STF_ERR_MEMORY;
    }
    *after = *classes[c].after;
    for (size_t i = 0; i < STF_AFTER_OUTCOMES; i++) {
      after->repeat[i].share = 0;
    }
    classes[c].after = after;
  }
  return STF_OK;
}
