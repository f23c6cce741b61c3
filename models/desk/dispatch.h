/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which contact an agent takes next, and which contacts her team takes at all (docs/model.md,
 * "Routing"). Classes and teams point to these; NULL there means: priority, then the longest
 * wait, of the classes that the team serves.
 */
#ifndef STF_DESK_DISPATCH_H
#define STF_DESK_DISPATCH_H

#include "time/calendar.h"

#include <stdint.h>

/* Which of those who wait is next for a team's agent. Within one class it is always the longest
 * wait, so that only the heads of the classes' queues are compared. */
enum stf_dispatch_next {
  STF_DISPATCH_PRIORITY,              /* best priority, then the longest wait */
  STF_DISPATCH_LONGEST_WEIGHTED_WAIT, /* greatest product of wait and weight (Kleinrock 1964) */
  STF_DISPATCH_EARLIEST_DEADLINE      /* whose promised answer is due first */
};

/* A promised answer, for the order by deadlines. */
struct stf_dispatch_promise {
  int64_t within_us;                /* 0: none; due at the end of time */
  const struct stf_calendar *hours; /* NULL: day and night */
};

struct stf_dispatch_class {
  double weight;    /* > 0; 1 is the default */
  int64_t aging_us; /* > 0: one priority better for each so much waited; INT64_MAX: never */
  struct stf_dispatch_promise response;      /* first one, from asking for a human */
  struct stf_dispatch_promise next_response; /* later ones, from the customer's message */
};

/* The team helps out with a class that it does not serve: with those who have waited for
 * after_us, and with whoever is first while more than above_n wait. */
struct stf_dispatch_overflow {
  uint32_t class_index;
  uint32_t above_n; /* UINT32_MAX: however many wait */
  int64_t after_us; /* >= 0; INT64_MAX: however long they wait */
};

/* The team's last free places are for one class. */
struct stf_dispatch_reserve {
  uint32_t class_index;
  uint32_t places_n; /* > 0 */
};

struct stf_dispatch_team {
  enum stf_dispatch_next next;
  const struct stf_dispatch_overflow *overflow; /* one a class at most */
  uint32_t overflow_n;
  const struct stf_dispatch_reserve *reserved; /* one a class at most */
  uint32_t reserved_n;
  /* A customer who comes back goes to the agent of this team who had her last, if that was done
   * at most so long ago, the team serves the class, and a place of hers is free; else as
   * anybody. 0: no matter who had her. */
  int64_t sticky_within_us;
};

#endif
