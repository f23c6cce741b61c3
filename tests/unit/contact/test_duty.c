/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/duty.h"
#include "support/near.h"

enum {
  SPANS = 16
};

struct seen {
  struct stf_presence spans[SPANS];
  size_t n;
};

static enum stf_status take(void *context, const struct stf_presence *span) {
  struct seen *seen = context;
  assert_true(seen->n < SPANS);
  seen->spans[seen->n++] = *span;
  return STF_OK;
}

static void say(struct stf_duty *duty, int64_t at_us, enum stf_event_kind kind, uint32_t team,
                const char *detail) {
  struct stf_event event = STF_EVENT_EMPTY;
  event.at_us = at_us;
  event.kind = kind;
  event.agent = 2;
  event.team = team;
  event.detail = detail;
  assert_int_equal(stf_duty_event(duty, &event), STF_OK);
}

static void assert_span(const struct seen *seen, size_t i, int64_t start_us, int64_t end_us,
                        enum stf_presence_kind kind, uint32_t cap) {
  assert_true(i < seen->n);
  assert_int_equal(seen->spans[i].start_us, start_us);
  assert_int_equal(seen->spans[i].end_us, end_us);
  assert_int_equal(seen->spans[i].kind, kind);
  assert_int_equal(seen->spans[i].cap, cap);
}

static void test_duty_break_expect_cap_kept_and_paid_break_told(void **state) {
  (void)state;
  struct seen seen = {.n = 0};
  struct stf_duty duty = {.presence = take, .context = &seen};
  say(&duty, 0, STF_EVENT_AGENT_ON, 1, "cap=3;channel=chat");
  say(&duty, 10, STF_EVENT_AGENT_AWAY, STF_NOBODY, "paid=1");
  say(&duty, 15, STF_EVENT_AGENT_BACK, STF_NOBODY, NULL);
  say(&duty, 20, STF_EVENT_AGENT_AWAY, STF_NOBODY, NULL); /* unpaid: nothing is told of it */
  say(&duty, 25, STF_EVENT_AGENT_BACK, STF_NOBODY, NULL);
  say(&duty, 30, STF_EVENT_AGENT_ON, STF_NOBODY, "cap=1"); /* again, with another cap */
  assert_int_equal(duty.unmatched_n, 1);
  assert_int_equal(stf_duty_end(&duty, 40), STF_OK);
  assert_int_equal(seen.n, 5);
  assert_span(&seen, 0, 0, 10, STF_PRESENCE_ON, 3);
  assert_span(&seen, 1, 10, 15, STF_PRESENCE_PAID_BREAK, 0);
  assert_span(&seen, 2, 15, 20, STF_PRESENCE_ON, 3);
  assert_span(&seen, 3, 25, 30, STF_PRESENCE_ON, 3);
  assert_span(&seen, 4, 30, 40, STF_PRESENCE_ON, 1);
  assert_int_equal(seen.spans[4].team, 1);
  stf_duty_clear(&duty);
}

static void test_duty_absent_expect_paid_time_without_presence(void **state) {
  (void)state;
  struct seen seen = {.n = 0};
  struct stf_duty duty = {.presence = take, .context = &seen};
  say(&duty, 0, STF_EVENT_AGENT_AWAY, 1, "paid=1;absent=1");
  say(&duty, 7, STF_EVENT_AGENT_ON, 1, NULL);
  say(&duty, 9, STF_EVENT_AGENT_OFF, 1, NULL);
  say(&duty, 20, STF_EVENT_AGENT_AWAY, 1, "paid=1;absent=1");
  say(&duty, 30, STF_EVENT_AGENT_OFF, 1, NULL);
  assert_int_equal(duty.unmatched_n, 0);
  assert_int_equal(seen.n, 3);
  assert_span(&seen, 0, 0, 7, STF_PRESENCE_PAID_AWAY, 0);
  assert_span(&seen, 1, 7, 9, STF_PRESENCE_ON, 0);
  assert_span(&seen, 2, 20, 30, STF_PRESENCE_PAID_AWAY, 0);
  stf_duty_clear(&duty);
}

static void test_duty_end_without_a_start_expect_unmatched(void **state) {
  (void)state;
  struct seen seen = {.n = 0};
  struct stf_duty duty = {.presence = take, .context = &seen};
  say(&duty, 0, STF_EVENT_AGENT_OFF, 1, NULL);
  assert_int_equal(duty.unmatched_n, 1);
  say(&duty, 5, STF_EVENT_AGENT_ON, 1, "cap=four");
  say(&duty, 6, STF_EVENT_AGENT_ON, 2, "cap=9999999999"); /* another team: a span of its own */
  say(&duty, 8, STF_EVENT_AGENT_OFF, 2, NULL);
  assert_int_equal(duty.unmatched_n, 1);
  assert_int_equal(seen.n, 2);
  assert_span(&seen, 0, 5, 6, STF_PRESENCE_ON, 0);
  assert_span(&seen, 1, 6, 8, STF_PRESENCE_ON, 0);
  stf_duty_clear(&duty);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_duty_break_expect_cap_kept_and_paid_break_told),
      cmocka_unit_test(test_duty_absent_expect_paid_time_without_presence),
      cmocka_unit_test(test_duty_end_without_a_start_expect_unmatched),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
