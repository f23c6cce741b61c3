/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons of desks on the same customers whose exact figures are known: Erlang A,
 * stationary from the warm-up on.
 *
 * Paired intervals of three and of four agents: 40 experiments of 30 replications, with
 * STF_SLOW 400; coverage of the 95 % intervals within 3.5 standard errors (false alarm 5e-4),
 * and how much narrower they are than with customers of their own.
 *
 * The selection of the best among three works, the best better than the second by just what is
 * promised: it is found in at least 95 of 100 selections, less 3.5 standard errors.
 */
#include "compare/paired.h"
#include "compare/select.h"
#include "support/estimate.h"
#include "support/near.h"
#include "support/station.h"
#include "theory/erlang_a.h"

#include <math.h>
#include <stdio.h>

enum {
  PAIRS = 30, /* replications of one experiment */
  EXPERIMENTS = 40,
  EXPERIMENTS_SLOW = 400,
  WORKS = 3,
  FIRST = 10, /* replications of a selection before its first look */
  POOL = 30   /* replications that there are for each selection, on average */
};

/* What a desk is. */
struct wanted {
  int agents_n;
  double work_s;
};

struct side {
  struct stf_station station;
  struct stf_erlang_a_measures exact;
  double within_20_s; /* exact */
};

static void solve(struct wanted is, struct side *side) {
  const double patience_s = 240;
  const struct stf_load load = {
      .arrivals_per_s = 40.0 / 3600, .handle_s = is.work_s, .agents_n = is.agents_n};
  const struct stf_patience patience = stf_erlang_a_exponential(&patience_s);
  struct stf_erlang_a *station = NULL;
  assert_int_equal(stf_erlang_a_new(&load, &patience, NULL, &station), STF_OK);
  side->exact = stf_erlang_a_measures(station);
  side->within_20_s = stf_erlang_a_served_within_share(station, 20);
  stf_erlang_a_free(station);
}

static void simulate(struct wanted is, uint32_t replications_n, struct side *side) {
  char text[512];
  (void)snprintf(text, sizeof text,
                 "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\n"
                 "edges: {start: {warmup: 4 h}}\n"
                 "classes: [{name: a, arrivals: 40/h, service: {exponential: {mean: %g s}}, "
                 "patience: {exponential: {mean: 4 min}}}]\n"
                 "teams: [{name: t, agents: %d}]\n",
                 is.work_s, is.agents_n);
  stf_station_run(text, 20, replications_n, &side->station);
}

static void make(struct wanted is, uint32_t replications_n, struct side *side) {
  solve(is, side);
  simulate(is, replications_n, side);
}

static const struct figure {
  const char *kpi;
  const char *definition;
  const char *statistic;
  enum stf_paired_kind kind;
} WITHIN_20_S = {"service_level", "sl3_within_20s", "share", STF_PAIRED_RATIO},
  ANSWERED = {"arrivals", "answered", "count", STF_PAIRED_MEAN};

static struct stf_paired_side values_of(const struct side *side, const struct figure *figure,
                                        uint32_t from) {
  return stf_station_values(&side->station, figure->kpi, figure->definition, figure->statistic,
                            from);
}

/* Share of experiments whose interval holds the exact difference; its mean ratio of variances,
 * independent to paired. */
static double cover(const struct side sides[2], const struct figure *figure, double exact,
                    double *gain) {
  uint32_t experiments_n = sides[0].station.values.done_n / PAIRS;
  uint32_t inside_n = 0;
  *gain = 0;
  for (uint32_t e = 0; e < experiments_n; e++) {
    struct stf_paired paired;
    const struct stf_paired_in in = {.a = values_of(&sides[0], figure, e * PAIRS),
                                     .b = values_of(&sides[1], figure, e * PAIRS),
                                     .n = PAIRS,
                                     .kind = figure->kind,
                                     .level = 0.95};
    assert_int_equal(stf_paired_of(&in, NULL, &paired), STF_OK);
    inside_n += paired.difference.low <= exact && paired.difference.high >= exact;
    *gain += pow(paired.independent_se / paired.se, 2) / experiments_n;
  }
  return (double)inside_n / experiments_n;
}

static void check(const char *what, double covered, double gain, uint32_t experiments_n) {
  print_message(
      "%s: %.1f %% of %u hold the exact difference; variance %.1f times as large with "
      "customers of their own\n",
      what, 100 * covered, experiments_n, gain);
  struct stf_estimate estimate = {covered, sqrt(0.95 * 0.05 / experiments_n)};
  stf_estimate_check(what, estimate, 0.95, 1);
}

static void test_paired_intervals_expect_the_exact_difference_in_95_of_100(void **state) {
  (void)state;
  uint32_t experiments_n = stf_near_slow() ? EXPERIMENTS_SLOW : EXPERIMENTS;
  struct side sides[2];
  double gain = 0;
  for (int i = 0; i < 2; i++) {
    make((struct wanted){3 + i, 180}, experiments_n * PAIRS, &sides[i]);
  }
  double exact = sides[1].within_20_s - sides[0].within_20_s;
  double covered = cover(sides, &WITHIN_20_S, exact, &gain);
  check("paired 95 % intervals of a service level", covered, gain, experiments_n);
  assert_true(gain > 1.5); /* the same customers: less than two thirds of the variance */
  exact = 40 * 24 * (sides[0].exact.abandon_share - sides[1].exact.abandon_share);
  covered = cover(sides, &ANSWERED, exact, &gain);
  check("paired 95 % intervals of a count", covered, gain, experiments_n);
  stf_station_clear(&sides[0].station);
  stf_station_clear(&sides[1].station);
}

/* ---- the best of several ---- */

/* The answered of each replication; n replications are taken from the pool at a time. */
struct pool {
  const double *values[WORKS];
  uint32_t at; /* the first that no selection has had */
  uint32_t n;
};

/* One selection on fresh replications: which is the best. Adds the replications it took. */
static size_t select_one(struct pool *pool, double delta, size_t *replications_n) {
  const struct stf_select_in in = {WORKS, FIRST, delta, 0.95, 1};
  const double *values[WORKS];
  struct stf_select *select = NULL;
  size_t n = FIRST;
  size_t best = 0;
  assert_int_equal(stf_select_new(&in, NULL, &select), STF_OK);
  for (size_t i = 0; i < WORKS; i++) {
    values[i] = pool->values[i] + pool->at;
  }
  while (stf_select_screen(select, values, n) > 1) {
    n++;
    assert_true(pool->at + n <= pool->n);
  }
  while (!stf_select_is_left(select, best)) {
    best++;
  }
  pool->at += (uint32_t)n;
  *replications_n += n;
  stf_select_free(select);
  return best;
}

static void test_selection_finds_the_best_of_exact_figures_as_often_as_promised(void **state) {
  (void)state;
  static const double WORK_S[WORKS] = {180, 179.8, 179.6};
  uint32_t selections_n = stf_near_slow() ? EXPERIMENTS_SLOW : EXPERIMENTS;
  struct side sides[WORKS];
  struct pool pool = {.n = selections_n * POOL};
  size_t replications_n = 0;
  uint32_t right_n = 0;
  for (size_t i = 0; i < WORKS; i++) {
    make((struct wanted){3, WORK_S[i]}, pool.n, &sides[i]);
    pool.values[i] = values_of(&sides[i], &ANSWERED, 0).num;
  }
  double delta = 40 * 24 * (sides[1].exact.abandon_share - sides[2].exact.abandon_share);
  for (uint32_t e = 0; e < selections_n; e++) {
    right_n += select_one(&pool, delta, &replications_n) == WORKS - 1;
  }
  print_message("right in %.1f %% of %u selections, after %.1f replications on average\n",
                100.0 * right_n / selections_n, selections_n,
                (double)replications_n / selections_n);
  assert_true((double)right_n / selections_n >= 0.95 - 3.5 * sqrt(0.95 * 0.05 / selections_n));
  assert_true(replications_n > (size_t)FIRST * selections_n); /* not all at the first look */
  for (size_t i = 0; i < WORKS; i++) {
    stf_station_clear(&sides[i].station);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_paired_intervals_expect_the_exact_difference_in_95_of_100),
      cmocka_unit_test(test_selection_finds_the_best_of_exact_figures_as_often_as_promised),
  };
  return cmocka_run_group_tests(tests, stf_station_open, stf_station_close);
}
