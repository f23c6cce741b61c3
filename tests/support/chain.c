/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/chain.h"

#include "support/near.h"

#include <stdlib.h>

struct stf_chain stf_chain_new(size_t n) {
  struct stf_chain chain = {calloc(n * n, sizeof *chain.rates), n};
  assert_non_null(chain.rates);
  return chain;
}

void stf_chain_free(struct stf_chain *chain) {
  free(chain->rates);
  *chain = (struct stf_chain){0};
}

void stf_chain_add(struct stf_chain *chain, size_t from, size_t to, double rate_per_s) {
  assert_true(from < chain->n && to < chain->n && from != to);
  chain->rates[from * chain->n + to] += rate_per_s;
}

/* Takes out the last of k + 1 states: its visits go on from where they would lead. */
static void eliminate(const struct stf_chain *chain, size_t k) {
  double *last = chain->rates + k * chain->n;
  double out = 0;
  for (size_t j = 0; j < k; j++) {
    out += last[j];
  }
  assert_true(out > 0);
  for (size_t i = 0; i < k; i++) {
    double *row = chain->rates + i * chain->n;
    row[k] /= out;
    for (size_t j = 0; j < k && row[k] > 0; j++) {
      row[j] += row[k] * last[j];
    }
  }
}

void stf_chain_solve(struct stf_chain *chain, double *p) {
  for (size_t k = chain->n - 1; k > 0; k--) {
    eliminate(chain, k);
  }
  double sum = 1;
  p[0] = 1;
  for (size_t k = 1; k < chain->n; k++) {
    p[k] = 0;
    for (size_t i = 0; i < k; i++) {
      p[k] += p[i] * chain->rates[i * chain->n + k];
    }
    sum += p[k];
  }
  for (size_t k = 0; k < chain->n; k++) {
    p[k] /= sum;
  }
}
