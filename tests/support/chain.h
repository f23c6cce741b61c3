/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stationary law of a finite Markov chain in continuous time, by elimination without
 * subtractions (Grassmann, Taksar & Heyman 1985, Operations Research 33(5): 1107-1116). */
#ifndef STF_CHAIN_H
#define STF_CHAIN_H

#include <stddef.h>

struct stf_chain {
  double *rates; /* [from * n + to], owned */
  size_t n;
};

struct stf_chain stf_chain_new(size_t n);
void stf_chain_free(struct stf_chain *chain);

/* Adds a rate [1/s] from one state to another. */
void stf_chain_add(struct stf_chain *chain, size_t from, size_t to, double rate_per_s);

/* P(state i) into p[i]; every state must be reached from every other. The rates are used up. */
void stf_chain_solve(struct stf_chain *chain, double *p);

#endif
