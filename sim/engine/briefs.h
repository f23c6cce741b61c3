/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts of one replication that go to the sink in brief (contact/brief.h), in blocks: those
 * of the classes of which stf_plain_records says yes, where the sink takes briefs. */
#ifndef STF_BRIEFS_H
#define STF_BRIEFS_H

#include "contact/brief.h"
#include "engine/arrivals.h"
#include "engine/engine.h"

enum {
  STF_BRIEFS_N = 256 /* of a block */
};

struct stf_briefs {
  const struct stf_allocator *allocator;
  const struct stf_engine_sink *sink;
  bool *is_plain;             /* by class */
  struct stf_contact *models; /* by class and team, of each class one more: without a team */
  size_t kinds_n;
  uint32_t teams_n;
  struct stf_brief *items; /* not yet passed on */
  size_t n;
  bool is_taken; /* the sink of this replication takes briefs */
  enum stf_status status;
};

STF_MUST_USE enum stf_status stf_briefs_init(struct stf_briefs *briefs,
                                             const struct stf_desk *desk,
                                             const struct stf_allocator *allocator);
void stf_briefs_clear(struct stf_briefs *briefs);

/* Empty, for a new replication. */
void stf_briefs_start(struct stf_briefs *briefs, const struct stf_engine_sink *sink);

/* True if the contact goes in brief once it has been finished or has left. */
static inline bool stf_briefs_takes(const struct stf_briefs *briefs,
                                    const struct stf_arrival *arrival) {
  bool of_class =
      arrival->kind == STF_STREAM_CONTACT || arrival->kind == STF_STREAM_CONTACT_EXTRA;
  return briefs->is_taken && of_class && briefs->is_plain[arrival->class_index] &&
         arrival->open_us == arrival->queue_us && !arrival->handed_over &&
         arrival->customer == STF_NOBODY;
}

/* Passes on what is there. */
void stf_briefs_flush(struct stf_briefs *briefs);

/* Kind of contacts of the class that the team took; STF_NOBODY: that left. */
static inline uint32_t stf_briefs_kind(const struct stf_briefs *briefs, uint32_t class_index,
                                       uint32_t team) {
  return class_index * (briefs->teams_n + 1) + (team != STF_NOBODY ? team : briefs->teams_n);
}

static inline void stf_briefs_add(struct stf_briefs *briefs, struct stf_brief brief) {
  if (briefs->n == STF_BRIEFS_N) {
    stf_briefs_flush(briefs);
  }
  briefs->items[briefs->n++] = brief;
}

#endif
