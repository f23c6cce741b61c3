/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of conversations in turns: parked, behind the window, unanswered. */
#include "support/kpi_bench.h"

static void begun(struct bench *bench) {
  *bench = prepared("Europe/Rome", "2026-03-02T00:00:00+01:00", "2026-03-05T00:00:00+01:00");
  bench->plan.definitions = STF_KPI_CHOICE_ALL;
  started(bench);
}

static struct stf_reply reply(int64_t asked_us, int64_t last_us, int64_t at_us) {
  return (struct stf_reply){
      .asked_us = asked_us, .last_us = last_us, .at_us = at_us, .agent = STF_NOBODY};
}

static void test_replies_of_two_days_expect_the_first_of_each(void **state) {
  (void)state;
  struct bench bench;
  begun(&bench);
  int64_t evening_us = bench.plan.from_us + 23 * HOUR;
  const struct stf_reply replies[] = {
      reply(evening_us, evening_us, evening_us + 10 * MINUTE),
      reply(evening_us + 20 * MINUTE, evening_us + 20 * MINUTE, evening_us + 21 * MINUTE),
      /* asked before midnight of the zone (23:00 of UTC), answered after it */
      reply(evening_us + 50 * MINUTE, evening_us + 50 * MINUTE, evening_us + 80 * MINUTE),
      reply(evening_us + 90 * MINUTE, evening_us + 90 * MINUTE, evening_us + 94 * MINUTE)};
  struct stf_contact contact = answered(evening_us, MINUTE, 2 * HOUR);
  contact.replies = replies;
  contact.replies_n = 4;
  add(&bench, contact);
  struct stf_contact one = answered(evening_us, MINUTE, HOUR);
  one.replies = replies;
  one.replies_n = 1;
  add(&bench, one);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "frt human_of_day count", 3);
  assert_value(&bench, "frt human_of_day mean", (10 + 30 + 10) * 60 / 3.0);
  assert_value(&bench, "frt human_of_day max", 1800);
  assert_value(&bench, "response_time oldest_unanswered count", 5);
  finished(&bench);
}

static void test_reply_behind_the_window_expect_it_goes_by_the_last_message(void **state) {
  (void)state;
  struct bench bench;
  begun(&bench);
  int64_t open_us = bench.plan.from_us + HOUR;
  struct stf_reply replies[] = {
      reply(open_us, open_us, open_us + DAY),                       /* the very end of it */
      reply(open_us, open_us, open_us + DAY + 1),                   /* a microsecond later */
      reply(open_us, open_us + 2 * HOUR, open_us + DAY + 2 * HOUR), /* wrote again: inside */
      reply(open_us, open_us, open_us + 2 * DAY)};
  replies[3].is_template = true;
  struct stf_contact contact = answered(open_us, MINUTE, 2 * DAY);
  contact.replies = replies;
  contact.replies_n = 4;
  add(&bench, contact);
  contact.silent = true; /* what is said to nobody is in no share; what it costs is */
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "window_missed 24h count", 2);
  assert_value(&bench, "window_missed 24h share", 0.5);
  assert_value(&bench, "window_missed templates count", 2);
  finished(&bench);
}

static void test_parked_expect_their_pauses_summed(void **state) {
  (void)state;
  struct bench bench;
  begun(&bench);
  int64_t open_us = bench.plan.from_us + HOUR;
  const struct stf_hold holds[] = {
      {open_us, open_us + 10 * MINUTE, open_us + 30 * MINUTE, 0, 0, false, false},
      {open_us + 30 * MINUTE, open_us + 40 * MINUTE, open_us + 45 * MINUTE, 0, 0, false, false},
      {open_us + 45 * MINUTE, STF_NEVER, STF_NEVER, 0, 0, false, false}};
  struct stf_contact contact = answered(open_us, 0, HOUR);
  add(&bench, contact);
  contact.holds = holds;
  contact.holds_n = 3;
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "parked contacts count", 1);
  assert_value(&bench, "parked contacts share", 0.5);
  assert_value(&bench, "parked time mean", 25 * 60);
  finished(&bench);
}

static void test_unanswered_at_the_end_expect_time_since_the_oldest_message(void **state) {
  (void)state;
  struct bench bench;
  begun(&bench);
  struct stf_contact contact = answered(bench.plan.from_us + HOUR, MINUTE, HOUR);
  contact.unanswered_us = bench.plan.to_us - 2 * HOUR;
  add(&bench, contact); /* closed: nobody owes an answer */
  contact.outcome = STF_OUTCOME_OPEN;
  contact.close_us = STF_NEVER;
  add(&bench, contact);
  contact.unanswered_us = bench.plan.to_us - 4 * HOUR;
  add(&bench, contact);
  contact.unanswered_us = STF_NEVER; /* the customer's turn */
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "unanswered at_end count", 2);
  assert_value(&bench, "unanswered at_end mean", 3 * 3600);
  assert_value(&bench, "unanswered at_end max", 4 * 3600);
  finished(&bench);
}

static void test_without_turns_expect_no_figures(void **state) {
  (void)state;
  struct bench bench;
  begun(&bench);
  add(&bench, answered(bench.plan.from_us, MINUTE, MINUTE));
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_unknown(&bench, "parked contacts share", "");
  assert_unknown(&bench, "window_missed 24h share", "");
  assert_unknown(&bench, "window_missed templates count", "");
  assert_unknown(&bench, "unanswered at_end count", "");
  assert_unknown(&bench, "frt human_of_day count", "");
  finished(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_replies_of_two_days_expect_the_first_of_each),
      cmocka_unit_test(test_reply_behind_the_window_expect_it_goes_by_the_last_message),
      cmocka_unit_test(test_parked_expect_their_pauses_summed),
      cmocka_unit_test(test_unanswered_at_the_end_expect_time_since_the_oldest_message),
      cmocka_unit_test(test_without_turns_expect_no_figures),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
