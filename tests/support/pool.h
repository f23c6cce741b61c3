/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pool of agents and one class, built by hand, simulated and measured by code of the tests'
 * own, not by the KPI code: an independent look at the engine.
 */
#ifndef STF_POOL_H
#define STF_POOL_H

#include "desk/desk.h"
#include "engine/engine.h"
#include "support/estimate.h"

enum {
  STF_POOL_STEPS = 8,
  STF_POOL_CAP = 8 /* most contacts in hand at once */
};

/* The pool. Rates and counts are steps from the start: step i lasts from starts_s[i] to
 * starts_s[i + 1], the last to length_s. */
struct stf_pool {
  double rates_per_s[STF_POOL_STEPS];
  double rate_starts_s[STF_POOL_STEPS];
  size_t rates_n;
  int counts[STF_POOL_STEPS];
  double count_starts_s[STF_POOL_STEPS];
  size_t counts_n;
  struct stf_law service;
  struct stf_law patience;
  struct stf_law first_message;
  const struct stf_leaving *leaving;
  struct stf_bot bot; /* in front of the pool; all 0: none */
  double warmup_s;    /* before the start, at the first rate and count */
  double length_s;
  double within_s; /* T of the service level */
  double day_shape;
  enum stf_edge_end end;
  uint32_t cap; /* 0: one contact at a time */
  double speeds[STF_POOL_CAP];
  enum stf_routing routing;
  const struct stf_after *after; /* NULL: nobody comes back */
  const struct stf_turns *turns; /* NULL: sessions of `service` */
  enum stf_turn_order turn_order;
  double switching_s;
};

/* Measures of one replication and one stretch of it, by arrival unless said otherwise. Times in
 * s. */
struct stf_pool_sums {
  double arrived;   /* asked for a human */
  double waited;    /* wait > 0 */
  double abandoned; /* arrived here and left */
  double left_here; /* left in this stretch of the clock */
  double served;
  double in_time; /* served within T */
  double wait_s;  /* of all, those who leave counted until then */
  double wait_square;
  double queue_time_s; /* waiting time that lies in this stretch of the clock */
  double busy_time_s;  /* work time that lies in this stretch of the clock */
  double within_x[5];  /* waits at most x[i] */
  double session_s;    /* assignment to end, of those who came here */
  /* Agents' time in this stretch of the clock with so many contacts in hand, from the records;
   * and with at least one, as the engine tells it. Only with a cap above 1; at most one count
   * of agents. */
  double load_time_s[STF_POOL_CAP + 1];
  double has_contact_s;

  /* In turns. Of the contacts that came here: */
  double first_reply_s; /* from the assignment to the first reply */
  double frt_s;         /* from asking for a human to it */
  double first_replies;
  double later_reply_s; /* of the other replies, each from its question */
  double later_replies;
  double turn_wait_s; /* of every turn: from its question to its start */
  double turns_waited;
  double turns_in_time; /* waits at most within_s */
  double frt_within_x[5];
  double templates;
  double parks;
  double reopened;
  double idle_closed; /* closed later than at the last reply */
  /* Of this stretch of the clock: */
  double held_time_s; /* places taken */
  double parked_time_s;
};

/* Stretches of the period to measure: edges_s[0] < edges_s[1] ... (stretches_n + 1 edges). */
struct stf_pool_stretches {
  const double *edges_s;
  size_t stretches_n;
  const double *x_s; /* 5 limits for within_x, or NULL */
};

/* Runs replications 0 .. replications_n - 1; out: replications_n x stretches_n, by replication.
 * Asserts on failure. */
void stf_pool_run(const struct stf_pool *pool, const struct stf_pool_stretches *stretches,
                  uint64_t seed, uint32_t replications_n, struct stf_pool_sums *out);

/* Estimates of fields of the sums of every stride-th stretch (support/estimate.h). */
struct stf_estimate stf_pool_ratio(const struct stf_pool_sums *sums, uint32_t replications_n,
                                   size_t stride, size_t numerator_offset,
                                   size_t denominator_offset);
struct stf_estimate stf_pool_mean(const struct stf_pool_sums *sums, uint32_t replications_n,
                                  size_t stride, size_t offset);

/* An exact figure and what of a run of one stretch it is held against: num over den, or over
 * `unit` alone where den is STF_POOL_NO_FIELD; both are divided by `unit`. */
#define STF_POOL_NO_FIELD SIZE_MAX
struct stf_pool_figure {
  const char *what;
  double exact;
  bool probability;
  size_t num;
  size_t den;
  double unit;
};

/* stf_estimate_check_closely of it, called "id what". */
void stf_pool_check(const struct stf_pool_sums *sums, uint32_t replications_n, const char *id,
                    const struct stf_pool_figure *figure);

#endif
