/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"
#include "scenario/scenario_stretch.h"
#include "support/near.h"

#include <string.h>

static void expect(const char *text, size_t n, const int32_t (*hours)[2]) {
  struct stf_scenario_stretches stretches;
  char why[STF_SCENARIO_STRETCH_TEXT];
  assert_true(stf_scenario_stretch_parse(text, &stretches, why));
  assert_true(stf_scenario_stretch_follow(&stretches, why));
  assert_int_equal(stretches.n, n);
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(stretches.items[i].from_s, hours[i][0] * 3600);
    assert_int_equal(stretches.items[i].to_s, hours[i][1] * 3600);
  }
}

static void test_stretches_of_every_form(void **state) {
  (void)state;
  static const int32_t SPLIT[][2] = {{9, 13}, {14, 18}};
  static const int32_t NIGHT[][2] = {{22, 26}, {27, 30}};
  expect("", 0, NULL);
  expect("9-13 14-18", 2, SPLIT);
  expect(" 09:00 - 13:00/14.00\xe2\x80\x93"
         "18.00 ",
         2, SPLIT);
  expect("9-1pm, 2pm-6pm", 2, SPLIT);
  expect("9-13\n14-18", 2, SPLIT);
  expect("22-2 3-6", 2, NIGHT);
}

static void test_breaks_are_unpaid_unless_marked(void **state) {
  (void)state;
  struct stf_scenario_stretches stretches;
  char why[STF_SCENARIO_STRETCH_TEXT];
  assert_true(stf_scenario_stretch_parse("10:15-10:30 paid 12:00-12:30 15-15:10unpaid",
                                         &stretches, why));
  assert_int_equal(stretches.n, 3);
  assert_true(stretches.items[0].paid && stretches.items[0].marked);
  assert_false(stretches.items[1].paid || stretches.items[1].marked);
  assert_true(!stretches.items[2].paid && stretches.items[2].marked);
}

static void test_what_is_no_stretch_is_refused(void **state) {
  (void)state;
  static const char *const WRONG[] = {
      "9",    "9-",   "9-13 14",     "M",
      "9-25", "9 13", "9-13 paying", "1-2 2-3 3-4 4-5 5-6 6-7 7-8 8-9 9-10"};
  struct stf_scenario_stretches stretches;
  char why[STF_SCENARIO_STRETCH_TEXT];
  for (size_t i = 0; i < STF_COUNT_OF(WRONG); i++) {
    why[0] = '\0';
    assert_false(stf_scenario_stretch_parse(WRONG[i], &stretches, why));
    assert_true(why[0] != '\0');
  }
}

static void test_stretches_that_do_not_follow_each_other_are_refused(void **state) {
  (void)state;
  static const char *const WRONG[] = {"14-18 9-13", "9-13 12-14", "9-9", "17-9"};
  struct stf_scenario_stretches stretches;
  char why[STF_SCENARIO_STRETCH_TEXT];
  for (size_t i = 0; i < STF_COUNT_OF(WRONG); i++) {
    assert_true(stf_scenario_stretch_parse(WRONG[i], &stretches, why));
    assert_false(stf_scenario_stretch_follow(&stretches, why));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_stretches_of_every_form),
      cmocka_unit_test(test_breaks_are_unpaid_unless_marked),
      cmocka_unit_test(test_what_is_no_stretch_is_refused),
      cmocka_unit_test(test_stretches_that_do_not_follow_each_other_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
