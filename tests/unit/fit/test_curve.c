/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/curve.h"
#include "support/near.h"
#include "support/ration.h"

#include <math.h>
#include <string.h>

#define MINUTE INT64_C(60000000)

enum {
  MONDAY,
  TUESDAY,
  WEDNESDAY,
  SUNDAY = 6,
  MOST = 64
};

struct bench {
  struct stf_zone *zone;
  struct stf_contact contacts[MOST];
  struct stf_curve_in in;
};

static int64_t local(const struct bench *bench, const char *text) {
  int64_t at_us = 0;
  assert_true(stf_zone_parse_local(bench->zone, text, &at_us));
  return at_us;
}

/* Two weeks and a day from Monday 2026-03-02 on, 30 min intervals, two classes. */
static void prepare(struct bench *bench, const char *from, const char *to) {
  *bench = (struct bench){0};
  assert_int_equal(stf_zone_open("Europe/Rome", &bench->zone), STF_OK);
  bench->in = (struct stf_curve_in){.contacts = bench->contacts,
                                    .has_queue = true,
                                    .zone = bench->zone,
                                    .from_us = local(bench, from),
                                    .to_us = local(bench, to),
                                    .interval_us = 30 * MINUTE,
                                    .classes_n = 2};
}

static void come(struct bench *bench, const char *at, uint32_t class_id, int n) {
  for (int i = 0; i < n; i++) {
    assert_true(bench->in.contacts_n < MOST);
    struct stf_contact contact = STF_CONTACT_EMPTY;
    contact.open_us = local(bench, at) - 90 * MINUTE;
    contact.queue_us = local(bench, at);
    contact.class_id = class_id;
    bench->contacts[bench->in.contacts_n++] = contact;
  }
}

static double mean_at(const struct stf_curve *curve, int weekday, size_t slot,
                      size_t class_id) {
  return curve
      ->mean_arrivals[((size_t)weekday * curve->slots_n + slot) * curve->classes_n + class_id];
}

static void test_measure_means_by_weekday_interval_and_class(void **state) {
  (void)state;
  struct bench bench;
  struct stf_curve curve;
  prepare(&bench, "2026-03-02", "2026-03-17"); /* three Mondays, else two */
  come(&bench, "2026-03-02 09:00", 0, 3);
  come(&bench, "2026-03-02 09:29:59", 1, 1);
  come(&bench, "2026-03-09 09:15", 0, 2);
  come(&bench, "2026-03-16 23:45", 0, 1);
  come(&bench, "2026-03-03 00:00", 1, 4);
  come(&bench, "2026-03-10 12:00", 1, 2);
  come(&bench, "2026-03-17 00:00", 0, 5); /* past the window */
  come(&bench, "2026-03-01 23:59", 0, 5); /* before it */
  assert_int_equal(stf_curve_measure(&bench.in, NULL, &curve), STF_OK);
  assert_int_equal(curve.slots_n, 48);
  assert_int_equal(curve.contacts_n, 13);
  assert_int_equal(curve.days_n[MONDAY], 3);
  assert_int_equal(curve.days_n[TUESDAY], 2);
  assert_int_equal(curve.missing_days_n, 0);
  assert_near(mean_at(&curve, MONDAY, 18, 0), 5.0 / 3, 1e-12);
  assert_near(mean_at(&curve, MONDAY, 18, 1), 1.0 / 3, 1e-12);
  assert_near(mean_at(&curve, MONDAY, 47, 0), 1.0 / 3, 1e-12);
  assert_near(mean_at(&curve, TUESDAY, 0, 1), 2, 1e-12);
  assert_near(mean_at(&curve, TUESDAY, 24, 1), 1, 1e-12);
  double sum = 0;
  for (size_t i = 0; i < (size_t)STF_CURVE_DAYS * 48 * 2; i++) {
    sum += curve.mean_arrivals[i];
  }
  assert_near(sum, 7.0 / 3 + 3, 1e-12);
  stf_curve_clear(&curve, NULL);
  stf_zone_free(bench.zone);
}

static void test_day_without_contacts_is_a_hole_unless_the_weekday_has_none(void **state) {
  (void)state;
  struct bench bench;
  struct stf_curve curve;
  prepare(&bench, "2026-03-02", "2026-03-16");
  come(&bench, "2026-03-02 10:00", 0, 2); /* and nobody on Monday the 9th */
  come(&bench, "2026-03-03 10:00", 0, 2);
  come(&bench, "2026-03-10 10:00", 0, 4);
  assert_int_equal(stf_curve_measure(&bench.in, NULL, &curve), STF_OK);
  assert_int_equal(curve.days_n[MONDAY], 1);
  assert_int_equal(curve.days_n[TUESDAY], 2);
  assert_int_equal(curve.days_n[SUNDAY], 2); /* closed, both */
  assert_int_equal(curve.missing_days_n, 1);
  assert_near(mean_at(&curve, MONDAY, 20, 0), 2, 1e-12);
  assert_near(mean_at(&curve, TUESDAY, 20, 0), 3, 1e-12);
  assert_near(mean_at(&curve, SUNDAY, 20, 0), 0, 0);
  stf_curve_clear(&curve, NULL);
  stf_zone_free(bench.zone);
}

static void test_change_of_clocks_keeps_local_intervals(void **state) {
  (void)state;
  struct bench bench;
  struct stf_curve curve;
  prepare(&bench, "2026-03-23", "2026-04-06"); /* clocks go forward on Sunday the 29th */
  come(&bench, "2026-03-29 01:30", 0, 1);
  come(&bench, "2026-03-29 03:00", 0, 1);
  come(&bench, "2026-03-29 23:30", 0, 1);
  come(&bench, "2026-04-05 03:00", 0, 1);
  assert_int_equal(stf_curve_measure(&bench.in, NULL, &curve), STF_OK);
  assert_int_equal(curve.days_n[SUNDAY], 2);
  assert_near(mean_at(&curve, SUNDAY, 3, 0), 0.5, 0);
  assert_near(mean_at(&curve, SUNDAY, 6, 0), 1, 0);
  assert_near(mean_at(&curve, SUNDAY, 47, 0), 0.5, 0);
  stf_curve_clear(&curve, NULL);
  stf_zone_free(bench.zone);
}

static void test_measure_without_queue_goes_by_the_opening(void **state) {
  (void)state;
  struct bench bench;
  struct stf_curve curve;
  prepare(&bench, "2026-03-02", "2026-03-09");
  come(&bench, "2026-03-04 12:00", 0, 1); /* opened at 10:30 */
  bench.contacts[0].queue_us = STF_NEVER;
  assert_int_equal(stf_curve_measure(&bench.in, NULL, &curve), STF_OK);
  assert_int_equal(curve.contacts_n, 0); /* nobody asked for a human */
  stf_curve_clear(&curve, NULL);
  bench.in.has_queue = false;
  assert_int_equal(stf_curve_measure(&bench.in, NULL, &curve), STF_OK);
  assert_int_equal(curve.contacts_n, 1);
  assert_near(mean_at(&curve, WEDNESDAY, 21, 0), 1, 0);
  stf_curve_clear(&curve, NULL);
  stf_zone_free(bench.zone);
}

static void test_day_shape_of_two_weekdays_by_hand(void **state) {
  (void)state;
  /* Mondays 90, 110: m 100, squares 200, over = 200 - 100. Tuesdays 30, 60, 60: m 50, squares
   * 600, over = 600 - 100. 1/a = (100 + 500)/(1 x 100^2 + 2 x 50^2) = 600/15000. */
  const double totals[] = {90, 30, 110, 60, 60, 7};
  const int weekdays[] = {0, 1, 0, 1, 1, 2}; /* one Wednesday says nothing */
  double se = 0;
  assert_near(stf_curve_day_shape(totals, weekdays, 6, &se), 25, 1e-12);
  /* Variances of a day, 200 and 300: Var of the sum of squares 2 x 200^2 + 2 x 2 x 300^2 =
   * 440000; times (a / sum)^2 of 1/a, so a^2 sqrt(440000)/15000. */
  assert_near(se, 625 * sqrt(440000) / 15000, 1e-9);
  assert_near(stf_curve_day_shape(totals, weekdays, 6, NULL), 25, 1e-12);
}

static void test_day_shape_is_unknown_where_days_scatter_no_more_than_poisson(void **state) {
  (void)state;
  const double totals[] = {99, 101, 100};
  const int weekdays[] = {0, 0, 0};
  double se = 0;
  assert_true(isnan(stf_curve_day_shape(totals, weekdays, 3, &se)));
  assert_true(isnan(se));
  assert_true(isnan(stf_curve_day_shape(totals, weekdays, 1, &se)));
  assert_true(isnan(stf_curve_day_shape(totals, weekdays, 0, &se)));
}

static void test_measure_without_memory_leaves_nothing_behind(void **state) {
  (void)state;
  struct bench bench;
  prepare(&bench, "2026-03-02", "2026-03-09");
  come(&bench, "2026-03-04 12:00", 0, 1);
  enum stf_status status = STF_ERR_MEMORY;
  long calls = 0;
  for (; status != STF_OK; calls++) {
    struct stf_ration ration;
    struct stf_curve curve;
    stf_ration_init(&ration, calls);
    status = stf_curve_measure(&bench.in, &ration.allocator, &curve);
    stf_curve_clear(&curve, &ration.allocator);
    assert_int_equal(ration.alive, 0);
  }
  assert_true(calls > 3);
  stf_zone_free(bench.zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_measure_means_by_weekday_interval_and_class),
      cmocka_unit_test(test_day_without_contacts_is_a_hole_unless_the_weekday_has_none),
      cmocka_unit_test(test_change_of_clocks_keeps_local_intervals),
      cmocka_unit_test(test_measure_without_queue_goes_by_the_opening),
      cmocka_unit_test(test_day_shape_of_two_weekdays_by_hand),
      cmocka_unit_test(test_day_shape_is_unknown_where_days_scatter_no_more_than_poisson),
      cmocka_unit_test(test_measure_without_memory_leaves_nothing_behind),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
