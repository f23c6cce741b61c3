/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Episodes in which an agent on shift is away from the desk (desk/people.h): when the next is
 * due. Of two kinds. The planned ones are a renewal process of each agent: available for a draw
 * of `every`, then away for a draw of `lasts`, from the return on available again; breaks are
 * not available time, they put the episode off. Unlogged work comes as a Poisson process by the
 * clock's rate while she is neither away nor on a break, contacts in hand or not. Both begin
 * like a break: once her hands are empty (engine/breaks.h).
 */
#ifndef STF_AWAY_H
#define STF_AWAY_H

#include "desk/desk.h"
#include "random/stream.h"

struct stf_away {
  int64_t due_us;      /* of the next episode; INT64_MAX: none */
  int64_t lasts_us;    /* its length */
  int64_t day;         /* UTC day on which she came */
  uint32_t episode;    /* of that day */
  uint32_t unlogged_n; /* drawn on unlogged_day, a UTC day */
  int64_t unlogged_day;
  int64_t unlogged_us; /* when unlogged work is next due, INT64_MAX: never; its length */
  int64_t unlogged_lasts_us;
};

/* When she is next to go away; INT64_MAX: never. */
static inline int64_t stf_away_due_us(const struct stf_away *away) {
  return away->due_us < away->unlogged_us ? away->due_us : away->unlogged_us;
}

/* Off shift. */
void stf_away_stop(struct stf_away *away);

/* Who draws, where from. */
struct stf_away_by {
  const struct stf_people *people;
  const struct stf_stream *stream;
  uint64_t key;      /* of the agent */
  int64_t before_us; /* an episode due from here on never is: the run is over */
};

/* Draws of an agent: named where agent < desk->agents_n, else the pool's with that place in it.
 */
struct stf_away_by stf_away_by_of(const struct stf_desk *desk, const struct stf_stream *stream,
                                  uint32_t team, uint32_t agent, uint32_t place);

/* She comes on shift; the same UTC day goes on where it was. */
void stf_away_come(struct stf_away *away, const struct stf_away_by *by, int64_t now_us);

/* She is back from a planned episode: draws the next of them. */
void stf_away_next(struct stf_away *away, const struct stf_away_by *by, int64_t now_us);

/* Draws the next unlogged work: after one was due, and on coming back from anywhere. */
void stf_away_unlogged(struct stf_away *away, const struct stf_away_by *by, int64_t now_us);

#endif
