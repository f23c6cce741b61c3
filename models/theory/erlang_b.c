/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "theory/erlang_b.h"

double stf_erlang_b_block_share(int64_t agents_n, double offered_erlangs) {
  double share = 1;
  for (int64_t k = 1; k <= agents_n; k++) {
    double busy = offered_erlangs * share;
    share = busy / ((double)k + busy);
  }
  return share;
}
