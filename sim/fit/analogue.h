/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of a scenario on which come as many as did on a day of its log (special_days with `as`):
 * the log's counts by class and interval become the day's rates.
 */
#ifndef STF_ANALOGUE_H
#define STF_ANALOGUE_H

#include "logs/eventlog.h"
#include "scenario/scenario.h"

/* Fills the rates of scenario->analogues. An arrival is a contact that asked for a human (or
 * opened, where the log has no queue), counted on its date and time of day in the scenario's
 * zone, in steps of analogue_step_s. log_path: for messages. STF_ERR_INPUT: the log has no
 * contact at all on such a date, told at the day's line of the scenario; STF_ERR_MEMORY. */
STF_MUST_USE enum stf_status stf_analogue_fill(struct stf_scenario *scenario,
                                               const struct stf_log *log, const char *log_path,
                                               const struct stf_allocator *allocator,
                                               struct stf_diags *diags);

#endif
