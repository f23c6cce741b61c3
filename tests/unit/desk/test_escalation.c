/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"
#include "desk/escalation.h"
#include "support/near.h"

/* Asked at 0, answered at 10; asked again at 100, answered at 120, closed at 150: the agent
 * worked in [0, 10) and [110, 120), so the clock stands in [10, 100) and [120, 150). */
static uint16_t alerts(int64_t after_us, bool pauses, int64_t horizon_us) {
  const struct stf_reply replies[] = {{0, 0, 10, 0, false}, {100, 100, 120, 0, false}};
  const struct stf_work works[] = {{0, 10, 0, 0}, {110, 120, 0, 0}};
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = 0;
  contact.queue_us = 0;
  contact.assign_us = 0;
  contact.first_human_us = 10;
  contact.close_us = 150;
  contact.outcome = STF_OUTCOME_CLOSED;
  contact.replies = replies;
  contact.replies_n = 2;
  contact.works = works;
  contact.works_n = 2;
  const struct stf_escalation_rule rule = {
      .clock = STF_ESCALATION_RESOLUTION, .deed = STF_ESCALATION_ALERT, .after_us = after_us};
  const struct stf_escalation escalation = {.rules = &rule, .rules_n = 1, .pauses = pauses};
  stf_escalation_tell(&escalation, horizon_us, &contact);
  return contact.alerts_n;
}

static void test_resolution_alert_waits_while_the_customer_owes_a_message(void **state) {
  (void)state;
  assert_int_equal(alerts(149, false, INT64_MAX), 1);
  assert_int_equal(alerts(150, false, INT64_MAX), 0);
  /* With pauses the clock shows 30 at the end: 10 until 10, 20 from 100 to 120. */
  assert_int_equal(alerts(5, true, INT64_MAX), 1);
  assert_int_equal(alerts(29, true, INT64_MAX), 1);
  assert_int_equal(alerts(31, true, INT64_MAX), 0);
}

static void test_resolution_alert_of_a_paused_clock_comes_as_much_later(void **state) {
  (void)state;
  /* 11 on the clock is the instant 101. */
  assert_int_equal(alerts(11, true, 100), 0);
  assert_int_equal(alerts(11, true, 101), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_resolution_alert_waits_while_the_customer_owes_a_message),
      cmocka_unit_test(test_resolution_alert_of_a_paused_clock_comes_as_much_later),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
