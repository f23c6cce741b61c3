/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Load of a desk where mean work and presence (desk/desk_balance.h) do not say enough: behind a
 * bot that ends the easy contacts, and in teams that work in turns, whose places fill up.
 */
#ifndef STF_DESK_LOAD_H
#define STF_DESK_LOAD_H

#include "desk/desk_balance.h"

/* Mean work of whom the bot hands over, as a multiple of the mean over all whom it meets:
 * E(X | d > c) / E X under the copula of desk/difficulty.h, X the service or the number of
 * turns; by midpoints of both uniforms. 1 without difficulty, 1 - ln(1 - c) for exponential
 * service at a rank correlation of 1. */
double stf_desk_load_harder(const struct stf_class *class, const struct stf_bot *bot);

/* Where conversations need more than the teams have that may take them. */
struct stf_desk_load_need {
  size_t over_n;   /* such intervals, of those where somebody is there */
  size_t open_n;   /* intervals where somebody is there */
  int64_t most_us; /* start of the one where the need is greatest beside what there is;
                      STF_NEVER: none */
  struct stf_desk_flow_cut cut; /* in it: classes that need more, on average over the interval,
                                   than all the teams have that may take any of them */
};

struct stf_desk_load_turns {
  uint32_t first_team;              /* in turns, of those that share classes with the team */
  struct stf_desk_load_need places; /* taken by conversations that wait for nobody, against
                                       agents x cap; silent ones that park take none
                                       (stf_turns_held_s), as of the interval of the opening */
  struct stf_desk_load_need agents; /* at work on turns and other contacts, against agents */
};

/* Of a team in turns and all that share classes with it: where no way to deal their contacts
 * out (desk/desk_flow.h) is enough, they queue for sure. Fails only without memory. */
STF_MUST_USE enum stf_status stf_desk_load_turns(const struct stf_desk *desk, uint32_t team,
                                                 const struct stf_allocator *allocator,
                                                 struct stf_desk_load_turns *out);

#endif
