/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/kpi_bench.h"

static void test_service_levels_of_the_worked_example(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  started(&bench);
  /* A = 1000 with S = 860, B = 60 with b = 20, 10 of them short; limits themselves are in. */
  for (int i = 0; i < 1000; i++) {
    add(&bench, answered(bench.plan.from_us + i, i < 860 ? 20 * S : 20 * S + 1, MINUTE));
  }
  for (int i = 0; i < 60; i++) {
    int64_t patience_us = i < 10 ? 5 * S : (i < 20 ? 20 * S : 21 * S);
    add(&bench, left(bench.plan.from_us + i, patience_us));
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "service_level sl1_within_20s share", 880.0 / 1060);
  assert_value(&bench, "service_level sl2_within_20s share", 860.0 / 1000);
  assert_value(&bench, "service_level sl3_within_20s share", 860.0 / 1060);
  assert_value(&bench, "service_level sl4_within_20s share", 860.0 / 1040);
  assert_value(&bench, "service_level sl5_within_20s share", 870.0 / 1060);
  assert_value(&bench, "abandonment explicit share", 60.0 / 1060);
  assert_value(&bench, "arrivals offered count", 1060);
  assert_int_equal(found(&bench, "service_level sl3_within_20s share", "").n, 1060);
  finished(&bench);
}

/* An agent may take a contact whose customer has gone, and a customer may go while an agent
 * works. */
static void test_left_and_taken_counts_as_what_came_first(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  started(&bench);
  struct stf_contact gone = answered(bench.plan.from_us, 15 * S, MINUTE);
  gone.abandon_us = gone.queue_us + 10 * S;
  gone.outcome = STF_OUTCOME_ABANDONED;
  add(&bench, gone);
  struct stf_contact served = answered(bench.plan.from_us, 5 * S, MINUTE);
  served.abandon_us = served.assign_us + 30 * S;
  served.outcome = STF_OUTCOME_ABANDONED;
  add(&bench, served);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "arrivals answered count", 1);
  assert_value(&bench, "abandonment explicit count", 1);
  assert_value(&bench, "service_level sl1_within_20s share", 1);
  assert_value(&bench, "service_level sl4_within_20s share", 1);
  assert_value(&bench, "wait answered mean", 5);
  assert_value(&bench, "wait abandoned mean", 10);
  finished(&bench);
}

static void test_open_contacts_are_censored_while_young_and_missed_when_old(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  started(&bench);
  add(&bench, answered(bench.plan.from_us, 10 * S, MINUTE));
  struct stf_contact waiting = STF_CONTACT_EMPTY;
  waiting.outcome = STF_OUTCOME_OPEN;
  const int64_t ages_us[] = {20 * S, 20 * S + 1, HOUR};
  for (size_t i = 0; i < STF_COUNT_OF(ages_us); i++) {
    waiting.open_us = bench.plan.to_us - ages_us[i];
    waiting.queue_us = waiting.open_us;
    add(&bench, waiting);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "service_level sl3_within_20s share", 1.0 / 3);
  assert_value(&bench, "service_level censored_within_20s count", 1);
  assert_value(&bench, "backlog open mean", 3);
  assert_value(&bench, "backlog waiting mean", 3);
  struct stf_kpi_balance balance = stf_kpi_tally_balance(bench.tally);
  assert_int_equal(balance.opened_n, 4);
  assert_int_equal(balance.closed_n + balance.open_n, 4);
  finished(&bench);
}

static void test_response_times_of_the_worked_example(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  bench.plan.has_queue = false;
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  bench.plan.within_us[0] = 3 * HOUR;
  started(&bench);
  const struct stf_reply replies[] = {{.at_us = 3 * HOUR}, {.at_us = HOUR}};
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = bench.plan.from_us;
  contact.first_human_us = contact.open_us + 3 * HOUR;
  contact.last_message_us = contact.open_us + 5 * HOUR;
  contact.replies = replies;
  contact.replies_n = 2;
  contact.outcome = STF_OUTCOME_CLOSED;
  add(&bench, contact);
  struct stf_contact silent = STF_CONTACT_EMPTY;
  silent.open_us = bench.plan.from_us + HOUR;
  silent.last_message_us = silent.open_us;
  silent.outcome = STF_OUTCOME_CLOSED;
  add(&bench, silent);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "response_time oldest_unanswered mean", 7200);
  assert_value(&bench, "response_time oldest_unanswered count", 2);
  assert_value(&bench, "response_time mean_per_conversation mean", 7200);
  assert_value(&bench, "response_time median_per_conversation max", 7200);
  assert_value(&bench, "frt human p50", 10800);
  assert_value(&bench, "frt human unanswered_share", 0.5);
  assert_value(&bench, "closing_time open_to_last_message mean", 9000);
  assert_value(&bench, "service_level sl3_within_10800s share", 0.5);
  assert_value(&bench, "arrivals answered count", 1);
  assert_unknown(&bench, "aht agent_work mean", "");
  finished(&bench);
}

static void test_medians_of_many_replies(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  bench.plan.has_queue = false;
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  started(&bench);
  struct stf_reply replies[100];
  for (int i = 0; i < 100; i++) {
    replies[i] = (struct stf_reply){.at_us = (i * 37 % 100 + 1) * S}; /* 1..100 s in disorder */
  }
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = bench.plan.from_us;
  contact.replies = replies;
  contact.outcome = STF_OUTCOME_CLOSED;
  contact.replies_n = 100;
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "response_time median_per_conversation mean", 50.5);
  assert_value(&bench, "response_time oldest_unanswered p90", 90.1);
  stf_kpi_tally_reset(bench.tally);
  contact.replies_n = 31;
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "response_time oldest_unanswered count", 31);
  double median = found(&bench, "response_time oldest_unanswered p50", "").value;
  assert_value(&bench, "response_time median_per_conversation mean", median);
  finished(&bench);
}

static void test_work_is_put_into_the_intervals_in_which_it_happens(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  bench.plan.groups = STF_KPI_BY_INTERVAL | STF_KPI_BY_AGENT | STF_KPI_BY_TIME_OF_DAY;
  assert_int_equal(stf_dict_add(bench.names.agents, "anna", 4), 0);
  started(&bench);
  add(&bench, answered(instant("2026-03-02T09:10:00Z"), 0, 30 * MINUTE));
  struct stf_presence span = {.start_us = instant("2026-03-01T09:00:00Z"),
                              .end_us = instant("2026-03-02T10:00:00Z")};
  assert_int_equal(stf_kpi_tally_presence(bench.tally, &span, 1), STF_OK);
  stf_kpi_tally_values(bench.tally, bench.values);
  const char *const starts[] = {"2026-03-02T08:45:00Z", "2026-03-02T09:00:00Z",
                                "2026-03-02T09:15:00Z", "2026-03-02T09:30:00Z",
                                "2026-03-02T09:45:00Z"};
  const double minutes[] = {0, 5, 15, 10, 0};
  for (size_t i = 0; i < STF_COUNT_OF(starts); i++) {
    struct stf_kpi_value value =
        found_at(&bench, "utilization busy share", "", instant(starts[i]));
    assert_near(value.num, minutes[i] * 60, 0);
    assert_near(value.den, 900, 0);
  }
  assert_near(found(&bench, "utilization busy share", "time_of_day=09:15").value, 1, 0);
  assert_near(found(&bench, "utilization busy share", "agent=anna").den, 36000, 0);
  assert_value(&bench, "utilization busy share", 0.05);
  assert_true(isnan(
      found_at(&bench, "utilization busy share", "", instant("2026-03-02T10:00:00Z")).value));
  finished(&bench);
}

static void test_queue_and_backlog_over_intervals(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z");
  bench.plan.groups = STF_KPI_BY_INTERVAL | STF_KPI_BY_DAY;
  started(&bench);
  /* Opened before the period: no arrival of it, but waiting in it for 20 min. */
  add(&bench, answered(bench.plan.from_us - HOUR, HOUR + 20 * MINUTE, DAY));
  add(&bench, left(bench.plan.from_us + 10 * MINUTE, MINUTE));
  stf_kpi_tally_values(bench.tally, bench.values);
  const struct stf_kpi_value first =
      found_at(&bench, "queue_length waiting mean", "", bench.plan.from_us);
  assert_near(first.value, 16.0 / 15, 1e-12);
  assert_near(
      found_at(&bench, "queue_length waiting mean", "", bench.plan.from_us + 15 * MINUTE).value,
      1.0 / 3, 1e-12);
  assert_near(found_at(&bench, "backlog waiting count", "", bench.plan.from_us).value, 1, 0);
  assert_near(found(&bench, "backlog open count", "day=2026-03-02").value, 1, 0);
  assert_near(found(&bench, "backlog open count", "day=2026-03-03").value, 0, 0);
  assert_value(&bench, "backlog open mean", 0.5);
  assert_value(&bench, "queue_length waiting mean", 21.0 / (48 * 60));
  assert_value(&bench, "arrivals opened count", 1);
  assert_value(&bench, "abandonment explicit share", 1);
  finished(&bench);
}

static void test_cells_follow_civil_days_and_weekdays(void **state) {
  (void)state;
  /* From Saturday to Monday over the spring change of clocks in Rome. */
  struct bench bench =
      prepared("Europe/Rome", "2026-03-28T00:00:00+01:00", "2026-03-31T00:00:00+02:00");
  bench.plan.interval_us = HOUR;
  bench.plan.groups = STF_KPI_BY_DAY | STF_KPI_BY_WEEKDAY_INTERVAL | STF_KPI_BY_CLASS_INTERVAL |
                      STF_KPI_BY_CLASS;
  assert_int_equal(stf_dict_add(bench.names.classes, "orders", 6), 0);
  started(&bench);
  struct stf_contact contact = answered(instant("2026-03-28T23:59:50+01:00"), 5 * S, S);
  contact.class_id = 0;
  contact.queue_us += 20 * S; /* asked for a human after midnight */
  contact.assign_us += 20 * S;
  add(&bench, contact);
  add(&bench, answered(instant("2026-03-30T09:15:00+02:00"), 5 * S, S));
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_near(found(&bench, "arrivals opened count", "day=2026-03-28").value, 1, 0);
  assert_near(found(&bench, "arrivals offered count", "day=2026-03-28").value, 0, 0);
  assert_near(found(&bench, "arrivals offered count", "day=2026-03-29").value, 1, 0);
  assert_near(found(&bench, "arrivals offered count", "weekday_interval=mon 09:00").value, 1,
              0);
  assert_near(found(&bench, "arrivals offered count", "weekday_interval=sun 00:00").value, 1,
              0);
  assert_near(found(&bench, "arrivals offered count", "class=orders").value, 1, 0);
  assert_near(found_at(&bench, "arrivals offered count", "class=orders",
                       instant("2026-03-29T00:00:00+01:00"))
                  .value,
              1, 0);
  assert_unknown(&bench, "wait answered mean", "day=2026-03-28");
  finished(&bench);
}

static uint64_t next_random(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return *state >> 33;
}

static struct stf_contact some_contact(uint64_t *random, int64_t from_us) {
  int64_t at_us = from_us + (int64_t)(next_random(random) % 259200) * S - HOUR;
  int64_t wait_us = (int64_t)(next_random(random) % 90) * S;
  struct stf_contact contact = next_random(random) % 5 == 0
                                   ? left(at_us, wait_us)
                                   : answered(at_us, wait_us, (int64_t)next_random(random));
  contact.class_id = (uint32_t)(next_random(random) % 3);
  contact.agent = (uint32_t)(next_random(random) % 4);
  contact.work.agent = contact.agent;
  return contact;
}

static void check_merge(enum stf_kpi_quantiles quantiles) {
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z");
  bench.plan.quantiles = quantiles;
  bench.plan.groups = (1U << 13) - 1;
  bench.plan.interval_quantiles = true;
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  for (int i = 0; i < 3; i++) {
    char name[8];
    int n = snprintf(name, sizeof name, "c%d", i);
    assert_int_equal(stf_dict_add(bench.names.classes, name, (size_t)n), i);
  }
  started(&bench);
  size_t rows_n = stf_kpi_layout_rows_n(bench.layout);
  struct stf_kpi_tally *parts[2];
  assert_int_equal(stf_kpi_tally_new(bench.layout, &parts[0]), STF_OK);
  assert_int_equal(stf_kpi_tally_new(bench.layout, &parts[1]), STF_OK);
  uint64_t random = 20260302;
  add(&bench, answered(bench.plan.from_us, S, S));
  stf_kpi_tally_reset(bench.tally);
  for (int i = 0; i < 3000; i++) {
    struct stf_contact contact = some_contact(&random, bench.plan.from_us);
    add(&bench, contact);
    assert_int_equal(stf_kpi_tally_contacts(parts[i % 3 == 0], &contact, 1), STF_OK);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  struct stf_kpi_value *merged = calloc(rows_n, sizeof *merged);
  assert_non_null(merged);
  stf_kpi_tally_values(parts[0], merged);
  assert_int_equal(stf_kpi_tally_merge(parts[1], parts[0]), STF_OK);
  stf_kpi_tally_values(parts[1], merged);
  for (size_t i = 0; i < rows_n; i++) {
    assert_int_equal(bench.values[i].n, merged[i].n);
    assert_true(bench.values[i].value == merged[i].value ||
                (isnan(bench.values[i].value) && isnan(merged[i].value)));
  }
  struct stf_kpi_balance balance = stf_kpi_tally_balance(parts[1]);
  assert_int_equal(balance.opened_n, found(&bench, "arrivals opened count", "").n);
  assert_int_equal(balance.closed_n + balance.abandoned_n, balance.opened_n);
  free(merged);
  stf_kpi_tally_free(parts[0]);
  stf_kpi_tally_free(parts[1]);
  finished(&bench);
}

static void test_merge_equals_one_tally_and_reset_forgets(void **state) {
  (void)state;
  check_merge(STF_KPI_QUANTILES_EXACT);
  check_merge(STF_KPI_QUANTILES_HISTOGRAM);
}

static double p90_of(enum stf_kpi_quantiles quantiles) {
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z");
  bench.plan.quantiles = quantiles;
  started(&bench);
  uint64_t random = 11;
  for (int i = 0; i < 5000; i++) {
    add(&bench, answered(bench.plan.from_us + i, (int64_t)next_random(&random), S));
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  double p90_s = found(&bench, "wait answered p90", "").value;
  finished(&bench);
  return p90_s;
}

static void test_histogram_quantiles_are_near_exact_ones(void **state) {
  (void)state;
  assert_near_relative(p90_of(STF_KPI_QUANTILES_HISTOGRAM), p90_of(STF_KPI_QUANTILES_EXACT),
                       0.005);
}

static size_t rows_of(enum stf_kpi_quantiles quantiles, bool chosen_only,
                      struct stf_kpi_choice definitions) {
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z");
  bench.plan.quantiles = quantiles;
  bench.plan.interval_quantiles = true;
  bench.plan.groups = STF_KPI_BY_INTERVAL;
  bench.plan.chosen_only = chosen_only;
  bench.plan.definitions = definitions;
  started(&bench);
  size_t quantile_rows_n = 0;
  size_t rows_n = stf_kpi_layout_rows_n(bench.layout);
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row;
    stf_kpi_layout_describe(bench.layout, i, &row);
    quantile_rows_n += row.statistic[0] == 'p' || strcmp(row.statistic, "max") == 0;
  }
  assert_true((quantile_rows_n == 0) == (quantiles == STF_KPI_QUANTILES_NONE || chosen_only));
  finished(&bench);
  return rows_n;
}

static void test_rows_without_quantiles_or_of_chosen_rows_only_are_those_alone(void **state) {
  (void)state;
  const struct stf_kpi_choice none = {{0}};
  assert_true(rows_of(STF_KPI_QUANTILES_NONE, false, none) <
              rows_of(STF_KPI_QUANTILES_HISTOGRAM, false, none));
  /* Row 0 of the catalogue: contacts opened, one a cell of 3 days of quarter hours. */
  const struct stf_kpi_choice first = {{1}};
  assert_int_equal(rows_of(STF_KPI_QUANTILES_HISTOGRAM, true, first), 1 + 3 * 96);
  assert_int_equal(rows_of(STF_KPI_QUANTILES_HISTOGRAM, true, none), 0);
}

/* Sums over the cells of each partition of the contacts are the totals. */
static void test_cells_sum_to_totals(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z");
  bench.plan.groups = STF_KPI_BY_INTERVAL | STF_KPI_BY_DAY | STF_KPI_BY_CLASS |
                      STF_KPI_BY_WEEKDAY_INTERVAL | STF_KPI_BY_TIME_OF_DAY |
                      STF_KPI_BY_CLASS_INTERVAL;
  assert_int_equal(stf_dict_add(bench.names.classes, "a", 1), 0);
  assert_int_equal(stf_dict_add(bench.names.classes, "b", 1), 1);
  assert_int_equal(stf_dict_add(bench.names.classes, "c", 1), 2);
  started(&bench);
  uint64_t random = 7;
  for (int i = 0; i < 2000; i++) {
    add(&bench, some_contact(&random, bench.plan.from_us));
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  double offered = 0;
  double busy_s = 0;
  for (size_t i = 0; i < stf_kpi_layout_rows_n(bench.layout); i++) {
    struct stf_row row;
    stf_kpi_layout_describe(bench.layout, i, &row);
    if (strcmp(row.kpi, "arrivals") == 0 && strcmp(row.definition, "offered") == 0) {
      offered += bench.values[i].value;
    }
    busy_s += strcmp(row.kpi, "utilization") == 0 ? bench.values[i].num : 0;
  }
  double total = found(&bench, "arrivals offered count", "").value;
  assert_near(offered, 7 * total, 0); /* totals and six partitions */
  double total_busy = found(&bench, "utilization busy share", "").num;
  assert_near_relative(busy_s, 5 * total_busy, 1e-12); /* and four partitions of time */
  finished(&bench);
}

static void test_inferred_presence_and_odd_limits_show_in_definitions(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z");
  bench.plan.presence_inferred = true;
  bench.plan.presence_rule = "spans_300s";
  bench.plan.within_us[0] = S / 2;
  bench.plan.within_us[1] = 604800 * S;
  bench.plan.within_n = 2;
  started(&bench);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_unknown(&bench, "utilization busy_inferred_spans_300s share", "");
  assert_unknown(&bench, "service_level sl3_within_0.5s share", "");
  assert_unknown(&bench, "service_level sl3_within_604800s share", "");
  assert_unknown(&bench, "wait answered mean", "");
  assert_unknown(&bench, "wait answered p99", "");
  assert_value(&bench, "wait answered count", 0);
  finished(&bench);
}

/* Ten contacts, two of them replies to a campaign, three more replies that do not count in FRT:
 * one of these, two of the others got no answer. */
static void test_campaigns_contacts_can_be_left_out_of_first_response_times(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  started(&bench);
  for (int i = 0; i < 10; i++) {
    struct stf_contact contact = answered(bench.plan.from_us + i, 20 * S, MINUTE);
    bool apart = i >= 7;
    contact.campaign = (uint8_t)(apart    ? STF_CAMPAIGN_APART
                                 : i >= 5 ? STF_CAMPAIGN_REPLY
                                          : STF_CAMPAIGN_NONE);
    contact.first_human_us =
        i == 0 || i == 6 || i == 9 ? STF_NEVER : contact.open_us + (apart ? HOUR : MINUTE);
    add(&bench, contact);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "arrivals opened count", 10);
  assert_value(&bench, "arrivals campaign count", 5);
  assert_value(&bench, "arrivals campaign share", 0.5);
  assert_value(&bench, "frt human count", 5);
  assert_value(&bench, "frt human max", 60);
  assert_value(&bench, "frt human unanswered_share", 2.0 / 7);
  assert_value(&bench, "arrivals answered count", 10);
  finished(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_service_levels_of_the_worked_example),
      cmocka_unit_test(test_campaigns_contacts_can_be_left_out_of_first_response_times),
      cmocka_unit_test(test_left_and_taken_counts_as_what_came_first),
      cmocka_unit_test(test_open_contacts_are_censored_while_young_and_missed_when_old),
      cmocka_unit_test(test_response_times_of_the_worked_example),
      cmocka_unit_test(test_medians_of_many_replies),
      cmocka_unit_test(test_work_is_put_into_the_intervals_in_which_it_happens),
      cmocka_unit_test(test_queue_and_backlog_over_intervals),
      cmocka_unit_test(test_cells_follow_civil_days_and_weekdays),
      cmocka_unit_test(test_merge_equals_one_tally_and_reset_forgets),
      cmocka_unit_test(test_histogram_quantiles_are_near_exact_ones),
      cmocka_unit_test(test_rows_without_quantiles_or_of_chosen_rows_only_are_those_alone),
      cmocka_unit_test(test_cells_sum_to_totals),
      cmocka_unit_test(test_inferred_presence_and_odd_limits_show_in_definitions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
