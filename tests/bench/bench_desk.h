/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desks of the bench, from its scenario files, run as `staffetta run` runs them. */
#ifndef STF_BENCH_DESK_H
#define STF_BENCH_DESK_H

#include "bench/bench_loops.h"
#include "kpi/kpi.h"
#include "replicate/replicate.h"
#include "scenario/scenario.h"

/* Which rows are kept of a run. */
enum stf_bench_rows {
  STF_BENCH_ROWS_ASKED, /* by interval: arrivals, abandonment, wait, answered in time */
  STF_BENCH_ROWS_TABLE, /* by interval: every row that stands in every table, no quantiles */
  STF_BENCH_ROWS_ALL    /* what `staffetta run` keeps, quantiles of each interval included */
};

struct stf_bench_desk {
  struct stf_scenario *scenario;
  struct stf_kpi_layout *layout;
  size_t answered_row; /* in the totals */
  size_t opened_row;
  size_t abandoned_row;
  size_t wait_row;
  size_t in_time_row;
};

/* Reads `name` in the bench's folder. False, with the reason told on standard error: it cannot
 * be read. */
bool stf_bench_desk_open(const char *name, enum stf_bench_rows rows,
                         struct stf_bench_desk *out);
/* The same of a scenario in memory. */
bool stf_bench_desk_parse(const char *text, size_t n, enum stf_bench_rows rows,
                          struct stf_bench_desk *out);
void stf_bench_desk_close(struct stf_bench_desk *desk);

/* Runs replications of it; `sums` has a place for each, or is NULL. Returns the contacts. */
double stf_bench_desk_run(const struct stf_bench_desk *desk,
                          const struct stf_replicate_options *options,
                          struct stf_bench_sums *sums);

/* The desk as the bare loops see it: one class, one pool, exponential laws. */
struct stf_bench_pool stf_bench_desk_pool(const struct stf_bench_desk *desk);

#endif
