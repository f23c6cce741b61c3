/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench_growth.h"

#include "bench/bench_desk.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* A day of Erlang A with 0.95 customers a minute and agent, who need a minute each. */
struct size {
  const char *what;
  int agents_n;
  int classes_n;
  int interval_min;
  uint32_t replications_n;
  bool event_loop;
};

static const struct size SIZES[] = {
    {"10 agents", 10, 1, 30, 40, false},
    {"100 agents", 100, 1, 30, 4, false},
    {"1,000 agents", 1000, 1, 30, 1, false},
    {"10 agents, event loop", 10, 1, 30, 40, true},
    {"100 agents, event loop", 100, 1, 30, 4, true},
    {"1,000 agents, event loop", 1000, 1, 30, 1, true},
    {"4 classes", 100, 4, 30, 4, false},
    {"16 classes", 100, 16, 30, 4, false},
    {"64 classes", 100, 64, 30, 4, false},
    {"intervals of 5 min", 100, 1, 5, 4, false},
    {"intervals of 1 min", 100, 1, 1, 4, false},
    {"intervals of 30 min, event loop", 100, 1, 30, 4, true},
    {"intervals of 1 min, event loop", 100, 1, 1, 4, true},
    {"1 replication", 100, 1, 30, 1, false},
    {"10 replications", 100, 1, 30, 10, false},
    {"100 replications", 100, 1, 30, 100, false},
};

enum {
  TEXT_MOST = 1 << 15,
  TIMES = 5
};

static size_t write_scenario(const struct size *size, char *text) {
  int n = snprintf(text, TEXT_MOST,
                   "format: 1\ntimezone: UTC\nperiod: {from: 2026-01-05, to: 2026-01-05}\n"
                   "interval: %d min\nedges: {start: empty, end: until_empty}\n"
                   "service_level: {within: [20 s]}\nteams:\n- {name: all, agents: %d}\n"
                   "classes:\n",
                   size->interval_min, size->agents_n);
  for (int c = 0; c < size->classes_n && n > 0; c++) {
    n += snprintf(text + n, TEXT_MOST - (size_t)n,
                  "- {name: c%d, arrivals: %g/min, service: {exponential: {mean: 1 min}}, "
                  "patience: {exponential: {mean: 1 min}}}\n",
                  c, 0.95 * size->agents_n / size->classes_n);
  }
  return (size_t)n;
}

static double cpu_s(void) {
  struct timespec now;
  (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Nanoseconds a contact, the least of several times. */
static double measure(const struct stf_bench_desk *desk, const struct size *size) {
  const struct stf_replicate_options run = {.seed = 1,
                                            .replications_n = size->replications_n,
                                            .threads_n = 1,
                                            .event_loop = size->event_loop};
  double least_ns = 1e9;
  for (int i = 0; i < TIMES; i++) {
    double start_s = cpu_s();
    double contacts_n = stf_bench_desk_run(desk, &run, NULL);
    double ns = (cpu_s() - start_s) * 1e9 / contacts_n;
    least_ns = ns < least_ns ? ns : least_ns;
  }
  return least_ns;
}

bool stf_bench_growth_print(void) {
  static char text[TEXT_MOST];
  (void)printf("%-32s %8s\n", "desk", "ns each");
  for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
    struct stf_bench_desk desk;
    size_t n = write_scenario(&SIZES[i], text);
    if (!stf_bench_desk_parse(text, n, STF_BENCH_ROWS_ASKED, &desk)) {
      return false;
    }
    (void)printf("%-32s %8.1f\n", SIZES[i].what, measure(&desk, &SIZES[i]));
    stf_bench_desk_close(&desk);
  }
  return true;
}
