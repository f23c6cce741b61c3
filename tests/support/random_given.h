/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts of a log on a third of the random desks: past or behind a bot, with and without
 * their work, wait and leaving as logged.
 */
#ifndef STF_RANDOM_GIVEN_H
#define STF_RANDOM_GIVEN_H

#include "support/random_desk.h"

/* Adds them, by dice of their own: every other throw stays where it is. */
void stf_random_given_build(uint32_t number, struct stf_random_desk *out);

#endif
