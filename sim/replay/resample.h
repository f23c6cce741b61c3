/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole logged days that stand for the days of a run (demand.bootstrap): which logged days
 * there are, and which of them each day may be.
 */
#ifndef STF_RESAMPLE_H
#define STF_RESAMPLE_H

#include "replay/replay.h"

/* Lists the whole days of the log as the scenario's replay_days; nothing without a bootstrap.
 * STF_ERR_INPUT (told): the log has none between its first and its last. */
STF_MUST_USE enum stf_status stf_resample_list(struct stf_scenario *scenario,
                                               const struct stf_log *log, const char *log_path,
                                               struct stf_diags *diags);

/* The scenario's part of a replay on other days. */
struct stf_day_map_in stf_resample_map(const struct stf_scenario *scenario,
                                       const struct stf_log *log, const char *log_path);

/* With a bootstrap: out's given contacts, in their order, become the logged days that each day
 * of the run is drawn from. Else nothing. STF_ERR_INPUT (told): a day of the run of whose kind
 * the log has none; a kind that has a wider one (time/day_kind.h) takes that, which is told as
 * a warning. */
STF_MUST_USE enum stf_status stf_resample_give(const struct stf_replay_in *in,
                                               struct stf_arena *arena, struct stf_desk *out,
                                               struct stf_diags *diags);

#endif
