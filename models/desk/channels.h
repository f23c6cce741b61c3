/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents who answer several channels: what a contact of each class takes of an agent of the
 * team, and what it does to the others in her hand. Plain data, one pointer of struct stf_team
 * (NULL: every contact takes one place and all share her work).
 *
 * A class has a level. She works on the contacts of the highest level in hand alone; those of
 * lower levels stand still, keep their places, and go on where they were (preemptive resume).
 *
 * - background: taken only by an agent with nothing in hand; takes no place.
 * - ordinary: taken while the weights of the ordinary and interrupting contacts in hand leave
 *   room for its own in the team's cap.
 * - interrupting: taken while those of the interrupting contacts do.
 *
 * With P the sum of weights at work, a contact of weight w gets on at r(P) / r(w), where r(j) =
 * speeds[j - 1] / j (stf_team.speeds): at speed 1 alone, and of weight 1 like any contact of a
 * team without channels. Both are processor sharing, limited within a level.
 *
 * The team does not work in turns, has no pause, and no contacts that leave out of an agent's
 * hands, leave silently or are transferred out of them; nor places kept for a class.
 */
#ifndef STF_CHANNELS_H
#define STF_CHANNELS_H

#include <stdint.h>

enum stf_channels_level {
  STF_CHANNELS_BACKGROUND,
  STF_CHANNELS_ORDINARY,
  STF_CHANNELS_INTERRUPTING,
  STF_CHANNELS_LEVELS_N
};

struct stf_channels_rule {
  uint32_t weight; /* from 1 to the team's cap; of the background 1 */
  enum stf_channels_level level;
};

struct stf_channels {
  const struct stf_channels_rule *rules; /* by class, classes_n */
};

#endif
