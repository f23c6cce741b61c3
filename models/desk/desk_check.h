/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of a compiled desk: the contracts that the engine relies on, and the balance of the
 * work that comes with the people who are there. */
#ifndef STF_DESK_CHECK_H
#define STF_DESK_CHECK_H

#include "base/mem.h"
#include "desk/desk.h"

/* NULL if the desk keeps the contracts of desk/desk.h; else what is broken (static text). */
const char *stf_desk_check_valid(const struct stf_desk *desk);

/* Load in the intervals of the period at the mean volume. Work of given contacts counts too;
 * the warm-up, the factors of season, week and day and customers who leave the queue do not.
 * Whom a bot keeps brings no work; whom it hands over does in the interval of the opening. */
struct stf_desk_check_load {
  double *offered_s; /* owned, by interval: work that comes [agent-seconds]: mean service,
                        the bot's part to read, and the shortest mean pause of the teams that
                        serve the class */
  double *staffed_s; /* owned, by interval: agents' presence by the plan, times the highest
                        total rate at which they work [agent-seconds] */
  size_t intervals_n;
  double offered_total_s;
  double staffed_total_s;
  size_t empty_n;         /* intervals in which somebody comes and nobody is there, without
                             those in which the patience_hours of all classes are closed */
  int64_t empty_first_us; /* start of the first of them */
};

/* Fails only without memory. The caller owns *out (stf_desk_check_clear). */
STF_MUST_USE enum stf_status stf_desk_check_balance(const struct stf_desk *desk,
                                                    const struct stf_allocator *allocator,
                                                    struct stf_desk_check_load *out);
void stf_desk_check_clear(struct stf_desk_check_load *load,
                          const struct stf_allocator *allocator);

#endif
