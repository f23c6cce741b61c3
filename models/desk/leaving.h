/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How customers of a class leave, beside the law of their patience: until when patience counts,
 * who goes without telling anybody, and who does not even begin to wait. Plain data of the
 * desk.
 */
#ifndef STF_LEAVING_H
#define STF_LEAVING_H

#include "random/law.h"

#include <stdbool.h>
#include <stdint.h>

/* From a length of the queue on, a share turns away. */
struct stf_leaving_step {
  uint32_t queue; /* contacts of the class that wait, those who left silently included; >= 0 */
  double share;   /* 0..1: leaves at once; holds up to the next step */
};

struct stf_leaving {
  /* Patience ends with the first human message (in turns: with the first turn of the agent),
   * not with the assignment: who gets none until then leaves out of the agent's hands. */
  bool until_reply;
  /* Of those whose patience ends, this share tells nobody (silent abandonment; Castellanos,
   * Yom-Tov, Goldberg & Park 2025): still listed, taken in turn, worked on for `ghost`. */
  double silent_share; /* 0..1 */
  /* Agent's work on a customer who is gone; STF_LAW_NEVER only with a share of 0, and of a
   * class with turns, of which the first turn is worked and the place held until close_after.
   */
  struct stf_law ghost;
  /* Of those who would have to wait, who turns away at once, by the length of the queue
   * (balking; Naor 1969). A step at queue 0 is the mass at 0 of patience (Mandelbaum & Zeltyn
   * 2007). */
  const struct stf_leaving_step *steps; /* queue ascending */
  uint32_t steps_n;
};

#endif
