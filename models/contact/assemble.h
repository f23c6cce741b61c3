/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assembler: events in time order in, contact records and presence spans out. Memory grows with
 * the contacts that are open at once, plus 12 bytes (in a table at most 7/8 full) for each
 * contact ever seen.
 *
 * What makes a record:
 *  - open_us: the contact's first event, of whatever kind.
 *  - queue_us: first `queue`, `handoff` or `assign`. assign_us: first `assign`.
 *  - bot_start_us: first `bot_start`; bot_end_us: last `bot_end`, else a `handoff` after it.
 *  - first_any_us: first msg_auto, msg_bot or msg_agent; first_human_us: first msg_agent;
 *    last_message_us: last msg_*.
 *  - replies: from the oldest msg_in that no msg_agent has answered yet to the msg_agent
 *    that does. A msg_in at the opening is the first; automatic and bot messages answer
 *    nothing. A msg_agent with `template=1` is a paid template. unanswered_us: the oldest
 * msg_in that none has answered.
 *  - a park with handed_back=1 (her shift was over): the next assign is no transfer. Nor is it
 *    behind one with closed=1 (it was closed), which also a `reopen` ends.
 *  - holds: each `assign` begins one and ends the one before; a `park` ends it, too, and the
 *    park ends with the next msg_in or `assign`. Only of contacts that were parked.
 *  - places: of the last `assign` whose detail says (`places=3`), else 1.
 *  - works: from `work_start` to the next `work_end` of the same agent (a row without an agent
 *    means the contact's agent); a `wrap_end` moves the end of that agent's last stretch. A
 *    second `work_start` ends the stretch before it.
 *  - abandon_us: first `abandon`; a later msg_in or `reopen` takes it back. silent, balked: its
 *    detail says `silent=1`, `balked=1`. A silent one ends nothing: assignment, work and close
 *    come as they come.
 *  - first_close_us, close_us: first and last `close`; first_resolve_us, resolve_us: first and
 *    last `resolve`.
 *  - paused_us: sum of the pauses. One begins with a `pending` (another one within it is
 *    nothing) and ends with the next `resume`, msg_in, `reopen`, `resolve`, `abandon` or
 *    `close`, also by the idle rule; one that does not end is not counted. What agents do
 *    meanwhile (messages, work, `assign`, `park`) does not end it.
 *  - reopens_n: number of `reopen`; escalations_n: number of `escalate` but for
 *    those with `do=alert`, which are alerts_n; escalate_us: the first of them; transfers_n:
 * number of `transfer`, and of each `assign` to another agent or another team than the last
 * ones that an `assign` named, unless a `transfer` stands between the two. Counts stop at
 * 65,535.
 *  - logged_sla: the last `sla=met` or `sla=missed` in the detail of any row.
 *  - class, channel, priority, customer, team: the last one named on any row (a team on a work
 * row is that stretch's; on a work_start also the contact's while it has none). agent: of the
 * last `assign`, else the first agent at work or writing.
 *  - solved: the last `solved=1` or `solved=0` in the detail of any row.
 *  - survey: sent with a `survey`, answered with one whose detail has csat (1 to 5), nps (0 to
 *    10) or `answered=1`; the scores are those of the last answer.
 *  - outcome: abandoned if abandon_us stands and it was not the bot that was left (a human was
 *    asked for, worked or wrote, or no bot was seen); contained if it ended (close, abandon)
 *    without such a human, and a bot was seen or the close says `by=bot`; closed if
 *    closed. Else open; but in a log without a single close, read without idle_close_us, a
 *    contact with a message, with all its work finished, or let go by the bot counts as closed
 *    or contained (close_us stays STF_NEVER).
 *
 * A record is passed on when its contact has ended and been silent for a while (linger_us), so
 * that wrap-up, survey and reopening still find it: a reopened contact is one record and one
 * arrival. An `open` of an ended contact passes it on at once and begins another record. With
 * idle_close_us an open contact silent for that long is closed then (close_us = last event +
 * idle_close_us), and a msg_in or `open` after that begins another record, that is another
 * arrival. Any other event of a contact passed on is counted in late_n and left out.
 * Records leave in no particular order; the first record of a contact has the hash of its id as
 * address, later ones the hash mixed with their opening.
 *
 * Presence spans: contact/duty.h; open ones end at the horizon.
 */
#ifndef STF_ASSEMBLE_H
#define STF_ASSEMBLE_H

#include "contact/event.h"
#include "contact/sending.h"

/* Where records go. A status other than STF_OK stops the work and is returned. Any function may
 * be NULL: then nobody wants those. Sendings are not assembled: whoever reads a log passes them
 * on (logs/eventlog.h). */
struct stf_sink {
  void *context;
  enum stf_status (*contact)(void *context, const struct stf_contact *contact);
  enum stf_status (*presence)(void *context, const struct stf_presence *span);
  enum stf_status (*sending)(void *context, const struct stf_sending *sending);
};

#define STF_ASSEMBLE_LINGER_US (INT64_C(7) * 86400 * 1000000)

struct stf_assemble_options {
  int64_t idle_close_us; /* 0: none */
  int64_t linger_us;     /* 0: idle_close_us, or without it STF_ASSEMBLE_LINGER_US */
};

struct stf_assemble_facts {
  int64_t contacts_n;     /* records begun */
  int64_t idle_closed_n;  /* of them closed by the idle rule */
  int64_t late_n;         /* events of contacts already passed on: left out */
  int64_t unmatched_n;    /* ends without a start, second starts, agents on twice */
  int64_t open_at_once_n; /* most records held at one time */
};

struct stf_assemble;

/* The sink's functions are called from the functions below; *sink is copied. */
STF_MUST_USE enum stf_status stf_assemble_new(const struct stf_assemble_options *options,
                                              const struct stf_sink *sink,
                                              const struct stf_allocator *allocator,
                                              struct stf_assemble **out);
void stf_assemble_free(struct stf_assemble *assemble);

/* Takes the next event. Its time is not before that of the last one (asserted). */
STF_MUST_USE enum stf_status stf_assemble_event(struct stf_assemble *assemble,
                                                const struct stf_event *event);

/* Passes on everything that is left; horizon_us is where open presence ends, usually the last
 * instant of the log. Nothing may be added afterwards. */
STF_MUST_USE enum stf_status stf_assemble_finish(struct stf_assemble *assemble,
                                                 int64_t horizon_us);

struct stf_assemble_facts stf_assemble_facts(const struct stf_assemble *assemble);

#endif
