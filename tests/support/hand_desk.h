/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small desk (support/small_desk.h) whose contacts are given to the microsecond and whose
 * laws are constant: every record is known beforehand. Times are seconds since its start.
 */
#ifndef STF_HAND_DESK_H
#define STF_HAND_DESK_H

#include "support/small_desk.h"

enum {
  STF_HAND_DESK_GIVEN = 8
};

/* Midnight, 2026-03-02, UTC: where small desks start. */
#define STF_HAND_DESK_START_US INT64_C(1772409600000000)

struct stf_hand_desk {
  struct stf_small_desk small;
  struct stf_given given[STF_HAND_DESK_GIVEN];
  struct stf_calendar *day; /* open from 9 to 17 o'clock UTC */
  struct stf_small_desk_contacts out;
};

/* Two classes, 100 s of work, nobody leaves, no pause; free it with stf_hand_desk_free. */
struct stf_hand_desk *stf_hand_desk_new(uint32_t agents_n);
void stf_hand_desk_free(struct stf_hand_desk *hand);

/* Adds a contact of the first class. asked_s: a human is asked for then; STF_NEVER: it meets
 * the bot. */
struct stf_given *stf_hand_desk_give(struct stf_hand_desk *hand, int64_t open_s,
                                     int64_t asked_s);

/* Runs it: the records, by address, that is in the order in which the contacts were given. */
const struct stf_contact *stf_hand_desk_play(struct stf_hand_desk *hand);

/* Runs one replication of any desk; the caller frees out->items. */
void stf_hand_desk_run(const struct stf_desk *desk, struct stf_small_desk_contacts *out);

void stf_hand_desk_assert_at(int64_t at_us, double s);

#endif
