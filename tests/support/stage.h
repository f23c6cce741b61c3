/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication by hand: constant laws, contacts given to the microsecond, so that every
 * record is known beforehand. Times are seconds since STF_STAGE_START_US. Failures fail the
 * test.
 */
#ifndef STF_STAGE_H
#define STF_STAGE_H

#include "engine/engine.h"

#define STF_STAGE_SECOND_US INT64_C(1000000)
#define STF_STAGE_START_US  (INT64_C(1000) * STF_STAGE_SECOND_US)

enum {
  STF_STAGE_CLASSES = 2,
  STF_STAGE_TEAMS = 2,
  STF_STAGE_AGENTS = 4,
  STF_STAGE_MANY = 4096
};

/* A desk of two classes and two teams, each team serving the class of its number; the second of
 * both are only for those tests that use them. */
struct stf_stage {
  struct stf_desk desk;
  struct stf_class classes[STF_STAGE_CLASSES];
  struct stf_team teams[STF_STAGE_TEAMS];
  bool serves[STF_STAGE_TEAMS][STF_STAGE_CLASSES];
  struct stf_agent agents[STF_STAGE_AGENTS];
  struct stf_staff_change changes[64];
  struct stf_shift shifts[16];
  struct stf_given given[32];
  struct stf_contact contacts[STF_STAGE_MANY];
  size_t contacts_n;
  struct stf_work works[STF_STAGE_MANY]; /* what the contacts point to */
  struct stf_reply replies[STF_STAGE_MANY];
  struct stf_hold holds[STF_STAGE_MANY];
  size_t works_n;
  size_t replies_n;
  size_t holds_n;
  struct stf_presence spans[STF_STAGE_MANY];
  size_t spans_n;
  struct stf_work busy[STF_STAGE_MANY];
  size_t busy_n;
  struct stf_engine_account account;
};

/* The caller frees it. An hour long, until empty. */
struct stf_stage *stf_stage_new(double service_s);

/* agent: STF_NOBODY changes the count of the team. */
void stf_stage_staff(struct stf_stage *stage, int64_t at_s, uint32_t team, uint32_t agent,
                     int32_t delta);

/* A shift of a named agent, on civil day 0. Returns its number, from 1. */
uint32_t stf_stage_shift(struct stf_stage *stage, uint32_t team, uint32_t agent, int64_t from_s,
                         int64_t to_s);

/* From then on the shift takes no contact. */
void stf_stage_drain(struct stf_stage *stage, uint32_t shift, int64_t at_s);

/* A break in a shift. */
void stf_stage_break(struct stf_stage *stage, uint32_t shift, int64_t from_s, int64_t to_s,
                     bool paid);

/* Contacts must be given in order of time. */
struct stf_given *stf_stage_give(struct stf_stage *stage, int64_t at_s, uint32_t class_index);

/* Runs it; a valid desk is asserted. */
void stf_stage_play(struct stf_stage *stage, uint32_t replication);

/* The one record of the contact given in that place. */
const struct stf_contact *stf_stage_contact_of(const struct stf_stage *stage, uint32_t id);

void stf_stage_assert_taken(const struct stf_stage *stage, uint32_t id, int64_t at_s,
                            uint32_t agent);

#endif
