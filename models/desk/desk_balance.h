/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work that comes to a desk beside the people who are there. */
#ifndef STF_DESK_BALANCE_H
#define STF_DESK_BALANCE_H

#include "desk/desk_flow.h"

/* What one contact of a class brings: who did not meet the bot, whom it handed over, whom its
 * out-of-hours part did. */
struct stf_desk_balance_each {
  double direct;
  double handed;
  double handed_closed;
};

size_t stf_desk_balance_intervals_n(const struct stf_desk *desk);

/* Of each interval of the period what those bring who open in it at the mean volume and ask for
 * a human, each[class] each. */
void stf_desk_balance_offer(const struct stf_desk *desk,
                            const struct stf_desk_balance_each *each, double *by_interval,
                            size_t intervals_n);

/* The same of each class by itself, [class * intervals_n + interval]. alone: room for the
 * classes. */
void stf_desk_balance_offer_each(const struct stf_desk *desk,
                                 const struct stf_desk_balance_each *each,
                                 struct stf_desk_balance_each *alone, double *by_interval,
                                 size_t intervals_n);

/* Adds to each interval the presence [s] of the team's agents by the plan, times `each`. */
void stf_desk_balance_staff(const struct stf_desk *desk, uint32_t team, double each,
                            double *by_interval);

/* Load in the intervals of the period at the mean volume. Work of given contacts counts too;
 * the warm-up, the factors of season, week and day and customers who leave the queue do not.
 * Whom a bot keeps brings no work; whom it hands over does in the interval of the opening, and
 * more of it by the bot's `difficulty`. */
struct stf_desk_balance {
  double *offered_s; /* owned, by interval: time that what comes takes of agents, at the least
                        (desk/desk_work.h) [s] */
  double *staffed_s; /* owned, by interval: agents' presence by the plan [s] */
  size_t intervals_n;
  double offered_total_s;
  double staffed_total_s;
  struct stf_desk_flow_cut cut; /* of the whole period [s]: classes that need more than all the
                                   teams have that may take any of them */
  size_t empty_n;         /* intervals in which somebody comes and nobody is there, without
                             those in which the patience_hours of all classes are closed */
  int64_t empty_first_us; /* start of the first of them */
};

/* Fails only without memory. The caller owns *out (stf_desk_balance_clear). */
STF_MUST_USE enum stf_status stf_desk_balance_make(const struct stf_desk *desk,
                                                   const struct stf_allocator *allocator,
                                                   struct stf_desk_balance *out);
void stf_desk_balance_clear(struct stf_desk_balance *load,
                            const struct stf_allocator *allocator);

#endif
