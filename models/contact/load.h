/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Load: how many contacts an agent had work on at once, over time, out of contact records; and
 * the work that lies in a session under limited processor sharing (engine/hand.h): with j
 * contacts in hand each of them gets on at speeds[j - 1] / j.
 */
#ifndef STF_CONTACT_LOAD_H
#define STF_CONTACT_LOAD_H

#include "base/mem.h"
#include "contact/contact.h"

#include <stddef.h>

/* One stretch of work. */
struct stf_load_turn {
  int64_t start_us;
  int64_t end_us; /* after start_us */
  uint32_t agent;
  uint32_t contact; /* index among the records */
  bool finishes;    /* the contact's work is over at end_us */
};

struct stf_load_turns {
  struct stf_load_turn *items; /* owned; by agent, then start */
  size_t n;
};

/* The stretches of named agents, of one team (STF_NOBODY: of all). One that has not ended lasts
 * until horizon_us and finishes nothing; empty ones are left out. Fails only without memory.
 * The caller releases items. */
STF_MUST_USE enum stf_status stf_load_gather(const struct stf_contact *contacts, size_t n,
                                             uint32_t team, int64_t horizon_us,
                                             const struct stf_allocator *allocator,
                                             struct stf_load_turns *out);

/* A time in which an agent had the same contacts in hand. */
struct stf_load_step {
  int64_t from_us;
  int64_t to_us;
  const uint32_t *hand; /* indices of the turns; those that end at to_us are over then */
  uint32_t hand_n;      /* at least 1, at most STF_CONTACT_CAP_MAX */
};

/* Calls step for every such time, by agent and time. Contacts beyond STF_CONTACT_CAP_MAX at
 * once are left out. */
void stf_load_walk(const struct stf_load_turns *turns,
                   void (*step)(void *context, const struct stf_load_step *step),
                   void *context);

/* Total rate with j >= 1 in hand; beyond the cap that of the cap. */
static inline double stf_load_speed(const double *speeds, uint32_t cap, uint32_t j) {
  return speeds[(j < cap ? j : cap) - 1];
}

/* Adds the work of each contact [us] to work_us, by index of the record. */
void stf_load_work(const struct stf_load_turns *turns, const double *speeds, uint32_t cap,
                   double *work_us);

#endif
