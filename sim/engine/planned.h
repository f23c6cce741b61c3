/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts whose instants are all known when a replication begins, in order of time. */
#ifndef STF_PLANNED_H
#define STF_PLANNED_H

#include "base/mem.h"

#include <stddef.h>
#include <stdint.h>

enum stf_planned_kind {
  STF_PLANNED_CLONE,    /* item: of desk.given; number: of the clone */
  STF_PLANNED_CAMPAIGN, /* item: of demand.campaigns; number: of the message */
  STF_PLANNED_DAY,  /* item: of the bootstrap's contacts; number: day and layer (resampled.c) */
  STF_PLANNED_GIVEN /* item: of desk.given, behind a bot; number 0 */
};

struct stf_planned_item {
  int64_t at_us;
  uint32_t item;
  uint32_t number;
  enum stf_planned_kind kind;
  uint32_t missed; /* k: the k-th of those who ended in a bot beside it (engine/behind.h); 0: it
                      is itself */
  int64_t asked_us; /* behind a bot: when the log's contact asked for a human */
};

struct stf_planned {
  const struct stf_allocator *allocator;
  struct stf_planned_item *items; /* owned; ascending from stf_planned_begin on */
  size_t n;
  size_t capacity;
  size_t next; /* to come */
};

STF_MUST_USE enum stf_status stf_planned_add(struct stf_planned *planned,
                                             struct stf_planned_item item);

/* Puts them in order: by time, then kind, item and number. */
void stf_planned_begin(struct stf_planned *planned);

/* Empty again; memory is kept. */
void stf_planned_reset(struct stf_planned *planned);
void stf_planned_clear(struct stf_planned *planned);

/* Instant of the next; INT64_MAX: there is none. */
static inline int64_t stf_planned_next_us(const struct stf_planned *planned) {
  return planned->next < planned->n ? planned->items[planned->next].at_us : INT64_MAX;
}

#endif
