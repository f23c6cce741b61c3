/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the reader of an event log (logs/eventlog.h) takes from a row beside the event itself.
 */
#ifndef STF_EVENTLOG_ROW_H
#define STF_EVENTLOG_ROW_H

#include "logs/eventlog.h"

/* What the row shows that a log may lack. */
void stf_eventlog_row_facts(const struct stf_event *event, struct stf_eventlog_facts *facts);

/* Whether the event is of a contact, an agent or neither, as its row says it: NULL, or what is
 * wrong with it, to be put behind its name. *in_agent: the mistake stands
 * in the column of the agent, else in that of the contact. */
const char *stf_eventlog_row_subject(enum stf_event_kind kind, bool has_contact, bool has_agent,
                                     bool *in_agent);

/* Passes on what a row `campaign` says, if the sink wants it. */
STF_MUST_USE enum stf_status stf_eventlog_row_sending(const struct stf_event *event,
                                                      const struct stf_sink *sink);

#endif
