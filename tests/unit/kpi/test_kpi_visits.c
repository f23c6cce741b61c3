/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers who come back: fresh and repeat arrivals, first contact resolution, what is left of
 * containment when those who come back are asked. */
#include "support/kpi_bench.h"

/* Ten days, so that some contacts have their seven days behind them. */
static struct bench ten_days(void) {
  struct bench bench = prepared("UTC", "2026-03-02T00:00:00Z", "2026-03-12T00:00:00Z");
  assert_int_equal(stf_dict_add(bench.names.classes, "orders", 6), 0);
  assert_int_equal(stf_dict_add(bench.names.classes, "billing", 7), 1);
  bench.plan.groups = STF_KPI_BY_CLASS;
  return bench;
}

/* A contact of an hour, closed by an agent. */
static struct stf_contact served(const struct bench *bench, int64_t hour, uint32_t class_id,
                                 uint32_t customer) {
  struct stf_contact contact = answered(bench->plan.from_us + hour * HOUR, 0, HOUR);
  contact.class_id = class_id;
  contact.customer = customer;
  return contact;
}

/* A contact that the bot had for an hour. */
static struct stf_contact met(const struct bench *bench, int64_t hour, uint32_t customer,
                              bool gave_up) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = bench->plan.from_us + hour * HOUR;
  contact.bot_start_us = contact.open_us;
  contact.bot_end_us = contact.open_us + HOUR;
  contact.close_us = contact.bot_end_us;
  contact.first_close_us = contact.bot_end_us;
  contact.abandon_us = gave_up ? contact.bot_end_us : STF_NEVER;
  contact.outcome = STF_OUTCOME_CONTAINED;
  contact.class_id = 0;
  contact.customer = customer;
  return contact;
}

static void assert_share(const struct bench *bench, const char *what, const char *where,
                         double num, double den) {
  struct stf_kpi_value value = found(bench, what, where);
  assert_near(value.num, num, 0);
  assert_near(value.den, den, 0);
}

static void test_repeats_by_customer_and_class_within_seven_days(void **state) {
  (void)state;
  struct bench bench = ten_days();
  started(&bench);
  /* Customer 1: at 0 h, again 7 days after the end of that, to the microsecond; customer 2 a
   * microsecond too late; customer 3 in another class; customer 4 while the first is open. */
  add(&bench, served(&bench, 0, 0, 1));
  add(&bench, served(&bench, 169, 0, 1));
  struct stf_contact late = served(&bench, 169, 0, 2);
  late.open_us++;
  add(&bench, late);
  add(&bench, served(&bench, 0, 0, 2));
  add(&bench, served(&bench, 0, 0, 3));
  add(&bench, served(&bench, 10, 1, 3));
  struct stf_contact during = served(&bench, 0, 1, 4);
  during.open_us += MINUTE;
  add(&bench, during);
  add(&bench, served(&bench, 0, 1, 4));
  add(&bench, served(&bench, 5, 1, STF_NOBODY));
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_value(&bench, "arrivals opened count", 9);
  assert_value(&bench, "arrivals fresh count", 6);
  assert_value(&bench, "arrivals repeat count", 2);
  assert_share(&bench, "arrivals repeat share", "", 2, 8);
  /* Those of 169 h have not had their seven days; all others have: 6, of which customer 1's
   * first and customer 4's first were repeated. */
  assert_share(&bench, "fcr no_repeat_7d share", "", 4, 6);
  assert_share(&bench, "fcr no_repeat_7d share", "class=orders", 2, 3);
  assert_share(&bench, "fcr no_repeat_7d share", "class=billing", 2, 3);
  /* Asked twice: the same. */
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_share(&bench, "fcr no_repeat_7d share", "", 4, 6);
  finished(&bench);
}

static void test_containment_strict_false_and_without_a_solution(void **state) {
  (void)state;
  struct bench bench = ten_days();
  started(&bench);
  add(&bench, met(&bench, 0, 1, false)); /* back within a day, with another matter */
  add(&bench, served(&bench, 20, 1, 1));
  add(&bench, met(&bench, 0, 2, false)); /* back after 25 h */
  add(&bench, served(&bench, 26, 0, 2));
  add(&bench, met(&bench, 0, 3, false)); /* never seen again */
  add(&bench, met(&bench, 0, 4, true));
  add(&bench, met(&bench, 220, 5, false)); /* too late to know */
  add(&bench, met(&bench, 3, STF_NOBODY, false));
  struct stf_contact handed = served(&bench, 0, 0, 6);
  handed.bot_start_us = handed.open_us;
  handed.bot_end_us = handed.open_us + MINUTE;
  handed.queue_us = handed.bot_end_us;
  add(&bench, handed);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_share(&bench, "containment loose share", "", 5, 7);
  assert_share(&bench, "containment strict share", "", 2, 5);
  assert_share(&bench, "containment false share", "", 1, 5);
  assert_share(&bench, "containment no_solution share", "", 2, 5);
  /* 1 came back; all but customer 5 ended a day before the end. */
  assert_share(&bench, "repeat_rate within_24h share", "", 1, 7);
  finished(&bench);
}

static void test_customers_unknown_expect_no_rows(void **state) {
  (void)state;
  struct bench bench = ten_days();
  started(&bench);
  add(&bench, served(&bench, 0, 0, STF_NOBODY));
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_true(isnan(found(&bench, "fcr no_repeat_7d share", "").value));
  assert_true(isnan(found(&bench, "arrivals fresh count", "").value));
  assert_true(isnan(found(&bench, "containment strict share", "").value));
  finished(&bench);
}

/* A contact before the period counts in nothing, but makes a repeat of the next. */
static void test_contact_before_the_period_expect_the_next_is_a_repeat(void **state) {
  (void)state;
  struct bench bench = ten_days();
  started(&bench);
  add(&bench, served(&bench, 5, 0, 1));
  add(&bench, served(&bench, -5, 0, 1));
  add(&bench, served(&bench, 240, 0, 1)); /* behind the period */
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_share(&bench, "arrivals repeat share", "", 1, 1);
  assert_share(&bench, "fcr no_repeat_7d share", "", 1, 1);
  finished(&bench);
}

static void test_solved_expect_of_those_known(void **state) {
  (void)state;
  struct bench bench = ten_days();
  started(&bench);
  struct stf_contact contact = served(&bench, 5, 0, STF_NOBODY);
  add(&bench, contact);
  contact.solved = STF_SOLVED_YES;
  add(&bench, contact);
  contact.solved = STF_SOLVED_NO;
  add(&bench, contact);
  add(&bench, contact);
  stf_kpi_tally_values(bench.tally, bench.values);
  assert_share(&bench, "fcr solved share", "", 1, 3);
  finished(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_repeats_by_customer_and_class_within_seven_days),
      cmocka_unit_test(test_containment_strict_false_and_without_a_solution),
      cmocka_unit_test(test_customers_unknown_expect_no_rows),
      cmocka_unit_test(test_contact_before_the_period_expect_the_next_is_a_repeat),
      cmocka_unit_test(test_solved_expect_of_those_known)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
