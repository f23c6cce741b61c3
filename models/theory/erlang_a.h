/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erlang A, M/M/n+M, and M/M/n+G: contacts leave the queue when their patience ends.
 *
 * An arriving contact would have to wait V (the offered wait) and waits the shorter of V and
 * its patience. V is 0 with weight 1 / (arrivals B(n-1, a)) and has the density
 *   exp(arrivals * integral_0^v P(patience > u) du - n v / handle),  v > 0
 * both up to one factor (Palm 1957; Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum 2005,
 * Queueing Systems 51). Integrals are taken by adaptive quadrature relative to the peak of the
 * exponent, so that 5,000 agents are as safe as 5; relative accuracy is about 1e-11 for laws
 * that give their share gone without cancellation.
 */
#ifndef STF_ERLANG_A_H
#define STF_ERLANG_A_H

#include "base/mem.h"
#include "random/law.h"
#include "theory/load.h"

/* A law of patience. */
struct stf_patience {
  /* P(patience > t_s), not increasing, for t_s >= 0. */
  double (*survival)(const void *context, double t_s);
  /* P(patience <= t_s) where it can be had more accurately than as 1 - survival, else NULL. */
  double (*gone)(const void *context, double t_s);
  const void *context;
};

/* Exponential patience; *mean_s (> 0) is borrowed as long as the patience is in use. */
struct stf_patience stf_erlang_a_exponential(const double *mean_s);

/* Its mean where the patience is one made by stf_erlang_a_exponential; 0: it is not. */
double stf_erlang_a_exponential_mean_s(const struct stf_patience *patience);

/* Patience by a law; the law is borrowed as long as the patience is in use. */
struct stf_patience stf_erlang_a_law(const struct stf_law *law);

/* A solved station. */
struct stf_erlang_a;

/* Solves the station; the caller owns *out. The patience's context is borrowed until the
 * station is freed. STF_ERR_INPUT: no steady state, because so many contacts never leave that
 * the agents cannot keep up. STF_ERR_INTERNAL: the quadrature did not settle. */
STF_MUST_USE enum stf_status stf_erlang_a_new(const struct stf_load *load,
                                              const struct stf_patience *patience,
                                              const struct stf_allocator *allocator,
                                              struct stf_erlang_a **out);
void stf_erlang_a_free(struct stf_erlang_a *station);

struct stf_erlang_a_measures {
  double wait_share;    /* P(V > 0): finds all agents busy */
  double abandon_share; /* abandoned / offered */
  double mean_wait_s;   /* over all; those who abandon count until they leave */
  double mean_wait_served_s;
  double mean_wait_abandoned_s; /* NAN if nobody abandons */
  double mean_queue_n;
  double occupancy_share; /* busy / staffed time */
};
struct stf_erlang_a_measures stf_erlang_a_measures(const struct stf_erlang_a *station);

/* Served (abandoned) after a wait of at most within_s, over all offered. */
double stf_erlang_a_served_within_share(const struct stf_erlang_a *station, double within_s);
double stf_erlang_a_abandoned_within_share(const struct stf_erlang_a *station, double within_s);

/* The wait that a share p (0 <= p < 1) of the served, or of all contacts, does not exceed. */
double stf_erlang_a_served_quantile_s(const struct stf_erlang_a *station, double p);
double stf_erlang_a_quantile_s(const struct stf_erlang_a *station, double p);

#endif
