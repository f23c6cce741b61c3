/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which desks and classes the fast paths know everything of: what these functions do not find
 * plain takes the general way. */
#ifndef STF_PLAIN_H
#define STF_PLAIN_H

#include "desk/desk.h"

/* A contact's work and patience are those of the laws at its own address, so that they may be
 * drawn in blocks. */
bool stf_plain_draws(const struct stf_class *class);

/* The record of a contact that an agent took and finished, or that left, says nothing but when:
 * no bot, no messages, nothing after it. */
bool stf_plain_records(const struct stf_class *class);

/* One class and one anonymous pool with one contact at a time, first come first served. */
bool stf_plain_pool(const struct stf_desk *desk);

#endif
