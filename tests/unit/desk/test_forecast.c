/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "desk/demand.h"
#include "desk/forecast.h"
#include "support/near.h"

#include <math.h>

#define HOUR_US (INT64_C(3600) * STF_US_PER_S)

/* Two steps of one hour with 10 and 30 contacts. */
static const int64_t EDGES_US[] = {0, HOUR_US, 2 * HOUR_US};
static const double RATES_PER_S[] = {10.0 / 3600, 30.0 / 3600};

static struct stf_desk desk_of(struct stf_class *class) {
  *class = (struct stf_class){.rates_per_s = RATES_PER_S};
  return (struct stf_desk){.from_us = 0,
                           .to_us = 2 * HOUR_US,
                           .classes = class,
                           .classes_n = 1,
                           .rate_edges_us = EDGES_US,
                           .rates_n = 2,
                           .volume = 1};
}

static void test_rates_are_integrated_and_scaled_by_the_mean_volume(void **state) {
  (void)state;
  struct stf_class class;
  struct stf_desk desk = desk_of(&class);
  assert_near(stf_forecast_contacts(&desk, 0, 0, 2 * HOUR_US), 40, 1e-9);
  assert_near(stf_forecast_contacts(&desk, 0, HOUR_US / 2, HOUR_US + HOUR_US / 2), 20, 1e-9);
  desk.volume = 1.3;
  desk.volume_spread = STF_VOLUME_GAMMA;
  desk.volume_cv = 0.5;
  desk.day_shape = 10;
  assert_near(stf_forecast_contacts(&desk, 0, 0, HOUR_US), 13, 1e-9);
}

static void test_outside_the_period_nothing_is_forecast(void **state) {
  (void)state;
  struct stf_class class;
  struct stf_desk desk = desk_of(&class);
  assert_true(isnan(stf_forecast_contacts(&desk, 0, -1, HOUR_US)));
  assert_true(isnan(stf_forecast_contacts(&desk, 0, HOUR_US, 2 * HOUR_US + 1)));
}

static void
test_deflected_calls_and_campaigns_are_in_it_and_given_contacts_are_not(void **state) {
  (void)state;
  struct stf_class class;
  struct stf_desk desk = desk_of(&class);
  const struct stf_given given[] = {{.open_us = 5}, {.open_us = HOUR_US}};
  const double calls_per_s[] = {100.0 / 3600, 0};
  const struct stf_demand_deflection deflection = {.share = 0.2, .rates_per_s = calls_per_s};
  const struct stf_demand_campaign campaign = {.at_us = HOUR_US / 2,
                                               .messages_n = 1000,
                                               .reply_share = 0.1,
                                               .delay = stf_law_exponential(1800)};
  const struct stf_demand demand = {
      .deflections = &deflection, .deflections_n = 1, .campaigns = &campaign, .campaigns_n = 1};
  desk.given = given;
  desk.given_n = 2;
  desk.demand = &demand;
  desk.volume = 2;
  /* (10 + 20 deflected) x 2, and the replies within half an hour */
  assert_near(stf_forecast_contacts(&desk, 0, 0, HOUR_US), 60 + 100 * (1 - exp(-1)), 1e-9);
  assert_near(stf_forecast_contacts(&desk, 0, HOUR_US, 2 * HOUR_US),
              60 + 100 * (exp(-1) - exp(-3)), 1e-9);
}

static void test_resampled_days_count_their_mean(void **state) {
  (void)state;
  struct stf_class class;
  struct stf_desk desk = desk_of(&class);
  class.rates_per_s = NULL;
  /* Two logged days with 1 and 3 contacts of the class. */
  const struct stf_given contacts[4] = {0};
  const size_t firsts[] = {0, 1, 4};
  const uint32_t sources[] = {0, 1};
  const struct stf_demand_shift shift = {0, -HOUR_US};
  const struct stf_demand_target target = {
      .day = 0, .sources = sources, .sources_n = 2, .shifts = &shift, .shifts_n = 1};
  /* All come in the day's first hour but one, which comes half an hour later. */
  const int64_t walls_us[] = {0, 1, HOUR_US + HOUR_US / 2, HOUR_US - 1};
  const struct stf_demand_bootstrap bootstrap = {.contacts = contacts,
                                                 .walls_us = walls_us,
                                                 .firsts = firsts,
                                                 .sources_n = 2,
                                                 .targets = &target,
                                                 .targets_n = 1};
  const struct stf_demand demand = {.bootstrap = &bootstrap};
  desk.demand = &demand;
  desk.from_us = -HOUR_US;
  assert_near(stf_forecast_contacts(&desk, 0, -HOUR_US, 0), 1.5, 1e-12);
  assert_near(stf_forecast_contacts(&desk, 0, 0, HOUR_US), 0.5, 1e-12);
  assert_near(stf_forecast_contacts(&desk, 0, HOUR_US, 2 * HOUR_US), 0, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rates_are_integrated_and_scaled_by_the_mean_volume),
      cmocka_unit_test(test_outside_the_period_nothing_is_forecast),
      cmocka_unit_test(test_deflected_calls_and_campaigns_are_in_it_and_given_contacts_are_not),
      cmocka_unit_test(test_resampled_days_count_their_mean),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
