/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication of a desk: contacts in, contact records and presence out.
 *
 * What is simulated: docs/model.md. Order of events at equal instants, part of the contract:
 * staff changes (comings before goings), agents becoming free, hand-overs by the bot (in the
 * order in which the contacts came), what is due to contacts (engine/due.h), arrivals, the end.
 * A customer whose patience ends at the very instant an agent looks has left. Leaving is found
 * when somebody looks at the queue; the record carries the true instant.
 *
 * A record is passed on as soon as everything about it is known (at assignment, or when leaving
 * is found), in blocks, not in order of time. With STF_EDGE_HORIZON what ends after the horizon
 * is passed on as open. Contacts of the warm-up and of the initial state are passed on too:
 * they opened before the period and do not count in it, but their work and waiting last into
 * it.
 */
#ifndef STF_ENGINE_H
#define STF_ENGINE_H

#include "contact/brief.h"
#include "desk/desk.h"
#include "random/stream.h"

#include <stdbool.h>
#include <stddef.h>

struct stf_engine;

/* A contact asks for a human, at once or from the bot: what it brings along and what it finds.
 */
struct stf_engine_asked {
  uint64_t address; /* as in its record */
  int64_t at_us;
  int64_t work_us;   /* of an agent on it, with nothing else in hand */
  int64_t leaves_us; /* if nobody takes it; INT64_MAX: never */
  uint32_t class_index;
  uint32_t on_duty_n; /* agents of the teams that serve it */
  uint32_t free_n;    /* of them: who could take it now */
};

struct stf_engine_sink {
  void *context;
  enum stf_status (*contacts)(void *context, const struct stf_contact *contacts, size_t n);
  /* May be NULL: then every contact comes as a full record. Those that a brief says everything
   * of come so. */
  enum stf_status (*briefs)(void *context, const struct stf_brief_block *block);
  enum stf_status (*presence)(void *context, const struct stf_presence *span);
  /* A stretch in which an agent of a team with cap > 1, not in turns, had at least one contact
   * in hand; may be NULL: nobody wants those. */
  enum stf_status (*busy)(void *context, const struct stf_work *span);
  /* The same of a team in turns, in which she is at work only in the works of the records: a
   * stretch in which at least one conversation had a place of hers; may be NULL. */
  enum stf_status (*occupied)(void *context, const struct stf_work *span);
  /* May be NULL: nobody watches. */
  enum stf_status (*asked)(void *context, const struct stf_engine_asked *asked);
};

/* What one replication did. Conserved: arrived = contained + gave_up + assigned + left +
 * waiting + in_bot. */
struct stf_engine_account {
  int64_t arrived_n;   /* the initial state included */
  int64_t assigned_n;  /* taken by an agent */
  int64_t left_n;      /* abandoned */
  int64_t waiting_n;   /* still waiting at the end, or still listed */
  int64_t gone_n;      /* of those assigned or waiting: left silently, or in an agent's hands */
  int64_t contained_n; /* ended by the bot */
  int64_t gave_up_n;   /* left inside the bot */
  int64_t in_bot_n;    /* still in the bot at the end */
  int64_t initial_n;   /* of those arrived: present at the start */
  int64_t counted_n;   /* of those arrived: opened in the period */
  int64_t returned_n;  /* of those arrived: customers who came back */
  int64_t end_us;      /* instant of the last event, or the horizon */
};

/* Workspace for the desk (borrowed), reused between replications. One thread at a time. */
STF_MUST_USE enum stf_status stf_engine_new(const struct stf_desk *desk,
                                            const struct stf_allocator *allocator,
                                            struct stf_engine **out);
void stf_engine_free(struct stf_engine *engine);

/* True if replications take the path of one first-come-first-served pool (engine/fcfs.h), which
 * gives the same as the event loop. */
bool stf_engine_is_pool(const struct stf_engine *engine);

/* Always the event loop from now on: for tests and measures. */
void stf_engine_use_loop(struct stf_engine *engine);

/* Runs one replication. Fails without memory, or with what a sink returned. */
STF_MUST_USE enum stf_status stf_engine_run(struct stf_engine *engine,
                                            const struct stf_stream *stream,
                                            const struct stf_engine_sink *sink,
                                            struct stf_engine_account *account);

#endif
