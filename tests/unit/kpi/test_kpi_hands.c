/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents with several contacts in hand; bots; what happened to contacts; weeks and months. */
#include "contact/union.h"
#include "support/kpi_bench.h"

static struct stf_contact held(const struct bench *bench, int from_min, int to_min,
                               uint32_t agent) {
  struct stf_contact contact =
      answered(bench->plan.from_us + from_min * MINUTE, 0, (to_min - from_min) * MINUTE);
  contact.agent = agent;
  contact.team = 0;
  contact.work.agent = agent;
  contact.work.end_us = contact.work.start_us + 5 * MINUTE;
  return contact;
}

static void test_three_utilizations_and_the_contacts_in_hand(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  bench.plan.overlaps = true;
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  bench.plan.interval_us = 30 * MINUTE;
  bench.plan.groups = STF_KPI_BY_AGENT | STF_KPI_BY_INTERVAL | STF_KPI_BY_TEAM;
  assert_int_equal(stf_dict_add(bench.names.agents, "anna", 4), 0);
  assert_int_equal(stf_dict_add(bench.names.agents, "bela", 4), 1);
  assert_int_equal(stf_dict_add(bench.names.teams, "front", 5), 0);
  started(&bench);
  /* Anna holds 0-30, 10-20, 20-40 and 50-60 of the hour, each with 5 min of work: works 0-5,
   * 10-15, 20-25, 50-55, in hand 0-40 and 50-60, at most two at once. Bela holds 0-60. */
  const int ends[][2] = {{0, 30}, {10, 20}, {20, 40}, {50, 60}, {0, 60}};
  struct stf_work works[STF_COUNT_OF(ends)];
  struct stf_work hands[STF_COUNT_OF(ends)];
  for (size_t i = 0; i < STF_COUNT_OF(ends); i++) {
    struct stf_contact contact = held(&bench, ends[i][0], ends[i][1], i == 4);
    add(&bench, contact);
    works[i] = contact.work;
    assert_true(stf_union_held(&contact, &hands[i]));
  }
  size_t works_n = stf_union_join(works, STF_COUNT_OF(works), bench.plan.to_us);
  size_t hands_n = stf_union_join(hands, STF_COUNT_OF(hands), bench.plan.to_us);
  assert_int_equal(works_n, 5);
  assert_int_equal(hands_n, 3);
  assert_int_equal(stf_kpi_tally_busy(bench.tally, works, works_n), STF_OK);
  assert_int_equal(stf_kpi_tally_occupied(bench.tally, hands, hands_n), STF_OK);
  for (uint32_t agent = 0; agent < 2; agent++) {
    const struct stf_presence span = {.start_us = bench.plan.from_us,
                                      .end_us = bench.plan.from_us + HOUR,
                                      .agent = agent,
                                      .team = 0,
                                      .cap = agent == 0 ? 3 : 0};
    assert_int_equal(stf_kpi_tally_presence(bench.tally, &span, 1), STF_OK);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "utilization busy share", 25.0 / 120);
  assert_value(&bench, "utilization occupied share", 110.0 / 120);
  assert_value(&bench, "utilization slots share", 130.0 / 240);
  assert_value(&bench, "concurrency in_hand mean", 130.0 / 110);
  assert_value(&bench, "concurrency most_in_hand max", 2);
  assert_near(found(&bench, "concurrency most_in_hand max", "agent=anna").value, 2, 0);
  assert_near(found(&bench, "concurrency most_in_hand max", "agent=bela").value, 1, 0);
  assert_near(found(&bench, "utilization slots share", "agent=anna").value, 70.0 / 180, 1e-12);
  assert_near(found(&bench, "utilization occupied share", "agent=anna").value, 50.0 / 60,
              1e-12);
  int64_t second_us = bench.plan.from_us + 30 * MINUTE;
  assert_near(found_at(&bench, "utilization occupied share", "", second_us).value, 50.0 / 60,
              1e-12);
  assert_near(found_at(&bench, "concurrency in_hand mean", "", second_us).value, 1, 1e-12);
  assert_near(found_at(&bench, "agents_online staffed mean", "", second_us).value, 2, 0);
  assert_value(&bench, "agents_online staffed mean", 2.0 / 24);
  finished(&bench);
}

static void test_agents_whose_work_is_not_measured_are_not_idle(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  started(&bench);
  const struct stf_presence span = {.start_us = bench.plan.from_us,
                                    .end_us = bench.plan.from_us + HOUR};
  assert_int_equal(stf_kpi_tally_presence(bench.tally, &span, 1), STF_OK);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "utilization busy share", 0); /* nobody came */
  struct stf_contact contact = answered(bench.plan.from_us, S, MINUTE);
  contact.works_n = 0;
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_unknown(&bench, "utilization busy share", "");
  finished(&bench);
}

static void test_bot_rows_follow_those_whom_it_met(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  started(&bench);
  add(&bench, answered(bench.plan.from_us, S, MINUTE)); /* never met it */
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_unknown(&bench, "containment loose share", "");
  assert_unknown(&bench, "arrivals bot count", "");
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = bench.plan.from_us;
  contact.bot_start_us = contact.open_us;
  add(&bench, contact); /* still in it */
  contact.bot_end_us = contact.open_us + MINUTE;
  contact.outcome = STF_OUTCOME_CONTAINED;
  for (int i = 0; i < 5; i++) {
    add(&bench, contact);
  }
  contact.abandon_us = contact.bot_end_us;
  add(&bench, contact);
  contact = answered(bench.plan.from_us, 0, HOUR);
  contact.bot_start_us = contact.open_us;
  contact.queue_us = contact.open_us + 2 * MINUTE;
  contact.bot_end_us = contact.queue_us;
  contact.assign_us = contact.queue_us + MINUTE;
  contact.first_human_us = contact.assign_us + 30 * S;
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "arrivals bot count", 8);
  assert_value(&bench, "containment loose share", 5.0 / 8);
  assert_value(&bench, "containment human_takeover share", 1.0 / 8);
  assert_value(&bench, "abandonment in_bot share", 1.0 / 8);
  assert_value(&bench, "abandonment in_bot count", 1);
  assert_value(&bench, "bot_time to_handover p95", 120);
  assert_value(&bench, "bot_time handover_to_human mean", 90);
  assert_value(&bench, "bot_time to_handover count", 1);
  finished(&bench);
}

static void test_moves_replies_and_reopenings_count_where_the_record_can_tell(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  started(&bench);
  const struct stf_reply replies[] = {{.at_us = MINUTE}, {.at_us = MINUTE}};
  struct stf_contact contact = answered(bench.plan.from_us, S, MINUTE);
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_unknown(&bench, "fcr no_transfer share", "");
  assert_unknown(&bench, "fcr one_touch share", "");
  assert_unknown(&bench, "escalation_rate escalated share", "");
  assert_unknown(&bench, "reopen_rate reopened share", "");
  contact.replies = replies;
  contact.replies_n = 1;
  add(&bench, contact);
  contact.replies_n = 2;
  add(&bench, contact);
  contact.replies_n = 1;
  contact.reopens_n = 1;
  add(&bench, contact);
  contact.reopens_n = 0;
  contact.escalations_n = 1;
  add(&bench, contact);
  /* Worked on by two agents. */
  const struct stf_work works[] = {{contact.assign_us, contact.close_us, 0, 0},
                                   {contact.assign_us, contact.close_us, 1, 0}};
  contact.escalations_n = 0;
  contact.works = works;
  contact.works_n = 2;
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "fcr no_transfer share", 4.0 / 6);
  assert_value(&bench, "fcr one_touch share", 2.0 / 6);
  assert_value(&bench, "escalation_rate escalated share", 1.0 / 6);
  assert_value(&bench, "reopen_rate reopened share", 1.0 / 6);
  finished(&bench);
}

static void test_resolution_times_have_five_ends(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  started(&bench);
  struct stf_contact contact = answered(bench.plan.from_us, S, 5 * HOUR - S);
  contact.first_resolve_us = contact.open_us + HOUR;
  contact.resolve_us = contact.open_us + 4 * HOUR;
  contact.first_close_us = contact.open_us + 2 * HOUR;
  contact.paused_us = 90 * MINUTE;
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "resolution_time first_resolve mean", 3600);
  assert_value(&bench, "resolution_time last_resolve p50", 4 * 3600);
  assert_value(&bench, "resolution_time first_close mean", 2 * 3600);
  assert_value(&bench, "resolution_time last_close mean", 5 * 3600);
  assert_value(&bench, "resolution_time pausable max", 2.5 * 3600);
  finished(&bench);
}

static void test_weeks_are_iso_weeks_and_months_are_months(void **state) {
  (void)state;
  struct bench bench =
      prepared("Europe/Rome", "2026-12-21T00:00:00+01:00", "2027-01-05T00:00:00+01:00");
  bench.plan.groups = STF_KPI_BY_WEEK | STF_KPI_BY_MONTH | STF_KPI_BY_CLASS_PRIORITY;
  assert_int_equal(stf_dict_add(bench.names.classes, "orders", 6), 0);
  assert_int_equal(stf_dict_add(bench.names.classes, "returns", 7), 1);
  assert_int_equal(stf_dict_add(bench.names.priorities, "1", 1), 0);
  assert_int_equal(stf_dict_add(bench.names.priorities, "2", 1), 1);
  started(&bench);
  const struct {
    const char *at;
    uint32_t class_id;
    uint32_t priority;
  } contacts[] = {{"2026-12-27T23:30:00+01:00", 0, 1},
                  {"2027-01-01T00:30:00+01:00", 0, 1},
                  {"2027-01-03T23:59:00+01:00", 1, 0},
                  {"2027-01-04T00:00:00+01:00", 1, STF_NOBODY}};
  for (size_t i = 0; i < STF_COUNT_OF(contacts); i++) {
    struct stf_contact contact = answered(instant(contacts[i].at), 0, HOUR);
    contact.class_id = contacts[i].class_id;
    contact.priority = contacts[i].priority;
    add(&bench, contact);
  }
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_near(found(&bench, "arrivals opened count", "week=2026-W52").value, 1, 0);
  assert_near(found(&bench, "arrivals opened count", "week=2026-W53").value, 2, 0);
  assert_near(found(&bench, "arrivals opened count", "week=2027-W01").value, 1, 0);
  assert_near(found(&bench, "arrivals opened count", "month=2026-12").value, 1, 0);
  assert_near(found(&bench, "arrivals opened count", "month=2027-01").value, 3, 0);
  assert_near(found(&bench, "arrivals opened count", "class x priority=orders x 2").value, 2,
              0);
  assert_near(found(&bench, "arrivals opened count", "class x priority=returns x 1").value, 1,
              0);
  assert_near(found(&bench, "arrivals opened count", "class x priority=returns x 2").value, 0,
              0);
  /* The contact of 23:30 is open over the end of its week, and half of its hour is in each. */
  assert_near(found(&bench, "backlog open count", "week=2026-W52").value, 1, 0);
  assert_near(found(&bench, "backlog open count", "month=2026-12").value, 0, 0);
  assert_near(found(&bench, "queue_length waiting mean", "week=2026-W53").den, 7 * 86400, 0);
  assert_near(found(&bench, "utilization busy share", "week=2026-W52").num, 1800, 0);
  finished(&bench);
}

/* Two days, two agents: 8 h on duty and paid for a break, an episode away and a day of illness;
 * three contacts of 30 min closed. */
static void test_paid_time_and_contacts_by_agent_and_day(void **state) {
  (void)state;
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z");
  const int64_t from_us = bench.plan.from_us;
  const struct stf_presence spans[] = {
      {from_us + 8 * HOUR, from_us + 12 * HOUR, 0, 0, 0, STF_PRESENCE_ON},
      {from_us + 12 * HOUR, from_us + 13 * HOUR, 0, 0, 0, STF_PRESENCE_PAID_BREAK},
      {from_us + 13 * HOUR, from_us + 15 * HOUR, 0, 0, 0, STF_PRESENCE_ON},
      {from_us + 15 * HOUR, from_us + 16 * HOUR, 0, 0, 0, STF_PRESENCE_UNAVAILABLE},
      {from_us + 23 * HOUR, from_us + 25 * HOUR, 1, 0, 0, STF_PRESENCE_ON},
      {from_us + 32 * HOUR, from_us + 38 * HOUR, 0, 0, 0, STF_PRESENCE_PAID_AWAY}};
  bench.plan.definitions = STF_KPI_CHOICE_ALL;
  bench.plan.groups = STF_KPI_BY_AGENT | STF_KPI_BY_TEAM;
  assert_int_equal(stf_dict_add(bench.names.agents, "anna", 4), 0);
  assert_int_equal(stf_dict_add(bench.names.agents, "bela", 4), 1);
  assert_int_equal(stf_dict_add(bench.names.teams, "front", 5), 0);
  started(&bench);
  for (int i = 0; i < 3; i++) {
    struct stf_contact contact = answered(from_us + (9 + i) * HOUR, 0, 30 * MINUTE);
    contact.agent = 0;
    contact.team = 0;
    add(&bench, contact);
  }
  assert_int_equal(stf_kpi_tally_presence(bench.tally, spans, STF_COUNT_OF(spans)), STF_OK);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "utilization busy share", 1.5 / 8);
  assert_value(&bench, "utilization busy_of_paid share", 1.5 / 16);
  assert_value(&bench, "utilization shrinkage share", 8.0 / 16);
  assert_near(found(&bench, "utilization busy_of_paid share", "agent=anna").value, 1.5 / 14,
              1e-12);
  assert_near(found(&bench, "utilization shrinkage share", "team=front").value, 8.0 / 16,
              1e-12);
  /* Anna one day, Bela two: her hours reach into the second. */
  assert_value(&bench, "closed_per_agent per_day mean", 1);
  assert_near(found(&bench, "closed_per_agent per_day mean", "agent=anna").value, 3, 0);
  assert_near(found(&bench, "closed_per_agent per_day mean", "agent=bela").value, 0, 0);
  const struct stf_presence nobody = {from_us, from_us + HOUR, STF_NOBODY, 0,
                                      0,       STF_PRESENCE_ON};
  assert_int_equal(stf_kpi_tally_presence(bench.tally, &nobody, 1), STF_OK);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_unknown(&bench, "closed_per_agent per_day mean", "");
  finished(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_three_utilizations_and_the_contacts_in_hand),
      cmocka_unit_test(test_paid_time_and_contacts_by_agent_and_day),
      cmocka_unit_test(test_agents_whose_work_is_not_measured_are_not_idle),
      cmocka_unit_test(test_bot_rows_follow_those_whom_it_met),
      cmocka_unit_test(test_moves_replies_and_reopenings_count_where_the_record_can_tell),
      cmocka_unit_test(test_resolution_times_have_five_ends),
      cmocka_unit_test(test_weeks_are_iso_weeks_and_months_are_months),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
