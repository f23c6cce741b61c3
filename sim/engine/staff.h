/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of one replication: who is on shift, who has a free place, in named rosters and in
 * pools given as counts.
 *
 * Most agents have one contact in hand at a time and no breaks. Those of a team with a cap
 * above 1 or with breaks have a seat: what is in hand (engine/hand.h) and the breaks
 * (engine/breaks.h). With cap 1 and no breaks both give the same run, to the microsecond.
 *
 * An agent who goes off shift finishes the contacts in hand and leaves; one who comes back
 * before that simply goes on. One whose shift drains stays to its end but takes no more, nor
 * back, in its last stretch (a seat knows it). A break waits for the contacts in hand alike; in
 * turns it waits for the end of the turn at work only, and those in hand wait for her return.
 * In a pool given as counts a fall of the count first sends home whoever is idle, then whoever
 * finishes first (of agents with seats: whoever has fewest in hand, of those whose next contact
 * is done first; she takes no more); a rise first cancels such departures. Presence is told to
 * the sink as it ends: from coming (or the run's start) to going or, if later, the end of the
 * work in hand.
 *
 * Who has a free place stands in a list of her team, behind everybody who has stood there
 * longer: since her number of places in use last changed, or since she came. Teams that route
 * by load have one list for each number of places in use. In a team with several channels
 * everybody open to contacts stands there, since her hand last changed (engine/channel.h says
 * who has room for what).
 */
#ifndef STF_STAFF_H
#define STF_STAFF_H

#include "engine/away.h"
#include "engine/breaks.h"
#include "engine/hand.h"

#define STF_STAFF_NONE UINT32_MAX
#define STF_STAFF_GONE (UINT32_MAX - 1)

/* The conversations in turns of one agent (engine/talks.h). Ids are of the pool of
 * engine/live.h, or STF_STAFF_NONE. */
struct stf_staff_desk {
  uint32_t held_first;  /* those that have a place */
  uint32_t ready_first; /* those that need her, in the order in which she answers */
  uint32_t ready_last;
  uint32_t current; /* the one that she works on */
  uint32_t before;  /* the one of her last turn; STF_STAFF_GONE: it is over */
  uint32_t held_n;  /* have a place */
  uint32_t level_n[STF_CHANNELS_LEVELS_N]; /* of them, by level */
  enum stf_channels_level level;           /* of the current one, or the last */
  uint32_t used;                           /* places that they take */
  double left_us;                          /* work left on the current one at at_us */
  int64_t at_us;
  int64_t held_since_us; /* since when any has a place */
};

struct stf_staff_seat {
  struct stf_hand hand; /* in turns: only its pauses and cap */
  struct stf_staff_desk talks;
  struct stf_breaks breaks;
  struct stf_away away;
  bool in_turns;
  bool leaves; /* was to go, has contacts in hand still */
  bool drains; /* takes no more in this shift */
};

struct stf_staff_agent {
  uint32_t team;
  uint32_t name;      /* id in names.agents; STF_NOBODY in pools */
  uint32_t idle_next; /* neighbours in a list of the team, longest there first */
  uint32_t idle_before;
  uint32_t idle_place; /* in the team's array of free agents (random routing) */
  uint32_t idle_list;  /* of the team's lists, STF_STAFF_NONE: in none */
  int64_t on_since_us; /* STF_NEVER: off shift or on a break */
  int64_t idle_since_us;
  int64_t work_end_us;         /* no seat: of the contact in hand, or the last one; STF_NEVER:
                                  none yet */
  struct stf_staff_seat *seat; /* NULL: one contact at a time, no breaks */
  bool busy; /* no seat: in work or in the pause after it: has an entry in the release queue */
};

/* Contacts that an agent of the team has in hand at once. */
static inline uint32_t stf_staff_cap(const struct stf_desk *desk, uint32_t team) {
  return desk->teams[team].cap > 1 ? desk->teams[team].cap : 1;
}

/* Places in use. */
static inline uint32_t stf_staff_used(const struct stf_staff_seat *seat) {
  return stf_hand_used(&seat->hand) + seat->talks.used;
}

/* Contacts in hand. */
static inline uint32_t stf_staff_in_hand(const struct stf_staff_seat *seat) {
  return seat->hand.contacts_n + seat->talks.held_n;
}

/* She takes no contact however many places are free. */
static inline bool stf_staff_is_closed(const struct stf_staff_seat *seat) {
  return seat->leaves || seat->drains || stf_breaks_due(&seat->breaks);
}

struct stf_staff_list {
  uint32_t first; /* longest there */
  uint32_t last;
  uint32_t n;
};

struct stf_staff_team {
  struct stf_staff_list *lists; /* by places in use, or a single one */
  uint32_t lists_n;
  uint32_t *idle; /* random routing: agents in the lists, in no order, else NULL */
  uint32_t idle_n;
  uint32_t excess_n; /* pool: departures owed by whoever finishes next */
  int64_t fell_us;   /* pool: when the count fell last with everybody busy */
  uint32_t *off;     /* pool: agents off shift */
  uint32_t off_n;
  bool seated; /* its agents have seats */
  bool draws;  /* stf_staff_pick goes by chance */
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
  struct stf_staff_seat *seats; /* of all agents who have one, with their places */
  struct stf_hand_contact *contacts;
  int64_t *pauses_us;
  struct stf_stretches stretches;         /* of work, of those with several channels */
  const struct stf_staff_change *changes; /* of this replication */
  size_t changes_n;
  size_t change_next; /* next staff change */
  int32_t pool_done;  /* agents of that change already applied, in a pool */
  uint32_t touched;   /* with a seat, whom the last change concerned; or STF_STAFF_NONE */
  struct stf_staff_sink sink;
  const struct stf_stream *stream; /* borrowed; where somebody goes away in her shift */
  enum stf_status status;          /* of the sink; STF_OK */
};

/* Changes of staffing of one replication, in the order of desk/staffing.h. */
struct stf_staff_plan {
  const struct stf_staff_change *changes; /* borrowed for the replication */
  size_t changes_n;
};

STF_MUST_USE enum stf_status stf_staff_init(struct stf_staff *staff,
                                            const struct stf_desk *desk,
                                            const struct stf_allocator *allocator);
void stf_staff_clear(struct stf_staff *staff);

/* Everybody off shift, no change of the plan applied yet. */
void stf_staff_start(struct stf_staff *staff, const struct stf_staff_plan *plan,
                     const struct stf_staff_sink *sink);

static inline int64_t stf_staff_next_us(const struct stf_staff *staff) {
  return staff->change_next < staff->changes_n ? staff->changes[staff->change_next].at_us
                                               : INT64_MAX;
}

/* Applies the next change. Returns the agent without a seat who is now idle and may take a
 * contact, or STF_STAFF_NONE; an agent with a seat is in `touched`: her next event may be
 * another now, and her team may have free places. Of a change by several agents one is applied
 * a call: call until the next change is later. */
uint32_t stf_staff_apply(struct stf_staff *staff);

/* Agent to take a contact of the class at once, or STF_STAFF_NONE. Every team that serves it
 * and has a free place names one, by its routing (one of random routing: who is free longest);
 * of those whoever has fewest places in use, of those whoever is free longest. In a team with
 * random routing any free agent then with equal chance, by u in (0, 1). The agent stays in the
 * list until stf_staff_occupy. */
uint32_t stf_staff_find(const struct stf_staff *staff, uint32_t class_index, double u);

/* Agent of the team to take a contact of the class at once, by its routing, or STF_STAFF_NONE.
 */
uint32_t stf_staff_pick(const struct stf_staff *staff, uint32_t team, uint32_t class_index,
                        double u);

/* Agents without a seat. Takes an idle one out of the list. */
void stf_staff_occupy(struct stf_staff *staff, uint32_t agent);

/* A busy agent is free at now_us. True: on shift, may take a contact (call stf_staff_idle if
 * there is none). False: went home. */
bool stf_staff_free(struct stf_staff *staff, uint32_t agent, int64_t now_us);

/* Puts a free agent on shift into the list of the idle. */
void stf_staff_idle(struct stf_staff *staff, uint32_t agent, int64_t now_us);

/* Agents with a seat: what she has in hand or in pause has changed at now_us. She leaves or
 * goes on a break if that is due and her hands are empty, and stands in the list that fits. */
void stf_staff_settle(struct stf_staff *staff, uint32_t agent, int64_t now_us);

/* Her next episode away from the desk is due now. */
void stf_staff_away(struct stf_staff *staff, uint32_t agent, int64_t now_us);

/* True if the agent, who has a seat, takes a contact that needs one place now. */
bool stf_staff_takes(const struct stf_staff *staff, uint32_t agent);

/* The break that she is on ends now. */
void stf_staff_return(struct stf_staff *staff, uint32_t agent, int64_t now_us);

/* Ends the presence of everybody still on shift at end_us (or at the end of the work in hand,
 * with `finish`). */
void stf_staff_end(struct stf_staff *staff, int64_t end_us, bool finish);

#endif
