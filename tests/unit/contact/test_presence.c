/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/presence.h"
#include "support/near.h"

static void expect(const struct stf_presence_spans *spans, size_t i, uint32_t agent,
                   int64_t start_us, int64_t end_us) {
  assert_true(i < spans->items_n);
  assert_int_equal(spans->items[i].agent, agent);
  assert_int_equal(spans->items[i].start_us, start_us);
  assert_int_equal(spans->items[i].end_us, end_us);
}

static void test_gaps_up_to_the_limit_are_bridged(void **state) {
  (void)state;
  struct stf_work works[] = {
      {.start_us = 1000, .end_us = 1100, .agent = 1, .team = 4},
      {.start_us = 50, .end_us = 60, .agent = 2, .team = 5},
      {.start_us = 1400, .end_us = 1500, .agent = 1, .team = 4}, /* gap 300: bridged */
      {.start_us = 1801, .end_us = 1900, .agent = 1, .team = 4}, /* gap 301: not */
  };
  struct stf_presence_spans spans;
  assert_int_equal(stf_presence_infer(works, 4, 300, 2000, NULL, &spans), STF_OK);
  assert_int_equal(spans.items_n, 3);
  expect(&spans, 0, 1, 1000, 1500);
  expect(&spans, 1, 1, 1801, 1900);
  expect(&spans, 2, 2, 50, 60);
  assert_int_equal(spans.items[2].team, 5);
  stf_presence_clear(&spans, NULL);
}

static void test_overlaps_do_not_shorten_and_open_work_ends_at_the_horizon(void **state) {
  (void)state;
  struct stf_work works[] = {
      {.start_us = 0, .end_us = 5000, .agent = 1},
      {.start_us = 10, .end_us = 20, .agent = 1}, /* inside the other */
      {.start_us = 5200, .end_us = STF_NEVER, .agent = 1},
      {.start_us = 1, .end_us = 2, .agent = STF_NOBODY},
  };
  struct stf_presence_spans spans;
  assert_int_equal(stf_presence_infer(works, 4, 300, 9000, NULL, &spans), STF_OK);
  assert_int_equal(spans.items_n, 1);
  expect(&spans, 0, 1, 0, 9000);
  stf_presence_clear(&spans, NULL);
}

static void test_no_work_gives_no_presence(void **state) {
  (void)state;
  struct stf_presence_spans spans;
  assert_int_equal(stf_presence_infer(NULL, 0, 300, 0, NULL, &spans), STF_OK);
  assert_int_equal(spans.items_n, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_gaps_up_to_the_limit_are_bridged),
      cmocka_unit_test(test_overlaps_do_not_shorten_and_open_work_ends_at_the_horizon),
      cmocka_unit_test(test_no_work_gives_no_presence),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
