/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random/stream.h"
#include "stats/ordinal.h"
#include "support/near.h"

#include <math.h>

enum {
  ITEMS = 4000,
  CUTS = 4,
  COVARIATES = 2
};

static double xs[ITEMS * COVARIATES];
static uint32_t categories[ITEMS];

/* Answers of a known model: x uniform on (0, 3) and 0 or 1. */
static void draw(const double cuts[CUTS], const double slopes[COVARIATES]) {
  const struct stf_stream stream = stf_stream_of(77, 0);
  for (uint32_t i = 0; i < ITEMS; i++) {
    double u[2];
    double v[2];
    stf_stream_pair(&stream, STF_STREAM_CONTACT, i, STF_STREAM_SURVEY, 0, u);
    stf_stream_pair(&stream, STF_STREAM_CONTACT, i, STF_STREAM_OPINION, 0, v);
    double *x = &xs[(size_t)i * COVARIATES];
    x[0] = 3 * u[0];
    x[1] = u[1] < 0.7 ? 1 : 0;
    double score = slopes[0] * x[0] + slopes[1] * x[1];
    uint32_t k = 0;
    while (k < CUTS && v[0] >= 1 / (1 + exp(score - cuts[k]))) {
      k++;
    }
    categories[i] = k;
  }
}

static const struct stf_ordinal_in DRAWN = {
    .x = xs, .category = categories, .n = ITEMS, .covariates_n = COVARIATES, .cuts_n = CUTS};

static void test_fit_of_a_known_model_expect_its_coefficients(void **state) {
  (void)state;
  const double truth[CUTS + COVARIATES] = {-3, -2, -1, 0.5, -0.4, 1.6};
  draw(truth, truth + CUTS);
  struct stf_ordinal found;
  assert_int_equal(stf_ordinal_fit(&DRAWN, &found), STF_ORDINAL_FITTED);
  /* 3.5 standard errors: a false alarm in 5e-4 of the seeds for each of them. */
  for (size_t a = 0; a < CUTS + COVARIATES; a++) {
    assert_true(found.errors[a] > 0 && found.errors[a] < 0.2);
    assert_near(found.values[a], truth[a], 3.5 * found.errors[a]);
  }
}

static void test_fit_without_covariates_expect_the_logits_of_the_shares(void **state) {
  (void)state;
  const uint32_t answers[] = {0, 1, 1, 2, 2, 2, 2, 2};
  const struct stf_ordinal_in in = {.category = answers, .n = 8, .cuts_n = 2};
  struct stf_ordinal found;
  assert_int_equal(stf_ordinal_fit(&in, &found), STF_ORDINAL_FITTED);
  assert_near(found.values[0], log(1.0 / 7), 1e-9);
  assert_near(found.values[1], log(3.0 / 5), 1e-9);
  /* Of a share p: 1 / sqrt(n p (1 - p)). */
  assert_near(found.errors[0], 1 / sqrt(8 * (1.0 / 8) * (7.0 / 8)), 1e-9);
}

static void test_fit_when_a_covariate_separates_expect_refusal(void **state) {
  (void)state;
  const double x[] = {0, 0.1, 0.2, 0.3, 1.1, 1.2, 1.3, 1.4};
  const uint32_t answers[] = {0, 0, 0, 0, 1, 1, 1, 1};
  const struct stf_ordinal_in in = {
      .x = x, .category = answers, .n = 8, .covariates_n = 1, .cuts_n = 1};
  struct stf_ordinal found;
  assert_int_equal(stf_ordinal_fit(&in, &found), STF_ORDINAL_SEPARATED);
}

static void test_fit_when_covariates_determine_each_other_expect_refusal(void **state) {
  (void)state;
  const double x[] = {0, 0, 1, 2, 2, 4, 3, 6};
  const uint32_t answers[] = {0, 1, 0, 1};
  const struct stf_ordinal_in in = {
      .x = x, .category = answers, .n = 4, .covariates_n = 2, .cuts_n = 1};
  struct stf_ordinal found;
  assert_int_equal(stf_ordinal_fit(&in, &found), STF_ORDINAL_SEPARATED);
}

static void test_fit_when_a_category_is_empty_expect_refusal(void **state) {
  (void)state;
  const uint32_t answers[] = {0, 0, 2, 2};
  const struct stf_ordinal_in in = {.category = answers, .n = 4, .cuts_n = 2};
  struct stf_ordinal found;
  assert_int_equal(stf_ordinal_fit(&in, &found), STF_ORDINAL_EMPTY);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fit_of_a_known_model_expect_its_coefficients),
      cmocka_unit_test(test_fit_without_covariates_expect_the_logits_of_the_shares),
      cmocka_unit_test(test_fit_when_a_covariate_separates_expect_refusal),
      cmocka_unit_test(test_fit_when_covariates_determine_each_other_expect_refusal),
      cmocka_unit_test(test_fit_when_a_category_is_empty_expect_refusal)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
