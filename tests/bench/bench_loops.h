/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bench's own loops: bare simulations of one first-come-first-served pool, to which the
 * engine is compared in the same run. Exponential laws, doubles for times, the streams of
 * random/stream.h drawn in blocks; they keep what is asked of a run and nothing else. */
#ifndef STF_BENCH_LOOPS_H
#define STF_BENCH_LOOPS_H

#include <stddef.h>
#include <stdint.h>

enum {
  STF_BENCH_LOOPS_STEPS_MAX = 48,
  STF_BENCH_LOOPS_AGENTS_MAX = 128
};

struct stf_bench_pool {
  double starts_s[STF_BENCH_LOOPS_STEPS_MAX + 1]; /* of the steps; the last is the end */
  double rates_per_s[STF_BENCH_LOOPS_STEPS_MAX];
  int agents_n[STF_BENCH_LOOPS_STEPS_MAX];
  size_t steps_n;
  double warmup_s; /* who comes before is served and not counted */
  double service_s;
  double patience_s; /* INFINITY: nobody leaves */
  double within_s;
};

/* What one replication gave, of all contacts that count. */
struct stf_bench_sums {
  double contacts_n;
  double abandoned_n;
  double in_time_n;
  double wait_s;
  double answered_n; /* of the engine only */
};

typedef void (*stf_bench_loop)(const struct stf_bench_pool *pool, uint64_t seed,
                               uint32_t replication, struct stf_bench_sums *out);

/* Lindley's recursion: one agent, nobody leaves, only the mean wait. */
void stf_bench_loops_lindley(const struct stf_bench_pool *pool, uint64_t seed,
                             uint32_t replication, struct stf_bench_sums *out);

/* Departures in a heap, the next arrival and the next change of staff beside it; who has left
 * is found at the head of the queue. Sums by interval of arrival. */
void stf_bench_loops_lazy(const struct stf_bench_pool *pool, uint64_t seed,
                          uint32_t replication, struct stf_bench_sums *out);

/* Everything in one 4-ary heap: arrivals, departures, changes of staff and the end of each
 * patience, which is found void when it comes up and nobody waits any more. */
void stf_bench_loops_full(const struct stf_bench_pool *pool, uint64_t seed,
                          uint32_t replication, struct stf_bench_sums *out);

#endif
