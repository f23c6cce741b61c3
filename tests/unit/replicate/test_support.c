/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two days worked out by hand: what lies beyond the longest wait, the largest interval... */
#include "replicate/support.h"
#include "support/near.h"
#include "support/ration.h"

enum {
  HOUR_S = 3600
};

#define US(seconds) ((int64_t)(seconds)*1000000)

static const struct stf_support SEEN = {.wait_us = US(60),
                                        .age_us = US(600),
                                        .per_interval = 2,
                                        .interval_us = US(HOUR_S),
                                        .per_day = 3};

/* Class 0 (name 7) is known, class 1 (name 8) is not. */
static const struct stf_class CLASSES[] = {{.name = 7, .support = &SEEN}, {.name = 8}};
static const struct stf_desk DESK = {
    .from_us = 0, .to_us = US(48 * HOUR_S), .classes = CLASSES, .classes_n = 2};

static struct stf_contact contact(uint32_t class_id, int64_t open_s, int64_t waited_s,
                                  int64_t age_s) {
  struct stf_contact out = STF_CONTACT_EMPTY;
  out.class_id = class_id;
  out.open_us = US(open_s);
  out.queue_us = out.open_us;
  out.assign_us = waited_s >= 0 ? US(open_s + waited_s) : STF_NEVER;
  out.close_us = age_s >= 0 ? US(open_s + age_s) : STF_NEVER;
  return out;
}

static void assert_share(struct stf_support_share share, int64_t outside_n, int64_t n) {
  assert_int_equal(share.n, n);
  assert_int_equal(share.outside_n, outside_n);
}

static void test_counts_when_some_lie_beyond_expect_them_and_all(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  struct stf_support_tally *tally = NULL;
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  assert_true(stf_support_is_known(&DESK));
  assert_int_equal(stf_support_new(&DESK, zone, NULL, &tally), STF_OK);
  struct stf_contact contacts[] = {
      contact(7, 10, 60, 600),        /* at the edge: seen */
      contact(7, 20, 61, 600),        /* waits longer */
      contact(7, 30, 0, 601),         /* third of its hour, open longer */
      contact(7, 5 * HOUR_S, -1, -1), /* fourth of its day, waits and is open to the end */
      contact(7, 30 * HOUR_S, 5, 6),  /* alone on the second day */
      contact(8, 30 * HOUR_S, 9999, 99999), /* nothing is known of its class */
      contact(7, -1, 9999, 99999),          /* before the period */
  };
  struct stf_support_counts counts[2] = {0};
  for (int replication = 0; replication < 2; replication++) {
    stf_support_reset(tally);
    stf_support_contacts(tally, contacts, STF_COUNT_OF(contacts));
    stf_support_add(tally, counts);
  }
  assert_share(counts[0].of[STF_SUPPORT_WAIT], 4, 10);
  assert_share(counts[0].of[STF_SUPPORT_AGE], 4, 10);
  assert_share(counts[0].of[STF_SUPPORT_INTERVAL], 2, 96);
  assert_share(counts[0].of[STF_SUPPORT_DAY], 2, 4);
  assert_share(counts[1].of[STF_SUPPORT_WAIT], 0, 0);
  stf_support_free(tally);
  stf_zone_free(zone);
}

static void test_new_without_memory_fails_cleanly(void **state) {
  (void)state;
  struct stf_zone *zone = NULL;
  assert_int_equal(stf_zone_open("UTC", &zone), STF_OK);
  enum stf_status status = STF_ERR_MEMORY;
  for (long n = 0; status != STF_OK; n++) {
    struct stf_ration ration;
    stf_ration_init(&ration, n);
    struct stf_support_tally *tally = NULL;
    status = stf_support_new(&DESK, zone, &ration.allocator, &tally);
    assert_true(status == STF_OK || status == STF_ERR_MEMORY);
    if (status == STF_OK) {
      assert_true(n >= 4);
      stf_support_free(tally);
    }
    assert_int_equal(atomic_load(&ration.alive), 0);
  }
  stf_zone_free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_counts_when_some_lie_beyond_expect_them_and_all),
      cmocka_unit_test(test_new_without_memory_fails_cleanly),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
