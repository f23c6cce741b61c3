/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the engine is: the workloads of docs/performance.md, beside bare loops on the same
 * streams in the same run. Medians over rounds, CPU time; every workload's figures are held
 * against the exact ones. A measuring program, not a test: it never fails on time. */
#include "bench/bench_desk.h"
#include "bench/bench_growth.h"
#include "bench/bench_loops.h"
#include "theory/staffing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  ROUNDS_MAX = 99,
  REPLICATIONS_MAX = 4000
};

/* ---- measures ---- */

enum workload {
  W1,
  W2,
  W3,
  W3_LAWS,
  SKILLS,
  TURNS,
  WORKLOADS_N
};

static const char *const FILES[WORKLOADS_N] = {"w1.yaml",      "w2.yaml",     "w3.yaml",
                                               "w3-laws.yaml", "skills.yaml", "turns.yaml"};
static const char *const TITLES[WORKLOADS_N] = {
    "W1",
    "W2",
    "W3",
    "W3, lognormal work, Weibull patience",
    "skills: 4 classes, 3 teams, 3 priorities, bot, 3 at once",
    "turns: the same in 5 turns"};

struct measure {
  enum workload workload;
  const char *what;
  stf_bench_loop loop; /* or NULL: the engine */
  bool is_general;     /* the engine's general loop, also where the pool's own path applies */
  enum stf_bench_rows rows;
  unsigned turns_n;       /* above 0: by the turn, of which an answered contact has so many */
  unsigned threads_n;     /* above 1: by the clock on the wall */
  int against;            /* measure to whose time this one's is compared, or -1 */
  double ratio_wanted;    /* at most; 0: none */
  double speed_wanted_ms; /* millions a second, at least; 0: none */
};

static const struct measure MEASURES[] = {
    /* 0 */ {W1, "bare Lindley recursion", stf_bench_loops_lindley, .against = -1},
    /* 1 */ {W1, "bare lazy event loop", stf_bench_loops_lazy, .against = -1},
    /* 2 */
    {W1, "general loop", .is_general = true, .against = 1, .ratio_wanted = 1.6,
     .speed_wanted_ms = 15},
    /* 3 */
    {W1, "path for one pool", .against = 0, .ratio_wanted = 1.5, .speed_wanted_ms = 40},
    /* 4 */ {W2, "bare lazy event loop", stf_bench_loops_lazy, .against = -1},
    /* 5 */ {W2, "bare full event loop", stf_bench_loops_full, .against = -1},
    /* 6 */
    {W2, "general loop", .is_general = true, .against = 5, .ratio_wanted = 1.2,
     .speed_wanted_ms = 6},
    /* 7 */ {W2, "path for one pool", .against = 4, .speed_wanted_ms = 12},
    /* 8 */ {W3, "bare lazy event loop", stf_bench_loops_lazy, .against = -1},
    /* 9 */ {W3, "bare full event loop", stf_bench_loops_full, .against = -1},
    /* 10 */
    {W3, "general loop", .is_general = true, .against = 9, .speed_wanted_ms = 6},
    /* 11 */ {W3, "path for one pool", .against = 8, .speed_wanted_ms = 10},
    {W3, "general loop, every row of every table", .is_general = true,
     .rows = STF_BENCH_ROWS_TABLE, .against = 9},
    {W3, "path for one pool, every row of every table", .rows = STF_BENCH_ROWS_TABLE,
     .against = 8},
    {W3, "path for one pool, as `staffetta run` keeps it", .rows = STF_BENCH_ROWS_ALL,
     .against = 8},
    {W3_LAWS, "general loop", .is_general = true, .against = 10, .speed_wanted_ms = 4},
    {W3_LAWS, "path for one pool", .against = 11, .speed_wanted_ms = 7},
    {SKILLS, "general loop", .against = -1, .speed_wanted_ms = 2},
    {TURNS, "general loop, by the turn", .turns_n = 5, .against = -1, .speed_wanted_ms = 3},
    {W3, "path for one pool, two threads, by the wall", .threads_n = 2, .against = 11,
     .ratio_wanted = 1 / 1.85},
};

enum {
  MEASURES_N = sizeof MEASURES / sizeof *MEASURES
};

struct options {
  unsigned rounds_n;
  uint32_t days_n; /* replications of W3 */
  const char *only;
  bool is_csv;
  bool is_growth;
};

/* What was measured, by round. */
struct result {
  double ns[ROUNDS_MAX]; /* a contact, or a turn */
  double contacts_n;
  struct stf_bench_sums sums[REPLICATIONS_MAX];
  uint32_t replications_n;
};

static struct result results[MEASURES_N];

/* ---- one measure ---- */

static double clock_s(clockid_t clock) {
  struct timespec time;
  (void)clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static uint32_t replications_of(enum workload workload, const struct options *options) {
  switch (workload) {
  case W3:
  case W3_LAWS:
    return options->days_n;
  case SKILLS:
  case TURNS:
    return options->days_n / 10 > 0 ? options->days_n / 10 : 1;
  case W1:
  case W2:
  case WORKLOADS_N:
    break;
  }
  return options->days_n / 50 > 8 ? options->days_n / 50 : 8;
}

static void run_loop(const struct measure *measure, const struct stf_bench_pool *pool,
                     struct result *result) {
  result->contacts_n = 0;
  for (uint32_t r = 0; r < result->replications_n; r++) {
    measure->loop(pool, 1, r, &result->sums[r]);
    result->contacts_n += result->sums[r].contacts_n;
  }
}

/* How many of what is timed a result has. */
static double count_units(const struct measure *measure, const struct result *result) {
  double turns_n = 0;
  for (uint32_t r = 0; r < result->replications_n; r++) {
    turns_n += measure->turns_n * result->sums[r].answered_n;
  }
  return measure->turns_n > 0 ? turns_n : result->contacts_n;
}

static bool measure_once(size_t m, unsigned round, const struct options *options) {
  const struct measure *measure = &MEASURES[m];
  struct result *result = &results[m];
  struct stf_bench_desk desk;
  if (!stf_bench_desk_open(FILES[measure->workload], measure->rows, &desk)) {
    return false;
  }
  struct stf_bench_pool pool = {0};
  if (measure->loop != NULL) {
    pool = stf_bench_desk_pool(&desk);
  }
  result->replications_n = replications_of(measure->workload, options);
  struct stf_replicate_options run = {.seed = 1 + round,
                                      .replications_n = result->replications_n,
                                      .threads_n =
                                          measure->threads_n > 0 ? measure->threads_n : 1,
                                      .event_loop = measure->is_general};
  clockid_t clock = measure->threads_n > 1 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID;
  double start_s = clock_s(clock);
  if (measure->loop != NULL) {
    run_loop(measure, &pool, result);
  } else {
    result->contacts_n = stf_bench_desk_run(&desk, &run, result->sums);
  }
  result->ns[round] = (clock_s(clock) - start_s) * 1e9 / count_units(measure, result);
  stf_bench_desk_close(&desk);
  return true;
}

/* ---- medians ---- */

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(const double *values, unsigned n) {
  double sorted[ROUNDS_MAX];
  memcpy(sorted, values, n * sizeof *values);
  qsort(sorted, n, sizeof *sorted, ascending);
  return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

/* Of the ratios within one round. */
static double ratio_to(size_t m, int against, unsigned rounds_n) {
  double ratios[ROUNDS_MAX];
  for (unsigned r = 0; r < rounds_n; r++) {
    ratios[r] = results[m].ns[r] / results[against].ns[r];
  }
  return median(ratios, rounds_n);
}

/* ---- right or wrong ---- */

struct estimate {
  double value;
  double error;
};

/* num / den over replications, with the standard error of the ratio. */
static struct estimate ratio_of(const struct result *result, size_t num_at) {
  double num = 0;
  double den = 0;
  double n = result->replications_n;
  for (uint32_t r = 0; r < result->replications_n; r++) {
    const double *sums = &result->sums[r].contacts_n;
    num += sums[num_at];
    den += sums[0];
  }
  double squares = 0;
  for (uint32_t r = 0; r < result->replications_n; r++) {
    const double *sums = &result->sums[r].contacts_n;
    double rest = sums[num_at] - num / den * sums[0];
    squares += rest * rest;
  }
  return (struct estimate){num / den,
                           n > 1 ? sqrt(squares * n / (n - 1)) / den : (double)INFINITY};
}

enum {
  ABANDONED = 1,
  IN_TIME = 2,
  WAIT = 3
};

/* Exact figures; of W3 those of 24,000 days, with the deviation of one run of 1,000 days. */
struct truth {
  enum workload workload;
  const char *what;
  size_t at;
  double value;
  double error; /* of 1,000 replications; 0: estimated; below 0: see asymptotic_error */
};

static const struct truth TRUTHS[] = {
    {W1, "mean wait [s]", WAIT, 540, -1},
    {W2, "mean wait [s]", WAIT, 0.0201657 * 60, 0},
    {W2, "abandoned", ABANDONED, 0.0201657, 0},
    {W3, "mean wait [s]", WAIT, 4.390, 0.024},
    {W3, "abandoned", ABANDONED, 0.0366, 0.0002},
    {W3, "within 20 s", IN_TIME, 0.8964, 0.0006},
};

/* Of the mean wait of n contacts in M/M/1 with load 0.9 and one minute of work (Daley 1968: the
 * sum of all autocovariances): rho (2 + 5 rho - 4 rho^2 + rho^3) / (1 - rho)^4. */
static double asymptotic_error(double contacts_n) {
  const double rho = 0.9;
  double variance = rho * (2 + 5 * rho - 4 * rho * rho + rho * rho * rho) / pow(1 - rho, 4);
  return 60 * sqrt(variance / contacts_n);
}

/* Largest distance from the truth in standard errors; NAN: nothing to compare. */
static double distance(size_t m) {
  const struct result *result = &results[m];
  double most = NAN;
  for (size_t t = 0; t < sizeof TRUTHS / sizeof *TRUTHS; t++) {
    const struct truth *truth = &TRUTHS[t];
    bool is_kept = truth->at == WAIT || MEASURES[m].loop != stf_bench_loops_lindley;
    if (truth->workload == MEASURES[m].workload && is_kept) {
      struct estimate estimate = ratio_of(result, truth->at);
      double error = estimate.error;
      if (truth->error > 0) {
        error = truth->error * sqrt(1000.0 / result->replications_n);
      } else if (truth->error < 0) {
        error = asymptotic_error(result->contacts_n);
      }
      most = fmax(most, fabs(estimate.value - truth->value) / error);
    }
  }
  return most;
}

/* ---- memory and sizings ---- */

/* Most memory of a process that runs W3 and nothing else [MB]. */
static double measure_memory_mb(const struct options *options) {
  pid_t child = fork();
  if (child == 0) {
    struct stf_bench_desk desk;
    if (stf_bench_desk_open(FILES[W3], STF_BENCH_ROWS_ASKED, &desk)) {
      struct stf_replicate_options run = {
          .seed = 1, .replications_n = options->days_n, .threads_n = 1};
      (void)stf_bench_desk_run(&desk, &run, NULL);
    }
    _exit(0);
  }
  struct rusage usage = {0};
  int status = 0;
  bool done = child > 0 && waitpid(child, &status, 0) == child &&
              getrusage(RUSAGE_CHILDREN, &usage) == 0;
  return done ? (double)usage.ru_maxrss / 1024 : (double)NAN;
}

/* Least agents of Erlang A for 1,000 loads from 1 to 200 erlangs, 80 % within 20 s: sizings a
 * second. */
static double measure_sizings(void) {
  enum {
    N = 1000
  };
  static const double PATIENCE_S = 180;
  struct stf_staffing_target target = {STF_STAFFING_SERVICE_LEVEL, 0.8, 20};
  double start_s = clock_s(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < N; i++) {
    struct stf_staffing staffing = {STF_STAFFING_A, (1 + 199.0 * i / N) / 300, 300,
                                    stf_erlang_a_exponential(&PATIENCE_S)};
    int64_t agents_n = 0;
    if (stf_staffing_least_agents(&staffing, &target, NULL, &agents_n) != STF_OK ||
        agents_n == 0) {
      return NAN;
    }
  }
  return N / (clock_s(CLOCK_PROCESS_CPUTIME_ID) - start_s);
}

/* ---- the table ---- */

/* By a part of "W1: path for one pool". */
static bool is_chosen(size_t m, const struct options *options) {
  char name[128];
  (void)snprintf(name, sizeof name, "%s: %s", TITLES[MEASURES[m].workload], MEASURES[m].what);
  return options->only == NULL || strstr(name, options->only) != NULL;
}

static void print_measure(size_t m, const struct options *options) {
  const struct measure *measure = &MEASURES[m];
  double ns = median(results[m].ns, options->rounds_n);
  bool is_compared = measure->against >= 0 && is_chosen((size_t)measure->against, options);
  double ratio = is_compared ? ratio_to(m, measure->against, options->rounds_n) : (double)NAN;
  double off = distance(m);
  if (options->is_csv) {
    (void)printf("\"%s\",\"%s\",%.3f,%.3f,%.3f,%.3g,%.3f,%.2f\n", TITLES[measure->workload],
                 measure->what, ns, 1e3 / ns, ratio, measure->ratio_wanted,
                 measure->speed_wanted_ms, off);
    return;
  }
  (void)printf("%-8.8s %-46s %8.1f %8.2f", TITLES[measure->workload], measure->what, ns,
               1e3 / ns);
  if (measure->speed_wanted_ms > 0) {
    (void)printf(" %7.0f", measure->speed_wanted_ms);
  } else {
    (void)printf(" %7s", "-");
  }
  if (is_compared) {
    (void)printf(" %7.2f", ratio);
  } else {
    (void)printf(" %7s", "-");
  }
  if (measure->ratio_wanted > 0) {
    (void)printf(" %7.2f", measure->ratio_wanted);
  } else {
    (void)printf(" %7s", "-");
  }
  if (isnan(off)) {
    (void)printf(" %6s\n", "-");
  } else {
    (void)printf(" %6.2f%s\n", off, off <= 3.5 ? "" : "  WRONG");
  }
}

static bool measure_all(const struct options *options) {
  for (unsigned round = 0; round < options->rounds_n; round++) {
    for (size_t m = 0; m < MEASURES_N; m++) {
      if (is_chosen(m, options) && !measure_once(m, round, options)) {
        return false;
      }
    }
  }
  return true;
}

static void print_all(const struct options *options) {
  (void)printf(options->is_csv
                   ? "workload,what,ns,million_per_s,ratio,ratio_wanted,million_wanted,off\n"
                   : "workload what                                           ns each      M/s"
                     "  wanted   ratio  wanted  off SE\n");
  for (size_t m = 0; m < MEASURES_N; m++) {
    if (is_chosen(m, options)) {
      print_measure(m, options);
    }
  }
}

/* ---- options ---- */

static bool read_options(int argc, char **argv, struct options *out) {
  *out = (struct options){.rounds_n = 5, .days_n = 1000};
  bool ok = true;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--csv") == 0) {
      out->is_csv = true;
    } else if (strcmp(argv[i], "--growth") == 0) {
      out->is_growth = true;
    } else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc) {
      out->rounds_n = (unsigned)strtoul(argv[++i], NULL, 10);
    } else if (strcmp(argv[i], "--days") == 0 && i + 1 < argc) {
      out->days_n = (uint32_t)strtoul(argv[++i], NULL, 10);
    } else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc) {
      out->only = argv[++i];
    } else {
      ok = false;
    }
  }
  return ok && out->rounds_n >= 1 && out->rounds_n <= ROUNDS_MAX && out->days_n >= 1 &&
         out->days_n <= REPLICATIONS_MAX;
}

int main(int argc, char **argv) {
  struct options options;
  if (!read_options(argc, argv, &options)) {
    (void)fprintf(stderr, "usage: staffetta-bench [--rounds N] [--days N] [--only WORKLOAD] "
                          "[--csv] | --growth\n");
    return EXIT_FAILURE;
  }
  if (options.is_growth) {
    return stf_bench_growth_print() ? EXIT_SUCCESS : EXIT_FAILURE;
  }
  double memory_mb = options.only == NULL ? measure_memory_mb(&options) : (double)NAN;
  double sizings = options.only == NULL ? measure_sizings() : (double)NAN;
  if (!measure_all(&options)) {
    return EXIT_FAILURE;
  }
  print_all(&options);
  if (options.only == NULL) {
    (void)printf(options.is_csv
                     ? "memory,W3 [MB],%.1f\n"
                     : "most memory of a run of W3 [MB]: %.1f (wanted: at most 32)\n",
                 memory_mb);
    (void)printf(options.is_csv ? "sizings,Erlang A [1/s],%.0f\n"
                                : "Erlang A sizings a second: %.0f (wanted: 100,000)\n",
                 sizings);
  }
  return EXIT_SUCCESS;
}
