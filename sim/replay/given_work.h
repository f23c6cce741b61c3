/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work of a log's contacts that a desk gets: the sum of their stretches; of a team whose
 * agents have several contacts in hand the work that lies in them (contact/load.h), with the
 * desk's speeds. */
#ifndef STF_GIVEN_WORK_H
#define STF_GIVEN_WORK_H

#include "replay/replay.h"

/* By contact of the log, in the arena; STF_NEVER: none, or not over. Fails only without memory.
 */
STF_MUST_USE enum stf_status stf_given_work_find(const struct stf_replay_in *in,
                                                 struct stf_arena *arena, int64_t **out_us);

#endif
