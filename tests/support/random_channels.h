/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Channels of the teams of a random desk. */
#ifndef STF_RANDOM_CHANNELS_H
#define STF_RANDOM_CHANNELS_H

#include "support/random_desk.h"

/* On every fourth desk, none of them in turns, teams answer several channels; what does not go
 * together with that is taken out of its classes and teams. Moves no other throw of the desk.
 */
void stf_random_channels_build(uint32_t number, struct stf_random_desk *out);

#endif
