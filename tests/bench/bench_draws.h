/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of the bench's loops: what the engine draws of a contact, at addresses of the same
 * kind, in blocks. */
#ifndef STF_BENCH_DRAWS_H
#define STF_BENCH_DRAWS_H

#include "random/law_block.h"
#include "random/stream.h"

#include <math.h>

enum {
  STF_BENCH_DRAWS_N = 256
};

struct stf_bench_draws {
  struct stf_stream stream;
  struct stf_law unit;
  struct stf_law service;
  struct stf_law patience;
  uint64_t next; /* number of the next contact */
  double gaps[STF_BENCH_DRAWS_N];
  double services_s[STF_BENCH_DRAWS_N];
  double patiences_s[STF_BENCH_DRAWS_N];
};

static inline void stf_bench_draws_start(struct stf_bench_draws *draws, uint64_t seed,
                                         uint32_t replication, double service_s,
                                         double patience_s) {
  draws->stream = stf_stream_of(seed, replication);
  draws->unit = stf_law_exponential(1);
  draws->service = stf_law_exponential(service_s);
  draws->patience =
      patience_s < (double)INFINITY ? stf_law_exponential(patience_s) : stf_law_never();
  draws->next = 0;
}

/* The next block. */
static inline void stf_bench_draws_fill(struct stf_bench_draws *draws) {
  enum {
    N = STF_BENCH_DRAWS_N
  };
  double u[2][N];
  struct stf_stream_address gaps = {STF_STREAM_CLASS, STF_STREAM_ARRIVAL, 0, draws->next / 2};
  stf_stream_pairs(&draws->stream, gaps, N / 2, u[0], u[0] + N / 2);
  stf_law_block_draw(&draws->unit, u[0], N, draws->gaps);
  struct stf_stream_address works = {STF_STREAM_CONTACT, STF_STREAM_WORK, 0, draws->next};
  stf_stream_pairs(&draws->stream, works, N, u[0], u[1]);
  stf_law_block_draw(&draws->service, u[0], N, draws->services_s);
  if (draws->patience.kind != STF_LAW_NEVER) {
    stf_law_block_draw(&draws->patience, u[1], N, draws->patiences_s);
  }
}

/* One contact. */
struct stf_bench_contact {
  double gap;
  double service_s;
  double patience_s;
};

static inline struct stf_bench_contact stf_bench_draws_take(struct stf_bench_draws *draws) {
  size_t i = draws->next % STF_BENCH_DRAWS_N;
  if (i == 0) {
    stf_bench_draws_fill(draws);
  }
  draws->next++;
  bool leaves = draws->patience.kind != STF_LAW_NEVER;
  return (struct stf_bench_contact){draws->gaps[i], draws->services_s[i],
                                    leaves ? draws->patiences_s[i] : (double)INFINITY};
}

#endif
