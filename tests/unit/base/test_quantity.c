/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/quantity.h"
#include "support/near.h"

static void test_duration_units(void **state) {
  (void)state;
  double s = -1;
  assert_true(stf_quantity_duration("10 min", &s));
  assert_near(s, 600, 0);
  assert_true(stf_quantity_duration(" 1.5h ", &s));
  assert_near(s, 5400, 0);
  assert_true(stf_quantity_duration("0", &s));
  assert_near(s, 0, 0);
  assert_false(stf_quantity_duration("10", &s));
  assert_false(stf_quantity_duration("10 parsecs", &s));
  assert_false(stf_quantity_duration("0x10 s", &s));
  assert_false(stf_quantity_duration("inf s", &s));
}

static void test_rate_and_share(void **state) {
  (void)state;
  double value = 0;
  assert_true(stf_quantity_rate("90/min", &value));
  assert_near(value, 1.5, 0);
  assert_false(stf_quantity_rate("90", &value));
  assert_true(stf_quantity_share("80 %", &value));
  assert_near(value, 0.8, 0);
  assert_false(stf_quantity_share("80 percent", &value));
}

static void test_nearest_finds_slips_only(void **state) {
  (void)state;
  const char *const words[] = {"billing", "orders", "technical"};
  assert_string_equal(stf_quantity_nearest("biling", words, 3), "billing");
  assert_string_equal(stf_quantity_nearest("ordres", words, 3), "orders");
  assert_null(stf_quantity_nearest("vip", words, 3));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_duration_units),
      cmocka_unit_test(test_rate_and_share),
      cmocka_unit_test(test_nearest_finds_slips_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
