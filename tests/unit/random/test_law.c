/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/elementary.h"
#include "random/law.h"
#include "random/law_gamma.h"
#include "random/stream.h"
#include "support/near.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#define NO ((double)NAN)

struct example {
  enum stf_law_kind kind;
  double parameters[STF_LAW_PARAMETERS_MAX];
};

static const struct example CONTINUOUS[] = {
    {STF_LAW_EXPONENTIAL, {300, NO, NO, NO, NO}},
    {STF_LAW_LOGNORMAL, {300, 0.5, NO, NO, NO}},
    {STF_LAW_LOGNORMAL, {20, 3, NO, NO, NO}},
    {STF_LAW_GAMMA, {300, 0.5, NO, NO, NO}},
    {STF_LAW_GAMMA, {300, 1.4, NO, NO, NO}},
    {STF_LAW_GAMMA, {300, NO, 0.05, NO, NO}},
    {STF_LAW_GAMMA, {300, 0.03, NO, NO, NO}},
    {STF_LAW_WEIBULL, {300, NO, 0.7, NO, NO}},
    {STF_LAW_WEIBULL, {NO, 120, 2.5, NO, NO}},
    {STF_LAW_UNIFORM, {60, 180, NO, NO, NO}},
    {STF_LAW_UNIFORM, {NO, 180, NO, NO, NO}},
    {STF_LAW_HYPEREXPONENTIAL, {0.3, 20, 400, NO, NO}},
    {STF_LAW_HYPEREXPONENTIAL, {NO, NO, NO, 300, 2.2}},
    {STF_LAW_HYPEREXPONENTIAL, {NO, NO, NO, 300, 1}},
};

static struct stf_law made(const struct example *example) {
  struct stf_law law = {.kind = STF_LAW_NEVER};
  const char *why = NULL;
  assert_true(stf_law_make(example->kind, example->parameters, &law, &why));
  return law;
}

static void test_draw_is_the_inverse_of_survival(void **state) {
  (void)state;
  const double grid[] = {1e-12, 1e-9,  1e-6,  1e-3, 0.01,   0.1,      0.25,     0.4,
                         0.499, 0.501, 0.632, 0.9,  0.9999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12};
  for (size_t i = 0; i < STF_COUNT_OF(CONTINUOUS); i++) {
    struct stf_law law = made(&CONTINUOUS[i]);
    double above = (double)INFINITY;
    for (size_t j = 0; j < STF_COUNT_OF(grid); j++) {
      double value_s = stf_law_draw_s(&law, grid[j]);
      assert_true(value_s >= 0 && value_s < above);
      above = value_s;
      assert_near(stf_law_survival(&law, value_s), grid[j], 1e-13);
      if (law.kind != STF_LAW_UNIFORM) { /* its ends are rounded absolutely */
        assert_near_relative(stf_law_survival(&law, value_s), grid[j], 2e-12);
      }
    }
  }
}

/* 1e5 draws each: mean within 3.5 standard errors; squared coefficient of variation within 3.5
 * of its own, the fourth moment taken from the sample. */
static void test_draws_have_the_law_s_moments(void **state) {
  (void)state;
  enum {
    N = 100000
  };
  struct stf_stream stream = stf_stream_of(31, 2);
  for (size_t i = 0; i < STF_COUNT_OF(CONTINUOUS); i++) {
    struct stf_law law = made(&CONTINUOUS[i]);
    double mean = stf_law_mean_s(&law);
    double scv = stf_law_scv(&law);
    double moments[3] = {0, 0, 0};
    for (uint64_t j = 0; j < N; j++) {
      double pair[2];
      stf_stream_pair(&stream, STF_STREAM_TEST, j, STF_STREAM_WORK, (uint32_t)i, pair);
      double away = stf_law_draw_s(&law, pair[0]) / mean - 1;
      moments[0] += away / N;
      moments[1] += away * away / N;
      moments[2] += away * away * away * away / N;
    }
    assert_near(moments[0], 0, 3.5 * sqrt(scv / N));
    assert_near(moments[1], scv, 3.5 * sqrt((moments[2] - scv * scv) / N));
  }
}

static void test_survival_matches_gsl(void **state) {
  (void)state;
  struct stf_law lognormal = made(&CONTINUOUS[1]);
  struct stf_law gamma = made(&CONTINUOUS[4]);
  struct stf_law weibull = made(&CONTINUOUS[8]);
  struct stf_law exponential = made(&CONTINUOUS[0]);
  double sigma = sqrt(log(1.25));
  for (int i = 0; i < 34; i++) {
    double t = 0.5 * pow(1.3, i);
    assert_near_relative(stf_law_survival(&lognormal, t),
                         gsl_cdf_lognormal_Q(t, log(300) - sigma * sigma / 2, sigma), 1e-12);
    assert_near_relative(stf_law_survival(&gamma, t), gsl_cdf_gamma_Q(t, 1 / 1.96, 300 * 1.96),
                         1e-12);
    assert_near(stf_law_survival(&weibull, t), gsl_cdf_weibull_Q(t, 120, 2.5), 1e-14);
    assert_near_relative(stf_law_survival(&exponential, t), gsl_cdf_exponential_Q(t, 300),
                         1e-14);
  }
}

/* Kolmogorov-Smirnov distance of 20000 draws: 1.95 / sqrt(n) is passed with chance 0.001. */
static void test_draws_follow_the_survival(void **state) {
  (void)state;
  enum {
    N = 20000,
    CELLS = 200
  };
  struct stf_stream stream = stf_stream_of(8, 8);
  for (size_t i = 0; i < STF_COUNT_OF(CONTINUOUS); i++) {
    struct stf_law law = made(&CONTINUOUS[i]);
    size_t counts[CELLS] = {0};
    for (uint64_t j = 0; j < N; j++) {
      double pair[2];
      stf_stream_pair(&stream, STF_STREAM_TEST, j, STF_STREAM_AFTER, (uint32_t)i, pair);
      double survival = stf_law_survival(&law, stf_law_draw_s(&law, pair[1]));
      counts[(size_t)(survival * CELLS) % CELLS]++;
    }
    double seen = 0;
    for (size_t k = 0; k < CELLS; k++) {
      seen += (double)counts[k];
      assert_near(seen / N, (double)(k + 1) / CELLS, 1.95 / sqrt(N));
    }
  }
}

static void test_draw_beyond_is_conditional(void **state) {
  (void)state;
  for (size_t i = 0; i < STF_COUNT_OF(CONTINUOUS); i++) {
    struct stf_law law = made(&CONTINUOUS[i]);
    double t_s = stf_law_draw_s(&law, 0.2);
    for (int j = 0; j < 10; j++) {
      double u = 0.05 + 0.1 * j;
      double value_s = stf_law_draw_beyond_s(&law, t_s, u);
      assert_true(value_s > t_s);
      assert_near(stf_law_survival(&law, value_s) / stf_law_survival(&law, t_s), u, 1e-12);
    }
    assert_near(stf_law_draw_beyond_s(&law, -1, 0.3), stf_law_draw_s(&law, 0.3), 0);
    assert_near(stf_law_draw_beyond_s(&law, 0, 0.3), stf_law_draw_s(&law, 0.3), 0);
  }
}

static void test_draw_beyond_without_mass_is_the_time(void **state) {
  (void)state;
  struct stf_law constant = stf_law_constant(60);
  assert_near(stf_law_draw_beyond_s(&constant, 59, 0.5), 60, 0);
  assert_near(stf_law_draw_beyond_s(&constant, 60, 0.5), 60, 0);
  assert_near(stf_law_draw_beyond_s(&constant, 75, 0.5), 75, 0);
  struct stf_law uniform = made(&CONTINUOUS[9]);
  assert_near(stf_law_draw_beyond_s(&uniform, 200, 0.5), 200, 0);
  struct stf_law never = stf_law_never();
  assert_true(isinf(stf_law_draw_beyond_s(&never, 1e9, 0.5)));
  struct stf_law exponential = stf_law_exponential(1);
  assert_near(stf_law_draw_beyond_s(&exponential, 1e6, 0.5), 1e6 + log(2), 1e-9);
}

static void test_simple_laws_have_their_moments(void **state) {
  (void)state;
  struct stf_law constant = stf_law_constant(7);
  assert_near(stf_law_mean_s(&constant), 7, 0);
  assert_near(stf_law_scv(&constant), 0, 0);
  struct stf_law never = stf_law_never();
  assert_true(isinf(stf_law_mean_s(&never)));
  assert_true(isnan(stf_law_scv(&never)));
  assert_near(stf_law_survival(&never, 1e300), 1, 0);
  struct stf_law lognormal = made(&CONTINUOUS[1]);
  assert_near(stf_law_mean_s(&lognormal), 300, 1e-11);
  assert_near(stf_law_scv(&lognormal), 0.25, 1e-14);
  struct stf_law gamma = made(&CONTINUOUS[4]);
  assert_near(stf_law_mean_s(&gamma), 300, 1e-11);
  assert_near(stf_law_scv(&gamma), 1.96, 1e-14);
  struct stf_law weibull = made(&CONTINUOUS[7]);
  assert_near(stf_law_mean_s(&weibull), 300, 1e-10);
  struct stf_law hyper = made(&CONTINUOUS[12]);
  assert_near(stf_law_mean_s(&hyper), 300, 1e-11);
  assert_near(stf_law_scv(&hyper), 4.84, 1e-12);
}

static void test_sample_becomes_exact_steps(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  const double values[] = {30, 10, 20, 10, 40, 99};
  const double weights[] = {1, 1, 4, 1, 1, 0};
  struct stf_law law;
  assert_int_equal(stf_law_from_sample(arena, values, weights, 6, &law), STF_OK);
  assert_int_equal(law.points->n, 4);
  assert_near(stf_law_survival(&law, 9.99), 1, 0);
  assert_near(stf_law_survival(&law, 10), 0.75, 0);
  assert_near(stf_law_survival(&law, 29), 0.25, 0);
  assert_near(stf_law_survival(&law, 40), 0, 0);
  assert_near(stf_law_draw_s(&law, 0.75), 10, 0);
  assert_near(stf_law_draw_s(&law, 0.7499999), 20, 0);
  assert_near(stf_law_draw_s(&law, 0.25), 20, 0);
  assert_near(stf_law_draw_s(&law, 0.2), 30, 0);
  assert_near(stf_law_draw_s(&law, 1e-15), 40, 0);
  assert_near(stf_law_draw_s(&law, 1 - 1e-15), 10, 0);
  assert_near(stf_law_mean_s(&law), (20 + 80 + 30 + 40) / 8.0, 1e-14);
  double square = (200 + 1600 + 900 + 1600) / 8.0;
  assert_near(stf_law_scv(&law), square / (21.25 * 21.25) - 1, 1e-14);
  stf_arena_free(arena);
}

static void test_sample_draw_beyond_is_strictly_greater(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  double values[97];
  for (size_t i = 0; i < 97; i++) {
    values[i] = (double)((i * 31) % 97);
  }
  struct stf_law law;
  assert_int_equal(stf_law_from_sample(arena, values, NULL, 97, &law), STF_OK);
  for (int i = 0; i < 96; i++) {
    assert_near(stf_law_draw_beyond_s(&law, i, 1 - 0x1p-53), i + 1, 0);
    assert_near(stf_law_draw_beyond_s(&law, i, 0x1p-53), 96, 0);
  }
  assert_near(stf_law_draw_beyond_s(&law, 96, 0.5), 96, 0);
  stf_arena_free(arena);
}

static void test_sample_refuses_what_is_no_duration(void **state) {
  (void)state;
  struct stf_arena *arena = stf_arena_new(NULL);
  struct stf_law law;
  const double bad[] = {1, -2};
  const double infinite[] = {1, (double)INFINITY};
  const double none[] = {0, 0};
  assert_int_equal(stf_law_from_sample(arena, bad, NULL, 2, &law), STF_ERR_INPUT);
  assert_int_equal(stf_law_from_sample(arena, infinite, NULL, 2, &law), STF_ERR_INPUT);
  assert_int_equal(stf_law_from_sample(arena, none, none, 2, &law), STF_ERR_INPUT);
  assert_int_equal(stf_law_from_sample(arena, none, NULL, 0, &law), STF_ERR_INPUT);
  stf_arena_free(arena);
}

static void test_points_have_an_exponential_tail(void **state) {
  (void)state;
  const double values[] = {10, 20};
  const double survival[] = {0.7, 0.4};
  const struct stf_law_points points = {values, survival, 2, 50};
  struct stf_law law = stf_law_of_points(&points);
  assert_near(stf_law_survival(&law, 20), 0.4, 0);
  assert_near(stf_law_survival(&law, 70), 0.4 * exp(-1), 1e-15);
  assert_near(stf_law_draw_s(&law, 0.4 * exp(-2)), 120, 1e-12);
  assert_near(stf_law_draw_s(&law, 0.4), 20, 0);
  assert_near(stf_law_draw_beyond_s(&law, 70, exp(-1)), 120, 1e-12);
  assert_near(stf_law_mean_s(&law), 3 + 6 + 0.4 * 70, 1e-13);
  double square = 30 + 120 + 0.4 * (400 + 2 * 20 * 50 + 2 * 2500);
  assert_near(stf_law_scv(&law), square / (37.0 * 37) - 1, 1e-13);
}

/* Regularized incomplete gamma functions to 18 digits, by mpmath in 40-digit arithmetic. */
static void test_gamma_tails_match_high_precision(void **state) {
  (void)state;
  const double cases[][3] = {
      {1000, 1000, 0.495794755819784491},     {1000, 950, 0.944945313769261966},
      {10000, 10300, 0.00147049489638568128}, {0.3, 0.01, 0.720759003640985139},
      {37.5, 60, 0.000750190669876202829},
  };
  for (size_t i = 0; i < STF_COUNT_OF(cases); i++) {
    struct stf_law_gamma law = stf_law_gamma_of(cases[i][0]);
    assert_near_relative(stf_law_gamma_survival(&law, cases[i][1]), cases[i][2], 1e-14);
  }
}

static void test_gamma_quantile_reaches_the_smallest_tails(void **state) {
  (void)state;
  for (int i = -20; i < 60; i++) {
    struct stf_law_gamma law = stf_law_gamma_of(pow(1.2, i));
    double x = stf_law_gamma_quantile(&law, 1e-300);
    assert_near_relative(stf_law_gamma_survival(&law, x), 1e-300, 1e-11);
  }
}

static void test_gamma_factor_has_mean_one(void **state) {
  (void)state;
  const double shapes[] = {0.4, 21, 5e5, 5e6};
  for (size_t i = 0; i < STF_COUNT_OF(shapes); i++) {
    double sum = 0;
    for (int j = 0; j < 2000; j++) {
      sum += stf_law_gamma_factor(shapes[i], (j + 0.5) / 2000) / 2000;
    }
    assert_near(sum, 1, 1e-3 / sqrt(shapes[i]));
    double p = gsl_cdf_gamma_Qinv(0.2, shapes[i], 1 / shapes[i]);
    assert_near(stf_law_gamma_factor(shapes[i], 0.2), p, 1e-6 / sqrt(shapes[i]));
  }
}

static void test_make_says_what_would_be_right(void **state) {
  (void)state;
  const struct {
    struct example example;
    const char *why;
  } cases[] = {
      {{STF_LAW_EXPONENTIAL, {NO, NO, NO, NO, NO}}, "mean must be above 0 s"},
      {{STF_LAW_EXPONENTIAL, {0, NO, NO, NO, NO}}, "mean must be above 0 s"},
      {{STF_LAW_CONSTANT, {(double)INFINITY, NO, NO, NO, NO}}, "value must be 0 s or more"},
      {{STF_LAW_GAMMA, {300, 1, 1, NO, NO}}, "a gamma law has mean and either cv or shape"},
      {{STF_LAW_GAMMA, {300, 31, NO, NO, NO}}, "cv must be 0.01 to 30"},
      {{STF_LAW_WEIBULL, {NO, NO, 2, NO, NO}},
       "a weibull law has shape and either mean or scale"},
      {{STF_LAW_UNIFORM, {20, 20, NO, NO, NO}}, "to must be above from"},
      {{STF_LAW_HYPEREXPONENTIAL, {0.5, 10, NO, NO, 2}},
       "a hyperexponential law has either share, mean_1 and mean_2, or mean and cv"},
      {{STF_LAW_HYPEREXPONENTIAL, {NO, NO, NO, 10, 0.9}}, "cv must be 1 to 1000"},
      {{STF_LAW_EMPIRICAL, {1, NO, NO, NO, NO}},
       "an empirical law is read from a file of durations"},
  };
  for (size_t i = 0; i < STF_COUNT_OF(cases); i++) {
    struct stf_law law;
    const char *why = NULL;
    assert_false(stf_law_make(cases[i].example.kind, cases[i].example.parameters, &law, &why));
    assert_string_equal(why, cases[i].why);
  }
}

static void test_forms_are_complete(void **state) {
  (void)state;
  for (size_t i = 0; i < STF_LAW_KINDS_N; i++) {
    const struct stf_law_form *form = &STF_LAW_FORMS[i];
    assert_int_equal(form->kind, i);
    assert_ptr_equal(stf_law_form_named(form->name), form);
    assert_true(strlen(form->help) > 0);
    for (size_t j = 0; j < form->parameters_n; j++) {
      assert_non_null(form->parameters[j].name);
      assert_non_null(strstr(form->parameters[j].rule, form->parameters[j].name));
      assert_false(form->parameters[j].required && !isnan(form->parameters[j].fallback));
    }
  }
  assert_null(stf_law_form_named("pareto"));
}

static void test_draw_bits_stay(void **state) {
  (void)state;
  const uint64_t expected[STF_COUNT_OF(CONTINUOUS)] = {
      UINT64_C(0xc158df7947dec0b7), UINT64_C(0xc16702101bc5d40a), UINT64_C(0xc10e1ed3b826bc8e),
      UINT64_C(0xc17931516c49cb28), UINT64_C(0xc1372c61adf11823), UINT64_C(0xc19158a28b19184b),
      UINT64_C(0xc09b20dfb3a6c80f), UINT64_C(0xc135cbca7dd6359b), UINT64_C(0xc0ba083655e52119),
      UINT64_C(0xc0aecccccccccccc), UINT64_C(0xc0934ccccccccccc), UINT64_C(0xc1498a076ec0d6e8),
      UINT64_C(0xc10ff20ab0adff59), UINT64_C(0xc158df7947dec0b3)};
  size_t wrong = 0;
  for (size_t i = 0; i < STF_COUNT_OF(CONTINUOUS); i++) {
    struct stf_law law = made(&CONTINUOUS[i]);
    uint64_t bits = stf_elementary_bits(stf_law_draw_s(&law, 0.3)) ^
                    stf_elementary_bits(stf_law_draw_beyond_s(&law, 100, 0.01)) << 1;
    if (bits != expected[i]) {
      print_error("law %zu: UINT64_C(0x%016llx)\n", i, (unsigned long long)bits);
    }
    wrong += bits != expected[i];
  }
  assert_int_equal(wrong, 0);
}

int main(void) {
  (void)gsl_set_error_handler_off();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_draw_is_the_inverse_of_survival),
      cmocka_unit_test(test_draws_have_the_law_s_moments),
      cmocka_unit_test(test_survival_matches_gsl),
      cmocka_unit_test(test_draws_follow_the_survival),
      cmocka_unit_test(test_draw_beyond_is_conditional),
      cmocka_unit_test(test_draw_beyond_without_mass_is_the_time),
      cmocka_unit_test(test_simple_laws_have_their_moments),
      cmocka_unit_test(test_sample_becomes_exact_steps),
      cmocka_unit_test(test_sample_draw_beyond_is_strictly_greater),
      cmocka_unit_test(test_sample_refuses_what_is_no_duration),
      cmocka_unit_test(test_points_have_an_exponential_tail),
      cmocka_unit_test(test_gamma_tails_match_high_precision),
      cmocka_unit_test(test_gamma_quantile_reaches_the_smallest_tails),
      cmocka_unit_test(test_gamma_factor_has_mean_one),
      cmocka_unit_test(test_make_says_what_would_be_right),
      cmocka_unit_test(test_forms_are_complete),
      cmocka_unit_test(test_draw_bits_stay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
