/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erlang A with exponential patience by its birth-death chain (Palm 1957): quick enough for a
 * search over numbers of agents. The general law, and what these formulas cannot hold, is with
 * theory/erlang_a.h; both agree to about 1e-11.
 *
 * With B the blocking of Erlang B and x_k = prod_{j=1..k} arrivals / (n / handle + j /
 * patience) the weights of k contacts waiting, W = sum x_k and Q = sum k x_k: P(wait) = B W /
 * D,  E[waiting] = B Q / D,  D = 1 - B + B W. The offered wait of who waits has the density
 * g(v) / integral g, g(v) = exp(arrivals patience (1 - exp(-v / patience)) - n v / handle), and
 * n / handle integral g = W.
 */
#ifndef STF_PALM_H
#define STF_PALM_H

#include "theory/load.h"

#include <stdbool.h>

struct stf_palm {
  struct stf_load load;
  double patience_s;
  double block_share; /* B */
  double waiting;     /* W */
  double queue;       /* Q */
};

/* Sums the chain. False: it is too long or too steep for a plain sum. */
bool stf_palm_solve(const struct stf_load *load, double patience_s, struct stf_palm *out);

double stf_palm_wait_share(const struct stf_palm *palm);
double stf_palm_mean_wait_s(const struct stf_palm *palm); /* over all contacts */
double stf_palm_abandon_share(const struct stf_palm *palm);

/* Share of all contacts that are served within a wait of within_s. False: too long a time for
 * the quadrature. */
bool stf_palm_served_within(const struct stf_palm *palm, double within_s, double *share);

#endif
