/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work that lies in a log's sessions. An agent with several contacts in hand gets on with
 * each of them more slowly: the time of a session holds that slowness already, and a desk that
 * shares her time would put it in a second time. So it is taken out by the teams'
 * speed_by_load (contact/load.h) before the desk gets it as work. */
#ifndef STF_LOGGED_WORK_H
#define STF_LOGGED_WORK_H

#include "base/arena.h"
#include "desk/desk.h"
#include "logs/eventlog.h"

/* *out, in the arena: work of each contact of the log [us], in the log's order; STF_NEVER
 * without work or while it goes on. In a desk whose agents take one contact at a time it is the
 * time of the session, as logged. Fails only without memory. */
STF_MUST_USE enum stf_status stf_logged_work_find(const struct stf_desk *desk,
                                                  const struct stf_log *log,
                                                  struct stf_arena *arena, int64_t **out);

#endif
