/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/macros.h"
#include "base/search.h"
#include "support/near.h"

struct item {
  int name;
  int64_t at;
};

static const struct item ITEMS[] = {{1, -5}, {2, 0}, {3, 0}, {4, 7}, {5, INT64_MAX}};

static size_t below(size_t n, int64_t limit) {
  return stf_search_below(ITEMS, n, sizeof ITEMS[0], offsetof(struct item, at), limit);
}

static size_t up_to(size_t n, int64_t limit) {
  return stf_search_up_to(ITEMS, n, sizeof ITEMS[0], offsetof(struct item, at), limit);
}

/* Every limit and every length, against counting. */
static void test_search_over_structures_counts_as_a_loop_does(void **state) {
  (void)state;
  static const int64_t LIMITS[] = {INT64_MIN, -6, -5, -4, 0, 1, 7, 8, INT64_MAX - 1, INT64_MAX};
  for (size_t n = 0; n <= STF_COUNT_OF(ITEMS); n++) {
    for (size_t l = 0; l < STF_COUNT_OF(LIMITS); l++) {
      size_t less = 0;
      size_t at_most = 0;
      for (size_t i = 0; i < n; i++) {
        less += ITEMS[i].at < LIMITS[l];
        at_most += ITEMS[i].at <= LIMITS[l];
      }
      assert_int_equal(below(n, LIMITS[l]), less);
      assert_int_equal(up_to(n, LIMITS[l]), at_most);
    }
  }
}

static void test_search_over_nothing_finds_nothing(void **state) {
  (void)state;
  assert_int_equal(stf_search_below(NULL, 0, sizeof(int64_t), 0, 1), 0);
  assert_int_equal(stf_search_up_to(NULL, 0, sizeof(int64_t), 0, 1), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_search_over_structures_counts_as_a_loop_does),
      cmocka_unit_test(test_search_over_nothing_finds_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
