/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication of a run as an event log (--events). */
#ifndef STF_RUN_EVENTS_H
#define STF_RUN_EVENTS_H

#include "cli/run_job.h"

/* Simulates replication --events-of again, the same to the bit, and writes its events to
 * --events. */
STF_MUST_USE enum stf_status stf_run_events_write(struct stf_run_job *job);

#endif
