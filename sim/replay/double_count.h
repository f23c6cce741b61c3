/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replays that would count something twice, because the log holds it already. */
#ifndef STF_DOUBLE_COUNT_H
#define STF_DOUBLE_COUNT_H

#include "replay/replay.h"

/* False with an error for a log that begins after the bot (no bot_start and bot_end in it) and
 * a desk whose bot would contain its contacts once more, unless STF_REPLAY_BOT says that the
 * log's bot has decided or demand.observed what it contained; and for a log that shows the bot
 * of a class beside demand.observed of that class. Where presence is the log's, absence, late
 * log-ins and episodes away of the desk's teams are left out by the replay, since whoever was
 * absent is missing already: a note says so. A desk whose customers come back and a log that
 * holds them already: an error unless in->repeats says which of them count. */
bool stf_double_count_check(const struct stf_replay_in *in, struct stf_diags *diags);

/* Takes out of the team what the log's presence holds already: absence, late log-ins, episodes
 * away. Fails without memory. */
STF_MUST_USE enum stf_status stf_double_count_presence(struct stf_arena *arena,
                                                       struct stf_team *team);

#endif
