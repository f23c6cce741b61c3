/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/dialect.h"
#include "support/near.h"

#include <string.h>

static const struct stf_dialect PLAIN = {.month_first = false};
static const struct stf_dialect MONTH_FIRST = {.month_first = true};
static const struct stf_dialect COMMA = {.decimal_comma = true};

static void expect_date(const struct stf_dialect *dialect, const char *text, int year,
                        int month, int day) {
  struct stf_civil civil;
  assert_true(stf_dialect_date(dialect, text, &civil));
  assert_int_equal(civil.year, year);
  assert_int_equal(civil.month, month);
  assert_int_equal(civil.day, day);
}

static void test_date_of_every_form(void **state) {
  (void)state;
  expect_date(&PLAIN, "2026-12-21", 2026, 12, 21);
  expect_date(&MONTH_FIRST, "2026/1/2", 2026, 1, 2);
  expect_date(&PLAIN, "3/4/2026", 2026, 4, 3);
  expect_date(&MONTH_FIRST, "3/4/2026", 2026, 3, 4);
  expect_date(&MONTH_FIRST, "03.04.2026", 2026, 4, 3);
  expect_date(&PLAIN, "21-12-26", 2026, 12, 21);
  expect_date(&PLAIN, "21.12.69", 2069, 12, 21);
  expect_date(&PLAIN, "21/12/70", 1970, 12, 21);
  expect_date(&PLAIN, "29/02/2028", 2028, 2, 29);
}

static void test_date_that_is_none_is_refused(void **state) {
  (void)state;
  static const char *const WRONG[] = {"",          "2026-13-01",  "12/21/2026", "29/02/2026",
                                      "1/2/026",   "1/2-2026",    "1/2",        "1//2026",
                                      "1/2/2026 ", "21/12/20261", "a1/2/2026",  "2026-12-211"};
  struct stf_civil civil;
  for (size_t i = 0; i < STF_COUNT_OF(WRONG); i++) {
    assert_false(stf_dialect_date(&PLAIN, WRONG[i], &civil));
  }
  assert_true(stf_dialect_is_date("12/21/2026"));
  assert_false(stf_dialect_is_date("13/13/2026"));
}

static void expect_clock(const char *text, int32_t wanted_s) {
  int32_t at_s = -1;
  bool read = stf_dialect_clock(text, strlen(text), &at_s);
  assert_int_equal(read, wanted_s >= 0);
  assert_int_equal(at_s, wanted_s);
}

static void test_clock_of_every_form(void **state) {
  (void)state;
  expect_clock("9", 9 * 3600);
  expect_clock("9:30", 34200);
  expect_clock("9.30", 34200);
  expect_clock("09:30:15", 34215);
  expect_clock("24:00", 86400);
  expect_clock("12:05 AM", 300);
  expect_clock("9pm", 21 * 3600);
}

static void test_clock_that_is_none_is_refused(void **state) {
  (void)state;
  static const char *const WRONG[] = {"",      "9.5",     "9:3",   "24:01",  "9:60", "0.375",
                                      "930",   "9:30:1",  "13 pm", "0 am",   "9 xm", ":30",
                                      "9:30 ", "9:30.15", "-9",    "9:30pmx"};
  for (size_t i = 0; i < STF_COUNT_OF(WRONG); i++) {
    expect_clock(WRONG[i], -1);
  }
}

static void test_datetime_holds_the_second_of_the_day(void **state) {
  (void)state;
  struct stf_civil civil;
  assert_true(stf_dialect_datetime(&PLAIN, "21/12/2026 24:00", &civil));
  assert_int_equal(civil.day, 21);
  assert_int_equal(civil.second, 86400);
  assert_true(stf_dialect_datetime(&PLAIN, "2026-12-21T9.30", &civil));
  assert_int_equal(civil.second, 34200);
  assert_true(stf_dialect_datetime(&MONTH_FIRST, "12/21/26  9:30 PM", &civil));
  assert_int_equal(civil.second, 77400);
  assert_false(stf_dialect_datetime(&PLAIN, "21/12/2026 25:00", &civil));
  assert_false(stf_dialect_datetime(&PLAIN, "21/12/2026-9:00", &civil));
}

static void expect_number(const struct stf_dialect *dialect, const char *text, double wanted) {
  double value = 0;
  assert_true(stf_dialect_number(dialect, text, &value));
  assert_near(value, wanted, 0);
}

static void test_number_with_point_and_with_comma(void **state) {
  (void)state;
  expect_number(&PLAIN, "12.5", 12.5);
  expect_number(&PLAIN, "1.125", 1.125);
  expect_number(&PLAIN, "1,234,567.5", 1234567.5);
  expect_number(&PLAIN, "1e-5", 1e-5);
  expect_number(&COMMA, "12,5", 12.5);
  expect_number(&COMMA, "1.234,5", 1234.5);
  expect_number(&COMMA, "1.234", 1234);
  expect_number(&COMMA, "-0,5", -0.5);
  expect_number(&COMMA,
                "1\xc2\xa0"
                "234,5",
                1234.5);
  expect_number(&COMMA,
                "12\xe2\x80\xaf"
                "345",
                12345);
  double value = 0;
  static const char *const WRONG[] = {"1,23",     "12,5", "1,2345", "1234,567",
                                      "1,234,56", ",5",   ""};
  for (size_t i = 0; i < STF_COUNT_OF(WRONG); i++) {
    assert_false(stf_dialect_number(&PLAIN, WRONG[i], &value));
  }
}

/* Decides over cells, "|" between them; d1 and d2 are the period. Number of errors. */
static size_t decide(const char *dates, const char *numbers, const char *from, const char *to,
                     struct stf_dialect *out) {
  struct stf_dialect_evidence evidence = {0};
  struct stf_civil civils[2];
  char text[256];
  char *rest = NULL;
  int line = 1;
  assert_true(stf_zone_parse_date(from, &civils[0]) && stf_zone_parse_date(to, &civils[1]));
  (void)strcpy(text, dates);
  for (char *cell = strtok_r(text, "|", &rest); cell != NULL;
       cell = strtok_r(NULL, "|", &rest)) {
    stf_dialect_see_date(&evidence, cell, (struct stf_where){.line = line++});
  }
  (void)strcpy(text, numbers);
  for (char *cell = strtok_r(text, "|", &rest); cell != NULL;
       cell = strtok_r(NULL, "|", &rest)) {
    stf_dialect_see_number(&evidence, cell, (struct stf_where){.line = line++});
  }
  struct stf_diags diags;
  stf_diag_init(&diags, NULL);
  bool good = stf_dialect_decide(&evidence, "x.csv", stf_zone_day_number(&civils[0]),
                                 stf_zone_day_number(&civils[1]), &diags, out);
  size_t errors_n = diags.errors_n;
  assert_int_equal(good, errors_n == 0);
  stf_diag_clear(&diags);
  return errors_n;
}

static size_t decide_dates(const char *dates, struct stf_dialect *out) {
  return decide(dates, "", "2026-12-01", "2026-12-12", out);
}

static void test_one_date_that_has_one_reading_decides_for_all(void **state) {
  (void)state;
  struct stf_dialect dialect;
  assert_int_equal(decide_dates("03/04/2026|21/04/2026 9:00|text|2026-01-02", &dialect), 0);
  assert_false(dialect.month_first);
  assert_int_equal(decide_dates("03/04/2026|04/21/2026", &dialect), 0);
  assert_true(dialect.month_first);
  assert_int_equal(decide_dates("04/21/2026|21/04/2026", &dialect), 1);
}

static void test_dates_with_two_readings_are_decided_by_the_period_or_not_at_all(void **state) {
  (void)state;
  struct stf_dialect dialect;
  assert_int_equal(decide_dates("01/12/2026|12/12/2026", &dialect), 0);
  assert_false(dialect.month_first);
  assert_int_equal(decide_dates("12/01/2026|12/12/2026", &dialect), 0);
  assert_true(dialect.month_first);
  /* Near: 2 November and 11 February, 1 November and 11 January (the other reading 2027). */
  assert_int_equal(decide_dates("02/11/2026", &dialect), 0);
  assert_int_equal(decide_dates("03/04/2026", &dialect), 1);
  assert_int_equal(decide("03/04/2026", "", "2026-03-01", "2026-04-30", &dialect), 1);
  assert_int_equal(decide_dates("05/05/2026|06/06/2026", &dialect), 0);
  assert_int_equal(decide_dates("03.04.2026", &dialect), 0);
}

static void test_numbers_decide_the_decimal_mark(void **state) {
  (void)state;
  static const struct {
    const char *numbers;
    size_t errors_n;
    bool comma;
  } CASES[] = {{"12,5|3", 0, true},     {"12.5|3", 0, false},          {"1,234|12.5", 0, false},
               {"1,234|12,5", 0, true}, {"1,234", 1, false},           {"1.234", 0, false},
               {"1.234|0,5", 0, true},  {"12,5|12.5", 1, false},       {"1.234,5", 0, true},
               {"1,234.5", 0, false},   {"1,234,567|1,234", 0, false}, {"1.234.567", 0, true},
               {"0,125", 0, true},      {"1234,567", 0, true},         {"9-13|x,y|,", 0, false},
               {"21.12.2026", 0, false}};
  for (size_t i = 0; i < STF_COUNT_OF(CASES); i++) {
    struct stf_dialect dialect;
    assert_int_equal(decide("", CASES[i].numbers, "2026-01-01", "2026-01-02", &dialect),
                     CASES[i].errors_n);
    assert_int_equal(dialect.decimal_comma, CASES[i].comma);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_date_of_every_form),
      cmocka_unit_test(test_date_that_is_none_is_refused),
      cmocka_unit_test(test_clock_of_every_form),
      cmocka_unit_test(test_clock_that_is_none_is_refused),
      cmocka_unit_test(test_datetime_holds_the_second_of_the_day),
      cmocka_unit_test(test_number_with_point_and_with_comma),
      cmocka_unit_test(test_one_date_that_has_one_reading_decides_for_all),
      cmocka_unit_test(test_dates_with_two_readings_are_decided_by_the_period_or_not_at_all),
      cmocka_unit_test(test_numbers_decide_the_decimal_mark),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
