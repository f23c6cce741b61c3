/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrivals of one replication, in order of time: Poisson by class with piecewise-constant rates
 * under gamma factors of the season, the week, the day and the interval, or the contacts given
 * from a log (which have no such factors: they are what they were); both under the volume,
 * which may be drawn anew in each replication.
 *
 * Poisson arrivals by inversion of the cumulative rate (one unit exponential a contact: exact,
 * monotone in the rates). Volume below 1 thins by the contact's own uniform; above 1 it adds
 * contacts with addresses of their own: those present at 1 stay as they are. Given contacts:
 * clones of a logged contact keep its attributes and come at a uniform place of its interval.
 */
#ifndef STF_ARRIVALS_H
#define STF_ARRIVALS_H

#include "engine/draws.h"

struct stf_arrivals;

struct stf_arrival {
  int64_t open_us;
  int64_t queue_us;          /* when a human is asked for; on coming, where a bot may still be
                                in between: open_us */
  enum stf_stream_kind kind; /* with address: where this contact's draws are */
  uint32_t id;               /* number within the class; of given contacts and their clones the
                                log's id */
  uint32_t copy;             /* number of a clone or of a return, else 0: index of its draws */
  uint32_t customer;         /* number of the customer, or STF_NOBODY: nobody wants to know */
  uint64_t address;
  uint32_t class_index;
  bool past_bot;                 /* comes asking for a human: the bot, if any, is behind it */
  bool handed_over;              /* by the bot, at queue_us */
  uint8_t campaign;              /* enum stf_campaign */
  uint8_t behind;                /* enum stf_behind (engine/behind.h); not NONE: queue_us is
                                    the end of the bot's part */
  double fate;                   /* behind: its uniform of containment */
  bool is_drawn;                 /* the two below are known */
  double service_s;              /* by the class's law */
  double patience_s;             /* the same; INFINITY: never leaves */
  const struct stf_given *given; /* what the log says of it; NULL for generated contacts */
};

/* Consecutive contacts of a desk with a single stream of arrivals. */
struct stf_arrivals_run {
  size_t n;
  uint32_t first;             /* number of the first in the class */
  int64_t at_us[STF_DRAWS_N]; /* ascending */
  const double *services_s;   /* by the class's laws; until the next run is taken */
  const double *patiences_s;
};

/* Workspace for the desk, reused between replications. The desk is borrowed. */
STF_MUST_USE enum stf_status stf_arrivals_new(const struct stf_desk *desk,
                                              const struct stf_allocator *allocator,
                                              struct stf_arrivals **out);
void stf_arrivals_free(struct stf_arrivals *arrivals);

/* Begins a replication. Fails only without memory. */
STF_MUST_USE enum stf_status stf_arrivals_start(struct stf_arrivals *arrivals,
                                                const struct stf_stream *stream);

/* Instant of the next arrival; INT64_MAX when there is none. */
int64_t stf_arrivals_next_us(const struct stf_arrivals *arrivals);

/* Takes the next arrival. There must be one. */
void stf_arrivals_take(struct stf_arrivals *arrivals, struct stf_arrival *out);

/* Takes the next contacts, at most those of one block of draws, instead of one by one; n 0:
 * there are no more. Only for desks that stf_plain_pool says yes of. */
void stf_arrivals_take_run(struct stf_arrivals *arrivals, struct stf_arrivals_run *out);

#endif
