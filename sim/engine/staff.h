/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of one replication: who is on shift, idle or busy, in named rosters and in pools
 * given as counts.
 *
 * An agent who goes off shift finishes the contact in hand and leaves; one who comes back
 * before that simply goes on. In a pool given as counts a fall of the count first sends home
 * whoever is idle, then whoever finishes first; a rise first cancels such departures. Presence
 * is told to the sink as it ends: from coming (or the run's start) to going or, if later, the
 * end of the work in hand.
 */
#ifndef STF_STAFF_H
#define STF_STAFF_H

#include "desk/desk.h"
#include "kernel/release.h"

#define STF_STAFF_NONE UINT32_MAX

struct stf_staff_agent {
  uint32_t team;
  uint32_t name;      /* id in names.agents; STF_NOBODY in pools */
  uint32_t idle_next; /* neighbours in the team's list of idle agents, longest idle first */
  uint32_t idle_before;
  uint32_t idle_place; /* in the team's array of idle agents (random routing) */
  int64_t on_since_us; /* STF_NEVER: off shift */
  int64_t idle_since_us;
  int64_t work_end_us; /* of the contact in hand, or the last one; STF_NEVER: none yet */
  bool busy;           /* in work or in the pause after it: has an entry in the release queue */
};

struct stf_staff_team {
  uint32_t idle_first; /* longest idle */
  uint32_t idle_last;
  uint32_t *idle; /* random routing: idle agents in no order, else NULL */
  uint32_t idle_n;
  uint32_t excess_n; /* pool: departures owed by whoever finishes next */
  int64_t fell_us;   /* pool: when the count fell last with everybody busy */
  uint32_t *off;     /* pool: agents off shift */
  uint32_t off_n;
};

/* Receives presence as it ends. */
struct stf_staff_sink {
  void *context;
  enum stf_status (*presence)(void *context, const struct stf_presence *span);
};

struct stf_staff {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_staff_agent *agents; /* named agents, then the pools' */
  uint32_t agents_n;
  uint32_t *pool_first; /* by team: first agent of its pool; teams_n + 1 */
  struct stf_staff_team *teams;
  size_t change_next; /* next staff change */
  int32_t pool_done;  /* agents of that change already applied, in a pool */
  struct stf_staff_sink sink;
  enum stf_status status; /* of the sink; STF_OK */
};

STF_MUST_USE enum stf_status stf_staff_init(struct stf_staff *staff,
                                            const struct stf_desk *desk,
                                            const struct stf_allocator *allocator);
void stf_staff_clear(struct stf_staff *staff);

/* Everybody off shift, no change applied yet. */
void stf_staff_start(struct stf_staff *staff, const struct stf_staff_sink *sink);

static inline int64_t stf_staff_next_us(const struct stf_staff *staff) {
  return staff->change_next < staff->desk->changes_n
             ? staff->desk->changes[staff->change_next].at_us
             : INT64_MAX;
}

/* Applies the next change. Returns the agent who is now idle and may take a contact, or
 * STF_STAFF_NONE. Of a change by several agents one is applied a call: call until the next
 * change is later. */
uint32_t stf_staff_apply(struct stf_staff *staff);

/* Agent to take a contact of the class at once, or STF_STAFF_NONE. Longest idle over the teams
 * that serve it; in a team with random routing any idle agent with equal chance, by u in (0,
 * 1). The agent stays in the list until stf_staff_occupy. */
uint32_t stf_staff_find(const struct stf_staff *staff, uint32_t class_index, double u);

/* Takes an idle agent out of the list. */
void stf_staff_occupy(struct stf_staff *staff, uint32_t agent);

/* A busy agent is free at now_us. True: on shift, may take a contact (call stf_staff_idle if
 * there is none). False: went home. */
bool stf_staff_free(struct stf_staff *staff, uint32_t agent, int64_t now_us);

/* Puts a free agent on shift into the list of the idle. */
void stf_staff_idle(struct stf_staff *staff, uint32_t agent, int64_t now_us);

/* Ends the presence of everybody still on shift at end_us (or at the end of the work in hand,
 * with `finish`). */
void stf_staff_end(struct stf_staff *staff, int64_t end_us, bool finish);

#endif
