/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that overlaps: logs in which an agent is at a contact while her next one has begun (a
 * line not hung up, a window left open). Where an agent works on one contact at a time, the
 * first was over then.
 */
#ifndef STF_OVERLAP_H
#define STF_OVERLAP_H

#include "logs/eventlog.h"

/* Ends each stretch of work at the latest where the same agent's next one starts; *cut_n counts
 * those that were cut. Other instants (close, assignment) stay. STF_ERR_MEMORY leaves the log
 * as it was. */
STF_MUST_USE enum stf_status stf_overlap_cut(struct stf_log *log, size_t *cut_n);

#endif
