/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/elementary.h"
#include "random/law_block.h"
#include "random/stream.h"
#include "support/near.h"

#include <math.h>

enum {
  N = 3001 /* no multiple of a vector's length */
};

/* Uniforms with both ends of what a stream gives. */
static void make_uniforms(double u[N]) {
  double rest[N];
  struct stf_stream stream = stf_stream_of(5, 0);
  struct stf_stream_address first = {STF_STREAM_TEST, STF_STREAM_WORK, 0, 0};
  stf_stream_pairs(&stream, first, N, u, rest);
  u[0] = 0x1p-53;
  u[1] = 1 - 0x1p-53;
  u[2] = 0.075;
  u[3] = 0.925;
}

static struct stf_law law_of(enum stf_law_kind kind, double first, double second,
                             double third) {
  const double parameters[STF_LAW_PARAMETERS_MAX] = {first, second, third, NAN, NAN};
  struct stf_law law = {.kind = STF_LAW_NEVER};
  const char *why = "";
  assert_true(stf_law_make(kind, parameters, &law, &why));
  return law;
}

static void check_all_levels(const struct stf_law *law) {
  static double u[N];
  static double drawn_s[N];
  make_uniforms(u);
  for (int level = 0; level <= (int)stf_clones_best(); level++) {
    stf_law_block_draw_at((enum stf_clones_level)level, law, u, N, drawn_s);
    for (size_t i = 0; i < N; i++) {
      assert_int_equal(stf_elementary_bits(drawn_s[i]),
                       stf_elementary_bits(stf_law_draw_s(law, u[i])));
    }
  }
}

static void test_draws_of_each_law_equal_single_draws(void **state) {
  (void)state;
  const struct stf_law laws[] = {
      stf_law_never(),
      stf_law_constant(7),
      stf_law_exponential(300),
      law_of(STF_LAW_LOGNORMAL, 300, 1.2, NAN),
      law_of(STF_LAW_GAMMA, 300, 0.7, NAN),
      law_of(STF_LAW_WEIBULL, 120, NAN, 0.8),
      law_of(STF_LAW_UNIFORM, 3, 8, NAN),
      law_of(STF_LAW_HYPEREXPONENTIAL, 0.3, 10, 100),
  };
  for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
    check_all_levels(&laws[i]);
  }
}

static void test_draws_when_exponents_are_extreme_equal_single_draws(void **state) {
  (void)state;
  const struct stf_law laws[] = {
      {.kind = STF_LAW_LOGNORMAL, .a = 700, .b = 9},
      {.kind = STF_LAW_LOGNORMAL, .a = -700, .b = 9},
      {.kind = STF_LAW_WEIBULL, .a = 1, .b = 0.02},
      {.kind = STF_LAW_WEIBULL, .a = 1, .b = 60},
  };
  for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
    check_all_levels(&laws[i]);
  }
}

static void test_to_us_when_too_long_is_never(void **state) {
  (void)state;
  const double seconds[] = {0, 1e-7, 5e-7, 1.25, 8.9e12, 9e12, (double)INFINITY};
  const int64_t expected_us[] = {0, 0, 1, 1250000, 8900000000000000000, INT64_MAX, INT64_MAX};
  int64_t out_us[7];
  stf_law_block_to_us(seconds, 7, out_us);
  for (size_t i = 0; i < 7; i++) {
    assert_int_equal(out_us[i], expected_us[i]);
    assert_int_equal(out_us[i], stf_law_block_us(seconds[i]));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_draws_of_each_law_equal_single_draws),
      cmocka_unit_test(test_draws_when_exponents_are_extreme_equal_single_draws),
      cmocka_unit_test(test_to_us_when_too_long_is_never),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
