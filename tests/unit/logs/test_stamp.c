/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "logs/stamp.h"
#include "support/near.h"

#define SECOND INT64_C(1000000)

static struct stf_zone *rome(void) {
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("Europe/Rome", &zone), STF_OK);
  return zone;
}

static void expect(const char *format, const char *text, int64_t us) {
  struct stf_zone *zone = rome();
  struct stf_stamp stamp = {.kind = STF_STAMP_AUTO};
  if (format != NULL) {
    assert_null(stf_stamp_init(&stamp, format));
  }
  int64_t read_us = -1;
  if (!stf_stamp_read(&stamp, zone, text, &read_us)) {
    fail_msg("'%s' is not read", text);
  }
  assert_int_equal(read_us, us);
  stf_zone_free(zone);
}

static void refuse(const char *format, const char *text) {
  struct stf_zone *zone = rome();
  struct stf_stamp stamp = {.kind = STF_STAMP_AUTO};
  if (format != NULL) {
    assert_null(stf_stamp_init(&stamp, format));
  }
  int64_t us = 0;
  if (stf_stamp_read(&stamp, zone, text, &us)) {
    fail_msg("'%s' is read", text);
  }
  stf_zone_free(zone);
}

/* 2025-12-24 09:30:00 in Rome is 08:30 UTC. */
#define MORNING (INT64_C(1766565000) * SECOND)

static void test_named_forms(void **state) {
  (void)state;
  expect("rfc3339", "2025-12-24T09:30:00+01:00", MORNING);
  expect("local", "2025-12-24 09:30", MORNING);
  expect("epoch_s", "1766565000", MORNING);
  expect("epoch_s", "1766565000.5", MORNING + SECOND / 2);
  expect("epoch_ms", "1766565000123", MORNING + 123000);
  expect(NULL, "2025-12-24T08:30:00Z", MORNING);
  expect(NULL, "2025-12-24 09:30:00", MORNING);
  expect(NULL, "1766565000", MORNING);
  refuse("rfc3339", "1766565000");
  refuse("rfc3339", "2025-12-24T09:30:00");
  refuse("epoch_s", "2025-12-24T09:30:00Z");
  refuse("epoch_ms", "1766565000.5");
  refuse("epoch_ms", "99999999999999999");
  refuse(NULL, "");
}

static void test_patterns(void **state) {
  (void)state;
  expect("%d/%m/%Y %H:%M", "24/12/2025 09:30", MORNING);
  expect("%d/%m/%Y %H:%M", " 24/12/2025   9:30 ", MORNING);
  expect("%m/%d/%y, %I:%M %p", "12/24/25, 9:30 AM", MORNING);
  expect("%m/%d/%y, %I:%M %p", "12/24/25, 9:30 pm", MORNING + INT64_C(43200) * SECOND);
  expect("%m/%d/%y %I:%M %p", "12/24/25 12:30 am", MORNING - INT64_C(32400) * SECOND);
  expect("%d %b %Y %H:%M:%S.%f", "24 Dec 2025 09:30:01.25", MORNING + 5 * SECOND / 4);
  expect("%b %d %Y %H%%%M", "december 24 2025 09%30", MORNING);
  refuse("%d/%m/%Y %H:%M", "24/13/2025 09:30");
  refuse("%d/%m/%Y %H:%M", "31/11/2025 09:30");
  refuse("%d/%m/%Y %H:%M", "29/02/2025 09:30");
  refuse("%d/%m/%Y %H:%M", "24/12/2025 24:30");
  refuse("%d/%m/%Y %H:%M", "24/12/2025 09:30:00");
  refuse("%d/%m/%Y %H:%M", "24/12/2025");
  expect("%d/%m/%Y", "29/02/2024", INT64_C(1709161200) * SECOND);
}

static void test_wrong_forms_are_told(void **state) {
  (void)state;
  struct stf_stamp stamp;
  assert_non_null(stf_stamp_init(&stamp, "iso"));
  assert_non_null(stf_stamp_init(&stamp, "%d/%m %H:%M"));
  assert_non_null(stf_stamp_init(&stamp, "%d/%m/%Y %Q"));
  assert_non_null(stf_stamp_init(&stamp, "%d/%m/%Y %"));
}

static void test_dates_keep_their_own_day(void **state) {
  (void)state;
  struct stf_zone *zone = rome();
  struct stf_stamp stamp = {.kind = STF_STAMP_AUTO};
  struct stf_civil civil;
  assert_true(stf_stamp_read_date(&stamp, zone, "2025-12-24", &civil));
  assert_int_equal(civil.day, 24);
  assert_null(stf_stamp_init(&stamp, "%d.%m.%Y"));
  assert_true(stf_stamp_read_date(&stamp, zone, "1.2.2025", &civil));
  assert_int_equal(civil.month, 2);
  assert_false(stf_stamp_read_date(&stamp, zone, "2025-12-24", &civil));
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_named_forms),
      cmocka_unit_test(test_patterns),
      cmocka_unit_test(test_wrong_forms_are_told),
      cmocka_unit_test(test_dates_keep_their_own_day),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
