/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a desk to which a log's contacts were given has anybody to answer them. */
#ifndef STF_STAFFED_H
#define STF_STAFFED_H

#include "replay/replay.h"

/* An error unless an agent is on for some time of the desk's period (desk->changes, sorted by
 * their instants). It says what would put somebody there, which depends on where the agents of
 * the run come from. */
void stf_staffed_check(const struct stf_replay_in *in, const struct stf_desk *desk,
                       struct stf_diags *diags);

#endif
