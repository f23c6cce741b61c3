/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stays of a desk's own demand where a log's contacts come. */
#ifndef STF_REPLAY_DEMAND_H
#define STF_REPLAY_DEMAND_H

#include "replay/replay.h"

/* True if the log's contacts of the class came past a bot that the log does not show, which
 * contained a known share (demand.observed), and the desk's bot decides anew. */
bool stf_replay_demand_behind(const struct stf_replay_in *in, uint32_t class_index);

/* Puts it into out->demand: factors and moved calls are in the log; campaigns come on top of
 * other days only. Fails only without memory. */
STF_MUST_USE enum stf_status stf_replay_demand_keep(const struct stf_replay_in *in,
                                                    struct stf_arena *arena,
                                                    struct stf_desk *out);

#endif
