/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical event log: CSV as in docs/log-formats.md, plain or gzip, read into contact
 * records and presence spans, and written.
 *
 * Reading goes on after a mistake, so that one run shows them all (base/diag.h keeps 20); a log
 * with any mistake gives STF_ERR_INPUT at the end. A mistake is: a column missing, unknown or
 * twice; a row with too many or too few fields; a time that is none or lies before the row
 * above (also across files, which are read in the order given); an unknown event; a contact
 * event without a contact, an agent event with one or without an agent, a campaign with one.
 */
#ifndef STF_EVENTLOG_H
#define STF_EVENTLOG_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "contact/assemble.h"
#include "contact/names.h"
#include "contact/presence.h"
#include "time/zone.h"

#include <stdio.h>

/* What to read and how. */
struct stf_eventlog_in {
  const char *const *paths;   /* "-" is standard input */
  size_t paths_n;             /* >= 1 */
  int64_t idle_close_us;      /* contact/assemble.h; 0: none */
  struct stf_dict *contacts;  /* gathers the ids of contacts, in the order of first sight; then
                                 stf_contact.id is the id there. NULL: ids are not kept and
                                 stf_contact.id numbers the records */
  struct stf_dict *customers; /* gathers the ids of customers; stf_contact.customer is the id
                                there. NULL: the ids are the same, but their texts are lost */
  const struct stf_allocator *allocator;
};

/* What the log is and what it can show. */
struct stf_eventlog_facts {
  uint64_t content_hash; /* stf_source_hash of the file; of several the hashes are folded
 in their order */
  int64_t rows_n;        /* rows of events */
  int64_t events_n[STF_EVENT_KINDS_N];
  int64_t first_us; /* first instant but for rows `campaign`, and last; STF_NEVER in a log
                       without such */
  int64_t last_us;
  int64_t resolution_us; /* greatest of 1 min, 1 s, 1 us of which all instants of contacts are
                            multiples */
  bool has_queue;        /* queue or handoff */
  bool has_assign;
  bool has_work; /* work_start and work_end */
  bool has_close;
  bool has_messages; /* any msg_* */
  bool has_presence; /* agent_on or agent_back */
  bool has_customer; /* any row names one */
  bool has_silent;   /* any row says who left silently or was turned away: silent=1, balked=1 */
  bool has_sla;      /* any row has the platform's verdict: sla=met or sla=missed */
  bool has_solved;   /* solved=1 or solved=0 in a detail */
  char timezone[64]; /* IANA name from the provenance line "# timezone: NAME"; "": none */
  struct stf_assemble_facts contacts;
};

/* Reads the log through the assembler into the sink; the horizon is the log's last instant.
 * Names are added to *names. Status: STF_ERR_INPUT (see diags), STF_ERR_IO (see error: a file
 * cannot be opened or read), STF_ERR_MEMORY, or what the sink returned. After a mistake in the
 * input records may have been passed on; they are not to be used. */
STF_MUST_USE enum stf_status
stf_eventlog_read(const struct stf_eventlog_in *in, struct stf_names *names,
                  const struct stf_sink *sink, struct stf_eventlog_facts *facts,
                  struct stf_diags *diags, struct stf_error *error);

/* A whole log in memory. */
struct stf_log {
  struct stf_contact *contacts; /* by opening, then id; works and replies are in the arena */
  size_t contacts_n;
  struct stf_presence *presence; /* as logged (agent events), by start; none: see
                                    contact/presence.h */
  size_t presence_n;
  struct stf_sending *sendings; /* rows `campaign`, by time; names are in the arena */
  size_t sendings_n;
  struct stf_dict *contact_ids;  /* texts of stf_contact.id */
  struct stf_dict *customer_ids; /* texts of stf_contact.customer */
  struct stf_eventlog_facts facts;
  struct stf_arena *arena;
  const struct stf_allocator *allocator;
};

/* Reads everything into *log (in->contacts and in->customers must be NULL: the log has its own
 * dictionaries). On failure *log is empty. */
STF_MUST_USE enum stf_status stf_eventlog_load(const struct stf_eventlog_in *in,
                                               struct stf_names *names, struct stf_log *log,
                                               struct stf_diags *diags,
                                               struct stf_error *error);
void stf_eventlog_clear(struct stf_log *log);

/* All stretches of work in the log, for stf_presence_infer; the caller releases *works with the
 * log's allocator. */
STF_MUST_USE enum stf_status stf_eventlog_works(const struct stf_log *log,
                                                struct stf_work **works, size_t *works_n);

/* What a written log refers to. */
struct stf_eventlog_out {
  FILE *file;
  const struct stf_zone *zone; /* times are written in it, with offset, to the microsecond */
  const struct stf_names *names;
  const struct stf_dict *contacts;  /* texts of event.contact_id; NULL: the number is written */
  const struct stf_dict *customers; /* texts of event.customer; NULL: column stays empty */
};

/* Writes each line of `provenance` (n lines, without '#') behind "# ", then the zone as
 * "# timezone: NAME", then the header row. */
STF_MUST_USE enum stf_status stf_eventlog_begin(const struct stf_eventlog_out *out,
                                                const char *const *provenance, size_t n,
                                                struct stf_error *error);

/* Writes n events, sorted by time (stf_event_sort), after stf_eventlog_begin. */
STF_MUST_USE enum stf_status stf_eventlog_write(const struct stf_eventlog_out *out,
                                                const struct stf_event *events, size_t n,
                                                struct stf_error *error);

#endif
