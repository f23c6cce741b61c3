/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a random desk. */
#ifndef STF_RANDOM_STAFF_H
#define STF_RANDOM_STAFF_H

#include "support/dice.h"
#include "support/random_desk.h"

/* Named agents with two shifts each, and pools, for the teams that the desk has. */
void stf_random_staff_build(struct stf_dice *dice, struct stf_random_desk *out);

#endif
