/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a log can show, from what is in it: the window through which a run passes before its
 * figures stand beside the log's (contact/evidence.h). */
#ifndef STF_LOG_EVIDENCE_H
#define STF_LOG_EVIDENCE_H

#include "contact/evidence.h"
#include "logs/eventlog.h"

enum {
  STF_LOG_EVIDENCE_TEXT = 320
};

/* Evidence of a log: a kind of event that occurs can be seen. Messages are those of agents,
 * automatic ones those of msg_auto and msg_bot; the bot is in it with bot_start or bot_end.
 *
 * open_contacts is false for an export of ended contacts only: none is open at its last
 * instant, although at the same hour of the (up to seven) days before on average at least
 * three were (e^-3: 5 % by chance). A log of less than a day shows them. */
struct stf_evidence stf_log_evidence_of(const struct stf_log *log);

/* "all but messages, bot, to the second", "only messages, closing, to the minute". */
void stf_log_evidence_describe(const struct stf_evidence *evidence,
                               char out[STF_LOG_EVIDENCE_TEXT]);

#endif
