/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/kpi_bench.h"

#define FRIDAY_1630 "2026-03-06T16:30:00Z"

/* Monday to Friday, 9 to 17, in UTC. */
static struct stf_calendar *office_hours(void) {
  struct stf_zone *zone = NULL;
  struct stf_calendar *calendar = NULL;
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  struct stf_calendar_rules rules = {.zone = zone};
  for (int day = 0; day < 5; day++) {
    rules.week[day] =
        (struct stf_calendar_hours){.spans = {{9 * 3600, 17 * 3600}}, .spans_n = 1};
  }
  assert_int_equal(stf_calendar_new(&rules, instant("2025-01-01T00:00:00Z"),
                                    instant("2028-01-01T00:00:00Z"), NULL, &calendar),
                   STF_OK);
  stf_zone_free(zone);
  return calendar;
}

/* A bench of one class and one priority under one policy. */
struct sla_bench {
  struct bench bench;
  struct stf_calendar *office;
  struct stf_sla_policy policy;
  struct stf_sla_terms terms;
  uint8_t policy_of[1];
};

/* March 2026; the policy: first response in 10 min for 95 %, by message. */
static void sla_prepared(struct sla_bench *sla) {
  *sla = (struct sla_bench){
      .bench = prepared("UTC", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"),
      .office = office_hours(),
      .policy = {.name = "standard", .response = {.within_us = 10 * MINUTE, .share = 0.95}},
  };
  assert_int_equal(stf_dict_add(sla->bench.names.classes, "orders", 6), 0);
  assert_int_equal(stf_dict_add(sla->bench.names.priorities, "1", 1), 0);
}

static void sla_started(struct sla_bench *sla) {
  sla->terms = (struct stf_sla_terms){.policies = &sla->policy,
                                      .policies_n = 1,
                                      .policy_of = sla->policy_of,
                                      .classes_n = 1,
                                      .priorities_n = 1};
  sla->bench.plan.terms = &sla->terms;
  started(&sla->bench);
}

static void sla_finished(struct sla_bench *sla) {
  finished(&sla->bench);
  stf_calendar_free(sla->office);
}

/* Opened then, first human message and close so much later. */
static struct stf_contact told(int64_t open_us, int64_t response_us, int64_t close_after_us) {
  struct stf_contact contact = answered(open_us, response_us, close_after_us - response_us);
  contact.first_human_us = open_us + response_us;
  contact.first_any_us = contact.first_human_us;
  contact.last_message_us = contact.close_us;
  contact.class_id = 0;
  contact.priority = 0;
  return contact;
}

static struct stf_contact waiting(int64_t open_us) {
  struct stf_contact contact = told(open_us, 0, 0);
  contact.assign_us = STF_NEVER;
  contact.first_human_us = STF_NEVER;
  contact.first_any_us = STF_NEVER;
  contact.close_us = STF_NEVER;
  contact.works_n = 0;
  contact.outcome = STF_OUTCOME_OPEN;
  return contact;
}

static void counted(struct sla_bench *sla) {
  stf_kpi_tally_values(sla->bench.tally, sla->bench.values);
}

#define FIRST "standard_first_response_10min"

/* met, breached, of them open, censored */
static void assert_counts(const struct sla_bench *sla, const char *promise, int met,
                          int breached, int open, int censored) {
  static const char *const SUFFIXES[] = {"met", "breached", "breached_open", "censored"};
  const int counts[] = {met, breached, open, censored};
  for (size_t i = 0; i < STF_COUNT_OF(SUFFIXES); i++) {
    char label[128];
    for (int business = 0; business < 2; business++) {
      (void)snprintf(label, sizeof label, "sla_contacts %s_%s count%s", promise, SUFFIXES[i],
                     business != 0 ? " business" : "");
      if (business ==
          (sla->policy.response.hours != NULL || sla->policy.resolution.hours != NULL)) {
        assert_value(&sla->bench, label, counts[i]);
      }
    }
  }
}

static void check_share_reached(int met, bool expected) {
  struct sla_bench sla;
  sla_prepared(&sla);
  sla_started(&sla);
  for (int i = 0; i < 20; i++) {
    int64_t response_us = i < met ? 10 * MINUTE : 10 * MINUTE + 1;
    add(&sla.bench, told(sla.bench.plan.from_us + i * HOUR, response_us, DAY));
  }
  counted(&sla);
  assert_value(&sla.bench, "sla_compliance " FIRST " share", met / 20.0);
  assert_int_equal(found(&sla.bench, "sla_compliance " FIRST " share", "").n, 20);
  assert_value(&sla.bench, "sla_target_met " FIRST "_period share", expected);
  assert_counts(&sla, FIRST, met, 20 - met, 0, 0);
  sla_finished(&sla);
}

static void test_target_of_95_percent_is_met_by_19_of_20(void **state) {
  (void)state;
  check_share_reached(19, true);
  check_share_reached(18, false);
  check_share_reached(20, true);
}

static void test_business_hour_from_friday_1630_ends_on_monday_at_930(void **state) {
  (void)state;
  const int64_t late_us[] = {0, S};
  for (size_t i = 0; i < STF_COUNT_OF(late_us); i++) {
    struct sla_bench sla;
    sla_prepared(&sla);
    sla.policy.response = (struct stf_sla_target){
        .within_us = HOUR, .share = 0.9, .hours = sla.office, .hours_name = "office"};
    sla_started(&sla);
    int64_t open_us = instant(FRIDAY_1630);
    int64_t answer_us = instant("2026-03-09T09:30:00Z") + late_us[i];
    add(&sla.bench, told(open_us, answer_us - open_us, 7 * DAY));
    counted(&sla);
    assert_value(&sla.bench, "sla_compliance standard_first_response_1h share business",
                 i == 0 ? 1 : 0);
    assert_value(&sla.bench, "frt human_after_bot mean business",
                 (double)(HOUR + late_us[i]) / (double)S);
    assert_value(&sla.bench, "frt human_after_bot p50",
                 (double)(answer_us - open_us) / (double)S);
    sla_finished(&sla);
  }
}

static void test_open_contacts_are_censored_until_the_target_and_breaches_after(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  sla_started(&sla);
  add(&sla.bench, told(sla.bench.plan.from_us, MINUTE, HOUR));
  add(&sla.bench, waiting(sla.bench.plan.to_us - 10 * MINUTE));
  add(&sla.bench, waiting(sla.bench.plan.to_us - 10 * MINUTE - 1));
  counted(&sla);
  assert_counts(&sla, FIRST, 1, 1, 1, 1);
  assert_value(&sla.bench, "sla_compliance " FIRST " share", 0.5);
  sla_finished(&sla);
}

static void test_who_leaves_without_an_answer_is_a_breach_however_soon(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  sla.policy.resolution = (struct stf_sla_target){.within_us = DAY, .share = 0.9};
  sla_started(&sla);
  add(&sla.bench, told(sla.bench.plan.from_us, MINUTE, HOUR));
  struct stf_contact gone = left(sla.bench.plan.from_us, S);
  gone.class_id = 0;
  gone.priority = 0;
  add(&sla.bench, gone);
  counted(&sla);
  assert_counts(&sla, FIRST, 1, 1, 0, 0);
  assert_counts(&sla, "standard_resolution_24h", 1, 1, 0, 0);
  assert_counts(&sla, "standard_both", 1, 1, 0, 0);
  sla_finished(&sla);
}

/* Contained after 1 min, gave up after 1 min, handed over after 8 min and answered 5 min later.
 */
static void add_bot_contacts(struct sla_bench *sla) {
  int64_t at_us = sla->bench.plan.from_us;
  struct stf_contact contact = waiting(at_us);
  contact.queue_us = STF_NEVER;
  contact.bot_start_us = at_us;
  contact.bot_end_us = at_us + MINUTE;
  contact.close_us = at_us + MINUTE;
  contact.outcome = STF_OUTCOME_CONTAINED;
  add(&sla->bench, contact);
  contact.close_us = STF_NEVER;
  contact.abandon_us = at_us + MINUTE;
  add(&sla->bench, contact);
  contact = told(at_us, 13 * MINUTE, HOUR);
  contact.bot_start_us = at_us;
  contact.bot_end_us = at_us + 8 * MINUTE;
  contact.queue_us = contact.bot_end_us;
  contact.assign_us = contact.queue_us + MINUTE;
  add(&sla->bench, contact);
}

static void
test_clock_from_the_handover_leaves_the_bot_out_and_from_the_opening_has_it(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  sla_started(&sla);
  add_bot_contacts(&sla);
  counted(&sla);
  assert_counts(&sla, FIRST, 1, 0, 0, 0);
  sla_finished(&sla);

  sla_prepared(&sla);
  sla.policy.start = STF_SLA_START_OPENING;
  sla_started(&sla);
  add_bot_contacts(&sla);
  counted(&sla);
  /* The bot's own end is the answer to the first; who gave up has none; 13 min are too long. */
  assert_counts(&sla, FIRST, 1, 2, 0, 0);
  sla_finished(&sla);
}

static void test_contacts_out_of_hours_wait_for_the_opening_or_are_no_part_of_it(void **state) {
  (void)state;
  const enum stf_sla_population populations[] = {STF_SLA_POPULATION_ALL,
                                                 STF_SLA_POPULATION_IN_HOURS};
  for (size_t i = 0; i < STF_COUNT_OF(populations); i++) {
    struct sla_bench sla;
    sla_prepared(&sla);
    sla.policy.response.hours = sla.office;
    sla.policy.population = populations[i];
    sla_started(&sla);
    int64_t saturday_us = instant("2026-03-07T12:00:00Z");
    int64_t monday_us = instant("2026-03-09T09:10:00Z");
    add(&sla.bench, told(saturday_us, monday_us - saturday_us, 7 * DAY));
    add(&sla.bench, told(monday_us, 11 * MINUTE, DAY));
    counted(&sla);
    assert_counts(&sla, FIRST, i == 0 ? 1 : 0, 1, 0, 0);
    sla_finished(&sla);
  }
}

static void test_resolution_ends_with_the_last_resolve_and_stands_while_waiting(void **state) {
  (void)state;
  const struct {
    bool pauses;
    bool on_calendar;
    int met;
  } cases[] = {{false, false, 0}, {true, false, 1}, {false, true, 1}, {true, true, 1}};
  for (size_t i = 0; i < STF_COUNT_OF(cases); i++) {
    struct sla_bench sla;
    sla_prepared(&sla);
    sla.policy.response.within_us = 0;
    sla.policy.resolution = (struct stf_sla_target){
        .within_us = 4 * HOUR, .share = 0.9, .hours = cases[i].on_calendar ? sla.office : NULL};
    sla.policy.pauses = cases[i].pauses;
    sla_started(&sla);
    /* From 16:30 to 10:00 of the next working day; 16 h of waiting for the customer. */
    int64_t open_us = instant("2026-03-04T16:30:00Z");
    struct stf_contact contact = told(open_us, HOUR, 3 * DAY);
    contact.first_resolve_us = open_us + HOUR;
    contact.resolve_us = instant("2026-03-05T10:00:00Z");
    contact.paused_us = 16 * HOUR;
    add(&sla.bench, contact);
    counted(&sla);
    assert_counts(&sla, "standard_resolution_4h", cases[i].met, 1 - cases[i].met, 0, 0);
    sla_finished(&sla);
  }
}

/* 1.5 h of office time and 16 h of closed time: a pause of 16 h may have lain all in the closed
 * time, of a pause of 17 h an hour must have been office time. */
static void test_pauses_are_taken_to_lie_in_closed_hours_as_far_as_they_fit(void **state) {
  (void)state;
  const int64_t pauses_us[] = {16 * HOUR, 17 * HOUR};
  for (size_t i = 0; i < STF_COUNT_OF(pauses_us); i++) {
    struct sla_bench sla;
    sla_prepared(&sla);
    sla.bench.plan.definitions = STF_KPI_CHOICE_ALL;
    sla.policy.resolution =
        (struct stf_sla_target){.within_us = HOUR, .share = 0.9, .hours = sla.office};
    sla_started(&sla);
    int64_t open_us = instant("2026-03-04T16:30:00Z");
    struct stf_contact contact = told(open_us, HOUR, 3 * DAY);
    contact.resolve_us = instant("2026-03-05T10:00:00Z");
    contact.first_resolve_us = contact.resolve_us;
    contact.paused_us = pauses_us[i];
    add(&sla.bench, contact);
    counted(&sla);
    assert_value(&sla.bench, "resolution_time pausable mean business", i == 0 ? 5400 : 1800);
    assert_value(&sla.bench, "resolution_time last_resolve mean business", 5400);
    assert_value(&sla.bench, "resolution_time last_resolve mean", 17.5 * 3600);
    assert_value(&sla.bench, "resolution_time pausable mean", i == 0 ? 5400 : 1800);
    sla_finished(&sla);
  }
}

static void test_both_needs_both_and_is_decided_by_the_first_breach(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  sla.policy.resolution = (struct stf_sla_target){.within_us = DAY, .share = 0.9};
  sla_started(&sla);
  int64_t late_us = sla.bench.plan.to_us - HOUR;
  add(&sla.bench, told(sla.bench.plan.from_us, MINUTE, DAY));     /* both met */
  add(&sla.bench, told(sla.bench.plan.from_us, MINUTE, DAY + 1)); /* resolution late */
  add(&sla.bench, told(sla.bench.plan.from_us, HOUR, DAY));       /* response late */
  add(&sla.bench, waiting(late_us));                              /* response late, open */
  struct stf_contact begun = told(late_us, MINUTE, HOUR);         /* answered, open */
  begun.close_us = STF_NEVER;
  begun.outcome = STF_OUTCOME_OPEN;
  add(&sla.bench, begun);
  counted(&sla);
  assert_counts(&sla, FIRST, 3, 2, 1, 0);
  assert_counts(&sla, "standard_resolution_24h", 2, 1, 0, 2);
  assert_counts(&sla, "standard_both", 1, 3, 1, 1);
  sla_finished(&sla);
}

static void test_days_and_months_are_judged_one_by_one(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  sla.bench.plan.to_us = instant("2026-05-01T00:00:00Z");
  sla.bench.plan.groups = STF_KPI_BY_DAY | STF_KPI_BY_WEEK | STF_KPI_BY_MONTH;
  sla_started(&sla);
  const char *const days[] = {"2026-03-02", "2026-03-03", "2026-04-10"};
  const int late[] = {0, 1, 1}; /* of 20 contacts, then of 20, then of 2 */
  const int contacts[] = {20, 20, 2};
  for (size_t d = 0; d < STF_COUNT_OF(days); d++) {
    char text[32];
    (void)snprintf(text, sizeof text, "%sT08:00:00Z", days[d]);
    for (int i = 0; i < contacts[d]; i++) {
      add(&sla.bench, told(instant(text), i < late[d] ? HOUR : MINUTE, 2 * HOUR));
    }
  }
  counted(&sla);
  const struct bench *bench = &sla.bench;
  assert_near(found(bench, "sla_target_met " FIRST " share", "day=2026-03-02").value, 1, 0);
  assert_near(found(bench, "sla_target_met " FIRST " share", "day=2026-03-03").value, 1, 0);
  assert_near(found(bench, "sla_target_met " FIRST " share", "day=2026-04-10").value, 0, 0);
  assert_unknown(bench, "sla_target_met " FIRST " share", "day=2026-04-11");
  assert_near(found(bench, "sla_target_met " FIRST " share", "week=2026-W10").value, 1, 0);
  assert_near(found(bench, "sla_target_met " FIRST " share", "month=2026-04").value, 0, 0);
  assert_near(found(bench, "sla_compliance " FIRST " share", "month=2026-03").value, 0.975,
              1e-12);
  assert_value(bench, "sla_target_met " FIRST "_days share", 2.0 / 3);
  assert_value(bench, "sla_target_met " FIRST "_months share", 0.5);
  assert_value(bench, "sla_target_met " FIRST "_period share", 1); /* 40 of 42 */
  sla_finished(&sla);
}

static void test_events_are_told_apart_from_shares(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  sla_started(&sla);
  for (size_t i = 0; i < stf_kpi_layout_rows_n(sla.bench.layout); i++) {
    struct stf_row row;
    stf_kpi_layout_describe(sla.bench.layout, i, &row);
    bool is_event = strcmp(row.kpi, "sla_target_met") == 0 &&
                    strstr(row.definition, "_days") == NULL &&
                    strstr(row.definition, "_months") == NULL;
    assert_int_equal(stf_kpi_layout_is_event(sla.bench.layout, i), is_event);
  }
  sla_finished(&sla);
}

static void test_policy_goes_by_class_and_priority(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  assert_int_equal(stf_dict_add(sla.bench.names.priorities, "2", 1), 1);
  struct stf_sla_policy policies[2] = {sla.policy, sla.policy};
  policies[1].name = "vip";
  policies[1].response.within_us = 90 * S;
  const uint8_t policy_of[] = {1, STF_SLA_NONE};
  const struct stf_sla_terms terms = {policies, 2, policy_of, 1, 2, 0};
  sla.bench.plan.terms = &terms;
  sla.bench.plan.groups = STF_KPI_BY_CLASS_PRIORITY;
  started(&sla.bench);
  struct stf_contact contact = told(sla.bench.plan.from_us, 91 * S, HOUR);
  add(&sla.bench, contact);
  contact.priority = 1;
  add(&sla.bench, contact);
  counted(&sla);
  assert_value(&sla.bench, "sla_contacts vip_first_response_90s_breached count", 1);
  assert_value(&sla.bench, "sla_contacts vip_first_response_90s_met count", 0);
  assert_unknown(&sla.bench, "sla_compliance " FIRST " share", "");
  assert_near(found(&sla.bench, "sla_compliance vip_first_response_90s share",
                    "class x priority=orders x 1")
                  .value,
              0, 0);
  assert_unknown(&sla.bench, "sla_compliance vip_first_response_90s share",
                 "class x priority=orders x 2");
  sla_finished(&sla);
}

static void test_without_what_stops_the_clock_nothing_is_known(void **state) {
  (void)state;
  const enum stf_sla_answer answers[] = {STF_SLA_ANSWER_MESSAGE, STF_SLA_ANSWER_ASSIGNMENT};
  for (size_t i = 0; i < STF_COUNT_OF(answers); i++) {
    struct sla_bench sla;
    sla_prepared(&sla);
    sla.policy.answer = answers[i];
    sla_started(&sla);
    struct stf_contact contact = told(sla.bench.plan.from_us, MINUTE, HOUR);
    contact.first_human_us = STF_NEVER;
    add(&sla.bench, contact);
    counted(&sla);
    if (answers[i] == STF_SLA_ANSWER_MESSAGE) {
      assert_unknown(&sla.bench, "sla_compliance " FIRST " share", "");
      assert_unknown(&sla.bench, "sla_contacts " FIRST "_breached count", "");
    } else {
      assert_value(&sla.bench, "sla_compliance " FIRST " share", 1);
    }
    sla_finished(&sla);
  }
}

static void test_verdict_of_the_platform_is_passed_on_as_logged(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  started(&sla.bench);
  const uint8_t verdicts[] = {STF_LOGGED_SLA_MET, STF_LOGGED_SLA_MET, STF_LOGGED_SLA_MISSED,
                              STF_LOGGED_SLA_UNKNOWN};
  counted(&sla);
  assert_unknown(&sla.bench, "sla_compliance as_logged share", "");
  for (size_t i = 0; i < STF_COUNT_OF(verdicts); i++) {
    struct stf_contact contact = told(sla.bench.plan.from_us, MINUTE, HOUR);
    contact.logged_sla = verdicts[i];
    add(&sla.bench, contact);
  }
  counted(&sla);
  assert_value(&sla.bench, "sla_compliance as_logged share", 2.0 / 3);
  sla_finished(&sla);
}

#define NEXT "standard_next_response_30min"

/* A reply so long after the question. */
static struct stf_reply reply_at(int64_t asked_us, int64_t wait_us) {
  return (struct stf_reply){
      .asked_us = asked_us, .last_us = asked_us, .at_us = asked_us + wait_us};
}

/* Opened then; answered after 5 min, later replies after 20 min and after `last_us`. */
static struct stf_contact talked(int64_t open_us, int64_t last_us,
                                 struct stf_reply replies[3]) {
  replies[0] = reply_at(open_us, 5 * MINUTE);
  replies[1] = reply_at(open_us + HOUR, 20 * MINUTE);
  replies[2] = reply_at(open_us + 2 * HOUR, last_us);
  struct stf_contact contact = told(open_us, 5 * MINUTE, 4 * HOUR);
  contact.replies = replies;
  contact.replies_n = 3;
  return contact;
}

static void test_next_responses_count_each_reply_after_the_first(void **state) {
  (void)state;
  struct sla_bench sla;
  struct stf_reply replies[3];
  sla_prepared(&sla);
  sla.policy.next_response = (struct stf_sla_target){.within_us = 30 * MINUTE, .share = 0.75};
  sla_started(&sla);
  int64_t from_us = sla.bench.plan.from_us;
  int64_t to_us = sla.bench.plan.to_us;
  add(&sla.bench, talked(from_us, 30 * MINUTE, replies));
  add(&sla.bench, talked(from_us, 30 * MINUTE + 1, replies));
  /* The third answer is still to come: past the promise, and not yet. */
  const int64_t asked_us[] = {to_us - 31 * MINUTE, to_us - 30 * MINUTE};
  for (size_t i = 0; i < STF_COUNT_OF(asked_us); i++) {
    struct stf_contact open = talked(from_us, 0, replies);
    open.replies_n = 2;
    open.unanswered_us = asked_us[i];
    open.outcome = STF_OUTCOME_OPEN;
    open.close_us = STF_NEVER;
    add(&sla.bench, open);
  }
  /* Who gave up waiting for it; and who got the last word: closed without an answer. */
  struct stf_contact gone = talked(from_us, 0, replies);
  gone.replies_n = 2;
  gone.unanswered_us = from_us + 2 * HOUR;
  add(&sla.bench, gone);
  gone.outcome = STF_OUTCOME_ABANDONED;
  gone.abandon_us = from_us + 2 * HOUR + MINUTE;
  add(&sla.bench, gone);
  counted(&sla);
  /* 1 + 1 in time at 20 min of each of the six, one at 30 min */
  assert_counts(&sla, NEXT, 7, 3, 1, 1);
  assert_value(&sla.bench, "sla_compliance " NEXT " share", 0.7);
  assert_value(&sla.bench, "sla_target_met " NEXT "_period share", 0);
  assert_counts(&sla, "standard_next_response_contacts_30min", 2, 3, 1, 1);
  /* with the first responses: all in time */
  assert_counts(&sla, "standard_clocks", 13, 3, 1, 1);
  sla_finished(&sla);
}

static void test_next_response_clock_stands_while_the_office_is_closed(void **state) {
  (void)state;
  struct sla_bench sla;
  struct stf_reply replies[3];
  sla_prepared(&sla);
  sla.policy.next_response =
      (struct stf_sla_target){.within_us = 30 * MINUTE, .share = 1, .hours = sla.office};
  sla.policy.population = STF_SLA_POPULATION_IN_HOURS;
  sla_started(&sla);
  int64_t open_us = instant("2026-03-06T15:00:00Z");
  struct stf_contact contact = talked(open_us, 0, replies);
  /* Asked on Friday at 16:45, answered on Monday at 9:15 and one second later. */
  replies[1] = reply_at(open_us + 105 * MINUTE, 2 * DAY + 16 * HOUR + 30 * MINUTE);
  contact.replies_n = 2;
  add(&sla.bench, contact);
  replies[1].at_us += S;
  add(&sla.bench, contact);
  /* Asked on Saturday: not in hours. */
  replies[1].asked_us += DAY;
  add(&sla.bench, contact);
  counted(&sla);
  assert_value(&sla.bench, "sla_contacts " NEXT "_met count business", 1);
  assert_value(&sla.bench, "sla_contacts " NEXT "_breached count business", 1);
  sla_finished(&sla);
}

static void test_a_log_without_replies_says_nothing_of_next_responses(void **state) {
  (void)state;
  struct sla_bench sla;
  sla_prepared(&sla);
  sla.policy.next_response = (struct stf_sla_target){.within_us = 30 * MINUTE, .share = 1};
  sla_started(&sla);
  add(&sla.bench, told(sla.bench.plan.from_us, MINUTE, HOUR));
  counted(&sla);
  assert_unknown(&sla.bench, "sla_contacts " NEXT "_met count", "");
  assert_unknown(&sla.bench, "sla_contacts standard_clocks_met count", "");
  sla_finished(&sla);
}

static void test_resolution_clock_stands_while_the_customer_owes_a_message(void **state) {
  (void)state;
  const bool pauses[] = {true, false};
  for (size_t i = 0; i < STF_COUNT_OF(pauses); i++) {
    struct sla_bench sla;
    struct stf_reply replies[3];
    sla_prepared(&sla);
    sla.policy.resolution =
        (struct stf_sla_target){.within_us = 2 * HOUR, .share = 1, .hours = sla.office};
    sla.policy.pauses = pauses[i];
    sla_started(&sla);
    /* Friday 15:30; answered at 16:00; the customer writes again on Monday at 10:00 and has the
     * solution, and the close, at 11:30: 30 + 90 min of the office. */
    int64_t open_us = instant("2026-03-06T15:30:00Z");
    replies[0] = reply_at(open_us, 30 * MINUTE);
    replies[1] = reply_at(instant("2026-03-09T10:00:00Z"), 90 * MINUTE);
    struct stf_contact contact = told(open_us, 30 * MINUTE, replies[1].at_us - open_us);
    contact.works_n = 0;
    contact.replies = replies;
    contact.replies_n = 2;
    add(&sla.bench, contact);
    replies[1].asked_us -= 1; /* then it is above 2 h by as much */
    add(&sla.bench, contact);
    counted(&sla);
    assert_value(&sla.bench, "sla_contacts standard_resolution_2h_met count business",
                 pauses[i] ? 1 : 0);
    sla_finished(&sla);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_target_of_95_percent_is_met_by_19_of_20),
      cmocka_unit_test(test_business_hour_from_friday_1630_ends_on_monday_at_930),
      cmocka_unit_test(test_open_contacts_are_censored_until_the_target_and_breaches_after),
      cmocka_unit_test(test_who_leaves_without_an_answer_is_a_breach_however_soon),
      cmocka_unit_test(
          test_clock_from_the_handover_leaves_the_bot_out_and_from_the_opening_has_it),
      cmocka_unit_test(test_contacts_out_of_hours_wait_for_the_opening_or_are_no_part_of_it),
      cmocka_unit_test(test_resolution_ends_with_the_last_resolve_and_stands_while_waiting),
      cmocka_unit_test(test_pauses_are_taken_to_lie_in_closed_hours_as_far_as_they_fit),
      cmocka_unit_test(test_both_needs_both_and_is_decided_by_the_first_breach),
      cmocka_unit_test(test_days_and_months_are_judged_one_by_one),
      cmocka_unit_test(test_events_are_told_apart_from_shares),
      cmocka_unit_test(test_policy_goes_by_class_and_priority),
      cmocka_unit_test(test_without_what_stops_the_clock_nothing_is_known),
      cmocka_unit_test(test_verdict_of_the_platform_is_passed_on_as_logged),
      cmocka_unit_test(test_next_responses_count_each_reply_after_the_first),
      cmocka_unit_test(test_next_response_clock_stands_while_the_office_is_closed),
      cmocka_unit_test(test_a_log_without_replies_says_nothing_of_next_responses),
      cmocka_unit_test(test_resolution_clock_stands_while_the_customer_owes_a_message),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
