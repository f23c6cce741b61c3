/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erlang C, M/M/n: contacts wait as long as it takes (Erlang 1917). The wait of those who wait
 * is exponential with rate n / handle - arrivals. */
#ifndef STF_ERLANG_C_H
#define STF_ERLANG_C_H

#include "theory/load.h"

#include <stdbool.h>

struct stf_erlang_c {
  double wait_share;  /* P(wait > 0) */
  double mean_wait_s; /* over all contacts */
  double sd_wait_s;
  double mean_queue_n;
  double occupancy_share; /* busy / staffed time */
};

/* Whether the agents keep up: offered load < agents. */
bool stf_erlang_c_is_stable(const struct stf_load *load);

/* An unstable station has wait_share 1, occupancy_share 1 and INFINITY for the rest. */
struct stf_erlang_c stf_erlang_c_measures(const struct stf_load *load);

/* P(wait <= within_s); 0 for an unstable station. */
double stf_erlang_c_within_share(const struct stf_load *load, double within_s);

/* The wait that a share p (0 <= p < 1) of contacts does not exceed; INFINITY if unstable. */
double stf_erlang_c_quantile_s(const struct stf_load *load, double p);

#endif
