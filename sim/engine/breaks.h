/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breaks of one agent: those that the plan has begun, those still owed, the one she is on.
 *
 * A break begins at its planned instant, or when the contacts in hand are done if that is
 * later. Begun late it ends as much later than planned (STF_LATE_BREAK_KEEPS_LENGTH) or as
 * planned (KEEPS_END; it falls away if its end comes first). With KEEPS_LENGTH a break whose
 * whole planned time went by is owed; one that comes due during another follows it. Owed ones
 * of a kind are taken in one go: unlogged work and episodes away first, then paid ones.
 */
#ifndef STF_BREAKS_H
#define STF_BREAKS_H

#include "desk/desk.h"

enum stf_breaks_kind {
  STF_BREAKS_UNPAID,
  STF_BREAKS_PAID,
  STF_BREAKS_AWAY, /* an episode away from the desk (engine/away.h): never planned, only owed */
  STF_BREAKS_UNLOGGED, /* alike, of unlogged work */
  STF_BREAKS_KINDS_N
};

struct stf_breaks {
  int64_t owed_us[STF_BREAKS_KINDS_N]; /* length of those whose planned time is over */
  int64_t open_us;  /* planned start of the one whose planned end is still to come; STF_NEVER:
                       none */
  int64_t since_us; /* she is on a break since; STF_NEVER: she is not */
  int64_t until_us; /* of the one she is on; INT64_MAX: not known before its planned end */
  bool open_paid;
  enum stf_breaks_kind kind; /* of the one she is on */
};

void stf_breaks_start(struct stf_breaks *breaks);

/* True if she ought to go on a break: no new contacts. */
static inline bool stf_breaks_due(const struct stf_breaks *breaks) {
  return breaks->open_us != STF_NEVER || breaks->owed_us[STF_BREAKS_UNPAID] > 0 ||
         breaks->owed_us[STF_BREAKS_PAID] > 0 || breaks->owed_us[STF_BREAKS_AWAY] > 0 ||
         breaks->owed_us[STF_BREAKS_UNLOGGED] > 0;
}

static inline bool stf_breaks_on(const struct stf_breaks *breaks) {
  return breaks->since_us != STF_NEVER;
}

/* The plan's start and end of a break. */
void stf_breaks_open(struct stf_breaks *breaks, int64_t at_us, bool paid);
void stf_breaks_close(struct stf_breaks *breaks, int64_t at_us, enum stf_late_break late);

/* She goes: a break must be due and she on none. */
void stf_breaks_begin(struct stf_breaks *breaks, int64_t now_us);

/* She is back. */
void stf_breaks_end(struct stf_breaks *breaks);

#endif
