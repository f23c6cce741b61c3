/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The zone in which a log is read on the command line. */
#ifndef STF_LOG_ZONE_H
#define STF_LOG_ZONE_H

#include "logs/eventlog.h"
#include "time/zone.h"

/* Opens a zone that the user names. STF_ERR_USAGE for an unknown name, with the nearest one.
 * The caller owns *out. */
STF_MUST_USE enum stf_status stf_log_zone_named(const char *name, struct stf_zone **out,
                                                struct stf_error *error);

/* Opens `name` (--timezone), or without it the zone that the log's own provenance names, or
 * UTC. STF_ERR_USAGE for an unknown name. The caller owns *out. */
STF_MUST_USE enum stf_status stf_log_zone_open(const char *name,
                                               const struct stf_eventlog_facts *facts,
                                               struct stf_zone **out, struct stf_error *error);

#endif
