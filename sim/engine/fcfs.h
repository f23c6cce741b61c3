/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication of a desk with one class and one anonymous pool (stf_plain_pool), without an
 * event loop: contacts are decided one after the other as they come, from a heap of the
 * instants at which the agents are free. Whose patience ends before the first agent is free has
 * left; everybody else is taken by that agent (Kiefer & Wolfowitz 1955; with abandonment the
 * same, since who leaves uses up no agent's time). Records, presence and account are those of
 * the general loop, to the microsecond; records come in the order of the arrivals.
 *
 * Changes of staff between two decisions happen at their instants, in the general loop's order
 * at equal instants (engine/engine.h): an agent who comes takes from the queue at once; one too
 * many goes if idle, else whoever is free first goes then.
 */
#ifndef STF_FCFS_H
#define STF_FCFS_H

#include "engine/record.h"
#include "engine/staff.h"

/* When an agent is free, or since when. */
struct stf_fcfs_free {
  int64_t at_us;
  uint32_t rank; /* of equal instants: those who come in their order, then those who finish, by
                    number */
  uint32_t agent;
};

struct stf_fcfs_agent {
  int64_t on_since_us; /* STF_NEVER: off shift */
  int64_t work_end_us; /* STF_NEVER: none yet */
};

struct stf_fcfs {
  const struct stf_desk *desk;
  const struct stf_allocator *allocator;
  struct stf_arrivals *arrivals; /* borrowed, as the next two */
  struct stf_record_block *records;
  const struct stf_staff_sink *sink;
  struct stf_fcfs_agent *agents;
  uint32_t agents_n;
  uint32_t *off; /* agents off shift, the next to come last */
  uint32_t off_n;
  struct stf_fcfs_free *heap; /* 4-ary, of agents on shift */
  size_t heap_n;
  uint32_t comings_n;  /* agents who came so far */
  int64_t pause_us;    /* after each contact */
  uint32_t taken_kind; /* of briefs of contacts that were taken */
  size_t change_next;
  int64_t change_us;   /* instant of that change; INT64_MAX: there is none */
  int32_t change_done; /* agents of that change already applied */
  uint32_t excess_n;   /* departures owed by whoever finishes next */
  int64_t fell_us;     /* when the count fell last with everybody busy */
  int64_t last_us;     /* nothing happens after this */
  int64_t end_us;      /* of the last thing that happened; INT64_MIN: nothing yet */
  enum stf_status status;
};

/* The desk is that of the records. */
STF_MUST_USE enum stf_status stf_fcfs_init(struct stf_fcfs *fcfs, struct stf_arrivals *arrivals,
                                           struct stf_record_block *records,
                                           const struct stf_allocator *allocator);
void stf_fcfs_clear(struct stf_fcfs *fcfs);

/* Runs a replication; the records have been started, their account is that of the replication
 * then. Fails without memory or with what a sink returned. */
STF_MUST_USE enum stf_status stf_fcfs_run(struct stf_fcfs *fcfs,
                                          const struct stf_stream *stream,
                                          const struct stf_staff_sink *sink);

#endif
