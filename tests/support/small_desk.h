/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small desk of two civil days, built by hand: classes that differ by their key only in when
 * and how much they come, one team that serves them all. For tests that change one thing and
 * look at what else has changed.
 */
#ifndef STF_SMALL_DESK_H
#define STF_SMALL_DESK_H

#include "desk/desk.h"
#include "engine/engine.h"

enum {
  STF_SMALL_DESK_STEPS = 16, /* of three hours */
  STF_SMALL_DESK_CLASSES = 4,
  STF_SMALL_DESK_AGENTS = 8
};

struct stf_small_desk_plan {
  const uint32_t *keys; /* of the classes, in their order */
  uint32_t classes_n;
  uint32_t agents_n; /* named, there all the time */
  int pool_n;        /* and so many without names */
  double volume;
  double day_shape;
  bool talks;  /* a bot in front of every class, and first messages behind it */
  bool shifts; /* the named agents have one on each day; some are absent, all are late */
};

/* Points into itself: not to be copied. */
struct stf_small_desk {
  struct stf_desk desk;
  struct stf_class classes[STF_SMALL_DESK_CLASSES];
  double rates_per_s[STF_SMALL_DESK_CLASSES][STF_SMALL_DESK_STEPS];
  int64_t edges_us[STF_SMALL_DESK_STEPS + 1];
  int64_t days[STF_SMALL_DESK_STEPS];
  struct stf_team team;
  bool serves[STF_SMALL_DESK_CLASSES];
  struct stf_agent agents[STF_SMALL_DESK_AGENTS];
  struct stf_shift shifts[2 * STF_SMALL_DESK_AGENTS];
  struct stf_staff_change changes[4 * STF_SMALL_DESK_AGENTS + 1];
};

void stf_small_desk_build(const struct stf_small_desk_plan *plan, struct stf_small_desk *out);

/* Records of one replication, by class, address and instant of arrival. */
struct stf_small_desk_contacts {
  struct stf_contact *items; /* owned: free */
  size_t n;
  size_t capacity;
};

/* Runs one replication. Asserts on failure. */
void stf_small_desk_run(struct stf_engine *engine, uint64_t seed, uint32_t replication,
                        struct stf_small_desk_contacts *out);

/* Builds the plan's desk and runs replication 0 of it. */
void stf_small_desk_try(const struct stf_small_desk_plan *plan, uint64_t seed,
                        struct stf_small_desk_contacts *out);

/* The record of the same customer: same address, same arrival; NULL if there is none. */
const struct stf_contact *stf_small_desk_find(const struct stf_small_desk_contacts *contacts,
                                              const struct stf_contact *like);

#endif
