/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a service station of the closed forms is given: Poisson arrivals, exponential handling,
 * agents who each do one contact at a time, first come first served, steady state. */
#ifndef STF_THEORY_LOAD_H
#define STF_THEORY_LOAD_H

#include <stdint.h>

struct stf_load {
  double arrivals_per_s; /* > 0 */
  double handle_s;       /* mean, > 0 */
  int64_t agents_n;      /* >= 1 */
};

#endif
