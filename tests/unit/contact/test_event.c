/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/event.h"
#include "support/near.h"

static void test_names_are_found_and_slips_told(void **state) {
  (void)state;
  for (size_t i = 0; i < STF_EVENT_KINDS_N; i++) {
    enum stf_event_kind kind = STF_EVENT_OPEN;
    assert_true(stf_event_find(STF_EVENT_KINDS[i].name, &kind));
    assert_int_equal(kind, i);
    assert_non_null(STF_EVENT_KINDS[i].help);
  }
  enum stf_event_kind kind = STF_EVENT_CLOSE;
  assert_false(stf_event_find("Close", &kind));
  assert_string_equal(stf_event_nearest("abandonned"), "abandon");
  assert_null(stf_event_nearest("lunch"));
}

static void test_detail_matches_whole_pairs_only(void **state) {
  (void)state;
  assert_true(stf_event_detail_is("chars=3;by=bot", "by", "bot"));
  assert_true(stf_event_detail_is("by=bot;chars=3", "by", "bot"));
  assert_false(stf_event_detail_is("nearby=bot;by=bots;by=bo", "by", "bot"));
  assert_false(stf_event_detail_is("", "by", "bot"));
  assert_false(stf_event_detail_is(NULL, "by", "bot"));
}

/* Against an insertion sort, on sizes around the powers of two that a merge sort knows. */
static void test_sort_is_stable(void **state) {
  (void)state;
  uint32_t random = 12345;
  for (size_t n = 0; n <= 70; n++) {
    struct stf_event events[70];
    struct stf_event expected[70];
    for (size_t i = 0; i < n; i++) {
      random = random * 1664525U + 1013904223U;
      events[i] = STF_EVENT_EMPTY;
      events[i].at_us = random >> 29;
      events[i].contact_id = (uint32_t)i;
      size_t place = i;
      for (; place > 0 && expected[place - 1].at_us > events[i].at_us; place--) {
        expected[place] = expected[place - 1];
      }
      expected[place] = events[i];
    }
    assert_int_equal(stf_event_sort(events, n, NULL), STF_OK);
    for (size_t i = 0; i < n; i++) {
      assert_int_equal(events[i].contact_id, expected[i].contact_id);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names_are_found_and_slips_told),
      cmocka_unit_test(test_detail_matches_whole_pairs_only),
      cmocka_unit_test(test_sort_is_stable),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
