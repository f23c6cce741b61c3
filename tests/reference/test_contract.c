/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Penalties of an SLA contract against the law of the days' shares: with an agent for everybody
 * and independent delays of the first message, a day has Poisson contacts of which each is in
 * time with the same probability, so that met and breached are independent Poisson numbers and
 * P(tier) is a double sum. 3.5 standard errors (false alarm 5e-4 a measure), seed fixed.
 */
#include "kpi/kpi.h"
#include "support/estimate.h"
#include "support/lab.h"
#include "support/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  DAYS = 4000,
  MOST = 140 /* met or breached of a day */
};

#define DAY_US     INT64_C(86400000000)
#define RATE_PER_S (48.0 / 86400)

static const struct stf_sla_tier TIERS[] = {{.below = 0.95, .amount = 500},
                                            {.below = 0.9, .amount = 2000}};

/* 600 s of an exponential delay of mean 200 s. */
static double in_time(void) {
  return 1 - exp(-3);
}

static double poisson(double mean, int n) {
  return exp(n * log(mean) - mean - lgamma(n + 1.0));
}

struct expected {
  double tiers[3]; /* of days with a contact: the two tiers, and none */
  double penalty;
  double square; /* of the penalty */
};

static int tier_of(int met, int breached) {
  double share = met / (double)(met + breached);
  return share < 0.9 ? 1 : share < 0.95 ? 0 : 2;
}

static struct expected by_law(void) {
  const double amounts[] = {500, 2000, 0};
  double mean = RATE_PER_S * 86400;
  struct expected expected = {0};
  for (int met = 0; met < MOST; met++) {
    for (int breached = met == 0; breached < MOST; breached++) {
      int tier = tier_of(met, breached);
      double p = poisson(mean * in_time(), met) * poisson(mean * (1 - in_time()), breached);
      expected.tiers[tier] += p;
      expected.penalty += p * amounts[tier];
      expected.square += p * amounts[tier] * amounts[tier];
    }
  }
  return expected;
}

static enum stf_status take_contacts(void *context, const struct stf_contact *contacts,
                                     size_t n) {
  return stf_kpi_tally_contacts(context, contacts, n);
}

static enum stf_status take_presence(void *context, const struct stf_presence *span) {
  return stf_kpi_tally_presence(context, span, 1);
}

static double value_of(const struct stf_kpi_layout *layout, const struct stf_kpi_value *values,
                       const char *definition) {
  for (size_t i = 0; i < stf_kpi_layout_rows_n(layout); i++) {
    struct stf_row row;
    stf_kpi_layout_describe(layout, i, &row);
    if (strcmp(row.kpi, "sla_contract") == 0 && row.group[0] == '\0' &&
        strcmp(row.definition, definition) == 0) {
      return values[i].value;
    }
  }
  fail_msg("no row '%s'", definition);
  return 0;
}

/* Standard errors are those of the law: this many days make them small enough. */
static void check(const char *what, double measured, double expected, double variance,
                  double se_most) {
  stf_estimate_check(what, (struct stf_estimate){measured, sqrt(variance)}, expected, se_most);
}

static void compare(const struct stf_kpi_layout *layout, const struct stf_kpi_value *values) {
  static const char *const NAMES[] = {"std_below_95%", "std_below_90%", "std_no_penalty"};
  struct expected expected = by_law();
  assert_near(expected.tiers[0] + expected.tiers[1] + expected.tiers[2], 1, 1e-9);
  for (size_t t = 0; t < 3; t++) {
    double p = expected.tiers[t];
    assert_true(p > 0.02 && p < 0.98);
    check(NAMES[t], value_of(layout, values, NAMES[t]), p, p * (1 - p) / DAYS, 0.01);
  }
  double variance = expected.square - expected.penalty * expected.penalty;
  check("std_penalty", value_of(layout, values, "std_penalty") / DAYS, expected.penalty,
        variance / DAYS, 0.05 * expected.penalty);
}

static void test_penalties_when_delays_are_independent_expect_their_law(void **state) {
  (void)state;
  const struct stf_sla_contract contract = {
      .stretch = STF_SLA_STRETCH_DAY, .tiers = TIERS, .tiers_n = 2};
  const struct stf_sla_policy policy = {.name = "std",
                                        .response = {.within_us = 600000000, .share = 0.95},
                                        .contract = &contract};
  const uint8_t policy_of = 0;
  const struct stf_sla_terms terms = {&policy, 1, &policy_of, 1, 1, 1};
  const struct stf_costs costs = {.currency = "EUR"};
  struct stf_names names;
  struct stf_zone *zone = NULL;
  struct stf_lab lab;
  assert_int_equal(stf_names_init(&names, NULL), STF_OK);
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  stf_lab_init(&lab, 1, 1);
  lab.classes[0].service = stf_law_constant(3600);
  lab.classes[0].first_message = stf_law_exponential(200);
  lab.rates_per_s[0] = RATE_PER_S;
  lab.desk.to_us = lab.desk.from_us + DAYS * DAY_US;
  lab.edges_us[0] = lab.desk.from_us;
  lab.edges_us[1] = lab.desk.to_us;
  lab.changes[0] = (struct stf_staff_change){
      .at_us = lab.desk.from_us, .team = 0, .agent = STF_NOBODY, .delta = 40};
  lab.desk.changes_n = 1;
  const struct stf_kpi_plan plan = {.zone = zone,
                                    .names = &names,
                                    .from_us = lab.desk.from_us,
                                    .to_us = lab.desk.to_us,
                                    .interval_us = DAY_US,
                                    .has_queue = true,
                                    .quantiles = STF_KPI_QUANTILES_NONE,
                                    .terms = &terms,
                                    .costs = &costs};
  struct stf_kpi_layout *layout = NULL;
  struct stf_kpi_tally *tally = NULL;
  struct stf_engine *engine = NULL;
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &layout), STF_OK);
  assert_int_equal(stf_kpi_tally_new(layout, &tally), STF_OK);
  assert_int_equal(stf_engine_new(&lab.desk, NULL, &engine), STF_OK);
  struct stf_engine_sink sink = {
      .context = tally, .contacts = take_contacts, .presence = take_presence};
  struct stf_stream stream = stf_stream_of(41, 0);
  struct stf_engine_account account;
  assert_int_equal(stf_engine_run(engine, &stream, &sink, &account), STF_OK);
  struct stf_kpi_value *values = calloc(stf_kpi_layout_rows_n(layout), sizeof *values);
  assert_non_null(values);
  stf_kpi_tally_values(tally, values);
  compare(layout, values);
  free(values);
  stf_engine_free(engine);
  stf_kpi_tally_free(tally);
  stf_kpi_layout_free(layout);
  stf_zone_free(zone);
  stf_names_clear(&names);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_penalties_when_delays_are_independent_expect_their_law),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
