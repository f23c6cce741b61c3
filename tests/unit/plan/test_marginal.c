/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person more or fewer is said to do against what she does: the desk simulated again
 * with her, on the same customers (finite differences), step by step. The figures that
 * docs/requirement.md states of how good the estimate is come from here.
 */
#include "plan/judge.h"
#include "support/near.h"
#include "support/plan_desk.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HOUR_US STF_PLAN_DESK_HOUR_US

enum {
  FAST_RUNS = 60,
  SLOW_RUNS = 400,
  STEPS = 24,
  DAYS = 1,
  FIRST = 8, /* hours in which somebody is there */
  LAST = 18
};

/* Least rank correlation over the day's ten hours, noise of the fast runs included; the sums
 * over the day, said over simulated. */
struct bounds {
  double rank_least;
  double least;
  double most;
};

/* People by hour from FIRST on; how good the estimate must be. */
struct kind {
  const char *name;
  const char *desk;
  const char *curve;
  int32_t people[LAST - FIRST];
  struct bounds more; /* of one more, of one fewer */
  struct bounds fewer;
};

#define HEAD                                                                                   \
  "format: 1\ntimezone: UTC\nperiod: {from: 2026-03-02, to: 2026-03-02}\ninterval: 1 h\n"      \
  "edges: {end: horizon}\ndemand: {curve: curve.csv}\n"                                        \
  "sla:\n  - {name: fast, answer: assignment, first_response: {within: 5 min, share: 80 %}}\n"
#define TEAM "teams:\n  - {name: desk, staffing: staffing.csv}\n"

static const char STAFFING[] = "weekday,start,agents\nmon,08:00,1\nmon,18:00,0\n";
static const char CURVE[] =
    "weekday,start,arrivals\nmon,08:00,40\nmon,09:00,70\nmon,10:00,80\nmon,11:00,60\n"
    "mon,12:00,40\nmon,13:00,40\nmon,14:00,60\nmon,15:00,70\nmon,16:00,50\nmon,17:00,30\n"
    "mon,18:00,0\n";

static const struct kind KINDS[] = {
    {"nobody leaves",
     HEAD "classes:\n  - {name: chat, service: {exponential: {mean: 6 min}}, sla: fast}\n" TEAM,
     CURVE,
     {5, 8, 9, 7, 5, 5, 7, 8, 6, 4},
     {0.9, 1.2, 1.7},
     {0.9, 0.3, 0.5}},
    {"impatient",
     HEAD "classes:\n  - {name: chat, service: {lognormal: {mean: 6 min, cv: 1}}, sla: fast, "
          "patience: {exponential: {mean: 10 min}}}\n" TEAM,
     CURVE,
     {4, 7, 8, 6, 4, 4, 6, 7, 5, 3},
     {0.6, 1.6, 2.3},
     {0.4, 0.7, 1.05}},
    {"turns",
     HEAD "classes:\n  - {name: chat, sla: fast, turns: {number: {geometric: {mean: 4}}, work: "
          "{exponential: {mean: 1 min}}, think: {exponential: {mean: 4 min}}}}\n"
          "teams:\n  - {name: desk, staffing: staffing.csv, concurrency: 3}\n",
     CURVE,
     {5, 8, 9, 8, 5, 5, 7, 8, 6, 4},
     {0.8, 1, 1.5},
     {0.6, 0.3, 0.55}},
};

struct bench {
  struct stf_plan_desk own;
  struct stf_grid grid;
  struct stf_judge *judge;
};

static void bench_make(struct bench *bench, const struct kind *kind, unsigned threads_n) {
  stf_plan_desk_make(&bench->own, kind->desk, kind->curve, STAFFING);
  bench->grid = stf_plan_desk_grid(&bench->own, HOUR_US, 0);
  for (size_t s = FIRST; s < LAST; s++) {
    bench->grid.agents[s] = kind->people[s - FIRST];
  }
  struct stf_judge_in in = stf_plan_desk_judge(&bench->own);
  in.replications_n = stf_near_slow() ? SLOW_RUNS : FAST_RUNS;
  in.threads_n = threads_n;
  in.probability = 0; /* every replication counts */
  assert_int_equal(stf_judge_new(&in, &bench->grid, NULL, &bench->judge), STF_OK);
}

static void bench_free(struct bench *bench) {
  stf_judge_free(bench->judge);
  stf_plan_desk_free(&bench->own);
}

static double late_of(struct bench *bench, const struct stf_judge_places *places) {
  const double wanted[DAYS] = {0};
  struct stf_judge_figure figure;
  assert_int_equal(stf_judge_staffing(bench->judge, &bench->grid, wanted, &figure, places),
                   STF_OK);
  return figure.late;
}

/* Spearman's: ranks with ties in the middle. */
static double rank_of(const double *values, size_t n, size_t i) {
  double rank = 0;
  for (size_t k = 0; k < n; k++) {
    rank += values[k] < values[i] ? 1 : values[k] > values[i] ? 0 : 0.5;
  }
  return rank;
}

static double rank_correlation(const double *a, const double *b, size_t n) {
  double middle = (double)n / 2;
  double both = 0;
  double squares_a = 0;
  double squares_b = 0;
  for (size_t i = 0; i < n; i++) {
    double x = rank_of(a, n, i) - middle;
    double y = rank_of(b, n, i) - middle;
    both += x * y;
    squares_a += x * x;
    squares_b += y * y;
  }
  return both / sqrt(squares_a * squares_b);
}

static double sum(const double *values) {
  double all = 0;
  for (size_t i = 0; i < LAST - FIRST; i++) {
    all += values[i];
  }
  return all;
}

/* One side: what is said, what is. */
static void check_side(const struct kind *kind, const char *what, const double *said,
                       const double *is, const struct bounds *bounds) {
  double rank = rank_correlation(said, is, LAST - FIRST);
  double factor = sum(said) / sum(is);
  print_message("%s, %s: rank correlation %.2f, size %.2f (%.2f said, %.2f simulated)\n",
                kind->name, what, rank, factor, sum(said), sum(is));
  assert_true(rank >= bounds->rank_least);
  assert_true(factor >= bounds->least && factor <= bounds->most);
}

static void
test_values_when_simulated_with_one_more_and_fewer_expect_their_order(void **state) {
  (void)state;
  for (size_t k = 0; k < STF_COUNT_OF(KINDS); k++) {
    struct bench bench;
    double gain[STEPS];
    double loss[STEPS];
    double more[LAST - FIRST];
    double fewer[LAST - FIRST];
    const struct stf_judge_places places = {gain, loss};
    bench_make(&bench, &KINDS[k], 1);
    double late = late_of(&bench, &places);
    for (size_t i = 0; i < LAST - FIRST; i++) {
      bench.grid.agents[FIRST + i]++;
      more[i] = late - late_of(&bench, NULL);
      bench.grid.agents[FIRST + i] -= 2;
      fewer[i] = late_of(&bench, NULL) - late;
      bench.grid.agents[FIRST + i]++;
    }
    print_message("%s: %.1f late a day\n", KINDS[k].name, late);
    check_side(&KINDS[k], "one more", &gain[FIRST], more, &KINDS[k].more);
    check_side(&KINDS[k], "one fewer", &loss[FIRST], fewer, &KINDS[k].fewer);
    bench_free(&bench);
  }
}

static void test_values_when_more_threads_expect_the_same_bytes(void **state) {
  (void)state;
  double gain[3][STEPS];
  double loss[3][STEPS];
  for (size_t k = 0; k < 3; k++) {
    struct bench bench;
    const struct stf_judge_places places = {gain[k], loss[k]};
    bench_make(&bench, &KINDS[1], 1U << k);
    (void)late_of(&bench, &places);
    bench_free(&bench);
    assert_memory_equal(gain[0], gain[k], sizeof gain[0]);
    assert_memory_equal(loss[0], loss[k], sizeof loss[0]);
  }
}

/* Closed steps, and steps after which nobody late comes any more, are nobody's. */
static void test_values_when_closed_or_idle_expect_nought(void **state) {
  (void)state;
  struct bench bench;
  double gain[STEPS];
  double loss[STEPS];
  const struct stf_judge_places places = {gain, loss};
  bench_make(&bench, &KINDS[0], 1);
  for (size_t s = 14; s < LAST; s++) {
    bench.grid.agents[s] = 60;
  }
  (void)late_of(&bench, &places);
  for (size_t s = 0; s < STEPS; s++) {
    bool closed = s < FIRST || s >= LAST;
    assert_true(closed ? gain[s] + loss[s] == 0 : true);
    assert_true(s > 14 && s < LAST ? gain[s] + loss[s] == 0 : true);
    assert_true(s > FIRST && s < 13 ? gain[s] > 0 && loss[s] > 0 : true);
  }
  bench_free(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values_when_simulated_with_one_more_and_fewer_expect_their_order),
      cmocka_unit_test(test_values_when_more_threads_expect_the_same_bytes),
      cmocka_unit_test(test_values_when_closed_or_idle_expect_nought)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
