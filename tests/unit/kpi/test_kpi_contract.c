/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts over the last days of March 2026 in Rome: on Sunday the 29th, a day of 23 hours,
 * clocks go forward. */
#include "support/kpi_bench.h"

static const struct stf_sla_tier TIERS[] = {{.below = 0.95, .amount = 500},
                                            {.below = 0.9, .amount = 2000}};

/* Policy, contract and prices around a bench of one class. */
struct deal {
  struct bench bench;
  struct stf_calendar *office;
  struct stf_sla_contract contract;
  struct stf_sla_policy policy;
  struct stf_sla_terms terms;
  uint8_t policy_of[1];
  struct stf_costs costs;
  double per_h; /* forecast */
  bool again;   /* whether those who come are back with an old matter */
};

/* Every day from 9 to 17, in Rome. */
static struct stf_calendar *office_hours(const struct stf_zone *zone) {
  struct stf_calendar *calendar = NULL;
  struct stf_calendar_rules rules = {.zone = zone};
  for (int day = 0; day < 7; day++) {
    rules.week[day] =
        (struct stf_calendar_hours){.spans = {{9 * 3600, 17 * 3600}}, .spans_n = 1};
  }
  assert_int_equal(stf_calendar_new(&rules, instant("2025-01-01T00:00:00Z"),
                                    instant("2028-01-01T00:00:00Z"), NULL, &calendar),
                   STF_OK);
  return calendar;
}

static double forecast(const void *context, uint32_t policy, int64_t from_us, int64_t to_us) {
  const struct deal *deal = context;
  assert_int_equal(policy, 0);
  return deal->per_h * (double)(to_us - from_us) / (double)HOUR;
}

/* From Monday the 23rd of March to Sunday the 5th of April; first message in 10 min. */
static void deal_prepared(struct deal *deal, enum stf_sla_stretch stretch) {
  *deal = (struct deal){
      .bench = prepared("Europe/Rome", "2026-03-22T23:00:00Z", "2026-04-05T22:00:00Z"),
      .contract = {.stretch = stretch, .tiers = TIERS, .tiers_n = 2},
      .policy = {.name = "gold", .response = {.within_us = 10 * MINUTE, .share = 0.95}},
      .costs = {.currency = "EUR"}};
  deal->office = office_hours(deal->bench.zone);
  assert_int_equal(stf_dict_add(deal->bench.names.classes, "orders", 6), 0);
  assert_int_equal(stf_dict_add(deal->bench.names.priorities, "1", 1), 0);
}

static void deal_started(struct deal *deal) {
  deal->policy.contract = &deal->contract;
  deal->terms = (struct stf_sla_terms){.policies = &deal->policy,
                                       .policies_n = 1,
                                       .policy_of = deal->policy_of,
                                       .classes_n = 1,
                                       .priorities_n = 1};
  deal->bench.plan.terms = &deal->terms;
  deal->bench.plan.costs = &deal->costs;
  deal->bench.plan.forecast = forecast;
  deal->bench.plan.forecast_context = deal;
  started(&deal->bench);
}

static void deal_finished(struct deal *deal) {
  finished(&deal->bench);
  stf_calendar_free(deal->office);
}

/* So many contacts from then on, a minute apart, of which some are answered too late. */
static void came(struct deal *deal, const char *from, int n, int late) {
  for (int i = 0; i < n; i++) {
    int64_t wait_us = i < late ? 11 * MINUTE : MINUTE;
    struct stf_contact contact = answered(instant(from) + i * MINUTE, wait_us, HOUR);
    contact.first_human_us = contact.assign_us;
    contact.first_any_us = contact.assign_us;
    contact.class_id = 0;
    contact.priority = 0;
    contact.again = deal->again;
    add(&deal->bench, contact);
  }
}

static void counted(struct deal *deal) {
  stf_kpi_tally_values(deal->bench.tally, deal->bench.values);
}

/* Value of "sla_contract gold..." of a stretch. */
static double told(const struct deal *deal, const char *what, const char *where) {
  char label[96];
  (void)snprintf(label, sizeof label, "sla_contract gold%s", what);
  return found(&deal->bench, label, where).value;
}

static void test_weeks_are_judged_by_the_lowest_tier_that_applies(void **state) {
  (void)state;
  struct deal deal;
  deal_prepared(&deal, STF_SLA_STRETCH_WEEK);
  deal_started(&deal);
  came(&deal, "2026-03-24T09:00:00Z", 20, 2); /* with the next 38 of 40: not below 95 % */
  came(&deal, "2026-03-29T20:30:00Z", 20, 0); /* Sunday in Rome */
  came(&deal, "2026-03-29T22:00:00Z", 20, 3); /* Monday in Rome: 85 %, below 90 % */
  counted(&deal);
  assert_near(told(&deal, "_share share", "week=2026-W13"), 0.95, 1e-12);
  assert_near(told(&deal, "_no_penalty share", "week=2026-W13"), 1, 0);
  assert_near(told(&deal, "_penalty sum", "week=2026-W13"), 0, 0);
  assert_near(told(&deal, "_share share", "week=2026-W14"), 0.85, 1e-12);
  assert_near(told(&deal, "_below_95% share", "week=2026-W14"), 0, 0);
  assert_near(told(&deal, "_below_90% share", "week=2026-W14"), 1, 0);
  assert_near(told(&deal, "_penalty sum", ""), 2000, 0);
  assert_near(told(&deal, "_below_90% share", ""), 0.5, 0);
  assert_near(told(&deal, "_no_penalty share", ""), 0.5, 0);
  assert_near(told(&deal, "_share share", ""), 55.0 / 60, 1e-12);
  assert_value(&deal.bench, "cost penalties sum", 2000);
  assert_value(&deal.bench, "cost total sum", 2000);
  deal_finished(&deal);
}

static void
test_days_pay_on_their_own_and_months_as_far_as_the_period_holds_them(void **state) {
  (void)state;
  const enum stf_sla_stretch stretches[] = {STF_SLA_STRETCH_DAY, STF_SLA_STRETCH_MONTH};
  for (size_t i = 0; i < STF_COUNT_OF(stretches); i++) {
    struct deal deal;
    bool by_day = stretches[i] == STF_SLA_STRETCH_DAY;
    deal_prepared(&deal, stretches[i]);
    deal.bench.plan.groups = STF_KPI_BY_DAY;
    deal_started(&deal);
    came(&deal, "2026-03-29T09:00:00Z", 10, 1);
    came(&deal, "2026-03-31T21:00:00Z", 30, 0); /* 31 March in Rome */
    came(&deal, "2026-03-31T22:00:00Z", 16, 1); /* 1 April in Rome */
    counted(&deal);
    if (by_day) {
      assert_near(told(&deal, "_below_95% share", "day=2026-03-29"), 1, 0);
      assert_true(isnan(told(&deal, "_below_95% share", "day=2026-03-30")));
      assert_near(told(&deal, "_below_95% share", ""), 2.0 / 3, 1e-12);
    } else {
      assert_near(told(&deal, "_share share", "month=2026-03"), 39.0 / 40, 1e-12);
      assert_near(told(&deal, "_below_95% share", "month=2026-04"), 1, 0);
    }
    const char *paid_on = by_day ? "day=2026-04-01" : "day=2026-04-05";
    assert_near(found(&deal.bench, "cost penalties sum", paid_on).value, 500, 0);
    assert_value(&deal.bench, "cost penalties sum", by_day ? 1000 : 500);
    deal_finished(&deal);
  }
}

static void test_excluded_dates_are_days_of_the_zone(void **state) {
  (void)state;
  const struct stf_civil sunday = {.year = 2026, .month = 3, .day = 29};
  int64_t day = stf_zone_day_number(&sunday);
  struct deal deal;
  deal_prepared(&deal, STF_SLA_STRETCH_WEEK);
  deal.contract.excluded_days = &day;
  deal.contract.excluded_days_n = 1;
  deal_started(&deal);
  came(&deal, "2026-03-28T22:50:00Z", 20, 2); /* ten of them on Saturday, the late ones too */
  came(&deal, "2026-03-29T21:59:00Z", 1, 1);  /* the last minute of Sunday, in summer time */
  counted(&deal);
  assert_near(told(&deal, "_share share", "week=2026-W13"), 0.8, 1e-12);
  assert_near(told(&deal, "_penalty sum", "week=2026-W13"), 2000, 0);
  deal_finished(&deal);
}

static void test_only_those_in_hours_count_across_the_change_of_clocks(void **state) {
  (void)state;
  const enum stf_sla_population populations[] = {STF_SLA_POPULATION_ALL,
                                                 STF_SLA_POPULATION_IN_HOURS};
  for (size_t i = 0; i < STF_COUNT_OF(populations); i++) {
    struct deal deal;
    deal_prepared(&deal, STF_SLA_STRETCH_DAY);
    deal.policy.response.hours = deal.office;
    deal.contract.population = populations[i];
    deal_started(&deal);
    came(&deal, "2026-03-28T07:30:00Z", 1, 0); /* 8:30: closed */
    came(&deal, "2026-03-28T08:30:00Z", 1, 1); /* 9:30: open */
    came(&deal, "2026-03-29T06:30:00Z", 1, 0); /* 8:30 in summer time: closed */
    came(&deal, "2026-03-29T07:30:00Z", 1, 1); /* 9:30: open */
    counted(&deal);
    bool all = populations[i] == STF_SLA_POPULATION_ALL;
    assert_near(told(&deal, "_share share business", "day=2026-03-28"), all ? 0.5 : 0, 0);
    assert_near(told(&deal, "_share share business", "day=2026-03-29"), all ? 0.5 : 0, 0);
    assert_int_equal(found(&deal.bench, "sla_contract gold_share share business", "").n,
                     all ? 4 : 2);
    deal_finished(&deal);
  }
}

static void test_a_day_far_above_its_forecast_does_not_count(void **state) {
  (void)state;
  struct deal deal;
  deal_prepared(&deal, STF_SLA_STRETCH_DAY);
  deal.per_h = 1; /* 24 on a day, 23 on the 29th: excluded above 26.4 and 25.3 */
  deal.contract.volume_above = 1.1;
  deal_started(&deal);
  came(&deal, "2026-03-28T09:00:00Z", 26, 26);
  came(&deal, "2026-03-29T09:00:00Z", 26, 26);
  came(&deal, "2026-03-30T09:00:00Z", 27, 27);
  counted(&deal);
  assert_near(told(&deal, "_excluded share", "day=2026-03-28"), 0, 0);
  assert_near(told(&deal, "_below_90% share", "day=2026-03-28"), 1, 0);
  assert_near(told(&deal, "_excluded share", "day=2026-03-29"), 1, 0);
  assert_near(told(&deal, "_below_90% share", "day=2026-03-29"), 0, 0);
  assert_true(isnan(told(&deal, "_share share", "day=2026-03-29")));
  assert_near(told(&deal, "_excluded share", "day=2026-03-30"), 1, 0);
  assert_near(told(&deal, "_excluded share", ""), 2.0 / 3, 1e-12);
  assert_near(told(&deal, "_penalty sum", ""), 2000, 0);
  deal_finished(&deal);
}

/* Twenty-four on a day are forecast; of thirty ten are customers who came back. */
static void test_customers_who_come_back_are_no_volume(void **state) {
  (void)state;
  struct deal deal;
  deal_prepared(&deal, STF_SLA_STRETCH_DAY);
  deal.per_h = 1;
  deal.contract.volume_above = 1.1;
  deal_started(&deal);
  came(&deal, "2026-03-24T09:00:00Z", 20, 20);
  deal.again = true;
  came(&deal, "2026-03-24T12:00:00Z", 10, 0);
  counted(&deal);
  assert_near(told(&deal, "_excluded share", "day=2026-03-24"), 0, 0);
  assert_near(told(&deal, "_share share", "day=2026-03-24"), 1.0 / 3, 1e-12);
  deal_finished(&deal);
}

static void test_without_a_forecast_nothing_is_excluded_for_its_volume(void **state) {
  (void)state;
  struct deal deal;
  deal_prepared(&deal, STF_SLA_STRETCH_DAY);
  deal.per_h = (double)NAN;
  deal.contract.volume_above = 1.1;
  deal_started(&deal);
  came(&deal, "2026-03-28T09:00:00Z", 100, 0);
  counted(&deal);
  assert_near(told(&deal, "_excluded share", ""), 0, 0);
  assert_near(told(&deal, "_no_penalty share", ""), 1, 0);
  deal_finished(&deal);
}

static void test_replies_are_counted_by_a_contract_on_next_responses(void **state) {
  (void)state;
  struct deal deal;
  deal_prepared(&deal, STF_SLA_STRETCH_WEEK);
  deal.contract.clock = STF_SLA_CLOCK_NEXT_RESPONSE;
  deal.policy.next_response = (struct stf_sla_target){.within_us = 30 * MINUTE, .share = 0.9};
  deal_started(&deal);
  int64_t open_us = instant("2026-03-24T09:00:00Z");
  struct stf_reply replies[11];
  for (int i = 0; i < 11; i++) {
    int64_t asked_us = open_us + i * HOUR;
    int64_t wait_us = i < 9 ? 30 * MINUTE : 31 * MINUTE;
    replies[i] = (struct stf_reply){
        .asked_us = asked_us, .last_us = asked_us, .at_us = asked_us + wait_us};
  }
  struct stf_contact contact = answered(open_us, 30 * MINUTE, 12 * HOUR);
  contact.first_human_us = replies[0].at_us;
  contact.first_any_us = contact.first_human_us;
  contact.class_id = 0;
  contact.priority = 0;
  contact.replies = replies;
  contact.replies_n = 11;
  add(&deal.bench, contact);
  counted(&deal);
  assert_near(told(&deal, "_share share", "week=2026-W13"), 0.8, 1e-12);
  assert_near(told(&deal, "_below_90% share", "week=2026-W13"), 1, 0);
  deal_finished(&deal);
}

static void test_what_the_log_cannot_show_costs_nothing(void **state) {
  (void)state;
  struct deal deal;
  deal_prepared(&deal, STF_SLA_STRETCH_WEEK);
  deal_started(&deal);
  struct stf_contact contact = answered(instant("2026-03-24T09:00:00Z"), HOUR, HOUR);
  contact.class_id = 0;
  contact.priority = 0;
  add(&deal.bench, contact); /* no message is seen at all */
  counted(&deal);
  assert_true(isnan(told(&deal, "_below_90% share", "")));
  assert_value(&deal.bench, "cost penalties sum", 0);
  deal_finished(&deal);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_weeks_are_judged_by_the_lowest_tier_that_applies),
      cmocka_unit_test(test_days_pay_on_their_own_and_months_as_far_as_the_period_holds_them),
      cmocka_unit_test(test_excluded_dates_are_days_of_the_zone),
      cmocka_unit_test(test_only_those_in_hours_count_across_the_change_of_clocks),
      cmocka_unit_test(test_a_day_far_above_its_forecast_does_not_count),
      cmocka_unit_test(test_customers_who_come_back_are_no_volume),
      cmocka_unit_test(test_without_a_forecast_nothing_is_excluded_for_its_volume),
      cmocka_unit_test(test_replies_are_counted_by_a_contract_on_next_responses),
      cmocka_unit_test(test_what_the_log_cannot_show_costs_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
