/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/near.h"
#include "theory/erlang_a.h"
#include "theory/erlang_c.h"

#include <math.h>
#include <stdlib.h>

static double never_survival(const void *context, double t_s) {
  (void)context;
  (void)t_s;
  return 1;
}

static double step_survival(const void *limit_s, double t_s) {
  return t_s < *(const double *)limit_s ? 1 : 0;
}

/* Half leave at the step, half never. */
static double half_survival(const void *limit_s, double t_s) {
  return t_s < *(const double *)limit_s ? 1 : 0.5;
}

static struct stf_erlang_a *solved(const struct stf_load *load,
                                   const struct stf_patience *patience) {
  struct stf_erlang_a *station = NULL;
  assert_int_equal(stf_erlang_a_new(load, patience, NULL, &station), STF_OK);
  return station;
}

static void test_endless_patience_is_erlang_c(void **state) {
  (void)state;
  const struct stf_load load = {1.9 / 60, 12 * 60, 25};
  const struct stf_patience patience = {.survival = never_survival};
  struct stf_erlang_a *station = solved(&load, &patience);
  const struct stf_erlang_a_measures a = stf_erlang_a_measures(station);
  const struct stf_erlang_c c = stf_erlang_c_measures(&load);
  assert_near_relative(a.wait_share, c.wait_share, 1e-10);
  assert_near_relative(a.mean_wait_s, c.mean_wait_s, 1e-10);
  assert_near_relative(a.mean_wait_served_s, c.mean_wait_s, 1e-10);
  assert_near(a.abandon_share, 0, 0);
  assert_true(isnan(a.mean_wait_abandoned_s));
  assert_near_relative(stf_erlang_a_quantile_s(station, 0.99),
                       stf_erlang_c_quantile_s(&load, 0.99), 1e-9);
  stf_erlang_a_free(station);
}

static void test_overload_without_leaving_has_no_steady_state(void **state) {
  (void)state;
  double limit_s = 100;
  const struct stf_patience never = {.survival = never_survival};
  const struct stf_patience half = {.survival = half_survival, .context = &limit_s};
  struct stf_load load = {10, 1, 10};
  struct stf_erlang_a *station = NULL;
  assert_int_equal(stf_erlang_a_new(&load, &never, NULL, &station), STF_ERR_INPUT);
  load.arrivals_per_s = 20;
  assert_int_equal(stf_erlang_a_new(&load, &half, NULL, &station), STF_ERR_INPUT);
  assert_null(station);
  load.arrivals_per_s = 19;
  station = solved(&load, &half);
  /* Flow balance, with agents always busy but for 1e-300: the rest must leave. */
  assert_near(stf_erlang_a_measures(station).abandon_share, 9.0 / 19, 1e-9);
  stf_erlang_a_free(station);
}

static void test_laws_are_patience_too(void **state) {
  (void)state;
  const struct stf_load load = {1.1, 60, 60};
  double mean_s = 90;
  const struct stf_law laws[] = {stf_law_exponential(mean_s), stf_law_constant(mean_s)};
  const struct stf_patience same[] = {
      stf_erlang_a_exponential(&mean_s),
      {.survival = step_survival, .context = &mean_s},
  };
  for (size_t i = 0; i < STF_COUNT_OF(laws); i++) {
    const struct stf_patience patience = stf_erlang_a_law(&laws[i]);
    struct stf_erlang_a *by_law = solved(&load, &patience);
    struct stf_erlang_a *direct = solved(&load, &same[i]);
    assert_near_relative(stf_erlang_a_measures(by_law).abandon_share,
                         stf_erlang_a_measures(direct).abandon_share, 1e-9);
    assert_near_relative(stf_erlang_a_measures(by_law).mean_wait_abandoned_s,
                         stf_erlang_a_measures(direct).mean_wait_abandoned_s, 1e-9);
    stf_erlang_a_free(by_law);
    stf_erlang_a_free(direct);
  }
}

/* At arrivals = n / handle the density is flat up to the step and falls like exp(-n v / handle)
 * beyond: both integrals are elementary, wherever the step lies. */
static void test_critical_load_finds_a_step_anywhere(void **state) {
  (void)state;
  const struct stf_load load = {2, 1, 2};
  const double none = 3.0 / 4; /* 1 / (2 B(1, 2)), B(1, 2) = 2/3 */
  const double limits_s[] = {1e-3, 0.02, 0.7, 1, 33, 2222, 1e5, 7e5};
  for (size_t i = 0; i < STF_COUNT_OF(limits_s); i++) {
    double limit_s = limits_s[i];
    const struct stf_patience patience = {.survival = step_survival, .context = &limit_s};
    struct stf_erlang_a *station = solved(&load, &patience);
    const struct stf_erlang_a_measures a = stf_erlang_a_measures(station);
    double weight = none + limit_s + 0.5;
    assert_near_relative(a.wait_share, (limit_s + 0.5) / weight, 1e-9);
    assert_near_relative(a.abandon_share, 0.5 / weight, 1e-9);
    assert_near_relative(a.mean_wait_s, (limit_s * limit_s / 2 + 0.5 * limit_s) / weight, 1e-9);
    stf_erlang_a_free(station);
  }
}

/* For exponential patience abandonments = queue / mean patience (Little), whatever the load. */
static void check_little(double arrivals_per_s, int64_t agents_n, double mean_s) {
  const struct stf_load load = {arrivals_per_s, 100, agents_n};
  const struct stf_patience patience = stf_erlang_a_exponential(&mean_s);
  struct stf_erlang_a *station = solved(&load, &patience);
  const struct stf_erlang_a_measures a = stf_erlang_a_measures(station);
  assert_near_relative(arrivals_per_s * a.abandon_share, a.mean_queue_n / mean_s, 1e-9);
  assert_true(a.wait_share >= 0 && a.wait_share <= 1);
  assert_true(a.occupancy_share >= 0 && a.occupancy_share <= 1 + 1e-9);
  stf_erlang_a_free(station);
}

static void test_abandonments_are_queue_over_patience(void **state) {
  (void)state;
  const double loads_share[] = {0.05, 0.4, 0.9, 1, 1.1, 4, 20};
  const double patience_s[] = {1e-3, 1, 100, 1e4, 1e6, 1e9};
  for (int64_t agents_n = 1; agents_n <= 5000; agents_n *= 4) {
    for (size_t i = 0; i < STF_COUNT_OF(loads_share); i++) {
      for (size_t j = 0; j < STF_COUNT_OF(patience_s); j++) {
        check_little(loads_share[i] * (double)agents_n / 100, agents_n, patience_s[j]);
      }
    }
  }
}

/* The same station as a birth-death chain, states 0..STATES_N-1, relative to the likeliest. */
static void check_chain(double arrivals_per_s, double handle_s, int64_t agents_n,
                        double mean_s) {
  enum {
    STATES_N = 12000 /* the largest mean in system is 30 + 240 * 40 */
  };
  double log_weight = 0;
  double highest = 0;
  double all = 1;
  double waiting = 0;
  double queued = 0;
  for (int64_t k = 1; k < STATES_N; k++) {
    double busy_n = (double)(k < agents_n ? k : agents_n);
    double queue_n = (double)k - busy_n;
    log_weight += log(arrivals_per_s / (busy_n / handle_s + queue_n / mean_s));
    double rise = fmax(0, log_weight - highest);
    highest += rise;
    double weight = exp(log_weight - highest);
    all = all * exp(-rise) + weight;
    waiting = waiting * exp(-rise) + (k >= agents_n ? weight : 0);
    queued = queued * exp(-rise) + weight * queue_n;
  }
  const struct stf_load load = {arrivals_per_s, handle_s, agents_n};
  const struct stf_patience patience = stf_erlang_a_exponential(&mean_s);
  struct stf_erlang_a *station = solved(&load, &patience);
  const struct stf_erlang_a_measures a = stf_erlang_a_measures(station);
  assert_near_relative(a.wait_share, waiting / all, 1e-9);
  assert_near_relative(a.mean_queue_n, queued / all, 1e-9);
  stf_erlang_a_free(station);
}

static void test_agrees_with_the_birth_death_chain(void **state) {
  (void)state;
  const double loads_share[] = {0.1, 0.7, 1, 1.2, 3, 8};
  const double patience_handles[] = {0.01, 0.5, 3, 40};
  const int64_t agents_n[] = {1, 2, 7, 30};
  for (size_t i = 0; i < STF_COUNT_OF(loads_share); i++) {
    for (size_t j = 0; j < STF_COUNT_OF(patience_handles); j++) {
      for (size_t k = 0; k < STF_COUNT_OF(agents_n); k++) {
        check_chain(loads_share[i] * (double)agents_n[k] / 100, 100, agents_n[k],
                    100 * patience_handles[j]);
      }
    }
  }
}

static void test_quantiles_invert_the_shares(void **state) {
  (void)state;
  double mean_s = 90;
  const struct stf_load load = {1.1, 60, 60};
  const struct stf_patience patience = stf_erlang_a_exponential(&mean_s);
  struct stf_erlang_a *station = solved(&load, &patience);
  double served_share = 1 - stf_erlang_a_measures(station).abandon_share;
  for (int percent = 50; percent < 100; percent += 7) {
    double p = percent / 100.0;
    double t_s = stf_erlang_a_served_quantile_s(station, p);
    assert_near(stf_erlang_a_served_within_share(station, t_s), p * served_share, 1e-12);
    double all_s = stf_erlang_a_quantile_s(station, p);
    assert_near(stf_erlang_a_served_within_share(station, all_s) +
                    stf_erlang_a_abandoned_within_share(station, all_s),
                p, 1e-12);
  }
  stf_erlang_a_free(station);
}

/* Fails the allocation that makes *left zero. */
static void *failing_resize(void *context, void *old, size_t bytes) {
  int *left = context;
  return --*left == 0 ? NULL : realloc(old, bytes);
}

static void release(void *context, void *old) {
  (void)context;
  free(old);
}

static void test_without_memory_says_so(void **state) {
  (void)state;
  double mean_s = 60;
  const struct stf_load load = {1, 10, 12};
  const struct stf_patience patience = stf_erlang_a_exponential(&mean_s);
  for (int fail_at = 1; fail_at <= 4; fail_at++) {
    int left = fail_at;
    const struct stf_allocator allocator = {failing_resize, release, &left};
    struct stf_erlang_a *station = NULL;
    assert_int_equal(stf_erlang_a_new(&load, &patience, &allocator, &station), STF_ERR_MEMORY);
    assert_null(station);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_endless_patience_is_erlang_c),
      cmocka_unit_test(test_overload_without_leaving_has_no_steady_state),
      cmocka_unit_test(test_laws_are_patience_too),
      cmocka_unit_test(test_critical_load_finds_a_step_anywhere),
      cmocka_unit_test(test_abandonments_are_queue_over_patience),
      cmocka_unit_test(test_agrees_with_the_birth_death_chain),
      cmocka_unit_test(test_quantiles_invert_the_shares),
      cmocka_unit_test(test_without_memory_says_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
