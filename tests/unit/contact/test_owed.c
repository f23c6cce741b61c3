/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"
#include "contact/owed.h"
#include "support/near.h"

#include <string.h>

/* Sums the stretches and asserts that they are in order and apart. */
static int64_t total(const struct stf_contact *contact, int64_t until_us, int *n) {
  struct stf_owed owed = stf_owed_of(contact, until_us);
  int64_t from_us = 0;
  int64_t to_us = 0;
  int64_t before_us = INT64_MIN;
  int64_t sum_us = 0;
  *n = 0;
  while (stf_owed_next(&owed, &from_us, &to_us)) {
    assert_true(from_us >= before_us);
    assert_true(to_us > from_us);
    assert_true(to_us <= until_us);
    before_us = to_us;
    sum_us += to_us - from_us;
    (*n)++;
  }
  return sum_us;
}

/* Asked at 0, 100 and 200; answered at 10, 110 and 230, of which 5, 5 and 20 were work. */
static const struct stf_reply REPLIES[] = {
    {0, 0, 10, 0, false}, {100, 100, 110, 0, false}, {200, 220, 230, 0, false}};
static const struct stf_work WORKS[] = {{5, 10, 0, 0}, {105, 110, 0, 0}, {210, 230, 0, 0}};

static struct stf_contact conversation(uint32_t works_n) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = 0;
  contact.replies = REPLIES;
  contact.replies_n = 3;
  contact.works = WORKS;
  contact.work = WORKS[0];
  contact.works_n = works_n;
  return contact;
}

static void test_pauses_last_from_reply_to_the_next_message(void **state) {
  (void)state;
  int n = 0;
  struct stf_contact contact = conversation(3);
  /* 10 to 100, 110 to 200, 230 to the end */
  assert_int_equal(total(&contact, 300, &n), 90 + 90 + 70);
  assert_int_equal(n, 3);
  assert_int_equal(total(&contact, 150, &n), 90 + 40);
  assert_int_equal(total(&contact, 10, &n), 0);
  contact.unanswered_us = 250;
  assert_int_equal(total(&contact, 300, &n), 90 + 90 + 20);
}

static void test_without_measured_work_nothing_behind_the_last_reply_is_a_pause(void **state) {
  (void)state;
  int n = 0;
  struct stf_contact contact = conversation(0);
  assert_int_equal(total(&contact, 300, &n), 90 + 90);
  contact.replies_n = 0;
  assert_int_equal(total(&contact, 300, &n), 0);
}

static void test_work_between_messages_is_no_pause(void **state) {
  (void)state;
  int n = 0;
  /* The agent worked on from 20 to 60, overlapping with another from 30 to 40. */
  const struct stf_work works[] = {
      {5, 10, 0, 0}, {20, 60, 0, 0}, {30, 40, 1, 0}, {65, 70, 0, 0}};
  struct stf_contact contact = conversation(0);
  contact.replies_n = 2;
  contact.works = works;
  contact.works_n = 4;
  /* 10 to 20, 60 to 65, 70 to 100, 110 to 300 */
  assert_int_equal(total(&contact, 300, &n), 10 + 5 + 30 + 190);
  assert_int_equal(n, 4);
}

static void test_work_that_goes_on_behind_the_last_reply_ends_first(void **state) {
  (void)state;
  int n = 0;
  /* A session: a first message at 10, work until 250; then until the horizon. */
  struct stf_contact contact = conversation(1);
  contact.replies_n = 1;
  contact.work = (struct stf_work){5, 250, 0, 0};
  assert_int_equal(total(&contact, 250, &n), 0);
  assert_int_equal(total(&contact, 300, &n), 50);
  contact.work.end_us = STF_NEVER;
  assert_int_equal(total(&contact, 300, &n), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pauses_last_from_reply_to_the_next_message),
      cmocka_unit_test(test_without_measured_work_nothing_behind_the_last_reply_is_a_pause),
      cmocka_unit_test(test_work_between_messages_is_no_pause),
      cmocka_unit_test(test_work_that_goes_on_behind_the_last_reply_ends_first),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
