/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract of desk/channels.h. */
#ifndef STF_CHANNELS_CHECK_H
#define STF_CHANNELS_CHECK_H

#include "desk/desk.h"

/* NULL if the desk keeps it; else what is broken (static text). */
const char *stf_channels_check_valid(const struct stf_desk *desk);

/* What a class that a team with several channels, in turns or not, takes at that level may not
 * have; NULL: nothing of it. */
const char *stf_channels_check_class(const struct stf_class *class, bool in_turns,
                                     enum stf_channels_level level);

#endif
