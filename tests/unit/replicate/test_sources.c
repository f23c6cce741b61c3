/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares of variance of a sum of three independent sources, which are known. */
#include "random/stream.h"
#include "replicate/sources.h"
#include "support/near.h"

#include <math.h>

enum {
  N = 4000
};

/* Uniform, mean 0, variance 1. */
static double unit(uint32_t replication, uint64_t source) {
  struct stf_stream stream = stf_stream_of(12, replication);
  double u[2];
  stf_stream_pair(&stream, STF_STREAM_TEST, source, STF_STREAM_WORK, 0, u);
  return (u[0] - 0.5) * sqrt(12);
}

static void test_shares_when_sources_add_up_expect_their_variances(void **state) {
  (void)state;
  static double values[N];
  static double same_parameters[N];
  static double same_demand[N];
  /* Variances 1, 4 and 5 of 10, around a large mean. */
  for (uint32_t r = 0; r < N; r++) {
    double p = unit(r, 0);
    double d = 2 * unit(r, 1);
    values[r] = 1e6 + p + d + sqrt(5) * unit(r, 2);
    same_parameters[r] = 1e6 + p + 2 * unit(r, 3) + sqrt(5) * unit(r, 4);
    same_demand[r] = 1e6 + p + d + sqrt(5) * unit(r, 5);
  }
  same_demand[7] = (double)NAN; /* nothing to measure there */
  struct stf_sources sources = stf_sources_of(values, same_parameters, same_demand, N);
  assert_int_equal(sources.n, N - 1);
  /* A correlation of n pairs has a standard error of at most 1 / sqrt(n) = 0.016. */
  assert_true(sources.parameters.error > 0.008 && sources.parameters.error < 0.018);
  assert_near(sources.parameters.share, 0.1, 3.5 * sources.parameters.error);
  assert_near(sources.demand.share, 0.4, 3.5 * sources.demand.error);
  assert_near(sources.chance.share, 0.5, 3.5 * sources.chance.error);
  assert_near(sources.parameters.share + sources.demand.share + sources.chance.share, 1, 1e-9);
}

static void test_shares_when_nothing_varies_or_little_is_known_expect_none(void **state) {
  (void)state;
  const double same[] = {2, 2, 2, 2};
  assert_true(isnan(stf_sources_of(same, same, same, 4).chance.share));
  const double few[] = {1, 2, (double)NAN, (double)NAN};
  assert_true(isnan(stf_sources_of(few, few, few, 4).chance.share));
}

static void test_shares_when_all_is_kept_expect_no_chance(void **state) {
  (void)state;
  const double values[] = {1, 5, 2, 8, 3};
  struct stf_sources sources = stf_sources_of(values, values, values, 5);
  assert_near(sources.parameters.share, 1, 1e-12);
  assert_near(sources.demand.share, 0, 1e-12);
  assert_near(sources.chance.share, 0, 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_shares_when_sources_add_up_expect_their_variances),
      cmocka_unit_test(test_shares_when_nothing_varies_or_little_is_known_expect_none),
      cmocka_unit_test(test_shares_when_all_is_kept_expect_no_chance),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
