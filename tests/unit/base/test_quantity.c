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

static void test_durations_in_names_have_one_form(void **state) {
  (void)state;
  const struct {
    int64_t us;
    const char *text;
  } cases[] = {{600 * STF_US_PER_S, "10min"},  {86400 * STF_US_PER_S, "24h"},
               {90 * STF_US_PER_S, "90s"},     {5400 * STF_US_PER_S, "90min"},
               {3600 * STF_US_PER_S, "1h"},    {STF_US_PER_S / 2, "0.5s"},
               {172800 * STF_US_PER_S, "48h"}, {1, "1e-06s"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[32];
    stf_quantity_put_duration(cases[i].us, text, sizeof text);
    assert_string_equal(text, cases[i].text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_duration_units),
      cmocka_unit_test(test_rate_and_share),
      cmocka_unit_test(test_nearest_finds_slips_only),
      cmocka_unit_test(test_durations_in_names_have_one_form),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
