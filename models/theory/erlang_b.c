/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/erlang_b.h"

/* The recursion of the reciprocal: no division in the loop; infinite where the share is 0. */
double stf_erlang_b_block_share(int64_t agents_n, double offered_erlangs) {
  double each = 1 / offered_erlangs;
  double reciprocal = 1;
  for (int64_t k = 1; k <= agents_n; k++) {
    reciprocal = 1 + reciprocal * ((double)k * each);
  }
  return 1 / reciprocal;
}
