/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logged days that stand for others: replayed contacts on other days (demand.replay_days),
 * counts of analogue days (special_days with `as`). */
#ifndef STF_RUN_MAPPED_H
#define STF_RUN_MAPPED_H

#include "cli/run_job.h"

/* The actuals are those of the logged days, from the first to the last; the period stays the
 * scenario's. STF_ERR_USAGE: options that choose another one. */
STF_MUST_USE enum stf_status stf_run_mapped_period(struct stf_run_job *job);

/* Fills the rates of the days that are like a logged one; in a replay nothing is drawn from
 * rates. */
STF_MUST_USE enum stf_status stf_run_mapped_fill(struct stf_run_job *job);

/* The map for replay/replay.h; none (days NULL) in a run without one. */
struct stf_day_map_in stf_run_mapped_days(const struct stf_run_job *job);

/* What contracts take for the forecast: the scenario's own demand, with a bootstrap the mean of
 * its days. A log's own contacts are none. */
const struct stf_run_forecast *stf_run_mapped_forecast(struct stf_run_job *job);

/* "2026-12-21 as 2025-12-22 and so on": the first day of the map, for the head of the run. */
void stf_run_mapped_put(FILE *out, const struct stf_run_job *job);

#endif
