/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/axes.h"
#include "support/near.h"
#include "sweep/axis.h"

#include <stdio.h>
#include <string.h>

/* Reads the text and fills it as a grid would; its values joined by blanks. */
static const char *values_of(struct stf_axes *fixture, const char *text) {
  static char joined[1024];
  assert_int_equal(stf_axis_read(text, fixture->arena, &fixture->axes[0], &fixture->error),
                   STF_OK);
  assert_int_equal(stf_axis_fill(&fixture->axes[0], fixture->arena, &fixture->error), STF_OK);
  joined[0] = '\0';
  for (size_t i = 0; i < fixture->axes[0].texts_n; i++) {
    size_t n = strlen(joined);
    (void)snprintf(joined + n, sizeof joined - n, "%s%s", i > 0 ? "|" : "",
                   fixture->axes[0].texts[i]);
  }
  return joined;
}

static void assert_refused(struct stf_axes *fixture, const char *text, const char *why) {
  enum stf_status status =
      stf_axis_read(text, fixture->arena, &fixture->axes[0], &fixture->error);
  if (status == STF_OK) {
    status = stf_axis_fill(&fixture->axes[0], fixture->arena, &fixture->error);
  }
  assert_int_equal(status, STF_ERR_USAGE);
  if (strstr(fixture->error.message, why) == NULL) {
    fail_msg("'%s' says: %s", text, fixture->error.message);
  }
}

static void test_steps_of_decimals_are_exact(void **state) {
  assert_string_equal(values_of(*state, "bot.containment=0.4:0.8:0.1"), "0.4|0.5|0.6|0.7|0.8");
  assert_string_equal(values_of(*state, "k=0:1:0.25"), "0|0.25|0.5|0.75|1");
  assert_string_equal(values_of(*state, "k=0.95:1.1:.05"), "0.95|1|1.05|1.1");
  assert_string_equal(values_of(*state, "k=-0.1:0.1:0.1"), "-0.1|0|0.1");
  assert_string_equal(values_of(*state, "k=1.2..1.4:0.1"), "1.2|1.3|1.4");
}

static void test_ten_thousand_steps_end_at_the_end(void **state) {
  struct stf_axes *fixture = *state;
  assert_int_equal(stf_axis_read("k=0:1:0.0001", fixture->arena, &fixture->axes[0], NULL),
                   STF_OK);
  assert_int_equal(fixture->axes[0].texts_n, 10001);
  assert_string_equal(fixture->axes[0].texts[7], "0.0007");
  assert_string_equal(fixture->axes[0].texts[10000], "1");
}

static void test_units_stand_behind_every_value(void **state) {
  assert_string_equal(values_of(*state, "k=60s:180s:60s"), "60s|120s|180s");
  assert_string_equal(values_of(*state, "k=40:60:10 %"), "40 %|50 %|60 %");
  assert_string_equal(values_of(*state, "k=20/h:40/h:20/h"), "20/h|40/h");
  assert_string_equal(values_of(*state, "k=2..4 min"), "2 min|3 min|4 min");
}

static void test_whole_numbers_of_a_range(void **state) {
  struct stf_axes *fixture = *state;
  assert_string_equal(values_of(fixture, "teams.front.agents=2..5"), "2|3|4|5");
  assert_true(fixture->axes[0].is_whole);
  assert_string_equal(values_of(fixture, "teams.front.agents=2..8:3"), "2|5|8");
}

static void test_lists_keep_their_values_as_they_are(void **state) {
  assert_string_equal(values_of(*state, "k=4, 6 ,8"), "4|6|8");
  assert_string_equal(values_of(*state, "k=10:00,11:30"), "10:00|11:30");
  assert_string_equal(values_of(*state, "k={lognormal: {mean: 4 min, cv: 1}},5 min"),
                      "{lognormal: {mean: 4 min, cv: 1}}|5 min");
  assert_string_equal(values_of(*state, "k='1:2:3'"), "'1:2:3'");
  assert_string_equal(values_of(*state, "k=60s:2min:30s"), "60s:2min:30s");
}

static void test_step_that_misses_the_end_is_told(void **state) {
  struct stf_axes *fixture = *state;
  assert_string_equal(values_of(fixture, "k=0.4:0.8:0.15"), "0.4|0.55|0.7");
  assert_true(fixture->axes[0].misses_end);
  (void)values_of(fixture, "k=0.4:0.8:0.2");
  assert_false(fixture->axes[0].misses_end);
}

static void test_wrong_values_are_refused_with_the_reason(void **state) {
  assert_refused(*state, "=1,2", "not of the form");
  assert_refused(*state, "k=", "empty value");
  assert_refused(*state, "k=1,,2", "empty value");
  assert_refused(*state, "k=1,2,1", "twice");
  assert_refused(*state, "k=8..2", "empty range");
  assert_refused(*state, "k=2..2", "empty range");
  assert_refused(*state, "k=1:2:0", "above 0");
  assert_refused(*state, "k=1:2:-1", "above 0");
  assert_refused(*state, "k=0.4..0.8", "wants a step");
  assert_refused(*state, "k", "no values");
  assert_refused(*state, "k=0:100000:1", "100001 values, at most 100000");
  assert_refused(*state, "k=0..200000", "200001 values");
}

static void test_places_of_ranges_and_lists(void **state) {
  struct stf_axes *fixture = *state;
  struct stf_arena *arena = fixture->arena;
  struct stf_axis *axis = &fixture->axes[0];
  assert_int_equal(stf_axis_read("k=40..60 %", arena, axis, NULL), STF_OK);
  assert_string_equal(stf_axis_at(axis, 0.125, 5, arena), "42.5 %");
  assert_string_equal(stf_axis_at(axis, 0, 5, arena), "40 %");
  /* Each of the seven whole numbers has a seventh of the range. */
  assert_int_equal(stf_axis_read("teams.front.agents=2..8", arena, axis, NULL), STF_OK);
  assert_string_equal(stf_axis_at(axis, 0.14, 5, arena), "2");
  assert_string_equal(stf_axis_at(axis, 0.15, 5, arena), "3");
  assert_string_equal(stf_axis_at(axis, 0.9999, 5, arena), "8");
  assert_int_equal(stf_axis_read("k=a,b,c", arena, axis, NULL), STF_OK);
  assert_string_equal(stf_axis_at(axis, 0.34, 5, arena), "b");
}

static void test_number_and_unit_are_told_apart(void **state) {
  (void)state;
  double number = 0;
  const char *unit = NULL;
  assert_true(stf_axis_split("6.5 min", &number, &unit));
  assert_near(number, 6.5, 0);
  assert_string_equal(unit, " min");
  assert_false(stf_axis_split("never", &number, &unit));
  assert_false(stf_axis_split("1.2.3", &number, &unit));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_steps_of_decimals_are_exact, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_ten_thousand_steps_end_at_the_end, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_units_stand_behind_every_value, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_whole_numbers_of_a_range, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_lists_keep_their_values_as_they_are, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_step_that_misses_the_end_is_told, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_wrong_values_are_refused_with_the_reason,
                                      stf_axes_setup, stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_places_of_ranges_and_lists, stf_axes_setup,
                                      stf_axes_teardown),
      cmocka_unit_test_setup_teardown(test_number_and_unit_are_told_apart, stf_axes_setup,
                                      stf_axes_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
