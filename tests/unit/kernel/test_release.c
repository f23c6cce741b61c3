/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/release.h"
#include "support/near.h"

enum {
  AGENTS = 37,
  STEPS = 20000
};

struct bench {
  struct stf_release items[AGENTS];
  uint32_t places[AGENTS];
  struct stf_release_queue queue;
  int64_t at_us[AGENTS]; /* what the queue should hold; INT64_MAX: no entry */
};

static void started(struct bench *bench) {
  bench->queue = (struct stf_release_queue){.items = bench->items, .places = bench->places};
  stf_release_clear(&bench->queue, AGENTS);
  for (size_t a = 0; a < AGENTS; a++) {
    bench->at_us[a] = INT64_MAX;
  }
}

/* Lehmer's generator: small, and any will do. */
static uint32_t below(uint64_t *state, uint32_t n) {
  *state = *state * 48271 % 2147483647;
  return (uint32_t)(*state % n);
}

static void assert_holds(const struct bench *bench) {
  uint32_t first = AGENTS;
  size_t n = 0;
  for (uint32_t a = 0; a < AGENTS; a++) {
    if (bench->at_us[a] != INT64_MAX) {
      first = first == AGENTS || bench->at_us[a] < bench->at_us[first] ? a : first;
      assert_int_equal(bench->items[bench->places[a]].agent, a);
      assert_int_equal(bench->items[bench->places[a]].at_us, bench->at_us[a]);
      n++;
    } else {
      assert_int_equal(bench->places[a], STF_RELEASE_NONE);
    }
  }
  assert_int_equal(bench->queue.n, n);
  if (n > 0) {
    assert_int_equal(bench->items[0].agent, first);
  }
}

static void test_set_moves_entries_both_ways_and_takes_them_out(void **state) {
  (void)state;
  struct bench bench;
  uint64_t random = 7;
  started(&bench);
  for (int step = 0; step < STEPS; step++) {
    uint32_t agent = below(&random, AGENTS);
    int64_t at_us = below(&random, 4) == 0 ? INT64_MAX : below(&random, 100);
    stf_release_set(&bench.queue, (struct stf_release){at_us, agent});
    bench.at_us[agent] = at_us;
    assert_holds(&bench);
  }
}

static void test_push_pop_and_replace_leave_in_order(void **state) {
  (void)state;
  struct bench bench;
  uint64_t random = 11;
  started(&bench);
  for (int step = 0; step < STEPS; step++) {
    uint32_t agent = below(&random, AGENTS);
    int64_t at_us = below(&random, 100);
    if (bench.at_us[agent] == INT64_MAX) {
      stf_release_push(&bench.queue, (struct stf_release){at_us, agent});
      bench.at_us[agent] = at_us;
    } else if (below(&random, 2) == 0) {
      bench.at_us[bench.items[0].agent] = INT64_MAX;
      stf_release_pop(&bench.queue);
    } else {
      agent = bench.items[0].agent;
      stf_release_replace_top(&bench.queue, (struct stf_release){at_us, agent});
      bench.at_us[agent] = at_us;
    }
    assert_holds(&bench);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_set_moves_entries_both_ways_and_takes_them_out),
      cmocka_unit_test(test_push_pop_and_replace_leave_in_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
