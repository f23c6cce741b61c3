/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/near.h"
#include "theory/erlang_a.h"
#include "theory/palm.h"

#include <math.h>

struct station {
  double arrivals_per_s;
  double handle_s;
  double patience_s;
  int64_t agents_n;
};

static const struct station STATIONS[] = {
    {0.002, 300, 60, 1}, {0.01, 300, 600, 2},   {0.05, 300, 120, 14},    {0.05, 300, 120, 25},
    {1.0, 200, 20, 190}, {1.0, 200, 2000, 215}, {95.0 / 60, 60, 60, 100}};

static void test_palm_over_stations_equals_the_quadrature(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof STATIONS / sizeof *STATIONS; i++) {
    const struct station *at = &STATIONS[i];
    const struct stf_load load = {at->arrivals_per_s, at->handle_s, at->agents_n};
    struct stf_patience patience = stf_erlang_a_exponential(&at->patience_s);
    struct stf_erlang_a *station = NULL;
    assert_int_equal(stf_erlang_a_new(&load, &patience, NULL, &station), STF_OK);
    struct stf_erlang_a_measures measures = stf_erlang_a_measures(station);
    struct stf_palm palm;
    assert_true(stf_palm_solve(&load, at->patience_s, &palm));
    assert_near_relative(stf_palm_wait_share(&palm), measures.wait_share, 1e-9);
    assert_near_relative(stf_palm_mean_wait_s(&palm), measures.mean_wait_s, 1e-9);
    assert_near_relative(stf_palm_abandon_share(&palm), measures.abandon_share, 1e-9);
    const double limits_s[] = {0, 1, 20, 90};
    for (size_t t = 0; t < sizeof limits_s / sizeof *limits_s; t++) {
      double share = 0;
      assert_true(stf_palm_served_within(&palm, limits_s[t], &share));
      assert_near_relative(share, stf_erlang_a_served_within_share(station, limits_s[t]), 1e-9);
    }
    stf_erlang_a_free(station);
  }
}

/* What the plain sums cannot hold is refused, not told wrongly. */
static void test_palm_when_too_large_says_so(void **state) {
  (void)state;
  const struct stf_load overloaded = {1000, 300, 10};
  struct stf_palm palm;
  assert_false(stf_palm_solve(&overloaded, 36000, &palm));
  const struct stf_load large = {1000, 300, 310000};
  double share = 0;
  assert_true(stf_palm_solve(&large, 60, &palm));
  assert_false(stf_palm_served_within(&palm, 3600, &share));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_palm_over_stations_equals_the_quadrature),
      cmocka_unit_test(test_palm_when_too_large_says_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
