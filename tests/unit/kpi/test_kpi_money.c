/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/kpi_bench.h"

static const double RATES[] = {18, 24.5};

/* Into a bench that stays where it is: its plan points into it. */
static void costed(const char *from, const char *to, const struct stf_costs *costs,
                   struct bench *bench) {
  *bench = prepared("Europe/Rome", from, to);
  assert_int_equal(stf_dict_add(bench->names.teams, "front", 5), 0);
  assert_int_equal(stf_dict_add(bench->names.teams, "back", 4), 1);
  assert_int_equal(stf_dict_add(bench->names.teams, "friends", 7), 2);
  bench->plan.costs = costs;
  bench->plan.groups = STF_KPI_BY_TEAM | STF_KPI_BY_DAY | STF_KPI_BY_WEEK | STF_KPI_BY_MONTH;
  started(bench);
}

static void present(struct bench *bench, const char *from, const char *to, uint32_t team,
                    uint8_t kind) {
  const struct stf_presence span = {.start_us = instant(from),
                                    .end_us = instant(to),
                                    .agent = STF_NOBODY,
                                    .team = team,
                                    .kind = kind};
  assert_int_equal(stf_kpi_tally_presence(bench->tally, &span, 1), STF_OK);
}

static void test_labour_is_paid_time_by_team_and_day(void **state) {
  (void)state;
  const struct stf_costs costs = {.currency = "EUR", .team_per_h = RATES, .teams_n = 2};
  struct bench bench;
  costed("2026-03-02T00:00:00+01:00", "2026-03-04T00:00:00+01:00", &costs, &bench);
  /* 22:00 to 02:00 over midnight; breaks and paid absence are paid, but not staffed. */
  present(&bench, "2026-03-02T22:00:00+01:00", "2026-03-03T02:00:00+01:00", 0, STF_PRESENCE_ON);
  present(&bench, "2026-03-03T10:00:00+01:00", "2026-03-03T10:30:00+01:00", 1,
          STF_PRESENCE_PAID_BREAK);
  present(&bench, "2026-03-03T12:00:00+01:00", "2026-03-03T20:00:00+01:00", 1,
          STF_PRESENCE_PAID_AWAY);
  present(&bench, "2026-03-03T12:00:00+01:00", "2026-03-03T20:00:00+01:00", 2, STF_PRESENCE_ON);
  for (int i = 0; i < 4; i++) {
    add(&bench, i == 0 ? left(bench.plan.from_us, S) : answered(bench.plan.from_us, S, S));
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  double back = 8.5 * 24.5;
  assert_value(&bench, "cost labour sum", 72 + back);
  assert_near(found(&bench, "cost labour sum", "team=front").value, 72, 1e-9);
  assert_near(found(&bench, "cost labour sum", "team=back").value, back, 1e-9);
  assert_near(found(&bench, "cost labour sum", "team=friends").value, 0, 0);
  assert_near(found(&bench, "cost labour sum", "day=2026-03-02").value, 36, 1e-9);
  assert_near(found(&bench, "cost total sum", "week=2026-W10").value, 72 + back, 1e-9);
  assert_near(found(&bench, "cost total sum", "month=2026-03").value, 72 + back, 1e-9);
  assert_value(&bench, "cost per_contact mean", (72 + back) / 4);
  assert_value(&bench, "cost per_handled mean", (72 + back) / 3);
  assert_near(found(&bench, "utilization busy share", "").den, 12 * 3600, 0);
  struct stf_row row;
  stf_kpi_layout_describe(bench.layout, stf_kpi_layout_rows_n(bench.layout) - 1, &row);
  assert_string_equal(row.unit, "EUR");
  finished(&bench);
}

static void test_premiums_add_their_share_while_their_calendars_are_open(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  struct stf_calendar *sundays = NULL;
  struct stf_calendar_rules rules = {.zone = zone};
  rules.week[6] = (struct stf_calendar_hours){.spans = {{0, 86400}}, .spans_n = 1};
  assert_int_equal(stf_calendar_new(&rules, 0, instant("2030-01-01T00:00:00Z"), NULL, &sundays),
                   STF_OK);
  const struct stf_costs_premium premiums[] = {{"sundays", sundays, 0.3}, {"all", NULL, 0.1}};
  const struct stf_costs costs = {.currency = "EUR",
                                  .team_per_h = RATES,
                                  .teams_n = 2,
                                  .premiums = premiums,
                                  .premiums_n = 2};
  /* The Sunday of the change of clocks has 23 hours. */
  struct bench bench;
  costed("2026-03-28T00:00:00+01:00", "2026-03-30T00:00:00+02:00", &costs, &bench);
  present(&bench, "2026-03-28T12:00:00+01:00", "2026-03-30T00:00:00+02:00", 0, STF_PRESENCE_ON);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "cost labour sum", 35 * 18);
  assert_value(&bench, "cost premiums sum", 23 * 18 * 0.3 + 35 * 18 * 0.1);
  assert_near(found(&bench, "cost premiums sum", "day=2026-03-29").value, 23 * 18 * 0.4, 1e-9);
  assert_value(&bench, "cost total sum", 35 * 18 * 1.1 + 23 * 18 * 0.3);
  finished(&bench);
  stf_calendar_free(sundays);
  stf_zone_free(zone);
}

/* Without its own contained contacts a bot makes each contact answered look dearer. */
static void test_cost_per_served_counts_what_the_bot_ended_too(void **state) {
  (void)state;
  const struct stf_costs costs = {
      .currency = "EUR", .team_per_h = RATES, .teams_n = 2, .bot_per_conversation = 2};
  struct bench bench;
  costed("2026-03-02T00:00:00+01:00", "2026-03-03T00:00:00+01:00", &costs, &bench);
  present(&bench, "2026-03-02T10:00:00+01:00", "2026-03-02T20:00:00+01:00", 0, STF_PRESENCE_ON);
  for (int i = 0; i < 5; i++) {
    add(&bench, answered(bench.plan.from_us, S, S));
  }
  for (int i = 0; i < 4; i++) { /* three contained, one gave up inside */
    struct stf_contact contact = left(bench.plan.from_us, S);
    contact.queue_us = STF_NEVER;
    contact.bot_start_us = contact.open_us;
    contact.bot_end_us = contact.open_us + S;
    contact.abandon_us = i == 3 ? contact.bot_end_us : STF_NEVER;
    contact.outcome = STF_OUTCOME_CONTAINED;
    add(&bench, contact);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "cost total sum", 180 + 4 * 2);
  assert_value(&bench, "cost per_handled mean", 188.0 / 5);
  assert_value(&bench, "cost per_served mean", 188.0 / 8);
  finished(&bench);
}

static void test_monthly_fees_go_by_days_and_sum_to_the_month(void **state) {
  (void)state;
  const struct stf_costs costs = {
      .currency = "EUR", .bot_per_month = 250, .other_per_month = 100.01};
  struct bench bench;
  costed("2026-02-01T00:00:00+01:00", "2026-04-01T00:00:00+02:00", &costs, &bench);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_near(found(&bench, "cost fixed sum", "month=2026-02").value, 350.01, 0);
  assert_near(found(&bench, "cost fixed sum", "month=2026-03").value, 350.01, 0);
  assert_near(found(&bench, "cost fixed sum", "day=2026-02-03").value, 350.01 / 28, 1e-6);
  assert_near(found(&bench, "cost fixed sum", "day=2026-03-29").value, 350.01 / 31, 1e-6);
  assert_value(&bench, "cost fixed sum", 700.02);
  assert_unknown(&bench, "cost per_contact mean", "");
  finished(&bench);
}

static void test_instalments_run_from_their_start_for_their_months(void **state) {
  (void)state;
  const struct stf_costs_one_off one_offs[] = {{"set-up", 300, 3, 0, false},
                                               {"training", 120, 12, STF_NEVER, false},
                                               {"later", 500, 5, 0, false}};
  struct stf_costs_one_off dated[3];
  memcpy(dated, one_offs, sizeof dated);
  dated[0].from_us = instant("2026-01-16T00:00:00+01:00");
  dated[2].from_us = instant("2027-01-01T00:00:00+01:00");
  const struct stf_costs costs = {.currency = "EUR", .one_offs = dated, .one_offs_n = 3};
  struct bench bench;
  costed("2026-01-01T00:00:00+01:00", "2026-06-01T00:00:00+02:00", &costs, &bench);
  stf_kpi_tally_values(bench.tally, bench.values);
  /* 100 a month: 16 of 31 days of January, 15 of 30 of April; and 10 a month throughout. */
  assert_near(found(&bench, "cost fixed sum", "month=2026-01").value, 10 + 1600.0 / 31, 1e-5);
  assert_near(found(&bench, "cost fixed sum", "month=2026-03").value, 110, 1e-9);
  assert_near(found(&bench, "cost fixed sum", "month=2026-04").value, 10 + 50, 1e-5);
  assert_near(found(&bench, "cost fixed sum", "month=2026-05").value, 10, 1e-9);
  finished(&bench);
}

static void test_bot_fee_is_for_each_contact_it_met_on_the_day_of_the_opening(void **state) {
  (void)state;
  const struct stf_costs costs = {.currency = "EUR", .bot_per_conversation = 0.08};
  struct bench bench;
  costed("2026-03-02T00:00:00+01:00", "2026-03-04T00:00:00+01:00", &costs, &bench);
  struct stf_contact contact = answered(bench.plan.from_us + DAY - S, MINUTE, MINUTE);
  add(&bench, contact);
  contact.bot_start_us = contact.open_us;
  contact.queue_us = contact.open_us + MINUTE; /* asked for a human after midnight */
  contact.assign_us = contact.queue_us;
  for (int i = 0; i < 3; i++) {
    add(&bench, contact);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "cost bot sum", 0.24);
  assert_near(found(&bench, "cost bot sum", "day=2026-03-02").value, 0.24, 0);
  assert_near(found(&bench, "cost bot sum", "day=2026-03-03").value, 0, 0);
  assert_value(&bench, "cost per_contact mean", 0.06);
  finished(&bench);
}

static void test_template_fee_is_for_each_template_on_the_day_of_the_opening(void **state) {
  (void)state;
  const struct stf_costs costs = {.currency = "EUR", .per_template = 0.07};
  struct bench bench;
  costed("2026-03-02T00:00:00+01:00", "2026-03-04T00:00:00+01:00", &costs, &bench);
  struct stf_contact contact = answered(bench.plan.from_us + DAY - S, MINUTE, DAY);
  const struct stf_reply replies[] = {
      {.asked_us = contact.open_us, .last_us = contact.open_us, .at_us = contact.assign_us},
      {.asked_us = contact.assign_us,
       .last_us = contact.assign_us,
       .at_us = contact.close_us,
       .is_template = true},
      {.asked_us = contact.close_us,
       .last_us = contact.close_us,
       .at_us = contact.close_us,
       .is_template = true}};
  contact.replies = replies;
  contact.replies_n = 3;
  add(&bench, contact);
  contact.replies_n = 1;
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "cost templates sum", 0.14);
  assert_near(found(&bench, "cost templates sum", "day=2026-03-02").value, 0.14, 0);
  assert_near(found(&bench, "cost templates sum", "day=2026-03-03").value, 0, 0);
  assert_value(&bench, "cost total sum", 0.14);
  assert_value(&bench, "cost per_contact mean", 0.07);
  finished(&bench);
}

/* Every part by hand, over February and half of March: 1 + 15 / 31 months. */
static void test_parts_sum_to_the_total_a_period_a_month_and_a_year(void **state) {
  (void)state;
  static const char *const PARTS[] = {"labour", "premiums", "bot",   "templates",
                                      "fees",   "one_off",  "hiring"};
  static const char *const STATISTICS[] = {"sum", "per_month", "per_year"};
  const struct stf_costs_premium premiums[] = {{"all", NULL, 0.1}};
  const struct stf_costs_one_off one_offs[] = {{"set-up", 1200, 12, STF_NEVER, false},
                                               {"December", 600, 6, STF_NEVER, true}};
  const struct stf_costs costs = {.currency = "EUR",
                                  .team_per_h = RATES,
                                  .teams_n = 2,
                                  .premiums = premiums,
                                  .premiums_n = 1,
                                  .bot_per_conversation = 0.5,
                                  .bot_per_month = 250,
                                  .other_per_month = 50,
                                  .one_offs = one_offs,
                                  .one_offs_n = 2};
  struct bench bench;
  costed("2026-02-01T00:00:00+01:00", "2026-03-16T00:00:00+01:00", &costs, &bench);
  present(&bench, "2026-02-02T10:00:00+01:00", "2026-02-02T20:00:00+01:00", 0, STF_PRESENCE_ON);
  present(&bench, "2026-02-02T20:00:00+01:00", "2026-02-02T20:30:00+01:00", 0,
          STF_PRESENCE_PAID_BREAK);
  present(&bench, "2026-02-02T10:00:00+01:00", "2026-02-02T12:00:00+01:00", 1, STF_PRESENCE_ON);
  for (int i = 0; i < 4; i++) {
    struct stf_contact contact =
        answered(instant("2026-02-02T10:00:00+01:00") + i * HOUR, 0, 30 * MINUTE);
    contact.team = i == 3 ? 1 : 0;
    contact.work.team = contact.team;
    contact.bot_start_us = i == 0 ? contact.open_us : STF_NEVER;
    contact.bot_end_us = contact.bot_start_us;
    add(&bench, contact);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  double months = 1 + 15.0 / 31;
  double labour = 10.5 * 18 + 2 * 24.5;
  const double wanted[] = {labour,       0.1 * labour, 0.5,         0,
                           300 * months, 100 * months, 100 * months};
  for (size_t s = 0; s < STF_COUNT_OF(STATISTICS); s++) {
    double over = s == 0 ? 1 : s == 1 ? months : months / 12;
    double sum = 0;
    for (size_t p = 0; p < STF_COUNT_OF(PARTS); p++) {
      char name[64];
      (void)snprintf(name, sizeof name, "cost %s %s", PARTS[p], STATISTICS[s]);
      struct stf_kpi_value value = found(&bench, name, "");
      bool is_there = strcmp(PARTS[p], "templates") != 0; /* nobody got one */
      if (is_there) {
        assert_near_relative(value.value, wanted[p] / over, 2e-6);
        sum += value.value;
      }
    }
    char name[64];
    (void)snprintf(name, sizeof name, "cost total %s", STATISTICS[s]);
    assert_near_relative(found(&bench, name, "").value, sum, 1e-12);
  }
  assert_near_relative(found(&bench, "cost fees per_month", "").value, 300, 2e-6);
  assert_near_relative(found(&bench, "cost fixed per_year", "").value, 6000, 2e-6);
  /* Ten and a half hours less three halves of work, and two less one half. */
  assert_value(&bench, "cost idle sum", 9 * 18 + 1.5 * 24.5);
  assert_near(found(&bench, "cost idle sum", "team=back").value, 1.5 * 24.5, 1e-6);
  finished(&bench);
}

static void test_sums_do_not_depend_on_the_order(void **state) {
  (void)state;
  const double odd[] = {17.77, 23.1};
  const struct stf_costs costs = {.currency = "EUR", .team_per_h = odd, .teams_n = 2};
  struct bench bench;
  costed("2026-03-02T00:00:00+01:00", "2026-03-09T00:00:00+01:00", &costs, &bench);
  struct stf_kpi_tally *other = NULL;
  assert_int_equal(stf_kpi_tally_new(bench.layout, &other), STF_OK);
  struct stf_presence spans[50];
  for (size_t i = 0; i < STF_COUNT_OF(spans); i++) {
    int64_t start_us = bench.plan.from_us + (int64_t)(i * 7919 % 500) * HOUR / 3 + (int64_t)i;
    spans[i] = (struct stf_presence){.start_us = start_us,
                                     .end_us = start_us + 8 * HOUR + (int64_t)i * 12345,
                                     .team = (uint32_t)(i % 2)};
  }
  for (size_t i = 0; i < STF_COUNT_OF(spans); i++) {
    assert_int_equal(stf_kpi_tally_presence(bench.tally, &spans[i], 1), STF_OK);
    assert_int_equal(stf_kpi_tally_presence(other, &spans[STF_COUNT_OF(spans) - 1 - i], 1),
                     STF_OK);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  double total = found(&bench, "cost total sum", "").value;
  stf_kpi_tally_values(other, bench.values);
  assert_true(total > 0);
  assert_near(found(&bench, "cost total sum", "").value, total, 0);
  assert_near(found(&bench, "cost total sum", "week=2026-W10").value, total, 0);
  stf_kpi_tally_free(other);
  finished(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_labour_is_paid_time_by_team_and_day),
      cmocka_unit_test(test_premiums_add_their_share_while_their_calendars_are_open),
      cmocka_unit_test(test_cost_per_served_counts_what_the_bot_ended_too),
      cmocka_unit_test(test_monthly_fees_go_by_days_and_sum_to_the_month),
      cmocka_unit_test(test_instalments_run_from_their_start_for_their_months),
      cmocka_unit_test(test_bot_fee_is_for_each_contact_it_met_on_the_day_of_the_opening),
      cmocka_unit_test(test_template_fee_is_for_each_template_on_the_day_of_the_opening),
      cmocka_unit_test(test_parts_sum_to_the_total_a_period_a_month_and_a_year),
      cmocka_unit_test(test_sums_do_not_depend_on_the_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
