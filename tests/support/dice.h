/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random choices of a numbered desk: the same number, the same desk. */
#ifndef STF_DICE_H
#define STF_DICE_H

#include "base/arena.h"
#include "base/dict.h"
#include "random/law.h"

#include <stdint.h>

struct stf_dice {
  uint32_t number;
  uint32_t next;
};

/* In (0, 1). */
double stf_dice_roll(struct stf_dice *dice);

/* Whole number from low to high. */
int stf_dice_pick(struct stf_dice *dice, int low, int high);

/* Id of "PREFIX NUMBER" in the dictionary, added if it is not there. */
uint32_t stf_dice_name(struct stf_dict *dict, const char *prefix, int number);

/* Any kind of law with that mean (lognormal and gamma of any spread, empirical of 20 values of
 * which the mean is about that). */
struct stf_law stf_dice_law(struct stf_dice *dice, double mean_s, struct stf_arena *arena);

#endif
