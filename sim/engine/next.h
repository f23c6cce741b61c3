/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of those who wait a team's agent takes next (desk/dispatch.h): the queues' heads are
 * compared, so that a look costs as much as there are queues. A desk without any such rule
 * looks as engine/waiting.h does.
 *
 * A team that helps out with a class is called when somebody may wait for it from now on: after
 * the wait of its rule, or when one more has come than its rule bears.
 */
#ifndef STF_NEXT_H
#define STF_NEXT_H

#include "engine/due.h"
#include "engine/staff.h"
#include "engine/waiting.h"

/* All borrowed from the engine. */
struct stf_next {
  const struct stf_desk *desk;
  const struct stf_staff *staff;
  struct stf_waiting_room *waiting;
  struct stf_due *due;
  bool has_rules; /* a class or team has rules, or escalations move contacts */
};

/* True if a class or team of the desk has rules, a class escalations or a team several
 * channels. */
bool stf_next_needed(const struct stf_desk *desk);

/* Queue whose head an agent of the team takes next; waiting->queues_n: nobody waits whom she
 * may take. more_n: free places of the team that do not stand in its lists yet, hers
 * included. */
uint32_t stf_next_queue(const struct stf_next *next, uint32_t team, uint32_t more_n,
                        int64_t now_us);

/* True if the team helps out with the class. */
bool stf_next_helps(const struct stf_desk *desk, uint32_t team, uint32_t class_index);

/* Somebody has come to wait in the slot at now_us: sets the timers (STF_DUE_OVERFLOW) at which
 * teams that help out are to be called. */
void stf_next_watch(const struct stf_next *next, int32_t slot, int64_t now_us);

#endif
