/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replications on threads: the same bytes for any number of them, also when stopped. */
#include "replicate/replicate.h"
#include "support/near.h"
#include "support/random_desk.h"

#include <string.h>

enum {
  REPLICATIONS = 12,
  DESK = 5
};

struct bench {
  struct stf_zone *zone;
  struct stf_random_desk random;
  struct stf_kpi_layout *layout;
};

static void bench_open(struct bench *bench) {
  assert_int_equal(stf_zone_open("UTC", &bench->zone), STF_OK);
  stf_random_desk_build(DESK, bench->zone, &bench->random);
  struct stf_kpi_plan plan = {.zone = bench->zone,
                              .names = &bench->random.names,
                              .from_us = bench->random.desk.from_us,
                              .to_us = bench->random.desk.to_us,
                              .interval_us = bench->random.desk.interval_us,
                              .groups = STF_KPI_BY_INTERVAL | STF_KPI_BY_CLASS,
                              .within_us = {20000000},
                              .within_n = 1,
                              .has_queue = true};
  assert_int_equal(stf_kpi_layout_new(&plan, NULL, &bench->layout), STF_OK);
}

static void bench_close(struct bench *bench) {
  stf_kpi_layout_free(bench->layout);
  stf_random_desk_clear(&bench->random);
  stf_zone_free(bench->zone);
}

static bool stop_after_five(void *context) {
  int *asked_n = context;
  return ++*asked_n > 5;
}

static enum stf_status run(const struct bench *bench, unsigned threads_n, int *asked_n,
                           struct stf_replicate_values *out) {
  struct stf_replicate_options options = {.seed = 9,
                                          .replications_n = REPLICATIONS,
                                          .threads_n = threads_n,
                                          .context = asked_n,
                                          .stop = asked_n != NULL ? stop_after_five : NULL};
  return stf_replicate_run(&bench->random.desk, bench->layout, &options, NULL, out);
}

static void test_run_when_threads_differ_expect_same_bytes(void **state) {
  (void)state;
  struct bench bench;
  bench_open(&bench);
  struct stf_replicate_values one;
  struct stf_replicate_values three;
  assert_int_equal(run(&bench, 1, NULL, &one), STF_OK);
  assert_int_equal(run(&bench, 3, NULL, &three), STF_OK);
  assert_int_equal(one.done_n, REPLICATIONS);
  size_t bytes = one.rows_n * REPLICATIONS * sizeof(double);
  assert_memory_equal(one.num, three.num, bytes);
  assert_memory_equal(one.den, three.den, bytes);
  assert_memory_equal(&one.balance, &three.balance, sizeof one.balance);
  assert_memory_equal(&one.account, &three.account, sizeof one.account);
  assert_true(one.balance.opened_n > REPLICATIONS);
  assert_int_equal(one.balance.opened_n, one.account.counted_n);
  stf_replicate_clear(&one, NULL);
  stf_replicate_clear(&three, NULL);
  bench_close(&bench);
}

static void test_run_when_stopped_expect_the_first_replications_as_ever(void **state) {
  (void)state;
  struct bench bench;
  bench_open(&bench);
  struct stf_replicate_values all;
  struct stf_replicate_values some;
  int asked_n = 0;
  assert_int_equal(run(&bench, 1, NULL, &all), STF_OK);
  assert_int_equal(run(&bench, 3, &asked_n, &some), STF_ERR_INTERRUPTED);
  assert_int_equal(some.done_n, 5);
  for (size_t i = 0; i < some.rows_n; i++) {
    assert_memory_equal(&some.num[i * REPLICATIONS], &all.num[i * REPLICATIONS],
                        5 * sizeof(double));
  }
  stf_replicate_clear(&all, NULL);
  stf_replicate_clear(&some, NULL);
  bench_close(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_run_when_threads_differ_expect_same_bytes),
      cmocka_unit_test(test_run_when_stopped_expect_the_first_replications_as_ever),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
