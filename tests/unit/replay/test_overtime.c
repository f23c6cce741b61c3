/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/overtime.h"
#include "support/near.h"

#define MIN INT64_C(60000000)

static struct stf_contact worked(uint32_t agent, int64_t start_us, int64_t end_us) {
  struct stf_contact contact = STF_CONTACT_EMPTY;
  contact.open_us = start_us;
  contact.works_n = 1;
  contact.work = (struct stf_work){start_us, end_us, agent, 0};
  return contact;
}

static void test_trim_ends_shifts_amid_the_last_work_that_they_end_with(void **state) {
  (void)state;
  struct stf_contact contacts[] = {
      worked(1, 0, 20 * MIN),        /* earlier, and of the other agent: no matter */
      worked(2, 30 * MIN, 70 * MIN), /* two at once: the later start counts */
      worked(2, 50 * MIN, 60 * MIN),
      worked(3, 10 * MIN, 59 * MIN),     /* done a minute before she goes */
      worked(4, 40 * MIN, 60 * MIN + 1), /* a microsecond of rounding */
  };
  struct stf_presence items[] = {
      {.start_us = 10 * MIN, .end_us = 70 * MIN, .agent = 2},
      {.start_us = 0, .end_us = 60 * MIN, .agent = 3},
      {.start_us = 0, .end_us = 60 * MIN, .agent = 4},
      {.start_us = 0, .end_us = 60 * MIN, .agent = 6},
      {.start_us = 0, .end_us = 60 * MIN, .agent = STF_NOBODY},
  };
  struct stf_log log = {.contacts = contacts, .contacts_n = 5};
  struct stf_presence_spans spans = {.items = items, .items_n = 5};
  size_t n = 99;
  assert_int_equal(stf_overtime_trim(&log, &spans, &n), STF_OK);
  assert_int_equal(n, 2);
  assert_int_equal(items[0].end_us, 55 * MIN); /* between 50 and her next end at 60 */
  assert_int_equal(items[1].end_us, 60 * MIN);
  assert_int_equal(items[2].end_us, 50 * MIN);
  assert_int_equal(items[3].end_us, 60 * MIN);
  assert_int_equal(items[4].end_us, 60 * MIN);
  assert_int_equal(items[0].start_us, 10 * MIN);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_trim_ends_shifts_amid_the_last_work_that_they_end_with),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
