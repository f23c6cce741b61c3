/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns of a person's week against all mixes of shifts that fit it. */
#include "roster/program_weeks.h"
#include "support/near.h"

static void test_patterns_of_forty_hours_are_five_days_or_four_long_ones(void **state) {
  (void)state;
  struct stf_program_weeks_lengths lengths = {.n = 0};
  struct stf_program_weeks_pattern found[STF_PROGRAM_WEEKS_PATTERNS];
  const struct stf_program_weeks_room room = {.days = 5, .steps = 40, .overtime = 4};
  stf_program_weeks_learn(&lengths, 8);
  stf_program_weeks_learn(&lengths, 9);
  stf_program_weeks_learn(&lengths, 8);
  assert_int_equal(lengths.n, 2);
  /* 5 of 8 h; 0 + 4 of 9 h; then 4 + 1 to 1 + 4, each with an hour of overtime more. */
  size_t n = stf_program_weeks_find(&lengths, &room, found);
  int32_t overtime = 0;
  for (size_t i = 0; i < n; i++) {
    assert_true(found[i].counts[0] + found[i].counts[1] <= 5);
    overtime += found[i].overtime;
  }
  assert_int_equal(overtime, 1 + 2 + 3 + 4);
  /* Without overtime: 5 and 0, 3 and 1 (33 h), 2 and 2 (34 h), 1 and 3 (35 h), 0 and 4. */
  assert_int_equal(n, 9);
}

/* Each mix that fits is held by a pattern, at no more overtime; each pattern fits. */
static void test_patterns_hold_all_mixes_that_fit(void **state) {
  (void)state;
  struct stf_program_weeks_lengths lengths = {.items = {4, 6, 9}, .n = 3};
  struct stf_program_weeks_pattern found[STF_PROGRAM_WEEKS_PATTERNS];
  const struct stf_program_weeks_room room = {.days = 6, .steps = 25, .overtime = 7};
  size_t n = stf_program_weeks_find(&lengths, &room, found);
  for (int32_t mix = 0; mix < 7 * 7 * 7; mix++) {
    int32_t counts[3] = {mix % 7, mix / 7 % 7, mix / 49};
    int32_t steps = 4 * counts[0] + 6 * counts[1] + 9 * counts[2];
    bool held = counts[0] + counts[1] + counts[2] > 6 || steps > 32;
    bool fits = !held;
    for (size_t i = 0; i < n; i++) {
      const int32_t *own = found[i].counts;
      bool same = own[0] == counts[0] && own[1] == counts[1] && own[2] == counts[2];
      assert_true(!same || fits);
      held = held || (own[0] >= counts[0] && own[1] >= counts[1] && own[2] >= counts[2] &&
                      found[i].overtime <= (steps > 25 ? steps - 25 : 0));
    }
    assert_true(held);
  }
}

static void test_person_beyond_the_classes_is_in_one_that_is_no_smaller(void **state) {
  (void)state;
  struct stf_program_weeks_class classes[STF_PROGRAM_WEEKS_CLASSES];
  size_t n = 0;
  for (int32_t i = 0; i < STF_PROGRAM_WEEKS_CLASSES; i++) {
    n = stf_program_weeks_add(classes, n,
                              &(struct stf_program_weeks_room){.days = 1, .steps = i});
  }
  n = stf_program_weeks_add(
      classes, n, &(struct stf_program_weeks_room){.days = 5, .steps = 2, .overtime = 30});
  const struct stf_program_weeks_class *last = &classes[STF_PROGRAM_WEEKS_CLASSES - 1];
  assert_int_equal(n, STF_PROGRAM_WEEKS_CLASSES);
  assert_int_equal(last->people_n, 2);
  assert_int_equal(last->room.days, 5);
  assert_int_equal(last->room.steps, STF_PROGRAM_WEEKS_CLASSES - 1);
  assert_int_equal(last->room.steps + last->room.overtime, 32);
}

static void test_fifth_length_is_too_many(void **state) {
  (void)state;
  struct stf_program_weeks_lengths lengths = {.n = 0};
  for (int32_t paid = 4; paid < 9; paid++) {
    stf_program_weeks_learn(&lengths, paid);
  }
  stf_program_weeks_learn(&lengths, 4);
  assert_int_equal(lengths.n, STF_PROGRAM_WEEKS_LENGTHS + 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_patterns_of_forty_hours_are_five_days_or_four_long_ones),
      cmocka_unit_test(test_patterns_hold_all_mixes_that_fit),
      cmocka_unit_test(test_person_beyond_the_classes_is_in_one_that_is_no_smaller),
      cmocka_unit_test(test_fifth_length_is_too_many),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
