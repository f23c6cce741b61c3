/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many could be at work at most, whatever the roster: everybody in every step that some
 * shift of theirs covers, as if they could work all those shifts at once. No legal roster has
 * more people in any step, so that what does not do with these people does with no roster.
 */
#ifndef STF_CEILING_H
#define STF_CEILING_H

#include "roster/team_roster.h"

struct stf_ceiling {
  const struct stf_team_roster *roster;
  int32_t *own;  /* by team, then step of the horizon: of those who are there; owned */
  bool *by_hire; /* by way of hiring, then step: whether somebody hired that way can; owned */
};

/* Of the problem's people and all ways of hiring. The roster must outlive *out; the caller
 * clears it, also after failure. */
STF_MUST_USE enum stf_status stf_ceiling_make(const struct stf_team_roster *roster,
                                              struct stf_ceiling *out);
void stf_ceiling_clear(struct stf_ceiling *ceiling);

/* Of a team in a step of the horizon, with so much spent on hiring at most (millionths of the
 * currency; INT64_MAX: no limit). */
int32_t stf_ceiling_at(const struct stf_ceiling *ceiling, uint32_t team, size_t step,
                       int64_t hires_most);

#endif
