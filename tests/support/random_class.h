/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The classes of a random desk. */
#ifndef STF_RANDOM_CLASS_H
#define STF_RANDOM_CLASS_H

#include "support/dice.h"
#include "support/random_desk.h"

/* Classes on the desk's rate grid, as many as the desk has. */
void stf_random_class_build(struct stf_dice *dice, struct stf_random_desk *out);

#endif
