/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that overlaps: logs in which an agent is at a contact while her next one has begun (a
 * line not hung up, a window left open). Where an agent works on one contact at a time, the
 * first was over then.
 */
#ifndef STF_OVERLAP_H
#define STF_OVERLAP_H

#include "logs/eventlog.h"

struct stf_overlap {
  size_t cut_n;  /* stretches that were cut */
  size_t kept_n; /* stretches that ran into the next of an agent who has several in hand */
  bool several;  /* agents without a logged cap have several contacts in hand */
};

/* Ends each stretch of work at the latest where the same agent's next one starts, of agents who
 * take one contact at a time: by the cap in the log (agent_on, `cap=`), else by the rule of
 * stf_union_several for all agents without one. Other instants (close, assignment) stay.
 * STF_ERR_MEMORY leaves the log as it was. */
STF_MUST_USE enum stf_status stf_overlap_cut(struct stf_log *log, struct stf_overlap *out);

#endif
